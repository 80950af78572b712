"""The sets of a case: a danger (worry) statement, its safety (wellbeing) goal and its scale, always together.

Folded from the log. A wording is never overwritten: what was said before, who changed it and why stays readable, so
that a family can see when the goalposts moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dialogs.conversation import SharedSet
from review.case_event import CaseEvent, Topic

ANSWERS = ("agree", "some", "dont_agree", "dont_understand", "none")
"""What somebody said when a set was shown to them; `none`: nothing yet."""

WORDS = ("worry", "goal", "question", "low", "high")
"""The fields of a wording that are plain words."""


@dataclass(frozen=True, slots=True)
class Account:
    """One side of a dispute: who says it, and what they say."""

    who: str
    says: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a set. `low` is 0, the worry happening; `high` is 10, the goal in place. `quotes` are the ids of the
    entries its words come from; `about` those of the children it is about (none: all of them; None: nobody was asked).
    """

    worry: str
    goal: str
    question: str
    low: str
    high: str
    dispute: tuple[Account, ...] = ()
    quotes: tuple[str, ...] = ()
    about: tuple[str, ...] | None = None

    @property
    def shared(self) -> SharedSet:
        """The words a conversation goes through."""
        return SharedSet(self.worry, self.goal, self.low, self.high)


@dataclass(frozen=True, slots=True)
class SetVersion:
    """One wording of a set: its number (1, 2, 3…), who wrote it (account id), when (UTC) and why it changed."""

    number: int
    wording: Wording
    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A version was shown to somebody before the meeting: whom, on which day, with whose interpreting, their answer."""

    version: int
    on: date
    met: str
    interpreter: str
    answer: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that are kept but do not stand yet: nobody but the workers of the case sees them. `set_id` may be that of a
    set with a wording that stands, or of one that is only begun; `seen` is the order of the set's newest line."""

    set_id: str
    wording: Wording
    by: str
    at: datetime
    why: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class SafetySet:
    """One set as it stands now, with everything it was before."""

    id: str
    versions: tuple[SetVersion, ...]
    sharings: tuple[Sharing, ...] = ()
    closed_at: datetime | None = None
    closed_why: str = ""
    seen: int = 0
    """The order of the newest line about it in the log."""
    number: int = 1
    """What it is called by: from 1 as they were worded first, and for good, so that paper printed before they were put
    in another order still tells the right one."""

    @property
    def now(self) -> SetVersion:
        """The wording that stands."""
        return self.versions[-1]

    @property
    def wording(self) -> Wording:
        """The words that stand."""
        return self.now.wording

    @property
    def before(self) -> SetVersion | None:
        """The wording before this one, or None."""
        return self.versions[-2] if len(self.versions) > 1 else None

    @property
    def shared_since_changed(self) -> bool:
        """Whether the wording that stands was shown to somebody."""
        return any(sharing.version == self.now.number for sharing in self.sharings)

    @property
    def changed_since_shared(self) -> bool:
        """Whether somebody was shown an older wording and nobody the one that stands."""
        return bool(self.sharings) and not self.shared_since_changed

    @property
    def is_open(self) -> bool:
        """Whether it is still worked with."""
        return self.closed_at is None


def wording_body(wording: Wording, why: str = "", draft: bool = False) -> dict[str, Any]:
    """The log line of a wording; of a draft, which leaves the wording that stands as it is."""
    said = {} if wording.about is None else {"about": list(wording.about)}
    return {
        "do": "draft" if draft else "word",
        "worry": wording.worry,
        "goal": wording.goal,
        "question": wording.question,
        "low": wording.low,
        "high": wording.high,
        "dispute": [[one.who, one.says] for one in wording.dispute],
        "quotes": list(wording.quotes),
        "why": why,
        **said,
    }


def about_body(wording: Wording) -> dict[str, Any]:
    """The log line that says which children a set is about and where its words come from. The words, and so the
    version, stay as they are."""
    return {"do": "about", "about": list(wording.about or ()), "quotes": list(wording.quotes)}


def sharing_body(
    version: int, on: date, met: str, interpreter: str = "", answer: str = "none", words: str = ""
) -> dict[str, Any]:
    """The log line of a sharing."""
    return {
        "version": version,
        "on": on.isoformat(),
        "met": met,
        "interpreter": interpreter,
        "answer": answer,
        "words": words,
    }


