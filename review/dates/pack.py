"""What goes to somebody who is invited to a conference: what only staff know of it, and by when a report is wanted.

Folded from the log like the rest of the timetable. It holds no word of a family and never a child's full name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from review.case_event import CaseEvent, Topic
from review.dates.council import Means
from review.dates.due import Dated
from review.dates.timetable import Deadline

PACK = "pack."
"""The subject of a line about what a conference's invitations say begins so; the date's id follows."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the invitations to one conference say that no rule works out: where it is, where a report goes, how people
    know whom it is about, and a day by which reports are wanted. `seen` is the newest line about it."""

    place: str = ""
    send_to: str = ""
    about: str = ""
    wanted: date | None = None
    seen: int = 0


def told_body(one: Told) -> dict[str, Any]:
    """The log line of what invitations to a conference say."""
    wanted = one.wanted.isoformat() if one.wanted else ""
    return {"of": "pack", "place": one.place, "send_to": one.send_to, "about": one.about, "wanted": wanted}


def told_of(events: Iterable[CaseEvent], event_id: str) -> Told:
    """What the invitations to this conference say, from the case's lines; other lines are passed over."""
    told = Told()
    for event in events:
        if event.topic is Topic.MEETING and event.subject == f"{PACK}{event_id}" and event.body.get("of") == "pack":
            body = event.body
            wanted = date.fromisoformat(body["wanted"]) if body["wanted"] else None
            told = Told(body["place"], body["send_to"], body["about"], wanted, event.order)
    return told


def report_limits(deadlines: Iterable[Deadline], event_id: str) -> tuple[Deadline, ...]:
    """The council's limits on a report before this conference, the first due first. Showing it to the family and
    handing it to an office stay two things, and whoever writes one has both to do."""
    found = [
        one
        for one in deadlines
        if one.event.id == event_id and one.rule.before and one.rule.means in (Means.SHARED, Means.SENT)
    ]
    return tuple(sorted(found, key=lambda one: (one.due.ends, one.rule.means is Means.SENT, one.rule.key)))


def latest_day(event: Dated, limits: Iterable[Deadline]) -> date:
    """The last day that a report may be wanted by: the first limit's last working day, or the day of the conference
    where the council gives no limit."""
    return min((one.due.last_open for one in limits), default=event.day)


def wanted_by(told: Told, event: Dated, limits: Iterable[Deadline]) -> date | None:
    """The day a report is wanted by; None where no day was said, or one that is later than the council allows, as
    after the conference was moved."""
    return told.wanted if told.wanted and told.wanted <= latest_day(event, limits) else None


def initials(name: str) -> str:
    """What stands for a name where the name may not stand: the first letter of each part."""
    return "".join(f"{part[0].upper()}." for part in name.replace("-", " ").split())


def says_full_name(words: str, names: Iterable[str]) -> bool:
    """Whether these words hold somebody's first and last name. A first name alone is not looked for: it is also a
    street, a school, a colleague."""
    said = f" {_plain(words)} "
    return any(f" {_plain(name)} " in said for name in names if len(name.split()) > 1)


def _plain(words: str) -> str:
    return " ".join("".join(ch if ch.isalnum() else " " for ch in words.casefold()).split())
