"""Proposes a scaling question and its two ends from a worry and its goal, by plain rules. The worker changes them.

A proposal says nothing that is not in the pair: words are cut out of it, and what “could” happen is said as happening
(“could be hurt” is “is hurt”) where that is surely good English, and as “will” where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from review.sets.lint import PERIOD
from review.sets.names import names_one

FIRST_WORDS = 6
_COULD = re.compile(r"\b(could|may|might)\b")
_HAPPENING = re.compile(
    r"(?P<who>.+?) (?:could|may|might) (?P<also>(?:also|even|again|still|\w+ly) )?(?P<does>[a-z]+)\b(?P<rest>.*)", re.S
)
_NAME = r"[^\W\d_a-z][^\W\d_]*(?: [^\W\d_a-z][^\W\d_]*)?"
_ONE = re.compile(rf"(?i:he|she|it)|(?i:the|his|her|their|my) [^\W\d_]*[^\W\d_s]|{_NAME}")
_PEOPLE = r"(?:children|babies|boys|girls|twins|kids|brothers|sisters|parents|people|men|women)"
_MANY = re.compile(
    rf"(?i:they|we|you)|(?i:(?:(?:the|both|all|their|her|his|my) )*{_PEOPLE})|{_NAME}(?:, {_NAME})* and {_NAME}"
)
_MORE = re.compile(r"\b(?:and|or|then|but)\b|[,;:–]")
_NO_VERB = r"(?:\w+ly\b|(?:(?:too|very|so) )?(?:\w+(?:ed|en)|hurt|left|lost|alone|sad|afraid)\b)"
_STILL_BE = re.compile(rf"\b(?:and|or) {_NO_VERB}", re.I)
_HAS = {"have": "has", "do": "does", "go": "goes"}
_SURE = re.compile(r"\bmakes? sure (?:that )?(?P<life>.+)", re.I | re.S)
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
    return Proposal(about, _happening(danger), _goal_end(goal, children))


def _danger(worry: str, children: tuple[str, ...]) -> str:
    """What may happen, without who is worried and without “if this goes on”."""
    told = [part for part in _parts(worry) if _COULD.search(part)]
    if not told:
        return ""
    part = next((one for one in told if names_one(one, children)), told[0])
    without = _IF.sub("", _LEAD.sub("", part))
    return _capital(without)


def _happening(danger: str) -> str:
    """What could happen, as it happens. Where the sentence is not plain enough to turn, it “will”."""
    will = _COULD.sub("will", danger)
    found = _HAPPENING.fullmatch(danger)
    if found is None or len(_COULD.findall(danger)) > 1:
        return will
    who, also, does, rest = found["who"], found["also"] or "", found["does"], found["rest"]
    many = _MANY.fullmatch(who) is not None
    if (not many and _ONE.fullmatch(who) is None) or who == "I" or does == "not":
        return will
    if _MORE.search(rest) and not (does == "be" and len(_MORE.findall(rest)) == len(_STILL_BE.findall(rest))):
        return will
    if does == "be":
        return f"{who} {'are' if many else 'is'} {also}{rest.lstrip()}".strip()
    return f"{who} {also}{does if many else _third(does)}{rest}"


def _third(verb: str) -> str:
    """A verb as one person does it: goes, tries, misses, falls."""
    if verb in _HAS:
        return _HAS[verb]
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else f"{verb}s"


def _goal_end(goal: str, children: tuple[str, ...]) -> str:
    """What life is like for the child then, whatever of it the goal says, and for how long."""
    parts = _parts(goal)
    if not parts:
        return ""
    named = [part for part in parts if names_one(part, children)]
    life = [clause for part in named if (clause := _life(part, children))]
    said = life or [(named or parts)[-1 if named else 0]]
    period = PERIOD.search(goal)
    if period is None or any(period[0] in part for part in said):
        return ". ".join(map(_capital, said))
    if len(said) == 1:
        return f"{_capital(said[0])}, for {period[0].lower()}"
    return f"For {period[0].lower()}: {'. '.join(said[:1] + [_capital(one) for one in said[1:]])}"


def _life(part: str, children: tuple[str, ...]) -> str:
    """What a sentence of a goal says of the child's life: what people make sure of, or what the child does or is."""
    sure = _SURE.search(part)
    if sure is not None and names_one(sure["life"], children):
        return sure["life"]
    return part if names_one(part.split(maxsplit=1)[0], children) else ""


def _parts(text: str) -> list[str]:
    """The sentences of a text, each without its full stop."""
    return [part.strip().rstrip(".") for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
