"""How much help a family gets, as the desk last said it in the case's log: the words of its sets follow it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from review.case_event import CaseEvent, Topic
from review.dates.council import Level


def level_body(level: Level) -> dict[str, Any]:
    """The log line (about `case`, no subject) that says the level from now on."""
    return {"do": "level", "level": level.value}


def level_of(events: Iterable[CaseEvent]) -> Level:
    """The level of a case from its lines about `case`; protection while nobody has said anything."""
    said = [event.body["level"] for event in events if event.topic is Topic.CASE and event.body.get("do") == "level"]
    return Level(said[-1]) if said else Level.PROTECTION
