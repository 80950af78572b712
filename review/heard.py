"""What was done with what somebody said: which of their words stand on the map and how, what they say to that, what
their worker tells them, and which shared worries and goals were changed since they saw them.

Folded from entries, decisions and the log. A person is only ever told about words of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from dialogs.conversation import SharedSet
from dialogs.script import EntryKind
from review.case_event import CaseEvent, Topic
from review.dates.due import LONDON
from review.dates.working_days import WorkingDays
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.sets.sets import SafetySet, SetVersion

RIGHT = "right"
NOT_MEANT = "not_meant"
VIEWS = (RIGHT, NOT_MEANT)
"""What somebody can say about how their words were used."""
ABOUT_WORRIES = (EntryKind.WORRY, EntryKind.SET_VIEW)
PARTS = ("worry", "goal", "question", "low", "high")
"""The parts of a set's wording a family goes through; who disputes what is not among them."""


class Use(StrEnum):
    """What became of one answer, as its person is told."""

    KEPT = "kept"
    REWORDED = "reworded"
    LEFT_OUT = "left_out"
    ASK_AGAIN = "ask_again"
    OPEN = "open"


_USES = {
    Standing.KEPT: Use.KEPT,
    Standing.REWORDED: Use.REWORDED,
    Standing.SET_ASIDE: Use.LEFT_OUT,
    Standing.ASK_AGAIN: Use.ASK_AGAIN,
    Standing.UNDECIDED: Use.OPEN,
}


@dataclass(frozen=True, slots=True)
class TakenOn:
    """What somebody at the desk does about words that may tell of harm."""

    done: str
    by: str
    at: datetime
    order: int = 0
    """Its place in the log."""


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody said about how an answer of theirs was used. `is_new`: nobody at the desk has read it; where it may
    tell of harm (`noticed`), nobody has taken it on, which reading alone never does. `order`: its place in the log."""

    entry_id: str
    view: str
    words: str
    locale: str
    by: str
    at: datetime
    is_new: bool = False
    noticed: bool = False
    order: int = 0
    taken_on: TakenOn | None = None
    added: tuple[TakenOn, ...] = ()
    """What others do besides, written after it was taken on."""

    @property
    def waits(self) -> bool:
        """Whether it may tell of harm and nobody has said yet what they do about it."""
        return self.noticed and self.taken_on is None


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer and what became of it. `reason`: why it is not on the map, only when that may be told."""

    item: MapEntry
    use: Use
    wording: str = ""
    reason: str = ""
    responses: tuple[Response, ...] = ()

    @property
    def response(self) -> Response | None:
        """What they said about it last, or None."""
        return self.responses[-1] if self.responses else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker tells a person: ready sentences by name, own words, the language these are in and who put them into
    it. `number` counts 1, 2, 3…; `seen_at`: when the person first had it on their screen."""

    number: int
    phrases: tuple[str, ...]
    words: str
    locale: str
    interpreter: str
    by: str
    at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told: every reply in order, and the decisions whose reasons may be told."""

    replies: tuple[Reply, ...] = ()
    reasons: frozenset[tuple[str, int]] = frozenset()
    """(entry id, how many decisions there were): a new decision about the entry has a new reason, not told yet."""
    seen: int = 0
    """The order of the newest line about it in the log."""

    @property
    def reply(self) -> Reply | None:
        """What they are told now, or None."""
        return self.replies[-1] if self.replies else None

    def may_tell(self, item: MapEntry) -> bool:
        """Whether the reason of this entry's decision may be told."""
        return (item.id, len(item.decisions)) in self.reasons


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a set: as it was when it was shared, and as it is now."""

    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A worry and goal that was shared with a person in other words than those that stand now."""

    set_id: str
    changes: tuple[Change, ...]
    since: tuple[SetVersion, ...]
    """Every version after the one they saw, oldest first, each with who changed it, when and why."""


def reply_body(phrases: Sequence[str], words: str, locale: str, interpreter: str = "") -> dict[str, Any]:
    """The log line of what a worker tells a person."""
    return {"do": "reply", "phrases": list(phrases), "words": words, "locale": locale, "interpreter": interpreter}


def seen_body() -> dict[str, Any]:
    """The log line that says the person had every reply so far on their screen."""
    return {"do": "seen"}


def reason_body(entry_id: str, decisions: int, tell: bool) -> dict[str, Any]:
    """The log line that says whether the reason of an entry's newest decision may be told."""
    return {"do": "reason", "entry": entry_id, "decisions": decisions, "tell": tell}


def response_body(view: str, words: str, locale: str) -> dict[str, Any]:
    """The log line of what a person says about how an entry of theirs was used."""
    return {"do": "say", "view": view, "words": words, "locale": locale}


def read_body() -> dict[str, Any]:
    """The log line that says somebody at the desk read what was said about an entry."""
    return {"do": "read"}


def taken_on_body(done: str) -> dict[str, Any]:
    """The log line that says what is done about words that were said back and may tell of harm."""
    return {"do": "taken_on", "done": done}


