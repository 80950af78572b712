"""Writes an export as plain text, one piece for each field of a council's form. No tables, no emoji of our own."""

from __future__ import annotations

from typing import NamedTuple

from dialogs.script import EntryKind
from review.export.words import (
    ON_THE_MAP,
    TITLES,
    Takeaway,
    anchors,
    declined,
    left_out,
    marks,
    offered,
    rating,
    said,
    said_by,
    worded_by,
)
from review.safety_map import MapEntry


class Field(NamedTuple):
    """One field to copy: its title, its text, and how many characters (code points) the text has."""

    title: str
    text: str
    characters: int


def fields(takeaway: Takeaway) -> tuple[Field, ...]:
    """The columns of the map in order, one field each, then one for the Chair when there are questions for the Chair.

    Each text begins with a line of its title and the day it was made, as case systems ask for."""
    kinds = [*ON_THE_MAP, *([EntryKind.CHAIR_QUESTION] if takeaway.map.chair_questions else [])]
    return tuple(_field(takeaway, kind) for kind in kinds)


def _field(takeaway: Takeaway, kind: EntryKind) -> Field:
    title = takeaway.words.text(TITLES[kind])
    shown = takeaway.shown(kind)
    blocks = [f"{title} – {takeaway.words.day(takeaway.made_on)}"]
    blocks += [_entry(takeaway, item) for item in shown] or [takeaway.words.text("Nothing is shown here.")]
    blocks += left_out(takeaway, takeaway.map.column(kind))
    text = "\n\n".join(blocks)
    return Field(title, text, len(text))


def _entry(takeaway: Takeaway, item: MapEntry) -> str:
    lines = [worded_by(takeaway, item), item.wording] if item.wording else []
    lines += [*_said(takeaway, item), ", ".join(said_by(takeaway, item)) + "."]
    lines += _asked(takeaway, item)
    return "\n".join([*lines, *marks(takeaway, item)])


def _said(takeaway: Takeaway, item: MapEntry) -> list[str]:
    if item.declined:
        return [declined(takeaway, item)]
    if (number := item.entry.reply.number) is not None:
        return [rating(takeaway, item, number)]
    return [_quoted(pieces, ": ") for pieces in said(item)]


def _quoted(pieces: tuple[str, ...], between: str) -> str:
    return between.join(f"“{piece}”" for piece in pieces)


def _asked(takeaway: Takeaway, item: MapEntry) -> list[str]:
    _ = takeaway.words.text
    lines = [f"{_('The question was:')} “{item.entry.given.asked}”"]
    if choices := offered(item):
        lines.append(f"{_('The choices were:')} " + _quoted(choices, " / "))
    if ends := anchors(item):
        lines += [f"{_('0 stands for:')} “{ends.low}”", f"{_('10 stands for:')} “{ends.high}”"]
    return lines
