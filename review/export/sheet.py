"""Puts lines, quotes and tables into the Word document being written. Holds the document; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Doc
from docx.text.paragraph import Paragraph

from review.export import layout
from review.export.runs import Writer, mostly_rtl, turn
from review.export.words import Takeaway


class Sheet:
    """One document being written."""

    def __init__(self, takeaway: Takeaway) -> None:
        self.takeaway = takeaway
        self.document: Doc = Document()
        self.pen = Writer()
        layout.dress(self.document)

    def line(self, text: str, style: str) -> None:
        """A paragraph of this style, running the way its letters do."""
        paragraph, rtl = self.document.add_paragraph(style=style), mostly_rtl(text)
        if rtl:
            turn(paragraph)
        self.pen.write(paragraph, text, rtl)

    def labelled(self, label: str, pieces: tuple[str, ...], locale: str, style: str = layout.SOURCE) -> None:
        """A label with what was on the screen; below it where that runs the other way."""
        paragraph = self.document.add_paragraph(style=style)
        self.pen.write(paragraph, label)
        if mostly_rtl("".join(pieces)):
            paragraph = self.document.add_paragraph(style=style)
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

    def rows(self, titles: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """A table with a row of titles that is repeated on every page."""
        table = layout.table(self.document, titles, widths)
        for row in rows:
            for paragraph, words in zip(layout.add_row(table, widths), row, strict=True):
                rtl = mostly_rtl(words)
                if rtl:
                    turn(paragraph)
                self.pen.write(paragraph, words, rtl)
