"""Writes an export as a Word document that a conference or a court can take in. Words are never changed to fit."""

from __future__ import annotations

from itertools import groupby

from docx import Document
from docx.document import Document as Doc
from docx.shared import Cm

from dialogs.script import EntryKind
from review.export.layout import (
    NOTE,
    PAGE,
    PAGES,
    QUOTE,
    SOURCE,
    WORDING,
    dress,
    head_and_foot,
    header_row,
    packed,
)
from review.export.runs import Writer, element
from review.export.words import (
    ON_THE_MAP,
    PRESENT,
    TITLES,
    Takeaway,
    anchors,
    declined,
    left_out,
    marks,
    offered,
    role,
    said_by,
    worded_by,
)
from review.safety_map import MapEntry


def write(takeaway: Takeaway) -> bytes:
    """The bytes of a .docx: who said what, column by column, each quote with who, when, how, and what was asked."""
    return _Book(takeaway).bytes()


class _Book:
    """One document being written."""

    def __init__(self, takeaway: Takeaway) -> None:
        self.takeaway = takeaway
        self.document: Doc = Document()
        self.pen = Writer()
        dress(self.document)

    def bytes(self) -> bytes:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        head_and_foot(
            self.document,
            (takeaway.council, _("Confidential: a family's own words")),
            (takeaway.receipt, _("Page {page} of {pages}", page=PAGE, pages=PAGES)),
        )
        self.front()
        for kind in ON_THE_MAP:
            self.column(kind)
        self.end()
        return packed(self.document, _("In their own words"), takeaway.receipt, takeaway.council, takeaway.made_on)

    def line(self, text: str, style: str) -> None:
        self.pen.write(self.document.add_paragraph(style=style), text)

    def quoted(self, label: str, text: str, locale: str) -> None:
        paragraph = self.document.add_paragraph(style=SOURCE)
        self.pen.write(paragraph, f"{label} ")
        self.pen.own_words(paragraph, text, locale, turned=False)

    def front(self) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        self.line(_("In their own words"), "Title")
        self.pen.write(self.document.add_paragraph(style="Subtitle"), takeaway.case_name)
        made = _("Made on {moment} by {name}.", moment=takeaway.words.moment(takeaway.made_on), name=takeaway.made_by)
        self.line(made, NOTE)
        self.line(_("Words between “ and ” are exactly what the person wrote or the choice they picked."), NOTE)
        self.line(_("A worker's wording is marked as theirs. The person's own words stand under it."), NOTE)
        self.line(_("Questions a person chose not to answer are shown too."), NOTE)
        self.line(_("Whose words these are"), "Heading 1")
        self.table()

    def table(self) -> None:
        takeaway, _ = self.takeaway, self.takeaway.words.text
        titles = [_("Person"), _("Role"), _("Language"), _("Sent on"), _("Questions"), _("Who was there")]
        table = header_row(self.document, titles)
        items = [item for kind in ON_THE_MAP for item in takeaway.map.column(kind)]
        for group in groupby(sorted(items, key=lambda item: (item.sent_at, item.conversation_id)), _conversation):
            cells = table.add_row().cells
            for cell, text in zip(cells, self.row(list(group[1])), strict=True):
                self.pen.write(cell.paragraphs[0], text)
