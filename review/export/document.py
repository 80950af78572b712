"""Writes an export as a Word document that a conference or a court can take in. Words are never changed to fit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from docx import Document
from docx.document import Document as Doc
from docx.text.paragraph import Paragraph

from dialogs.script import EntryKind
from review.export import layout
from review.export.runs import NOT_IN_XML, STANDS_FOR_IT, Writer, mostly_rtl, turn
from review.export.words import (
    ON_THE_MAP,
    TITLES,
    Takeaway,
    anchors,
    declined,
    left_out,
    marks,
    offered,
    present,
    rating,
    role,
    said,
    said_by,
    worded_by,
)
from review.safety_map import MapEntry

WIDTHS = (3.2, 2.8, 2.2, 3.0, 2.8, 3.0)


def write(takeaway: Takeaway) -> bytes:
    """The bytes of a .docx: each column's quotes with who, when, how, and what was asked. The same takeaway always
    makes the same bytes. What a Word file cannot hold is shown as □, and the document says how often."""
    return _Book(takeaway).bound()


class _Book:
    """One document being written."""

    def __init__(self, takeaway: Takeaway) -> None:
        self.takeaway = takeaway
        self.document: Doc = Document()
        self.pen = Writer()
        layout.dress(self.document)

    def bound(self) -> bytes:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.front()
        for kind in ON_THE_MAP:
            self.column(kind)
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
        for note in (
            _("The family answered set questions on a screen. Nobody typed back."),
            _("Words between “ and ” are exactly what was written, picked or shown. Nothing was corrected."),
            _("A worker's wording is marked as theirs. The person's own words stand under it."),
            _("Questions that a person chose not to answer are shown too."),
            _("Times are London time."),
        ):
            self.line(note, layout.NOTE)
        self.line(_("Whose words these are"), "Heading 1")
        self.table()

    def table(self) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
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
            _each(present(takeaway, item) for item in items),
        )

    def column(self, kind: EntryKind) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.line(_(TITLES[kind]), "Heading 1")
        for sentence in left_out(takeaway, takeaway.map.column(kind)):
            self.line(sentence, layout.NOTE)
        shown = takeaway.shown(kind)
        if not shown:
            self.line(_("Nothing is shown here."), layout.NOTE)
        for _id, group in groupby(shown, lambda item: item.person_id):
            items = tuple(group)
            self.line(f"{items[0].person} ({role(takeaway, items[0].role)})", "Heading 2")
            for item in items:
                self.entry(item)

    def entry(self, item: MapEntry) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        locale = item.entry.given.locale
        if item.wording:
            self.line(worded_by(takeaway, item), layout.LABEL)
            self.line(item.wording, layout.WORDING)
        self.said(item)
        self.line(" · ".join(said_by(takeaway, item)), layout.SOURCE)
        self.labelled(_("The question was:"), (item.entry.given.asked,), locale)
        if choices := offered(item):
            self.labelled(_("The choices were:"), choices, locale)
        if ends := anchors(item):
            self.labelled(_("0 stands for:"), (ends.low,), locale)
            self.labelled(_("10 stands for:"), (ends.high,), locale)
        for mark in marks(takeaway, item):
            self.line(mark, layout.MARK)

    def said(self, item: MapEntry) -> None:
        number, locale = item.entry.reply.number, item.entry.given.locale
        if item.declined:
            self.line(declined(self.takeaway, item), layout.UNSAID)
        elif number is not None:
            self.line(rating(self.takeaway, item, number), layout.QUOTE)
        else:
            for index, pieces in enumerate(said(item)):
                self.quotes(
                    self.document.add_paragraph(style=layout.QUOTE_ON if index else layout.QUOTE), pieces, locale
                )

    def labelled(self, label: str, pieces: tuple[str, ...], locale: str) -> None:
        """A label with what was on the screen; below it where that runs the other way."""
        paragraph = self.document.add_paragraph(style=layout.SOURCE)
        self.pen.write(paragraph, label)
        if mostly_rtl("".join(pieces)):
            paragraph = self.document.add_paragraph(style=layout.SOURCE)
        else:
            self.pen.write(paragraph, " ")
        self.quotes(paragraph, pieces, locale, " / ")

    def quotes(self, paragraph: Paragraph, pieces: tuple[str, ...], locale: str, between: str = ": ") -> None:
        """Exact pieces, each between its own quotation marks."""
        rtl = mostly_rtl("".join(pieces))
        if rtl:
            turn(paragraph)
        for index, piece in enumerate(pieces):
            self.pen.write(paragraph, between if index else "", rtl)
            self.pen.quote(paragraph, piece, rtl, locale)

    def back(self) -> None:
        """What is not in the document, by number only, and what could not be."""
        count, notes = self.takeaway.words.count, []
        if n := len(self.takeaway.map.chair_questions):
            notes.append(
                count("{n} question for the Chair, kept apart.", "{n} questions for the Chair, kept apart.", n)
            )
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

    def line(self, text: str, style: str) -> None:
        paragraph, rtl = self.document.add_paragraph(style=style), mostly_rtl(text)
        if rtl:
            turn(paragraph)
        self.pen.write(paragraph, text, rtl)


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
