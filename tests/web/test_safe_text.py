"""Markup from staff and packs: the little that is allowed stays, the rest goes, a second engine finds nothing left."""

from __future__ import annotations

import nh3
import pytest

from web.safe_text import ATTRIBUTES, LONGEST, TAGS, TooLongToClean, clean

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='https://example.org' onclick='x()'>x</a>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<strong style='background:url(x)'>x</strong>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<em>fine</em> <b>gone</b> 1 < 2 & 3",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_second_engine_finds_nothing_more_to_remove(text: str) -> None:
    once = str(clean(text))
    again = nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"https", "tel"},
        link_rel=None,
    )
    assert again == once


def test_allowed_markup_stays() -> None:
    text = '<strong>Call</strong> <a href="tel:999">999</a><br>now'
    assert clean(text) == text


def test_long_markup_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(TooLongToClean):
        clean("<div>" * LONGEST)
