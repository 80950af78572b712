"""Puts words into a Word paragraph as they are: right-to-left runs marked as such, languages named, emoji whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML 1.0 file cannot hold (its `Char` production)."""
STANDS_FOR_IT = "□"
STEERING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Marks that steer direction (Unicode UAX #9). Words that hold one are isolated, so that it ends where they end."""
PICTURES = re.compile("((?:[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+)")
"""Emoji, with what joins them. They get a font of their own: a reader's Arabic font has none and would show a box."""
PICTURE_FONT = "Segoe UI Emoji"
FSI, PDI = "\u2068", "\u2069"
RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_STRONG = {"L": "l", "R": "r", "AL": "r", "EN": "d"}
_RIGHT_IN_LEFT = re.compile("r(?:[nd]*r)*")
_LEFT_IN_RIGHT = re.compile("l(?:[nd]*l|d)*")


def mostly_rtl(text: str) -> bool:
    """Whether more of the letters run from right to left than from left to right."""
    classes = _classes(text)
    return classes.count("r") > classes.count("l")


def spans(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """The text in pieces of one direction, each with whether it runs right to left, in a paragraph that does or not."""
    done = 0
    for found in (_LEFT_IN_RIGHT if rtl else _RIGHT_IN_LEFT).finditer(_classes(text)):
        if found.start() > done:
            yield text[done : found.start()], rtl
        yield text[found.start() : found.end()], not rtl
        done = found.end()
    if done < len(text):
        yield text[done:], rtl


class Writer:
    """Writes into the paragraphs of one document. `replaced` counts characters a Word file cannot hold."""

    def __init__(self) -> None:
        self.replaced = 0

    def quote(self, paragraph: Paragraph, text: str, rtl: bool, locale: str) -> None:
        """Exact words between quotation marks, in a paragraph that runs from right to left or does not."""
        opened, closed = ("“" + FSI, PDI + "”") if STEERING.search(text) else ("“", "”")
        self.write(paragraph, f"{opened}{text}{closed}", rtl, locale)

    def write(self, paragraph: Paragraph, text: str, rtl: bool = False, locale: str | None = None) -> None:
        """Any words, into a paragraph whose direction is set already. `locale` names their language when known."""
        text, replaced = NOT_IN_XML.subn(STANDS_FOR_IT, text)
        self.replaced += replaced
        for piece, piece_rtl in spans(text, rtl):
            for part in PICTURES.split(piece):
                if PICTURES.fullmatch(part):
                    _draw(paragraph.add_run(part))
                elif part:
                    _mark(paragraph.add_run(part), piece_rtl, locale)


def turn(paragraph: Paragraph) -> None:
    """Make a paragraph run from right to left, and put its bar, if its style has one, on that side."""
    properties = paragraph._p.get_or_add_pPr()
    bar = paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:left')}") if paragraph.style else None
    if bar is not None:
        borders = element("w:pBdr")
        borders.append(element("w:left", val="nil"))
        borders.append(
            element("w:right", **{name: bar.get(qn(f"w:{name}")) for name in ("val", "sz", "space", "color")})
        )
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(element("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")


def element(tag: str, **attributes: str | None) -> BaseOxmlElement:
    """An element of a Word file, with its `w:` attributes."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(qn(f"w:{name}"), value)
    return made


def _mark(run: Run, rtl: bool, locale: str | None) -> None:
    properties = run._r.get_or_add_rPr()
    if rtl:
        properties.append(element("w:rtl"))
    if locale is None:
        return
    tag = locale.replace("_", "-")
    if (tag.split("-")[0] in RTL_LANGUAGES) is rtl:
        properties.append(element("w:lang", **{"bidi" if rtl else "val": tag}))


def _draw(run: Run) -> None:
    fonts = {name: PICTURE_FONT for name in ("ascii", "hAnsi", "eastAsia", "cs")}
    run._r.get_or_add_rPr().append(element("w:rFonts", **fonts))


def _classes(text: str) -> str:
    return "".join(_STRONG.get(unicodedata.bidirectional(ch), "n") for ch in text)
