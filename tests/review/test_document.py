"""The Word document: its shape, its directions, and that it opens."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from pypdf import PdfReader

from review.export import document
from review.export.runs import Writer, mostly_rtl, spans
from review.export.words import Takeaway
from tests.review.conftest import on_file


def written(takeaway: Takeaway) -> Doc:
    return Document(BytesIO(document.write(takeaway)))


def test_every_column_is_a_heading_word_can_list(whole: Takeaway) -> None:
    headings = [paragraph.text for paragraph in written(whole).paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == [
        "Whose words these are",
        "What are we worried about?",
        "What is working well?",
        "What needs to happen?",
        "Numbers and steps",
        "People who were named",
        "What is not here",
    ]


def test_the_council_is_in_the_header_and_the_page_number_in_the_footer(whole: Takeaway) -> None:
    section = written(whole).sections[0]
    assert section.header.paragraphs[0].text.startswith("Exampleshire Council")
    codes = [code.text for code in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert "receipt-1" in section.footer.paragraphs[0].text


def test_the_summary_has_a_row_for_each_conversation(whole: Takeaway) -> None:
    [table] = written(whole).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert table.style.name == "Summary Table"
    assert rows[1:] == [
        [
            "Sam",
            "young person",
            "English",
            "2 Mar 2026, 13:00",
            "meeting_13_17, version 3",
            "said they were on their own",
        ],
        ["علي", "child", "Arabic", "2 Mar 2026, 15:00", "places_9_12, version 3", "said someone was with them"],
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_words_that_run_from_right_to_left_are_set_so(takeaway: Callable[..., Takeaway]) -> None:
    made = written(takeaway(on_file("أحب football كثيرا جدا", locale="ar")))
    [quote] = [paragraph for paragraph in made.paragraphs if paragraph.style.name == "Quote"]
    assert quote._p.pPr.find(qn("w:bidi")) is not None
    runs = {run.text.strip(): run._r.rPr for run in quote.runs}
    assert [text for text, look in runs.items() if look.find(qn("w:rtl")) is None] == ["football"]
    arabic = next(look for text, look in runs.items() if "أحب" in text)
    assert arabic.find(qn("w:lang")).get(qn("w:bidi")) == "ar"


def test_words_that_run_from_left_to_right_name_their_language(takeaway: Callable[..., Takeaway]) -> None:
    made = written(takeaway(on_file("Boję się", locale="pl")))
    [quote] = [paragraph for paragraph in made.paragraphs if paragraph.style.name == "Quote"]
    assert quote._p.pPr.find(qn("w:bidi")) is None
    assert quote.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "pl"


def test_every_style_has_a_font_for_both_directions(whole: Takeaway) -> None:
    made = written(whole)
    for style in {paragraph.style.name for paragraph in made.paragraphs}:
        fonts = made.styles[style].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:cs")) == "Arial"


def test_words_that_steer_direction_are_shut_in_with_themselves(takeaway: Callable[..., Takeaway]) -> None:
    made = written(takeaway(on_file("\u202egnorw")))
    [quote] = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Quote"]
    assert quote == "“\u2068\u202egnorw\u2069”"


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("hello", False), ("مرحبا", True), ("", False), ("123 😟", False), ("مرحبا ok", True), ("fine مر", False)],
)
def test_direction_is_where_most_letters_run(text: str, rtl: bool) -> None:
    assert mostly_rtl(text) is rtl


@pytest.mark.parametrize("rtl", [True, False])
@pytest.mark.parametrize("text", ["a مرحبا b", "مرحبا 12 ok 13 نعم", "😟", "", " a ", "12", "\u202eab\u202c"])
def test_cutting_into_directions_loses_nothing(text: str, rtl: bool) -> None:
    assert "".join(piece for piece, _ in spans(text, rtl)) == text


def test_properties_name_nobody_of_the_family(whole: Takeaway) -> None:
    about = written(whole).core_properties
    said = [about.title, about.author, about.last_modified_by, about.subject, about.comments, about.keywords]
    assert said == ["In their own words", "Exampleshire Council", "Exampleshire Council", "", "", ""]
    assert about.identifier == "receipt-1"


def test_the_same_takeaway_makes_the_same_bytes(whole: Takeaway) -> None:
    assert document.write(whole) == document.write(whole)


def test_an_empty_map_makes_a_document_that_says_so(takeaway: Callable[..., Takeaway]) -> None:
    assert [p.text for p in written(takeaway()).paragraphs].count("Nothing is shown here.") == 5


@pytest.fixture
def office(tmp_path: Path) -> Callable[[bytes], str]:
    """Opens a document in LibreOffice, with a profile of its own, and gives the words of the PDF it makes."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")

    def read(content: bytes) -> str:
        (tmp_path / "map.docx").write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "map.docx")]
        subprocess.run([soffice, profile, *convert], check=True, capture_output=True, timeout=100)
        return "\n".join(page.extract_text() for page in PdfReader(tmp_path / "map.pdf").pages)

    return read


def test_an_office_program_opens_it_and_shows_every_script(whole: Takeaway, office: Callable[[bytes], str]) -> None:
    text = office(document.write(whole))
    assert "Nan comes round on Sundays" in text
    assert "😊" in text
    assert "Page 1 of" in text
    assert any(word in text for word in ("المدرسة", "المدرسة"[::-1]))


def test_emoji_inside_arabic_have_a_font_that_has_them() -> None:
    paragraph = Document().add_paragraph()
    Writer().quote(paragraph, "يوم الجمعة 🍟 مع 👩‍👧 و ❤️", True, "ar")
    fonts = {run.text: run._r.rPr.rFonts for run in paragraph.runs if run._r.rPr is not None}
    assert {text for text, font in fonts.items() if font is not None} == {"🍟", "👩‍👧", "❤️"}
    assert "".join(run.text for run in paragraph.runs) == "“يوم الجمعة 🍟 مع 👩‍👧 و ❤️”"
