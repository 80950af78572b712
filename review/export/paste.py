"""Writes an export as plain text, one piece for each field of a council's form. No tables, no emoji of our own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from dialogs.conversation import quote
from dialogs.script import EntryKind
from review.export.meeting_paste import agreed_pasted, sets_pasted
from review.export.placing_told import placing_told
from review.export.room_told import room_told
from review.export.telling import (
    anchors,
    asked_first,
    declined,
    marks,
    more_about,
    offered,
    rating,
    said,
    said_by,
    steps,
    usually,
    worded_by,
)
from review.export.words import TITLES, Takeaway, left_out, skipped, whom_for
from review.map.safety_map import MapEntry


class Field(NamedTuple):
    """One field to copy: its title, its text, and how many characters (code points) the text has."""

    title: str
    text: str
    characters: int


def fields(takeaway: Takeaway) -> tuple[Field, ...]:
    """Each open set, then the columns of the export in order, the plan, the network and the dates, one field each.
    Questions for the Chair are in none of them.

    Each text begins with a line of its title and the day it was made, as case systems ask for."""
    columns = [_field(takeaway, kind) for kind in takeaway.columns]
    sets = [_titled(takeaway, title, blocks) for title, blocks in sets_pasted(takeaway)]
    agreed = [_titled(takeaway, title, blocks) for title, blocks in agreed_pasted(takeaway)]
    return (*sets, *columns, *agreed)


def _field(takeaway: Takeaway, kind: EntryKind) -> Field:
    title = takeaway.words.text(TITLES[kind])
    shown = takeaway.printed(kind)
    blocks = []
    for shared, group in groupby(shown, lambda item: item.shared if kind is EntryKind.SET_VIEW else None):
        if shared is not None:
            blocks.append(_shared(takeaway, shared.worry, shared.goal))
        blocks += [_entry(takeaway, item) for item in group]
    blocks += [f"{line.words}\n{room_told(takeaway, line)}" for line in takeaway.said_in(kind)]
    if not blocks:
        blocks.append(takeaway.words.text("Nothing is shown here."))
    how = usually(takeaway, (one for item in shown for one in (item, *takeaway.inside_printed(item))))
    notes = [*skipped(takeaway, kind), *left_out(takeaway, takeaway.standing_in(kind))]
    return _titled(takeaway, title, [*how, *blocks, *notes])


def _titled(takeaway: Takeaway, title: str, blocks: Iterable[str]) -> Field:
    text = "\n\n".join([f"{title} – {takeaway.words.day(takeaway.made_on)}", *whom_for(takeaway), *blocks])
    return Field(title, text, len(text))


def _shared(takeaway: Takeaway, worry: str, goal: str) -> str:
    _ = takeaway.words.text
    return f"{_('The shared worry:')} “{worry}”\n{_('The goal:')} “{goal}”"


def _entry(takeaway: Takeaway, item: MapEntry) -> str:
    lines = [told] if (told := asked_first(takeaway, item)) else []
    lines += [*_told(takeaway, item), ", ".join(said_by(takeaway, item)) + "."]
    lines += _asked(takeaway, item)
    lines += [*marks(takeaway, item), *placing_told(takeaway, item)]
    for detail in takeaway.inside_printed(item):
        lines += _detail(takeaway, detail)
    return "\n".join(lines)


def _detail(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """What says more about the entry above: what was asked, and the answer."""
    _, *more = _asked(takeaway, item)
    first = [told] if (told := asked_first(takeaway, item)) else []
    asked = f"{takeaway.words.text('Then asked:')} “{item.entry.given.asked}”"
    return [*first, asked, *_told(takeaway, item), *more, *marks(takeaway, item)]


def _told(takeaway: Takeaway, item: MapEntry) -> list[str]:
    lines = [worded_by(takeaway, item), item.wording] if item.wording else []
    if item.declined:
        return [*lines, declined(takeaway, item)]
    if (number := item.entry.reply.number) is not None:
        return [*lines, rating(takeaway.words, item, number)]
    lines += [_quoted(pieces, ": ") for pieces in said(item)]
    return [*lines, takeaway.words.text("[a drawing; see the Word file]")] if item.entry.reply.drawing else lines


def _quoted(pieces: tuple[str, ...], between: str) -> str:
    return between.join(f"“{piece}”" for piece in pieces)


def _asked(takeaway: Takeaway, item: MapEntry) -> list[str]:
    _ = takeaway.words.text
    lines = [f"{_('The question was:')} “{item.entry.given.asked}”"]
    if choices := offered(item):
        lines.append(f"{_('The choices were:')} " + _quoted(choices, " / "))
    if stairs := steps(item):
        lines.append(f"{_('The steps were, from the lowest:')} " + _quoted(stairs, " / "))
    if ends := anchors(item):
        lines += [f"{_('0 stands for:')} “{ends.low}”", f"{_('10 stands for:')} “{ends.high}”"]
    if item.shared is not None and item.entry.kind is not EntryKind.SET_VIEW:
        lines.append(f"{_('The shared worry:')} “{quote(item.shared.worry)}”")
    return [*lines, about] if (about := more_about(takeaway, item)) else lines
