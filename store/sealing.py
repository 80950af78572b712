"""How a turn and an entry are written down: a few plain columns, and everything the person said as sealed JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from dialogs.conversation import Entry, Given, Move, Named, Position, Reply, SharedSet, SharingWish, Turn
from dialogs.for_chair import without_words
from dialogs.script import EntryKind, Mode, ReplyKind, Scale
from store.clock import kept, to_keep
from store.vault import CaseSeal


class ARowIsNotReadable(Exception):
    """A row that was kept does not have the shape this version of the program reads."""


def turn_row(seal: CaseSeal, conversation_id: str, sitting_id: str | None, turn: Turn) -> dict[str, Any]:
    """The columns of a turn, what the person said sealed for this conversation and seq. Words for the Chair only are
    never under this seal: `chair_notes.py` has them."""
    bare = without_words(turn)
    return {
        "conversation_id": conversation_id,
        "seq": turn.seq,
        "reply_id": turn.given.reply_id,
        "sitting_id": sitting_id,
        "position": str(turn.position),
        "move": turn.reply.move.value,
        "locale": turn.given.locale,
        "at": to_keep(turn.given.at),
        "supersedes": turn.supersedes,
        "sealed": seal.seal("turn", f"{conversation_id}.{turn.seq}", "sealed", _written(bare.reply, bare.given)),
    }


def turn_from(seal: CaseSeal, row: RowMapping) -> Turn:
    """The turn of a row, equal to the one that was kept."""
    said = json.loads(seal.open("turn", f"{row['conversation_id']}.{row['seq']}", "sealed", row["sealed"]))
    reply, given = _read(said, row["move"], row["reply_id"], kept(row["at"]), row["locale"])
    return Turn(row["seq"], _position(row["position"]), reply, given, row["supersedes"])


def entry_row(seal: CaseSeal, entry_id: str, case_id: str, conversation_id: str, entry: Entry) -> dict[str, Any]:
    """The columns of an entry but `present`, with a sealed copy of the turn it was made from."""
    facts = {
        "position": str(entry.position),
        "reply_kind": entry.reply_kind.value,
        "mode": None if entry.mode is None else entry.mode.value,
        "scale": None if entry.scale is None else asdict(entry.scale),
        "wish": None if entry.wish is None else entry.wish.value,
        "detail_of": entry.detail_of,
        "reply_id": entry.given.reply_id,
        "locale": entry.given.locale,
    }
    return {
        "id": entry_id,
        "case_id": case_id,
        "conversation_id": conversation_id,
        "turn_seq": entry.turn,
        "kind": entry.kind.value,
        "move": entry.reply.move.value,
        "at": to_keep(entry.given.at),
        "detail_of": entry.detail_of or 0,
        "sealed": seal.seal("entry", entry_id, "sealed", _written(entry.reply, entry.given, facts)),
    }


def entry_from(seal: CaseSeal, row: RowMapping) -> Entry:
    """The entry of a row, equal to the one that was kept."""
    said = json.loads(seal.open("entry", row["id"], "sealed", row["sealed"]))
    reply, given = _read(said, row["move"], said["reply_id"], kept(row["at"]), said["locale"])
    return Entry(
        turn=row["turn_seq"],
        position=_position(said["position"]),
        kind=EntryKind(row["kind"]),
        reply_kind=ReplyKind(said["reply_kind"]),
        reply=reply,
        given=given,
        mode=None if said["mode"] is None else Mode(said["mode"]),
        scale=None if said["scale"] is None else Scale(**said["scale"]),
        wish=None if said.get("wish") is None else SharingWish(said["wish"]),
        detail_of=said.get("detail_of"),
    )


def sets_written(sets: Sequence[SharedSet]) -> str:
    """The shared sets as they are sealed."""
    return json.dumps([asdict(one) for one in sets], ensure_ascii=False)


def sets_read(text: str) -> tuple[SharedSet, ...]:
    """The shared sets of an invite."""
    return tuple(SharedSet(**one) for one in json.loads(text))


def conversation_written(turns: Sequence[Turn]) -> str:
    """Turns as one text, for a conversation that is kept in its page and nowhere else."""
    rows = []
    for turn in turns:
        facts = {
            "position": str(turn.position),
            "move": turn.reply.move.value,
            "reply_id": turn.given.reply_id,
            "locale": turn.given.locale,
            "at": turn.given.at.isoformat(),
            "supersedes": turn.supersedes,
        }
        rows.append(_said(turn.reply, turn.given, facts))
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def turns_read(text: str) -> tuple[Turn, ...]:
    """The turns written by `conversation_written`, equal to what they were."""
    turns = []
    for seq, row in enumerate(json.loads(text), start=1):
        reply, given = _read(row, row["move"], row["reply_id"], datetime.fromisoformat(row["at"]), row["locale"])
        turns.append(Turn(seq, _position(row["position"]), reply, given, row["supersedes"]))
    return tuple(turns)


def _written(reply: Reply, given: Given, facts: Mapping[str, Any] | None = None) -> str:
    return json.dumps(_said(reply, given, facts or {}), ensure_ascii=False, separators=(",", ":"))


def _said(reply: Reply, given: Given, facts: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": reply.text,
        "choices": reply.choices,
        "number": reply.number,
        "people": [[person.name, person.who] for person in reply.people],
        "asked": given.asked,
        "offered": given.offered,
        "simpler": given.simpler,
        **facts,
    }
    seldom = {"drawing": reply.drawing, "wishes": reply.wishes, "noticed": given.noticed, "about": given.about}
    seldom["chair_only"] = given.chair_only
    said.update((name, value) for name, value in seldom.items() if value)
    return said


def _read(said: Mapping[str, Any], move: str, reply_id: str, at: datetime, locale: str) -> tuple[Reply, Given]:
    people = tuple(Named(name, who) for name, who in said["people"])
    wishes = tuple((at, SharingWish(wish)) for at, wish in said.get("wishes", ()))
    drawing = said.get("drawing", "")
    reply = Reply(Move(move), said["text"], tuple(said["choices"]), said["number"], people, drawing, wishes)
    offered = tuple((choice, words) for choice, words in said["offered"])
    seldom = {name: said[name] for name in ("noticed", "about", "chair_only") if name in said}
    return reply, Given(reply_id, at, locale, said["asked"], offered, said["simpler"], **seldom)


def _position(written: str) -> Position:
    position = Position.read(written)
    if position is None:
        raise ARowIsNotReadable
    return position
