"""The people around the child: who they are, how they help, what they know and whether they were asked.

Folded from the log. Nobody comes in by themselves, and what was said about somebody before stays readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from review.case_event import CaseEvent, Topic
from review.same_person import pairs, same_name, same_person


class Ring(StrEnum):
    """How close somebody is to the child's days, as the worker put them."""

    EVERY_DAY = "every_day"
    OFTEN = "often"
    NOW_AND_THEN = "now_and_then"


class Said(StrEnum):
    """An answer to one of the four questions."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


QUESTIONS = ("knows", "willing", "contact", "invited")
"""Knows about the worry? Willing? May we contact them? Invited?"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question, and on which day (None: nobody noted the day)."""

    said: Said = Said.NOT_ASKED
    on: date | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is known of somebody. `person` is their id in the case when they are in it; `entries` are the map entries
    that named them; `source` says in words where else it comes from."""

    name: str
    who: str = ""
    helps: str = ""
    ring: Ring | None = None
    professional: bool = False
    knows: Answer = Answer()
    willing: Answer = Answer()
    contact: Answer = Answer()
    invited: Answer = Answer()
    source: str = ""
    person: str = ""
    entries: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """What else people call them."""
    before: tuple[str, ...] = ()
    """What was written here until their name was put right in the case: to find whom an answer names. Shown nowhere."""

    def answer(self, question: str) -> Answer:
        """The answer to one of `QUESTIONS`."""
        found: Answer = getattr(self, question)
        return found

    @property
    def called(self) -> tuple[str, ...]:
        """Everything they are called."""
        return (self.name, *self.also, *self.before)

    @property
    def names(self) -> frozenset[str]:
        """Everything they are called, as names are compared."""
        return frozenset(map(same_name, self.called))

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The questions nobody has asked yet."""
        return tuple(name for name in QUESTIONS if self.answer(name).said is Said.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class AboutThen:
    """What was known of somebody at one time: who wrote it down (account id), when (UTC) and why it changed."""

    about: About
    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class NetworkPerson:
    """Somebody around the child, with everything that was known before."""

    id: str
    versions: tuple[AboutThen, ...]
    left_at: datetime | None = None
    left_why: str = ""
    seen: int = 0
    """The order of the newest line about them in the log."""

    @property
    def about(self) -> About:
        """What is known now."""
        return self.versions[-1].about

    @property
    def name(self) -> str:
        """What they are called."""
        return self.about.name

    @property
    def here(self) -> bool:
        """Whether they are in the network now."""
        return self.left_at is None


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a case: everybody who is or was in it, in the order they came in."""

    everybody: tuple[NetworkPerson, ...] = ()

    @property
    def people(self) -> tuple[NetworkPerson, ...]:
        """Who is in it now."""
        return tuple(one for one in self.everybody if one.here)

    @property
    def gone(self) -> tuple[NetworkPerson, ...]:
        """Who was taken out of it."""
        return tuple(one for one in self.everybody if not one.here)

    def in_ring(self, ring: Ring | None) -> tuple[NetworkPerson, ...]:
        """Who is in this ring; None: not placed yet."""
        return tuple(one for one in self.people if one.about.ring is ring)

    def find(self, id_: str) -> NetworkPerson | None:
        """The person with this id, or None."""
        return next((one for one in self.everybody if one.id == id_), None)

    def called(self, name: str) -> NetworkPerson | None:
        """Who is, or was, in it under this name, by the rule of `same_person`; somebody who is here first."""
        known = [(called, one.id) for one in (*self.people, *self.gone) for called in one.about.called]
        return self.find(same_person(name, known) or "")

    def in_case(self, known: Iterable[tuple[str, str]]) -> Mapping[str, str]:
        """Who of the people here is somebody of the case: their id there by their id here. `known`: the people of the
        case as (name, id). A worker's word goes before names."""
        known = list(known)
        ids = {id_ for _, id_ in known}
        said = {one.id: one.about.person for one in self.people if one.about.person in ids}
        return pairs({one.id: one.about.called for one in self.people}, known, said)


def about_body(about: About, why: str = "") -> dict[str, Any]:
    """The log line that says what is known of somebody from now on, whole."""
    answers = {name: _answer_body(about.answer(name)) for name in QUESTIONS}
    return {
        "do": "put",
        "name": about.name,
        "who": about.who,
        "helps": about.helps,
        "ring": about.ring.value if about.ring else "",
        "professional": about.professional,
        "source": about.source,
        "person": about.person,
        "entries": list(about.entries),
        "also": list(about.also),
        "why": why,
        **answers,
    }


def leaving_body(why: str, back: bool = False) -> dict[str, Any]:
    """The log line that takes somebody out of the network (or back in). Nothing known of them is lost."""
    return {"do": "back" if back else "leave", "why": why}


def network_of(events: Iterable[CaseEvent]) -> Network:
    """The network of a case, from its lines about `network`; other lines are passed over."""
    versions: dict[str, list[AboutThen]] = {}
    left: dict[str, tuple[datetime, str]] = {}
    seen: dict[str, int] = {}
    for event in events:
        if event.topic is not Topic.NETWORK:
            continue
        id_ = event.subject
        seen[id_] = event.order
        if event.body["do"] == "put":
            then = AboutThen(_about(event.body), event.by, event.at, event.body["why"])
            versions.setdefault(id_, []).append(then)
        elif event.body["do"] == "leave":
            left[id_] = (event.at, event.body["why"])
        else:
            left.pop(id_, None)
    return Network(tuple(_person(id_, tuple(were), left.get(id_), seen[id_]) for id_, were in versions.items()))


def _person(id_: str, versions: tuple[AboutThen, ...], left: tuple[datetime, str] | None, seen: int) -> NetworkPerson:
    at, why = left or (None, "")
    return NetworkPerson(id_, versions, at, why, seen)


def _about(body: Mapping[str, Any]) -> About:
    return About(
        name=body["name"],
        who=body["who"],
        helps=body["helps"],
        ring=Ring(body["ring"]) if body["ring"] else None,
        professional=body["professional"],
        source=body["source"],
        person=body["person"],
        entries=tuple(body["entries"]),
        also=tuple(body["also"]),
        before=tuple(body.get("before", ())),
        **{name: _answer(body[name]) for name in QUESTIONS},
    )


def _answer_body(answer: Answer) -> list[str]:
    return [answer.said.value, answer.on.isoformat() if answer.on else ""]


def _answer(kept: list[str]) -> Answer:
    said, on = kept
    return Answer(Said(said), date.fromisoformat(on) if on else None)
