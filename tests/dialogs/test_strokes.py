"""A drawing's text: one text for one drawing, and nothing else taken for a drawing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.strokes import HEIGHT, LARGEST, WIDTH, path, read, strokes

points = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
drawings = st.lists(st.lists(points, min_size=1, max_size=20), min_size=1, max_size=20)


def text(drawn: list[list[tuple[int, int]]]) -> str:
    return "".join("M" + " ".join(f"{x} {y}" for x, y in stroke) for stroke in drawn)


@given(drawings)
def test_every_drawing_is_taken_and_reading_it_again_changes_nothing(drawn: list[list[tuple[int, int]]]) -> None:
    once = read(text(drawn))
    assert once is not None
    assert read(once) == once


@given(drawings)
def test_the_strokes_are_those_drawn_less_points_that_stand_still(drawn: list[list[tuple[int, int]]]) -> None:
    moving = [[p for n, p in enumerate(stroke) if n == 0 or p != stroke[n - 1]] for stroke in drawn]
    assert strokes(read(text(drawn)) or "") == tuple(map(tuple, moving))


@given(st.text(alphabet="M0175 hL,.-\n٥", max_size=40) | st.text(max_size=40))
def test_whatever_comes_is_a_drawing_or_nothing(came: str) -> None:
    kept = read(came)
    assert kept is None or (read(kept) == kept and re.fullmatch(r"[M0-9 ]+", kept) and len(kept) <= len(came))


@pytest.mark.parametrize(
    "came",
    [
        "",
        " ",
        "M",
        "M1",
        "M1 ",
        "1 1",
        "M1 1 2",
        "M1 1 2 ",
        " M1 1",
        "M1 1\n",
        "M1  1",
        "M 1 1",
        "M1 1M",
        "MM1 1",
        "m1 1",
        "M1,1",
        "M1 1L2 2",
        "M1 1Z",
        "M1 1h0",
        "M01 1",
        "M1 00",
        "M-1 1",
        "M+1 1",
        "M1.5 1",
        "M1e2 1",
        "M1001 1",
        "M1 751",
        "M1 1 1001 1",
        "M99999999999999999999 1",
        "M٥ 1",
        "M１ 1",
        "M1\u00a01",
        "M1\t1",
        "M1 1\x00",
        "M1 1\ud800",
        'M1 1"/><script>alert(1)</script>',
        "M1 1&#10;",
        "url(https://example.org/)",
    ],
)
def test_what_is_not_a_drawing_is_not_taken(came: str) -> None:
    assert read(came) is None


@pytest.mark.parametrize("corner", ["M0 0", "M1000 0", "M0 750", "M1000 750"])
def test_the_corners_belong_to_the_field(corner: str) -> None:
    assert read(corner) == corner


def test_a_drawing_may_be_as_large_as_the_limit_and_no_larger() -> None:
    fits = "M10 10" + "".join(" 10 10" if n % 2 else " 11 11" for n in range((LARGEST - 6) // 6)) + " 1 1"
    assert len(fits) == LARGEST
    assert read(fits) == fits
    assert read(fits.replace("M10 10", "M100 10")) is None


@pytest.mark.parametrize(
    "came",
    [
        "M0 0" * 16_000 + "M",
        "M0 0" + " 1 1" * 16_000 + "x",
        "M0 0" + " 1" * 32_001,
        "M" + "1" * 65_000,
        "M1 1 " * 13_000,
        "M" * LARGEST,
        " " * LARGEST,
        "M0 0" * 10_000_000,
    ],
)
def test_a_text_made_to_be_slow_is_refused(came: str) -> None:
    assert read(came) is None


def test_a_dot_is_a_stroke_that_round_caps_make_visible() -> None:
    assert strokes("M5 6") == (((5, 6),),)
    assert path("M5 6") == "M5 6h0"
    assert path("M5 6M7 8 9 10M11 12") == "M5 6h0M7 8 9 10M11 12h0"


def test_a_pen_held_still_is_a_dot() -> None:
    assert read("M5 6 5 6 5 6") == "M5 6"


@given(drawings)
def test_a_path_holds_nothing_but_moves_numbers_and_dots(drawn: list[list[tuple[int, int]]]) -> None:
    assert re.fullmatch(r"(M\d+ \d+(h0|( \d+ \d+)+))+", path(read(text(drawn)) or ""))
