"""The sets, the plan, the network, the dates and what was said in the room, as values for the JSON of an export."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from review.export.meeting import Piece
from review.export.sets_told import marks_of, reasons_of, voices_on
from review.export.words import ON_THE_MAP, Takeaway
from review.map.safety_map import column_of
from review.numbers.marks import Mark, Reason, Voice
from review.plan.plan import PlanLine
from review.room.in_the_room import Said
from review.sets.about import children_of_set
from review.sets.sets import SafetySet, Sharing


def meeting_record(takeaway: Takeaway) -> dict[str, Any]:
    """What stands beside the entries. A piece that was left out is null; `sets` and what was said are then empty."""
    pieces = takeaway.pieces
    said = [line for kind in ON_THE_MAP for line in takeaway.said_in(kind)]
    along = takeaway.sets_along if Piece.SETS in pieces else ()
    return {
        "parts": [piece.value for piece in Piece if piece in pieces],
        "sets": [_set(takeaway, one) for one in along],
        "said_in_the_room": [_said(takeaway, line) for line in said],
        "plan": _plan(takeaway) if Piece.PLAN in pieces else None,
        "network": _network(takeaway) if Piece.NETWORK in pieces else None,
        "dates": _dates(takeaway) if Piece.DATES in pieces else None,
    }


def moment(when: datetime) -> str:
    """A time in UTC, as ISO 8601 with `Z`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _set(takeaway: Takeaway, one: SafetySet) -> dict[str, Any]:
    wording, now = one.wording, one.now
    told = (_number(takeaway, voice) for voice in voices_on(takeaway, one.id))
    return {
        "id": one.id,
        "number": one.number,
        "worry": wording.worry,
        "goal": wording.goal,
        "about": [{"id": each.id, "name": each.name} for each in children_of_set(wording, takeaway.children)],
        "open": one.is_open,
        "scale": {"question": wording.question, "low": wording.low, "high": wording.high},
        "dispute": [{"who": each.who, "says": each.says} for each in wording.dispute],
        "version": {"number": now.number, "by": _account(takeaway, now.by), "at": moment(now.at), "why": now.why},
        "shown": [_shown(takeaway, each) for each in one.sharings],
        "numbers": [each for each in told if each is not None],
    }


def _shown(takeaway: Takeaway, each: Sharing) -> dict[str, Any]:
    return {
        "version": each.version,
        "on": each.on.isoformat(),
        "to": each.met,
        "interpreter": each.interpreter,
        "answer": each.answer,
        "words": each.words,
        "written_by": _account(takeaway, each.by),
    }


def _number(takeaway: Takeaway, voice: Voice) -> dict[str, Any] | None:
    marks = [_mark(takeaway, mark) for mark in marks_of(takeaway, voice)]
    who = {"id": voice.person_id or None, "name": voice.who, "role": voice.role}
    return {"who": who, "given": marks} if marks else None


def _mark(takeaway: Takeaway, mark: Mark) -> dict[str, Any]:
    return {
        "number": mark.number,
        "on": mark.on.isoformat(),
        "entry": _entry(takeaway, mark.item.id if mark.item else ""),
        "written_by": _account(takeaway, mark.rating.by) if mark.rating else None,
        "why": _reasons(takeaway, mark.why),
        "one_higher": _reasons(takeaway, mark.one_higher),
    }


def _reasons(takeaway: Takeaway, reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [
        {"words": one.words, "entry": _entry(takeaway, one.entry_id), "exact": bool(one.entry_id)}
        for one in reasons_of(takeaway, reasons)
    ]


def _entry(takeaway: Takeaway, entry_id: str) -> str | None:
    """This id where that entry is in the export too, else None."""
    item = takeaway.map.find(entry_id) if entry_id and Piece.MAP in takeaway.pieces else None
    there = item is not None and item.entry.kind in ON_THE_MAP and takeaway.goes(item)
    return entry_id if there else None


def _said(takeaway: Takeaway, line: Said) -> dict[str, Any]:
    return {
        "id": line.id,
        "column": column_of(line.column),
        "words": line.words,
        "said_by": line.by_name,
        "written_by": _account(takeaway, line.by),
        "at": moment(line.at),
        "set": line.set_id or None,
    }


def _plan(takeaway: Takeaway) -> dict[str, Any]:
    plan = takeaway.meeting.plan
    target = plan.target
    return {
        "target": {"on": _day(target.on), "why": target.why} if target else None,
        "waiting": len(plan.waiting),
        "lines": [_line(takeaway, line) for line in plan.accepted],
    }


def _line(takeaway: Takeaway, line: PlanLine) -> dict[str, Any]:
    text = line.text
    return {
        "id": line.id,
        "set": text.set_id or None,
        "box": text.box.value,
        "words": text.words,
        "entry": _entry(takeaway, text.entry),
        "who": [{"name": actor.name, "professional": actor.professional} for actor in text.actors],
        "days": text.days,
        "starts": _day(text.starts),
        "safer": text.safer,
        "not_safer": text.not_safer,
        "until": text.until,
        "origin": text.origin.value,
        "looked_for": [
            {"seen": each.seen, "on": each.on.isoformat(), "by": each.who, "words": each.words}
            for each in line.sightings
        ],
    }


def _network(takeaway: Takeaway) -> list[dict[str, Any]]:
    abouts = (one.about for one in takeaway.meeting.network.people)
    return [
        {
            "name": one.name,
            "who": one.who,
            "helps": one.helps,
            "ring": one.ring.value if one.ring else None,
            "professional": one.professional,
        }
        for one in abouts
    ]


def _dates(takeaway: Takeaway) -> list[dict[str, Any]]:
    return [
        {
            "what": one.kind.value,
            "day": one.day.isoformat(),
            "time": one.clock.isoformat("minutes") if one.clock else None,
        }
        for one in takeaway.meeting.dates
    ]


def _account(takeaway: Takeaway, account_id: str) -> dict[str, str]:
    return {"id": account_id, "name": takeaway.account(account_id)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
