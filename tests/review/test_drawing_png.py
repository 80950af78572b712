"""A drawing as the picture in the Word file: its size, where the pen was, and that the bytes are always the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dialogs.strokes import LARGEST, read
from review.export.picture import png

WHITE = 255


def painted(text: str, width: int = 1000) -> Image.Image:
    assert read(text) == text
    picture = Image.open(BytesIO(png(text, width)))
    picture.load()
    return picture


def shade(picture: Image.Image, x: int, y: int) -> int:
    found = picture.getpixel((x, y))
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(("width", "height"), [(1000, 750), (400, 300), (100, 75)])
def test_it_is_a_png_of_the_size_asked_for(width: int, height: int) -> None:
    picture = painted("M1 1 999 749", width)
    assert (picture.format, picture.size) == ("PNG", (width, height))


def test_the_pen_is_dark_where_it_went_and_the_paper_white_elsewhere() -> None:
    picture = painted("M100 200 300 200 300 400")
    for on in ((100, 200), (200, 200), (300, 200), (300, 300), (300, 400)):
        assert shade(picture, *on) < 60
    for off in ((200, 215), (315, 300), (80, 200), (300, 420), (200, 300), (0, 0), (999, 749)):
        assert shade(picture, *off) == WHITE


@pytest.mark.parametrize("width", [100, 500, 1000, 1600])
def test_lines_lie_where_they_were_drawn_at_any_size(width: int) -> None:
    picture = painted("M500 100 500 700", width)
    assert shade(picture, width // 2, width // 2) < 140
    assert shade(picture, width // 4, width // 2) == WHITE


def test_a_dot_is_seen_and_is_round() -> None:
    picture = painted("M500 400")
    assert shade(picture, 500, 400) < 60
    assert shade(picture, 503, 400) < 60
    assert shade(picture, 504, 404) > 200


def test_edges_are_smooth() -> None:
    histogram = painted("M100 100 900 640").histogram()
    assert sum(histogram[60:240]) > 100


def test_a_stroke_along_the_border_stays_in_the_picture() -> None:
    picture = painted("M0 0 1000 0 1000 750 0 750 0 0")
    for corner in ((0, 0), (999, 0), (999, 749), (0, 749)):
        assert shade(picture, *corner) < 60


def test_the_same_drawing_makes_the_same_bytes_and_they_hold_nothing_else() -> None:
    made = png("M10 10 20 20M500 500")
    assert made == png("M10 10 20 20M500 500")
    assert made != png("M10 10 20 20M500 501")
    assert Image.open(BytesIO(made)).info == {}


@pytest.mark.parametrize("largest", ["M0 0" * (LARGEST // 4), "M0 0" + " 9 9 0 0" * (LARGEST // 8 - 1)])
def test_the_largest_drawings_are_painted(largest: str) -> None:
    assert painted(largest).size == (1000, 750)


@pytest.mark.parametrize("hostile", ["M0 0 9999 9999", "M-5 0", "M0 0 1e9 0", "M1 1 nan 1", "M0 0" * LARGEST])
def test_what_could_reach_out_of_the_picture_is_never_a_drawing(hostile: str) -> None:
    assert read(hostile) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 750)), min_size=1, max_size=30))
def test_every_point_of_every_drawing_is_dark(points: list[tuple[int, int]]) -> None:
    text = read("M" + " ".join(f"{x} {y}" for x, y in points))
    assert text is not None
    picture = painted(text)
    assert all(shade(picture, min(x, 999), min(y, 749)) < 60 for x, y in points)


def test_word_takes_it() -> None:
    document = Document()
    document.add_picture(BytesIO(png("M10 10 990 740")), width=Cm(10))
    kept = BytesIO()
    document.save(kept)
    [shape] = Document(kept).inline_shapes
    assert round(shape.width / shape.height, 2) == 1.33
