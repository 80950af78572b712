"""Numbers said in the room, as a worker writes them down: kept in the case's log, taken back but never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from review.case_event import CaseEvent, Topic


@dataclass(frozen=True, slots=True)
class Rating:
    """A number said in the room and written down by a worker, about the version of a set that stood then."""

    id: str
    set_id: str
    who: str
    person_id: str
    number: int
    why: str
    one_higher: str
    on: date
    version: int
    by: str
    at: datetime

    @property
    def not_said(self) -> tuple[str, ...]:
        """Which of its reasons are still to ask: `why` it is not lower, what would make it `one_higher`. Nothing is
        lower than 0 or higher than 10."""
        why = ("why",) if not self.why and self.number > 0 else ()
        return (*why, "one_higher") if not self.one_higher and self.number < 10 else why


def rating_body(
    who: str, number: int, why: str, one_higher: str, on: date, version: int, person: str = ""
) -> dict[str, Any]:
    """The log line of a number said in the room. `person` is the id of somebody in the case, if it was one of them."""
    return {
        "who": who,
        "person": person,
        "number": number,
        "why": why,
        "one_higher": one_higher,
        "on": on.isoformat(),
        "version": version,
    }


def taking_back_body(rating_id: str, why: str) -> dict[str, Any]:
    """The log line that takes a wrongly written number back. The line it takes back stays in the log."""
    return {"takes_back": rating_id, "why": why}


def ratings_of(events: Iterable[CaseEvent]) -> tuple[Rating, ...]:
    """The numbers said in the room, from the log's lines about `rating`, without those that were taken back."""
    found: dict[str, Rating] = {}
    for event in events:
        if event.topic is not Topic.RATING:
            continue
        if "takes_back" in event.body:
            found.pop(event.body["takes_back"], None)
        else:
            found[event.id] = _rating(event)
    return tuple(found.values())


def _rating(event: CaseEvent) -> Rating:
    body = event.body
    return Rating(
        id=event.id,
        set_id=event.subject,
        who=body["who"],
        person_id=body.get("person", ""),
        number=body["number"],
        why=body["why"],
        one_higher=body["one_higher"],
        on=date.fromisoformat(body["on"]),
        version=body["version"],
        by=event.by,
        at=event.at,
    )
