"""Everything on file about a case, for somebody who asks what is kept about them. It is written from values.

What was taken back before sending was never given, and is only counted. So are notes for the Chair only, and questions
for the Chair unless they were asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from dialogs.conversation import Entry, Turn
from review.case_event import CaseEvent
from review.export.words import Someone
from review.map.decision import Decision

SCHEMA = "urn:own-words:on-file:1"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Done(Protocol):
    """One thing done at the desk, as the audit trail has it: never a word."""

    @property
    def at(self) -> datetime: ...
    @property
    def account_id(self) -> str | None: ...
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str | None: ...


class Kept(Protocol):
    """A draft entry on file."""

    @property
    def id(self) -> str: ...
    @property
    def conversation_id(self) -> str: ...
    @property
    def entry(self) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Talk:
    """One sent conversation: whose, by which script, its answers as they were sent, and how many were taken back."""

    id: str
    person_id: str
    script: str
    version: int
    begun_at: datetime
    sent_at: datetime
    read_at: datetime | None
    turns: tuple[Turn, ...]
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class OnFile:
    """All that is kept about one case. `withheld`: how many notes for the Chair there are; `chair_questions`: how many
    questions for the Chair were left out."""

    receipt: str
    council: str
    case_id: str
    case_name: str
    made_on: datetime
    made_by: str
    meeting_on: datetime | None
    people: Mapping[str, Someone]
    talks: Sequence[Talk]
    entries: Sequence[Kept]
    decisions: Mapping[str, Sequence[Decision]]
    log: Sequence[CaseEvent]
    done: Sequence[Done]
    withheld: int
    chair_questions: int = 0
    accounts: Mapping[str, str] = field(default_factory=dict)


def write(file: OnFile) -> str:
    """The JSON text, ready for UTF-8. Times are UTC, as ISO 8601 with `Z`."""
    content = {
        "schema": SCHEMA,
        "receipt": file.receipt,
        "made": {"at": _moment(file.made_on), "by": file.made_by},
        "council": file.council,
        "case": {"id": file.case_id, "name": file.case_name, "meeting": _moment(file.meeting_on)},
        "people": [{"id": id_, "name": one.name, "role": one.role} for id_, one in file.people.items()],
        "conversations": [_talk(file, talk) for talk in file.talks],
        "entries": [_entry(file, kept) for kept in file.entries],
        "log": [_line(file, line) for line in file.log],
        "done": [_done(file, one) for one in file.done],
        "chair_notes": {"withheld": file.withheld},
        "chair_questions": {"withheld": file.chair_questions},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _talk(file: OnFile, talk: Talk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "said_by": _someone(file, talk.person_id),
        "script": {"id": talk.script, "version": talk.version},
        "begun_at": _moment(talk.begun_at),
        "sent_at": _moment(talk.sent_at),
        "first_read_at": _moment(talk.read_at),
        "turns": [_turn(turn) for turn in talk.turns],
        "taken_back_before_sending": talk.taken_back,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    reply, given = turn.reply, turn.given
    return {
        "asked": given.asked,
        "choices": [words for _, words in given.offered],
        "move": reply.move.value,
        "text": reply.text,
        "chosen": [dict(given.offered).get(choice, choice) for choice in reply.choices],
        "number": reply.number,
        "people": [{"name": one.name, "who": one.who} for one in reply.people],
        "drawing": reply.drawing or None,
        "language": given.locale,
        "answered_at": _moment(given.at),
        "may_tell_of_harm": given.noticed,
    }


def _entry(file: OnFile, kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id,
        "conversation": kept.conversation_id,
        "column": kept.entry.kind.value,
        "asked": kept.entry.given.asked,
        "words": kept.entry.verbatim,
        "move": kept.entry.reply.move.value,
        "sharing_wish": None if kept.entry.wish is None else kept.entry.wish.value,
        "decisions": [
            {
                "kind": one.kind.value,
                "by": _account(file, one.by),
                "at": _moment(one.at),
                "wording": one.wording,
                "reason": one.reason,
                "translated_by": one.translated_by,
            }
            for one in file.decisions.get(kept.id, ())
        ],
    }


def _line(file: OnFile, line: CaseEvent) -> dict[str, Any]:
    by = _someone(file, line.by) if line.by in file.people else _account(file, line.by)
    about = {"topic": line.topic.value, "about": line.subject}
    return {"order": line.order, **about, "by": by, "at": _moment(line.at), "content": dict(line.body)}


def _done(file: OnFile, one: Done) -> dict[str, Any]:
    by = None if one.account_id is None else _account(file, one.account_id)
    return {"at": _moment(one.at), "by": by, "action": one.action, "about": one.subject}


def _someone(file: OnFile, person_id: str) -> dict[str, str]:
    known = file.people.get(person_id)
    return {"id": person_id, "name": known.name if known else "", "role": known.role if known else ""}


def _account(file: OnFile, account_id: str) -> dict[str, str]:
    return {"id": account_id, "name": file.accounts.get(account_id, "")}


def _moment(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(UTC).isoformat().replace("+00:00", "Z")
