"""What a worker decided about one draft entry. A decision never touches the entry's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionKind(StrEnum):
    """What a worker does with a draft entry. `undo` takes back the decision that stands."""

    KEEP = "keep"
    REWORD = "reword"
    SET_ASIDE = "set_aside"
    ASK_AGAIN = "ask_again"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: who (account id), when (UTC), the worker's wording beside the quote, why. Never changed.
    `translated_by`: who translated the quote, when the wording is a translation of it."""

    kind: DecisionKind
    by: str
    at: datetime
    wording: str = ""
    reason: str = ""
    translated_by: str = ""


def standing(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that holds after all of these, oldest first; None when there is none or all were taken back."""
    held: list[Decision] = []
    for decision in decisions:
        if decision.kind is not DecisionKind.UNDO:
            held.append(decision)
        elif held:
            held.pop()
    return held[-1] if held else None
