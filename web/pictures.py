"""Joins our drawings into one file of symbols, so that a page of choices costs one request. A picture is shapes and
nothing else: what could run, load or speak is refused.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
FRAME = "0 0 96 96"
SHAPES = frozenset(f"{{{SVG}}}{name}" for name in ("svg", "g", "path", "circle", "ellipse", "rect"))
GEOMETRY = ("d", "cx", "cy", "r", "rx", "ry", "x", "y", "width", "height", "viewBox")
PAINT = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
SAYINGS = frozenset((*GEOMETRY, *PAINT))
"""Attributes a picture may have. No style (the content policy drops it), no id, no href, no on…"""


class APictureMayOnlyHoldShapes(Exception):
    """A drawing holds an element, an attribute, a text or an address that plain shapes do not need."""


class APictureHasAnotherFrame(Exception):
    """A drawing is not on our square of 96 by 96, so it would not line up with the others."""


def sprite(folder: Path) -> str:
    """One SVG text with a `<symbol>` for every drawing in the folder; its id is the file's name without `.svg`.

    Colours stay open: the page that shows a symbol sets `--pic-line`, `--pic-dot`, `--pic-fill` and `--pic-a` to
    `--pic-f`.
    Raises APictureMayOnlyHoldShapes or APictureHasAnotherFrame, naming the file, or ElementTree's ParseError.
    """
    ElementTree.register_namespace("", SVG)
    whole = ElementTree.Element(f"{{{SVG}}}svg")
    for file in sorted(folder.glob("*.svg")):
        whole.append(symbol(file.stem, file.read_text(encoding="utf-8")))
    return ElementTree.tostring(whole, encoding="unicode")


def symbol(name: str, drawing: str) -> ElementTree.Element:
    """One drawing as a `<symbol>` with this id. Raises as `sprite` does."""
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own files, and only shapes are let through
    for element in root.iter():
        _only_shapes(name, element)
        element.text = element.tail = None
    if root.get("viewBox") != FRAME:
        raise APictureHasAnotherFrame(name)
    root.tag = f"{{{SVG}}}symbol"
    root.set("id", name)
    return root


def _only_shapes(name: str, element: ElementTree.Element) -> None:
    said = (element.text or "") + (element.tail or "")
    strange = element.tag not in SHAPES or not SAYINGS.issuperset(element.attrib)
    if strange or said.strip() or any("url(" in value.lower() for value in element.attrib.values()):
        raise APictureMayOnlyHoldShapes(name)
