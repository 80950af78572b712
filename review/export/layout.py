"""How the Word document looks: page, styles, header, footer. Holds no word of a family."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from review.export.runs import element

FONT = "Arial"
"""On every council's computers, with Arabic and Hebrew letters; emoji come from the reader's own emoji font."""
INK, QUIET = RGBColor(0x1B, 0x2B, 0x3A), RGBColor(0x4A, 0x55, 0x60)
BAR, LINE, SHADE = "5B7F95", "A9B6C0", "E6ECF0"
TEXT_WIDTH = Cm(17)
PICTURE_WIDTH = Cm(9)
PAGE, PAGES = "\ue000", "\ue001"
FIELDS = {PAGE: "PAGE", PAGES: "NUMPAGES"}
QUOTE, QUOTE_ON, UNSAID, SOURCE, MARK = "Quote", "Quote Going On", "Not Answered", "Quote Source", "Quote Mark"
DETAIL_ASKED, DETAIL, DETAIL_SOURCE, DETAIL_MARK = "Detail Question", "Detail", "Detail Source", "Detail Mark"
FIRST = "Seen First"
STATEMENT, PLAN_LINE = "Statement", "Plan Line"
LABEL, WORDING, NOTE, CELL, TABLE = "Wording Label", "Worker Wording", "Reading Note", "Table Words", "Summary Table"


def dress(document: Doc) -> None:
    """A4, and every style the document uses, set in the template's own styles so that Word's outline works."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _language(document)
    _style(document, "Normal", 10.5, after=6)
    _style(document, "Title", 24, bold=True, after=2, ink=INK)
    _style(document, "Subtitle", 13, after=12, ink=QUIET)
    _style(document, "Heading 1", 16, bold=True, before=22, after=6, ink=INK, keep=True)
    _style(document, "Heading 2", 12, bold=True, before=12, after=4, ink=INK, keep=True)
    _style(document, "Header", 8.5, ink=QUIET)
    _style(document, "Footer", 8.5, ink=QUIET)
    _bar(_style(document, QUOTE, 12.5, before=8, after=3, indent=0.5, keep=True))
    _bar(_style(document, QUOTE_ON, 12.5, after=3, indent=0.5, keep=True))
    _bar(_style(document, DETAIL, 11, after=2, indent=1.2, keep=True))
    _style(document, DETAIL_ASKED, 9, before=5, after=1, indent=1.2, ink=QUIET, keep=True)
    _style(document, DETAIL_SOURCE, 9, after=1, indent=1.2, ink=QUIET)
    _style(document, DETAIL_MARK, 9, bold=True, after=1, indent=1.2)
    _style(document, FIRST, 10.5, bold=True, before=10, after=0, indent=0.5, keep=True)
    _style(document, UNSAID, 10.5, before=8, after=3, indent=0.5, keep=True)
    _style(document, SOURCE, 9, after=1, indent=0.5, ink=QUIET)
    _style(document, MARK, 9, bold=True, after=1, indent=0.5)
    _style(document, LABEL, 9, bold=True, before=10, ink=QUIET, keep=True)
    _style(document, WORDING, 10.5, after=0, keep=True)
    _style(document, STATEMENT, 11, after=4)
    _style(document, PLAN_LINE, 11, before=6, after=1, indent=0.5, keep=True)
    _style(document, NOTE, 9.5, before=3, after=3)
    _style(document, CELL, 9, before=2, after=2)
    for name in ("Header", "Footer"):
        for stop in document.styles[name].element.pPr.findall(qn("w:tabs")):
            document.styles[name].element.pPr.remove(stop)
    _table_style(document)


def head_and_foot(document: Doc, head: tuple[str, str], foot: tuple[str, str]) -> None:
    """The header's and footer's left and right words. In the footer's, U+E000 stands for this page's number, U+E001 for
    how many pages there are."""
    section = document.sections[0]
    for paragraph, (left, right) in ((section.header.paragraphs[0], head), (section.footer.paragraphs[0], foot)):
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(TEXT_WIDTH, alignment=WD_TAB_ALIGNMENT.RIGHT)
        for piece in re.split(f"([{PAGE}{PAGES}])", f"{left}\t{right}"):
            if piece in FIELDS:
                _field(paragraph, FIELDS[piece])
            else:
                paragraph.add_run(piece)


