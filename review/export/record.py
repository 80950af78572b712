"""Writes an export as JSON that follows `docs/export.schema.json`. Words go in exactly as they were said."""

from __future__ import annotations

import json
import re
from typing import Any

from dialogs.conversation import Move
from dialogs.script import EntryKind
from dialogs.strokes import HEIGHT, WIDTH
from review.export.meeting_record import meeting_record, moment
from review.export.telling import anchors, offered, steps
from review.export.words import Takeaway
from review.map.placing import GATE_PARTS, Category, Part
from review.map.safety_map import MapEntry, Standing, column_of

SCHEMA = "urn:own-words:export:4"
"""The `$id` of the schema. A change that an older reader cannot follow gets a new number."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def write(takeaway: Takeaway) -> str:
    """The JSON text of an export, ready for UTF-8. Times are UTC, as ISO 8601 with `Z`."""
    content = {
        "schema": SCHEMA,
        "receipt": takeaway.receipt,
        "made": {"at": moment(takeaway.made_on), "by": takeaway.made_by},
        "council": takeaway.council,
        "case": {"id": takeaway.map.case_id, "name": takeaway.case_name},
        "only_child": {"id": takeaway.only.person_id, "name": takeaway.only.name} if takeaway.only else None,
        "people": [{"name": someone.name, "role": someone.role} for someone in takeaway.people],
        "counts": {
            "entries": sum(1 for _ in takeaway.entries()),
            "set_aside": takeaway.set_aside,
            "undecided": takeaway.undecided,
            "undecided_left_out": takeaway.left_out,
            "chair_questions": takeaway.for_the_chair,
            "other_children": takeaway.only.left_out if takeaway.only else 0,
        },
        **meeting_record(takeaway),
        "entries": [_entry(takeaway, item) for item in takeaway.entries()],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _entry(takeaway: Takeaway, item: MapEntry) -> dict[str, Any]:
    entry, given = item.entry, item.entry.given
    return {
        "id": item.id,
        "column": column_of(entry.kind),
        "origin": "family" if entry.kind is EntryKind.PLAN_RULE else None,
        "detail_of": whole.id if (whole := takeaway.whole(item)) is not None else None,
        "said_by": {"id": item.person_id, "name": item.person, "role": item.role},
        "words": item.words,
        "move": entry.reply.move.value,
        "reply": _reply(item),
        "question": {
            "at": str(entry.position),
            "words": given.asked,
            "simpler": given.simpler,
            "choices": [{"id": id_, "words": words} for id_, words in given.offered] if offered(item) else [],
            "about": _shared(item),
        },
        "scale": _scale(item),
        "step": _step(item),
        "mode": None if entry.mode is None else entry.mode.value,
        "guess_of": item.child if item.guessed else None,
        "language": given.locale,
        "answered_at": moment(given.at),
        "sent_at": moment(item.sent_at),
        "sharing_wish": None if entry.wish is None else entry.wish.value,
        "circumstances": {
            "present": item.present,
            "beside": item.beside,
            "typing": item.typing or None,
            "interpreter": item.interpreter == "yes",
            "safe": item.safe,
        },
        "conversation": item.conversation_id,
        "script": {"id": item.script, "version": item.version, "digest": item.digest},
        "decision": _decision(takeaway, item),
        "placing": _placing(takeaway, item),
    }


def _reply(item: MapEntry) -> dict[str, Any]:
    reply = item.entry.reply
    return {
        "kind": item.entry.reply_kind.value,
        "text": reply.text,
        "chosen": list(reply.choices),
        "people": [{"name": named.name, "who": named.who} for named in reply.people],
        "drawing": {"strokes": reply.drawing, "width": WIDTH, "height": HEIGHT} if reply.drawing else None,
    }


def _shared(item: MapEntry) -> dict[str, Any] | None:
    return None if item.shared is None else {"worry": item.shared.worry, "goal": item.shared.goal}


def _step(item: MapEntry) -> dict[str, Any] | None:
    stairs = steps(item)
    return {"number": item.entry.reply.number, "of": list(stairs)} if stairs else None


def _scale(item: MapEntry) -> dict[str, Any] | None:
    ends = anchors(item)
    if ends is None:
        return None
    number = item.entry.reply.number if item.entry.reply.move is Move.ANSWER else None
    return {"number": number, "low": ends.low, "middle": ends.middle, "high": ends.high, "worst": ends.worst}


def _decision(takeaway: Takeaway, item: MapEntry) -> dict[str, Any] | None:
    if item.standing is Standing.UNDECIDED or item.decision is None:
        return None
    return {
        "kind": item.decision.kind.value,
        "wording": item.wording,
        "translated_by": item.translated_by,
        "by": {"id": item.decision.by, "name": takeaway.account(item.decision.by)},
        "at": moment(item.decision.at),
    }


def _placing(takeaway: Takeaway, item: MapEntry) -> dict[str, Any] | None:
    """Where a worker put the entry; None while nobody has."""
    placing = takeaway.placings.get(item.id)
    if placing is None:
        return None
    front = takeaway.map.find(placing.into)
    return {
        "behind": front.id if front is not None and takeaway.goes(front) else None,
        "parts": [_part(item, part) for part in placing.parts],
    }


def _part(item: MapEntry, part: Part) -> dict[str, Any]:
    safe = part.category is Category.SAFETY and part.gate is not None
    return {
        "start": part.start,
        "end": len(item.words) if part.end is None else part.end,
        "words": part.of(item.words),
        "category": part.category.value if part.category else None,
        "sets": list(part.sets),
        "safety": {name: getattr(part.gate, name) for name in (*GATE_PARTS, "why_still")} if safe else None,
    }