def told_to(events: Iterable[CaseEvent], person_id: str) -> Told:
    """What this person is told, from the lines about `answer`."""
    replies: list[Reply] = []
    reasons: set[tuple[str, int]] = set()
    seen = 0
    for event in events:
        if event.topic is not Topic.ANSWER or event.subject != person_id:
            continue
        seen, body = event.order, event.body
        if body["do"] == "reply":
            replies.append(_reply(len(replies) + 1, event))
        elif body["do"] == "seen":
            replies = [one if one.seen_at else replace(one, seen_at=event.at) for one in replies]
        else:
            which = (body["entry"], body["decisions"])
            (reasons.add if body["tell"] else reasons.discard)(which)
    return Told(tuple(replies), frozenset(reasons), seen)


def responses_of(events: Iterable[CaseEvent]) -> dict[str, tuple[Response, ...]]:
    """What was said about each entry, by its id, oldest first, from the lines about `response` and `harm`."""
    found: dict[str, list[Response]] = {}
    for event in events:
        if event.topic not in (Topic.RESPONSE, Topic.HARM):
            continue
        said, body = found.setdefault(event.subject, []), event.body
        if body["do"] == "say":
            said.append(_response(event))
        elif body["do"] == "taken_on":
            said[:] = _taken_on(said, TakenOn(body["done"], event.by, event.at, event.order))
        else:
            said[:] = [one if one.noticed else replace(one, is_new=False) for one in said]
    return {entry_id: tuple(said) for entry_id, said in found.items()}


def _taken_on(said: Sequence[Response], done: TakenOn) -> list[Response]:
    """What was said, with what somebody does now: about everything that waits; where nothing waits any more it stands
    beside what the first does about it."""
    if any(one.waits for one in said):
        return [replace(one, is_new=False, taken_on=done) if one.waits else one for one in said]
    last = max((one.taken_on.order for one in said if one.taken_on), default=0)
    return [
        replace(one, added=(*one.added, done)) if one.taken_on and one.taken_on.order == last else one for one in said
    ]


def heard(
    drawn: SafetyMap,
    conversation_id: str,
    told: Told,
    responses: Mapping[str, Sequence[Response]],
    contact_only: bool = False,
) -> tuple[Heard, ...]:
    """What became of each answer of one conversation, in the order of its turns. Questions that were not answered are
    left out. With `contact_only` (an interview by others is planned) nothing that speaks of a worry is in it."""
    mine = [item for item in drawn if item.conversation_id == conversation_id and _says_something(item)]
    shown = (item for item in mine if not contact_only or not _speaks_of_worries(drawn, item))
    return tuple(_heard(item, told, responses.get(item.id, ())) for item in sorted(shown, key=_turn))


def counts(answers: Iterable[Heard]) -> dict[Use, int]:
    """How many answers each thing became of; what became of none is not in it."""
    found = [one.use for one in answers]
    return {use: found.count(use) for use in Use if use in found}


def moved(sets: Iterable[SafetySet], shared: Collection[SharedSet]) -> tuple[Moved, ...]:
    """The sets that stand in other words now than when they were shared with a person. `shared`: the words as their
    invite holds them; a set that was never shared with them is not told of."""
    found = []
    for one in sets:
        saw = [version for version in one.versions if version.wording.shared in shared]
        if not saw or saw[-1] == one.now:
            continue
        old, new = saw[-1].wording, one.now.wording
        changes = tuple(
            Change(part, getattr(old, part), getattr(new, part))
            for part in PARTS
            if getattr(old, part) != getattr(new, part)
        )
        if changes:
            found.append(Moved(one.id, changes, one.versions[saw[-1].number :]))
    return tuple(found)


def is_overdue(sent_at: datetime, read_at: datetime | None, days: int, now: datetime, calendar: WorkingDays) -> bool:
    """Whether nobody read what was sent within the working days that the family was promised. The day it was sent on is
    not counted, and the last of them counts to its end, in London."""
    last = calendar.after(sent_at.astimezone(LONDON).date(), days)
    return read_at is None and now.astimezone(LONDON).date() > last


def _heard(item: MapEntry, told: Told, responses: Sequence[Response]) -> Heard:
    use = _USES[item.standing]
    reason = ""
    if use is Use.LEFT_OUT and item.decision is not None and told.may_tell(item):
        reason = item.decision.reason
    return Heard(item, use, item.wording, reason, tuple(responses))


def _says_something(item: MapEntry) -> bool:
    return not item.declined and bool(item.words or item.entry.reply.drawing)


def _speaks_of_worries(drawn: SafetyMap, item: MapEntry) -> bool:
    above = drawn.find(item.detail_of)
    if item.entry.kind in ABOUT_WORRIES or item.entry.given.about or item.shared is not None:
        return True
    return above is not None and above is not item and _speaks_of_worries(drawn, above)


def _turn(item: MapEntry) -> int:
    return item.entry.turn


def _response(event: CaseEvent) -> Response:
    body, noticed = event.body, event.topic is Topic.HARM
    said = (event.subject, body["view"], body["words"], body["locale"], event.by, event.at)
    return Response(*said, is_new=True, noticed=noticed, order=event.order)


def _reply(number: int, event: CaseEvent) -> Reply:
    body = event.body
    return Reply(number, tuple(body["phrases"]), body["words"], body["locale"], body["interpreter"], event.by, event.at)