def table(document: Doc, titles: Sequence[str], widths: Sequence[float]) -> Table:
    """An empty table with a row of titles that is repeated on every page. Widths in centimetres."""
    made: Table = document.add_table(rows=1, cols=len(titles), style=TABLE)
    made.autofit = False
    for column, cell, title, width in zip(made.columns, made.rows[0].cells, titles, widths, strict=True):
        column.width = cell.width = Cm(width)
        cell.paragraphs[0].style = CELL
        cell.paragraphs[0].add_run(title)
    made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    return made


def add_row(made: Table, widths: Sequence[float]) -> Iterator[Paragraph]:
    """A new row that is never torn over two pages; gives its cells' paragraphs."""
    row: _Row = made.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].style = CELL
        yield cell.paragraphs[0]


def picture(paragraph: Paragraph, png: bytes, alt: str) -> None:
    """Puts a picture into a paragraph, with the words that stand for it where it cannot be seen."""
    shape = paragraph.add_run().add_picture(BytesIO(png), width=PICTURE_WIDTH)
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("name", alt)


def packed(document: Doc, title: str, receipt: str, council: str, made_on: datetime) -> bytes:
    """The file. Its properties name the council and the receipt, nobody of the family; the same document always makes
    the same bytes."""
    about = document.core_properties
    about.title, about.identifier, about.author, about.last_modified_by = title, receipt, council, council
    about.comments = about.subject = about.keywords = about.category = ""
    about.language, about.revision = "en-GB", 1
    about.created = about.modified = made_on.astimezone(UTC)
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _style(
    document: Doc,
    name: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    ink: RGBColor | None = None,
    keep: bool = False,
) -> ParagraphStyle:
    styles = document.styles
    found = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(found, ParagraphStyle)  # noqa: S101
    found.font.size, found.font.bold, found.font.italic = Pt(size), bold or None, False
    found.font.color.rgb = ink or RGBColor(0, 0, 0)
    _font(found, size, bold)
    form = found.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.15
    form.left_indent, form.keep_with_next, form.widow_control = Cm(indent), keep, True
    return found


def _font(style: ParagraphStyle, size: float, bold: bool) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    style.font.name = FONT
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:cs"), FONT)
    fonts.set(qn("w:eastAsia"), FONT)
    for tag in ("w:bCs", "w:szCs", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    size_for_rtl = element("w:szCs", val=str(int(size * 2)))
    properties.insert_element_before(size_for_rtl, "w:highlight", "w:u", "w:shd", "w:rtl", "w:cs", "w:lang")
    style.font.cs_bold, style.font.cs_italic = bold or None, False


def _bar(style: ParagraphStyle) -> None:
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="18", space="8", color=BAR))
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _table_style(document: Doc) -> None:
    """Thin lines, room in the cells, and a first row that stands out."""
    look = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE).element
    lines, room, first, shade = (element(f"w:{tag}") for tag in ("tblBorders", "tblCellMar", "tblStylePr", "tcPr"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    for side in ("left", "right"):
        room.append(element(f"w:{side}", w="85", type="dxa"))
    table, bold = element("w:tblPr"), element("w:rPr")
    table.extend([element("w:tblInd", w="0", type="dxa"), lines, room])
    bold.extend([element("w:b"), element("w:bCs")])
    shade.append(element("w:shd", val="clear", color="auto", fill=SHADE))
    first.set(qn("w:type"), "firstRow")
    first.extend([bold, shade])
    look.extend([table, first])


def _language(document: Doc) -> None:
    """British English where no run says otherwise, and Word's present way of laying out."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _field(paragraph: Paragraph, code: str) -> None:
    for made in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText"),
        element("w:fldChar", fldCharType="separate"),
        None,
        element("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run("1" if made is None else "")
        if made is not None:
            if made.tag == qn("w:instrText"):
                made.text = code
            run._r.append(made)