def closing_body(why: str, reopen: bool = False) -> dict[str, Any]:
    """The log line that closes a set (or opens it again). Nothing of it is lost."""
    return {"do": "reopen" if reopen else "close", "why": why}


def dropping_body() -> dict[str, Any]:
    """The log line that puts a draft away. What it said stays in the log."""
    return {"do": "drop"}


def order_body(set_ids: Sequence[str]) -> dict[str, Any]:
    """The log line (about `set`, no subject) that puts the sets in this order from now on."""
    return {"do": "order", "ids": list(set_ids)}


def sets_of(events: Iterable[CaseEvent]) -> tuple[SafetySet, ...]:
    """The sets of a case that have a wording, from its lines about `set` and `sharing`: in the order a worker put them
    in, those nobody moved after them in the order they were made."""
    found, order = _grown(events)
    worded = sorted((growing.begun, id_) for id_, growing in found.items() if growing.versions)
    made = [found[id_].grown(id_, number) for number, (_, id_) in enumerate(worded, 1)]
    placed = {id_: place for place, id_ in enumerate(order)}
    return tuple(sorted(made, key=lambda one: placed.get(one.id, len(placed))))


def drafts_of(events: Iterable[CaseEvent]) -> tuple[Draft, ...]:
    """What is kept as a draft in a case, oldest set first, from its lines about `set`."""
    found, _ = _grown(events)
    return tuple(replace(one.draft, seen=one.seen) for one in found.values() if one.draft)


def set_with(sets: Iterable[SafetySet], set_id: str) -> SafetySet | None:
    """The set with this id, or None."""
    return next((one for one in sets if one.id == set_id), None)


@dataclass
class _Growing:
    versions: list[SetVersion] = field(default_factory=list)
    sharings: list[Sharing] = field(default_factory=list)
    draft: Draft | None = None
    closed_at: datetime | None = None
    closed_why: str = ""
    seen: int = 0
    begun: int = 0
    """The order of the line that worded it first."""

    def take(self, event: CaseEvent) -> None:
        self.seen = event.order
        match event.body["do"]:
            case "word":
                number = len(self.versions) + 1
                self.begun = self.begun or event.order
                self.versions.append(SetVersion(number, _wording(event), event.by, event.at, event.body["why"]))
                self.draft = None
            case "draft":
                self.draft = Draft(event.subject, _wording(event), event.by, event.at, event.body["why"])
            case "about" if self.versions:
                self.versions[-1] = _about(self.versions[-1], event)
                self.draft = None
            case "drop":
                self.draft = None
            case "close":
                self.closed_at, self.closed_why = event.at, event.body["why"]
            case "reopen":
                self.closed_at, self.closed_why = None, ""

    def grown(self, id_: str, number: int) -> SafetySet:
        versions, sharings = tuple(self.versions), tuple(self.sharings)
        return SafetySet(id_, versions, sharings, self.closed_at, self.closed_why, self.seen, number)


def _grown(events: Iterable[CaseEvent]) -> tuple[dict[str, _Growing], tuple[str, ...]]:
    found: dict[str, _Growing] = {}
    order: tuple[str, ...] = ()
    for event in events:
        if event.topic is Topic.SET and event.body["do"] == "order":
            order = tuple(event.body["ids"])
        elif event.topic is Topic.SET:
            found.setdefault(event.subject, _Growing()).take(event)
        elif event.topic is Topic.SHARING and event.subject in found:
            found[event.subject].sharings.append(_sharing(event))
    return found, order


def _wording(event: CaseEvent) -> Wording:
    body = event.body
    dispute = tuple(Account(who, says) for who, says in body["dispute"])
    about = tuple(body["about"]) if "about" in body else None
    said = {name: body[name] for name in WORDS}
    return Wording(**said, dispute=dispute, quotes=tuple(body["quotes"]), about=about)


def _about(version: SetVersion, event: CaseEvent) -> SetVersion:
    """The same words, about the children that were said now."""
    about, quotes = tuple(event.body["about"]), tuple(event.body["quotes"])
    return replace(version, wording=replace(version.wording, about=about, quotes=quotes))


def _sharing(event: CaseEvent) -> Sharing:
    body = event.body
    on = date.fromisoformat(body["on"])
    return Sharing(
        body["version"], on, body["met"], body["interpreter"], body["answer"], body["words"], event.by, event.at
    )
