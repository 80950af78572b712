"""Judges what was said at the gate to safety: a promise is none, nor what was done once or seen only by its doer.

The rules are those of the gate itself (`placing.Gate`): it was done, more than once, when the danger was there, and
seen by others. English only. It never changes a word, and it cannot tell whether what is said is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from review.map.placing import Gate
from review.named import N_

TO_COME = (r"from now on", r"in (the )?future", r"going forward", r"next (week|month|time|year)", r"tomorrow")
MEANT = (
    r"promis(e|es|ed|ing)", r"(agree[sd]?|plan(s|ned)?|intend(s|ed)?|hope[sd]?|offer(s|ed)?) to", r"shall",
    r"won['’]t", r"(am|is|are|['’](m|s|re)) going to", r"\w+['’]ll",
)  # fmt: skip
_TO_COME = re.compile(rf"\b(?:{'|'.join(TO_COME)})\b", re.I)
_MEANT = re.compile(rf"(?<!\w)(?:{'|'.join(MEANT)})\b", re.I)
_WILL = re.compile(r"\b(?<!free )(?<!own )will\b(?! power)")
_WILL_AT_THE_HEAD = re.compile(r"\A\s*Will\b")
_NEVER = re.compile(r"\A\W*(never|not (yet|once)|not at all|none|no)\W*\Z", re.I)
_ONCE = re.compile(
    r"(?<!more than )(?<!at )\b(once(?! (an?|every|each|per|in|or twice|more)\b)|(one|1|a single) time)\b", re.I
)
_NO_DANGER = re.compile(
    r"\A\W*(never|not (yet|now|applicable|known)|none|no|n/a|unknown|no longer)\W*\Z|\bno danger\b", re.I
)
_TIME = re.compile(
    r"\d|\b(when(ever)?|while|after|before|until|during|as|if|each|every|on|at|in|by|the)\b"
    r"|\b(morning|afternoon|evening|night|weekend|day|week|month|holiday|christmas|bedtime|payday)s?\b"
    r"|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    re.I,
)
_WORD = re.compile(r"[^\W_]{2,}|\d")
_LATIN = re.compile(r"[a-z]", re.I)
_OWNED = re.compile(r"\b\w+['’]s\b")
_NOT_A_NAME = frozenset(
    """and only just the by it was did saw that herself himself themselves themself myself self she he they her him
    them who acted same person alone""".split()  # noqa: SIM905 - easier to read and add to
)
_NOBODY = frozenset({"nobody", "noone", "no", "one", "none", "not", "known", "unknown", "yet", "else"})


@dataclass(frozen=True, slots=True)
class GateRemark:
    """Something to think about at the gate: the part it is about, what to do in source words, and the words it was
    found in (`{found}` in the source words)."""

    part: str
    words: str
    found: str = ""


Found = Iterator[GateRemark]


def gate_remarks(gate: Gate) -> tuple[GateRemark, ...]:
    """Everything to say about these words; parts that are not said yet are not judged."""
    return tuple(one for rule in _RULES for one in rule(gate))


def _a_promise(gate: Gate) -> Found:
    told = N_("“{found}” is about what is still to come. Safety is what somebody has done already.")
    for part in ("did", "when", "how_often", "how_long"):
        said = getattr(gate, part)
        found = _TO_COME.search(said) or _WILL.search(said)
        if part == "did" and not found:
            named = re.search(r"\bwill\b", gate.who, re.I)
            found = _MEANT.search(said) or (None if named else _WILL_AT_THE_HEAD.search(said))
        if found:
            yield GateRemark(part, told, found[0].strip())


def _more_than_once(gate: Gate) -> Found:
    found = _ONCE.search(gate.how_often) or _NEVER.search(gate.how_often)
    if found:
        told = N_("“{found}” is not more than once. What was done one time is a strength; safety is done again.")
        yield GateRemark("how_often", told, found[0].strip())


def _while_the_danger_was_there(gate: Gate) -> Found:
    said = gate.when.strip()
    found = _NO_DANGER.search(said)
    short = _LATIN.search(said) and not _TIME.search(said) and len(_WORD.findall(said)) < 2
    if said and (found or short):
        told = N_("“{found}” names no time when the danger was there. Say when it was, such as “when he had drunk”.")
        yield GateRemark("when", told, found[0].strip() if found else said)


def _seen_by_others(gate: Gate) -> Found:
    who, saw = _names(gate.who), _names(gate.seen_by)
    if gate.who.strip() and gate.seen_by.strip() and (saw <= who or saw <= _NOBODY):
        told = N_("“{found}”: nobody saw it but whoever did it. Say who else saw it.")
        yield GateRemark("seen_by", told, gate.seen_by.strip())


def _says_something(gate: Gate) -> Found:
    for part in ("did", "how_often", "how_long"):
        said = getattr(gate, part).strip()
        if said and not _WORD.search(said):
            yield GateRemark(part, N_("“{found}” says too little for somebody who was not there."), said)


def _names(said: str) -> frozenset[str]:
    """Who is named: without whose they are (“Ali's mum” is the mum), and without words that name nobody."""
    words = re.findall(r"\w+", _OWNED.sub(" ", said.casefold()))
    return frozenset(words) - _NOT_A_NAME


_RULES: tuple[Callable[[Gate], Found], ...] = (
    _a_promise,
    _more_than_once,
    _while_the_danger_was_there,
    _seen_by_others,
    _says_something,
)
