"""One file of symbols for all our drawings: whole, small, in the page's own colours, and nothing in it that acts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dialogs.pictures import PICTURES
from web.pictures import SVG, APictureHasAnotherFrame, APictureMayOnlyHoldShapes, sprite, symbol

DRAWINGS = Path(__file__).parents[2] / "static" / "pictures"
COLOURS = re.compile(r"none|var\(--pic-(line|dot|fill|[a-f]), #[0-9a-f]{6}\)")
START = f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 96 96"'


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own file


@pytest.fixture(scope="module")
def whole() -> str:
    return sprite(DRAWINGS)


def test_every_picture_is_in_the_file_once(whole: str) -> None:
    symbols = list(parsed(whole))
    assert {child.tag for child in symbols} == {f"{{{SVG}}}symbol"}
    assert sorted(child.attrib["id"] for child in symbols) == sorted(PICTURES)
    assert {child.attrib["viewBox"] for child in symbols} == {"0 0 96 96"}
    assert all(len(child) for child in symbols)


def test_a_symbol_keeps_what_its_drawing_says(whole: str) -> None:
    drawing = parsed((DRAWINGS / "sun.svg").read_text(encoding="utf-8"))
    (kept,) = (child for child in parsed(whole) if child.attrib["id"] == "sun")
    assert kept.attrib == {**drawing.attrib, "id": "sun"}
    assert [(child.tag, child.attrib) for child in kept] == [(child.tag, child.attrib) for child in drawing]


def test_nothing_in_the_file_acts_loads_or_speaks(whole: str) -> None:
    assert re.search(r"<(script|style|foreignObject|image|use|a|text|title|animate|set)\b", whole) is None
    assert re.search(r"\b(on\w+|href|style|class)=|url\(|javascript:|<!", whole) is None
    assert "://" not in whole.replace(SVG, "")
    assert "".join(parsed(whole).itertext()).strip() == ""


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_is_small_and_in_the_colours_of_the_page(name: str) -> None:
    text = (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")
    assert len(text.encode()) < 1500
    painted = re.findall(r'(?:fill|stroke)="([^"]*)"', text)
    assert painted
    assert [paint for paint in painted if COLOURS.fullmatch(paint) is None] == []


def test_one_colour_has_one_fallback(whole: str) -> None:
    said = set(re.findall(r"var\((--pic-\w+), (#\w+)\)", whole))
    assert len(said) == len({name for name, _ in said}) == 9


def test_the_whole_file_is_under_14_kilobytes_on_the_wire(whole: str) -> None:
    assert len(gzip.compress(whole.encode(), 9, mtime=0)) < 14_000


@pytest.mark.parametrize(
    "drawing",
    [
        f"{START}><script>alert(1)</script></svg>",
        f"{START}><foreignObject/></svg>",
        f"{START}><g><style>path{{}}</style></g></svg>",
        f'{START} onload="alert(1)"></svg>',
        f'{START}><path d="M0 0" onclick="alert(1)"/></svg>',
        f'{START}><use href="other.svg#x"/></svg>',
        f'{START}><path href="#x"/></svg>',
        f'{START}><path xlink:href="#x"/></svg>',
        f'{START}><path style="fill:red"/></svg>',
        f'{START}><path id="x"/></svg>',
        f'{START}><path fill="url(other.svg#x)"/></svg>',
        f'{START}><path fill="URL(other.svg#x)"/></svg>',
        f"{START}><text>Bear</text></svg>",
        f"{START}>Bear</svg>",
        f"{START}><g/>Bear</svg>",
        '<svg viewBox="0 0 96 96"><path/></svg>',
        "<html/>",
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(drawing: str) -> None:
    with pytest.raises(APictureMayOnlyHoldShapes, match="bear"):
        symbol("bear", drawing)


@pytest.mark.parametrize("frame", ['viewBox="0 0 24 24"', ""])
def test_a_drawing_on_another_square_is_refused(frame: str) -> None:
    with pytest.raises(APictureHasAnotherFrame, match="bear"):
        symbol("bear", f'<svg xmlns="{SVG}" {frame}><path d="M0 0"/></svg>')
