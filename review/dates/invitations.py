"""Who was invited to a conference from outside the family, how, and what came of it. Folded from the log.

The log of a meeting cannot be closed while an outcome is missing: a council's own count had found most GPs absent and
every third never invited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from review.case_event import CaseEvent, Topic

CLOSING = "invitations."
"""The subject of a line that closes a meeting's log begins so; the date's id follows."""


class Outcome(StrEnum):
    """What came of an invitation."""

    ATTENDED_REPORT = "attended_report"
    ATTENDED = "attended"
    REPORT_ONLY = "report_only"
    APOLOGY_REPORT = "apology_report"
    APOLOGY = "apology"
    ABSENT = "absent"
    NOT_INVITED = "not_invited"


REPORTED = frozenset({Outcome.ATTENDED_REPORT, Outcome.REPORT_ONLY, Outcome.APOLOGY_REPORT})
CAME = frozenset({Outcome.ATTENDED_REPORT, Outcome.ATTENDED})
NOT_INVITED = "not_invited"
HOWS = ("office", "worker_written", "worker_spoken", NOT_INVITED)
"""How somebody was invited: by the conference office, by the worker in writing or in words, or not."""
ROLES = ("gp", "health", "school", "police", "adult_services", "housing", "other")


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation to one conference: to whom, when and how, how it is known to have arrived, and what came of it."""

    id: str
    event: str
    who: str
    role: str
    how: str
    on: date | None
    proof: str = ""
    outcome: Outcome | None = None
    seen: int = 0

    @property
    def invited(self) -> bool:
        """Whether they were invited at all."""
        return self.how != NOT_INVITED

    @property
    def result(self) -> Outcome | None:
        """What came of it; somebody who was not invited needs no other."""
        return self.outcome if self.invited else Outcome.NOT_INVITED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were invited, sent a report, came, and have no outcome yet."""

    invited: int
    not_invited: int
    reports: int
    came: int
    absent: int
    not_logged: int


@dataclass(frozen=True, slots=True)
class InvitationLog:
    """Every invitation of a case in the order they were written down, and which dates' logs are closed."""

    invitations: tuple[Invitation, ...] = ()
    closed: frozenset[str] = field(default=frozenset())

    def of(self, event: str) -> tuple[Invitation, ...]:
        """Those to one conference."""
        return tuple(one for one in self.invitations if one.event == event)

    def one(self, id_: str) -> Invitation | None:
        """The invitation with this id, or None."""
        return next((one for one in self.invitations if one.id == id_), None)

    def may_close(self, event: str) -> bool:
        """Whether there is something to close and every outcome is logged."""
        ones = self.of(event)
        return bool(ones) and all(one.result is not None for one in ones)


def invitation_body(one: Invitation, out: bool = False) -> dict[str, Any]:
    """The log line of an invitation as it now stands; `out`: it was written down by mistake."""
    return {
        "of": "invitation",
        "event": one.event,
        "who": one.who,
        "role": one.role,
        "how": one.how,
        "on": one.on.isoformat() if one.on else "",
        "proof": one.proof,
        "outcome": one.outcome.value if one.outcome else "",
        "out": out,
    }


def closing_body(close: bool) -> dict[str, Any]:
    """The log line that closes a meeting's invitations, or opens them again."""
    return {"of": "invitations", "do": "close" if close else "open"}


def invitations_of(events: Iterable[CaseEvent]) -> InvitationLog:
    """The invitations of a case from its lines about `meeting`; other lines are passed over."""
    found: dict[str, Invitation] = {}
    closed: set[str] = set()
    for event in events:
        of = event.body.get("of") if event.topic is Topic.MEETING else None
        if of == "invitation":
            if event.body["out"]:
                found.pop(event.subject, None)
            else:
                found[event.subject] = _invitation(event.subject, event.body, event.order)
        elif of == "invitations":
            which = event.subject.removeprefix(CLOSING)
            (closed.add if event.body["do"] == "close" else closed.discard)(which)
    return InvitationLog(tuple(found.values()), frozenset(closed))


def counts_of(invitations: Iterable[Invitation]) -> Counts:
    """How they went. Nobody counts twice as missing: not invited is not absent."""
    ones = tuple(invitations)
    results = [one.result for one in ones]
    return Counts(
        invited=sum(one.invited for one in ones),
        not_invited=sum(not one.invited for one in ones),
        reports=sum(result in REPORTED for result in results),
        came=sum(result in CAME for result in results),
        absent=results.count(Outcome.ABSENT),
        not_logged=results.count(None),
    )


def _invitation(id_: str, body: Mapping[str, Any], order: int) -> Invitation:
    on = date.fromisoformat(body["on"]) if body["on"] else None
    outcome = Outcome(body["outcome"]) if body["outcome"] else None
    return Invitation(id_, body["event"], body["who"], body["role"], body["how"], on, body["proof"], outcome, order)
