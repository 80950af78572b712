"""Proposes a scaling question and its two ends from a worry and its goal, by plain rules. The worker changes them.

A proposal says nothing that is not in the pair: words are cut out of it, and “could” becomes “will”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from review.sets.lint import PERIOD
from review.sets.names import names_one

FIRST_WORDS = 6
_COULD = re.compile(r"\b(could|may|might)\b")
_LEAD = re.compile(r"^.*?\bworr(?:y|ied|ies)\b(?: is)?(?: that)?[,:]?\s*", re.IGNORECASE)
_IF = re.compile(r"^if [^,]*,\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question and both ends; empty where the pair says too little. `about` is what the worry is, in six words."""

    about: str = ""
    low: str = ""
    high: str = ""


def propose(worry: str, goal: str, children: Iterable[str]) -> Proposal:
    """What this pair's scale could say: 0 is what may happen, happening; 10 is the goal, for as long as it says."""
    children = tuple(children)
    danger = _danger(worry, children)
    words = danger.split()
    about = " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")
    return Proposal(about, _COULD.sub("will", danger), _goal_end(goal, children))


def _danger(worry: str, children: tuple[str, ...]) -> str:
    """What may happen, without who is worried and without “if this goes on”."""
    told = [part for part in _parts(worry) if _COULD.search(part)]
    if not told:
        return ""
    part = next((one for one in told if names_one(one, children)), told[0])
    without = _IF.sub("", _LEAD.sub("", part))
    return _capital(without)


def _goal_end(goal: str, children: tuple[str, ...]) -> str:
    """What life is like for the child then, and for how long."""
    parts = _parts(goal)
    if not parts:
        return ""
    named = [part for part in parts if names_one(part, children)]
    life = next((part for part in reversed(named) if names_one(part.split(maxsplit=1)[0], children)), None)
    said = life or (named or parts)[-1 if named else 0]
    period = PERIOD.search(goal)
    if period is None or period[0] in said:
        return _capital(said)
    return f"{_capital(said)}, for {period[0].lower()}"


def _parts(text: str) -> list[str]:
    """The sentences of a text, each without its full stop."""
    return [part.strip().rstrip(".") for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
