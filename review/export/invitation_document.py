"""Writes an invitation to a conference as a Word file: the letter, the report to fill in, and the slip to send back."""

from __future__ import annotations

from datetime import datetime

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from review.export import layout
from review.export.blank_report import BlankReport, Question
from review.export.invitation import Letter
from review.export.runs import NOT_IN_XML, STANDS_FOR_IT, Writer, element, mostly_rtl, turn
from review.export.words import Words

ROOM, LITTLE_ROOM = Cm(2.4), Cm(1.3)
"""How high a box is before anything is written in it; it grows with what is typed."""
BOX, BOX_FONT = "☐", "Segoe UI Symbol"
ASK, ASK_MORE, HELP, CHOICE = "Question", "Question More", "Question Help", "Question Choice"


def write(letter: Letter, form: BlankReport | None, council: str, words: Words, made_on: datetime) -> bytes:
    """The bytes of a .docx. It never holds a link or a PIN: a file travels further than a message."""
    return _Invitation(words).bound(letter, form, NOT_IN_XML.sub(STANDS_FOR_IT, council), made_on)


class _Invitation:
    """The document being written."""

    def __init__(self, words: Words) -> None:
        self._words, self._pen = words, Writer()
        self._document: Doc = Document()
        layout.dress(self._document)
        _paper_styles(self._document)

    def bound(self, letter: Letter, form: BlankReport | None, council: str, made_on: datetime) -> bytes:
        _ = self._words.text
        title = _("Invitation to a conference")
        self.letter(letter, title)
        if form is not None:
            self.report(form)
            self.slip(form)
        foot = _("Page {page} of {pages}", page=layout.PAGE, pages=layout.PAGES)
        layout.head_and_foot(self._document, (council, _("Confidential")), ("", foot))
        return layout.packed(self._document, title, "", council, made_on)

    def letter(self, letter: Letter, title: str) -> None:
        self.line(title, "Title")
        for passage in letter.passages:
            if passage.heading:
                self.line(passage.heading, "Heading 2")
            for line in passage.lines:
                if line:
                    self.line(line, "Normal")

    def report(self, form: BlankReport) -> None:
        _ = self._words.text
        self.line(_("Report for the conference"), "Heading 1", new_page=True)
        self.line(_("The parents read this report. Say what you saw or heard, and when."), layout.NOTE)
        self.line(_("Your name, what you are, and the date"), ASK)
        self.box(LITTLE_ROOM)
        for section in form.sections:
            self.line(section.title, "Heading 1")
            if any(one.kind for one in section.questions):
                self.line(_("One box for each point. Copy the box when you have more points of a kind."), layout.NOTE)
            for one in section.questions:
                self.question(one)

    def slip(self, form: BlankReport) -> None:
        if not form.slip:
            return
        _ = self._words.text
        self.line(_("Your answer to the invitation"), "Heading 1", new_page=True)
        self.line(_("Send this page back by itself. It is not part of the report."), layout.NOTE)
        self.line(_("Your name, what you are, and the date"), ASK)
        self.box(LITTLE_ROOM)
        for one in form.slip:
            self.question(one)

    def question(self, one: Question, ask: str = ASK) -> None:
        """A question, words that help with it, and room to answer."""
        if one.kind:
            self.line(one.kind, "Heading 2")
        self.line(one.ask, ask)
        if one.help:
            self.line(one.help, HELP)
        if one.ends:
            _ = self._words.text
            self.line(_("0 stands for: {low}. 10 stands for: {high}.", low=one.ends[0], high=one.ends[1]), HELP)
        for index, words in enumerate(one.boxes, 1):
            self.tick(words, last=index == len(one.boxes))
        if not one.boxes:
            self.box(ROOM if ask == ASK else LITTLE_ROOM)
        for more in one.more:
            self.question(more, ASK_MORE)

    def tick(self, words: str, last: bool) -> None:
        """A box to tick, kept with the others."""
        paragraph = self._document.add_paragraph(style=CHOICE)
        paragraph.paragraph_format.keep_with_next = not last
        paragraph.add_run(BOX).font.name = BOX_FONT
        self._pen.write(paragraph, f"  {words}")

    def line(self, text: str, style: str, new_page: bool = False) -> None:
        paragraph, rtl = self._document.add_paragraph(style=style), mostly_rtl(text)
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        if rtl:
            turn(paragraph)
        self._pen.write(paragraph, text, rtl)

    def box(self, height: Cm) -> None:
        """An empty frame that is never torn over two pages while it is empty."""
        table = self._document.add_table(rows=1, cols=1, style=layout.TABLE)
        for look in table._tbl.tblPr.findall(qn("w:tblLook")):
            for name in look.attrib:
                look.set(name, "0000" if name == qn("w:val") else "0")
        row = table.rows[0]
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        row.cells[0].paragraphs[0].style = layout.STATEMENT


def _paper_styles(document: Doc) -> None:
    """How questions look: the question leads, the help under it is quiet, and neither is parted from its answer."""
    for name, size, bold, before, after in (
        (ASK, 11.5, True, 12, 2),
        (ASK_MORE, 10, True, 8, 1),
        (HELP, 9.5, False, 0, 4),
        (CHOICE, 10.5, False, 1, 2),
    ):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(made, ParagraphStyle)  # noqa: S101
        made.base_style = document.styles["Normal"]
        made.font.size, made.font.bold = Pt(size), bold or None
        made.font.color.rgb = layout.QUIET if name == HELP else layout.INK
        form = made.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), name != CHOICE
