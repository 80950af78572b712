"""Writes an export as a Word document that a conference or a court can take in. Words are never changed to fit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from dialogs.conversation import quote
from dialogs.script import EntryKind
from review.circumstances import is_usual
from review.export import layout
from review.export.meeting_document import write_agreed, write_sets
from review.export.picture import png
from review.export.placing_told import CATEGORIES, placing_told
from review.export.room_told import room_told
from review.export.runs import NOT_IN_XML, STANDS_FOR_IT
from review.export.sheet import Sheet
from review.export.telling import (
    DRAWING,
    anchors,
    around,
    asked_first,
    declined,
    marks,
    more_about,
    offered,
    rating,
    role,
    said,
    said_by,
    steps,
    usually,
    worded_by,
)
from review.export.words import ON_THE_MAP, TITLES, Takeaway, left_out, not_here, skipped, whom_for
from review.map.safety_map import MapEntry

WIDTHS = (3.2, 2.8, 2.2, 3.0, 2.8, 3.0)


def write(takeaway: Takeaway) -> bytes:
    """The bytes of a .docx: each column's quotes with who, when, how, and what was asked. The same takeaway always
    makes the same bytes. What a Word file cannot hold is shown as □, and the document says how often."""
    return _Book(takeaway).bound()


class _Book(Sheet):
    """The export, from its title to what is not in it."""

    def bound(self) -> bytes:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.front()
        write_sets(self)
        if takeaway.columns:
            self.whose()
        for kind in takeaway.columns:
            self.column(kind)
        write_agreed(self)
        self.back()
        council = NOT_IN_XML.sub(STANDS_FOR_IT, takeaway.council)
        layout.head_and_foot(
            self.document,
            (council, _("Confidential: a family's own words")),
            (takeaway.receipt, _("Page {page} of {pages}", page=layout.PAGE, pages=layout.PAGES)),
        )
        title = _("In their own words")
        return layout.packed(self.document, title, takeaway.receipt, council, takeaway.made_on)

    def front(self) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.line(_("In their own words"), "Title")
        self.line(takeaway.case_name, "Subtitle")
        made = _("Made on {moment} by {name}.", moment=takeaway.words.moment(takeaway.made_on), name=takeaway.made_by)
        self.line(made, layout.NOTE)
        for note in whom_for(takeaway):
            self.line(note, layout.MARK)
        for note in (
            _("The family answered set questions on a screen. Nobody typed back."),
            _("Words between “ and ” are exactly what was written, picked or shown. Nothing was corrected."),
            _("A worker's wording is marked as theirs. The person's own words stand under it."),
            _("What was said in a meeting and written down there stands without those marks, with who wrote it down."),
            _("Skipped questions are counted. Other questions that a person chose not to answer are shown too."),
            *usually(takeaway, takeaway.map),
            _("Times are London time."),
        ):
            self.line(note, layout.NOTE)

    def whose(self) -> None:
        """A table of the conversations the words come from."""
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.line(_("Whose words these are"), "Heading 1")
        titles = [_("Person"), _("Role"), _("Language"), _("Sent"), _("Questions"), _("Who was there")]
        table = layout.table(self.document, titles, WIDTHS)
        items = [item for kind in ON_THE_MAP for item in takeaway.map.column(kind)]
        items.sort(key=lambda item: (item.sent_at, item.conversation_id, item.entry.turn))
        for _id, conversation in groupby(items, lambda item: item.conversation_id):
            cells = layout.add_row(table, WIDTHS)
            for paragraph, words in zip(cells, self.row(tuple(conversation)), strict=True):
                self.pen.write(paragraph, words)

    def row(self, items: tuple[MapEntry, ...]) -> tuple[str, ...]:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        first = items[0]
        script = _("{script}, version {version}", script=first.script, version=str(first.version))
        return (
            first.person,
            role(takeaway, first.role),
            _each(takeaway.language(item.entry.given.locale) for item in items),
            takeaway.words.moment(first.sent_at),
            first.script if first.version is None else script,
            _each(piece for item in items if not is_usual(item) for piece in around(takeaway, item)),
        )

    def column(self, kind: EntryKind) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.line(_(TITLES[kind]), "Heading 1")
        for sentence in (*left_out(takeaway, takeaway.standing_in(kind)), *skipped(takeaway, kind)):
            self.line(sentence, layout.NOTE)
        shown = takeaway.printed(kind)
        if not shown and not takeaway.said_in(kind):
            self.line(_("Nothing is shown here."), layout.NOTE)
        for (category, _id), group in groupby(shown, lambda item: (takeaway.category(item), item.person_id)):
            items = tuple(group)
            whose = f"{items[0].person} ({role(takeaway, items[0].role)})"
            self.line(f"{_(CATEGORIES[category])}: {whose}" if category else whose, "Heading 2")
            for item, before in zip(items, (None, *items), strict=False):
                self.shared(item, before)
                self.entry(item)
        self.room(kind)

    def room(self, kind: EntryKind) -> None:
        """What was said in the room: without quotation marks, for a worker wrote it down."""
        said = self.takeaway.said_in(kind)
        if said:
            self.line(self.takeaway.words.text("Said in the room"), "Heading 2")
        for line in said:
            self.line(line.words, layout.PLAN_LINE)
            self.line(room_told(self.takeaway, line), layout.SOURCE)

    def shared(self, item: MapEntry, before: MapEntry | None) -> None:
        """The worry and the goal that the next views are about, word for word."""
        same = before is not None and before.shared == item.shared
        if item.entry.kind is not EntryKind.SET_VIEW or item.shared is None or same:
            return
        _ = self.takeaway.words.text
        for label, words in ((_("The shared worry"), item.shared.worry), (_("The goal"), item.shared.goal)):
            self.line(label, layout.LABEL)
            self.line(words, layout.WORDING)

    def entry(self, item: MapEntry) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        if first := asked_first(takeaway, item):
            self.line(first, layout.FIRST)
        self.wording(item)
        self.said(item, layout.QUOTE, layout.QUOTE_ON)
        self.line(" · ".join(said_by(takeaway, item)), layout.SOURCE)
        self.labelled(_("The question was:"), (item.entry.given.asked,), item.entry.given.locale)
        self.screen(item)
        for mark in marks(takeaway, item):
            self.line(mark, layout.MARK)
        for told in placing_told(takeaway, item):
            self.line(told, layout.SOURCE)
        for detail in takeaway.inside_printed(item):
            self.detail(detail)

    def detail(self, item: MapEntry) -> None:
        """What says more about the entry above: what was asked, and the answer."""
        self.labelled(
            self.takeaway.words.text("Then asked:"),
            (item.entry.given.asked,),
            item.entry.given.locale,
            layout.DETAIL_ASKED,
        )
        if first := asked_first(self.takeaway, item):
            self.line(first, layout.DETAIL_MARK)
        self.wording(item)
        self.said(item, layout.DETAIL, layout.DETAIL, layout.DETAIL_SOURCE)
        self.screen(item, layout.DETAIL_SOURCE)
        for mark in marks(self.takeaway, item):
            self.line(mark, layout.DETAIL_MARK)

    def wording(self, item: MapEntry) -> None:
        if item.wording:
            self.line(worded_by(self.takeaway, item), layout.LABEL)
            self.line(item.wording, layout.WORDING)

    def screen(self, item: MapEntry, style: str = layout.SOURCE) -> None:
        """What was on the screen with the question, and what it was about."""
        takeaway, _, locale = self.takeaway, self.takeaway.words.text, item.entry.given.locale
        if choices := offered(item):
            self.labelled(_("The choices were:"), choices, locale, style)
        if stairs := steps(item):
            self.labelled(_("The steps were, from the lowest:"), stairs, locale, style)
        if ends := anchors(item):
            self.labelled(_("0 stands for:"), (ends.low,), locale, style)
            self.labelled(_("10 stands for:"), (ends.high,), locale, style)
        if item.shared is not None and item.entry.kind is not EntryKind.SET_VIEW:
            self.labelled(_("The shared worry:"), (quote(item.shared.worry),), locale, style)
        if about := more_about(takeaway, item):
            self.line(about, style)

    def said(self, item: MapEntry, style: str, going_on: str, unsaid: str = layout.UNSAID) -> None:
        number, locale, drawing = item.entry.reply.number, item.entry.given.locale, item.entry.reply.drawing
        if item.declined:
            self.line(declined(self.takeaway, item), unsaid)
            return
        if number is not None:
            self.line(rating(self.takeaway.words, item, number), style)
        for index, pieces in enumerate(said(item)):
            paragraph = self.document.add_paragraph(style=going_on if index or number is not None else style)
            self.quotes(paragraph, pieces, locale)
        if drawing:
            self.drawing(drawing, item, style)

    def drawing(self, drawing: str, item: MapEntry, style: str) -> None:
        """A picture of the drawing, with a caption under it."""
        _ = self.takeaway.words.text
        layout.picture(self.document.add_paragraph(style=style), png(drawing), _(DRAWING))
        self.line(_("A drawing by {name}, as it was made on the screen.", name=item.person), layout.SOURCE)

    def back(self) -> None:
        """What is not in the document, by number only, and what could not be."""
        count, notes = self.takeaway.words.count, not_here(self.takeaway)
        if n := self.pen.replaced:
            notes.append(
                count(
                    "{n} character that a Word file cannot hold is shown as □.",
                    "{n} characters that a Word file cannot hold are shown as □.",
                    n,
                )
            )
        if notes:
            self.line(self.takeaway.words.text("What is not here"), "Heading 1")
        for note in notes:
            self.line(note, layout.NOTE)


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
