"""One line of a case's log: what was done at the desk about the sets, the map, the plan, the network, the meeting.

The log is only ever added to. What stands now is folded from it by `sets.py`, `placing.py` and their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Topic(StrEnum):
    """What a line is about. A `subject` names which one: a set's id, an entry's id, a person's id, or nothing."""

    CASE = "case"
    """The level of help, the council's profile: subject is empty."""
    SET = "set"
    SHARING = "sharing"
    """A set was shown to somebody, and what they answered: subject is the set's id."""
    PLACING = "placing"
    """Where an entry stands on the map: subject is the entry's id."""
    RATING = "rating"
    """A number said in the room: subject is the set's id."""
    PLAN = "plan"
    NETWORK = "network"
    MEETING = "meeting"
    """Dates, invitations, reports, outcomes: subject names the event."""
    ANSWER = "answer"
    """What the worker tells a person was done with their words: subject is the person's id."""
    RESPONSE = "response"
    """What a person says about how their words were used: subject is the entry's id."""
    HARM = "harm"
    """The same where it may tell of harm, and what is done about that: subject is the entry's id. A topic of its own,
    so that a list of what waits can count it without opening a word."""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line: which (`order` counts 1, 2, 3… in its case), about what, who (account id, or a person's id where the
    family itself wrote it), when (UTC), and its content as plain JSON values."""

    id: str
    case_id: str
    order: int
    topic: Topic
    subject: str
    by: str
    at: datetime
    body: Mapping[str, Any]
