"""What people said about their meetings, counted by team and quarter. A group of fewer than five is not told of, and
where its size could be worked out from the rest, another group is not told of either. Never one person's answers.

Small groups: GOV.UK's and the ONS's guidance on disclosure control (a threshold, then secondary suppression).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 5
"""Sendings a group must have before anything of it is shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the question's step, what was asked, and how it was answered: ids of choices, or the move. `words`
    are the person's own, and are not given for a sending with a name."""

    step: str
    asked: str
    ways: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What one person said after one meeting. `quarter` is like 2026-Q4."""

    script: str
    team: str
    quarter: str
    named: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a group: how often it was answered in which way, and the words that may be read."""

    step: str
    asked: str
    ways: tuple[tuple[str, int], ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The sendings of one team in one quarter. `count` is None, and there are no questions, when it is not told of.
    `small`: it has fewer than five; else it is not told of so that a neighbour cannot be worked out."""

    team: str
    quarter: str
    count: int | None
    small: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarter:
    """Every team of one quarter, by name. `total` is None when it would give a hidden group away; `running`: it is not
    over, and nothing of it is told of yet."""

    quarter: str
    total: int | None
    groups: tuple[Group, ...] = field(default=())
    running: bool = False


def quarter_of(month: str) -> str:
    """The quarter of a month like 2026-11: 2026-Q4."""
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def by_quarter(
    sendings: Iterable[Sending], order: Mapping[str, int] | None = None, running: str = ""
) -> tuple[Quarter, ...]:
    """The groups of one script's sendings, the newest quarter first. `order`: the place of each step in its script.

    Of the quarter that is `running` nothing is told: who looked before and after somebody answered would know what
    they said, however large the group is."""
    made: dict[str, dict[str, list[Sending]]] = {}
    for one in sendings:
        made.setdefault(one.quarter, {}).setdefault(one.team, []).append(one)
    return tuple(
        Quarter(quarter, None, running=True) if quarter == running else _quarter(quarter, made[quarter], order or {})
        for quarter in sorted(made, reverse=True)
    )


def hidden(sizes: Mapping[str, int]) -> frozenset[str]:
    """Which groups are not told of, from the size of each.

    Every group below `FEWEST` is hidden. So are the smallest of the others until nobody who knows how many sendings
    there were in all, and which groups are small, could work a hidden one out; or else every group is."""
    gone = {name for name, size in sizes.items() if size < FEWEST}
    others = sorted((size, name) for name, size in sizes.items() if name not in gone)
    while gone and others and not _is_safe([sizes[name] for name in gone]):
        gone.add(others.pop(0)[1])
    return frozenset(gone)


def total_of(sizes: Mapping[str, int]) -> int | None:
    """How many sendings there are in all, or None when there are fewer than `FEWEST` or a group is hidden."""
    return None if hidden(sizes) or not sizes else sum(sizes.values())


def _is_safe(gone: Sequence[int]) -> bool:
    """Whether each of these sizes could be another, when their sum is known and which of them are small."""
    small = sum(size < FEWEST for size in gone)
    least = small + FEWEST * (len(gone) - small)
    most = (FEWEST - 1) * small if small == len(gone) else None
    total = sum(gone)
    return len(gone) > 1 and total >= FEWEST and total > least and (most is None or total < most)


def counted(sent: Sequence[Sending]) -> tuple[Sending, ...]:
    """The sendings of a group that are counted. Fewer than five without a name are not, beside others with one: who may
    read those with a name could take them away, and would know what is left."""
    named = tuple(one for one in sent if one.named)
    return tuple(sent) if not named or len(sent) - len(named) >= FEWEST else named


def _quarter(quarter: str, all_teams: Mapping[str, Sequence[Sending]], order: Mapping[str, int]) -> Quarter:
    teams = {team: counted(sent) for team, sent in all_teams.items()}
    sizes = {team: len(sent) for team, sent in teams.items()}
    gone = hidden(sizes)
    groups = tuple(
        Group(team, quarter, None, small=sizes[team] < FEWEST)
        if team in gone
        else Group(team, quarter, sizes[team], questions=_questions(teams[team], order))
        for team in sorted(teams)
    )
    return Quarter(quarter, total_of(sizes), groups)


def _questions(sent: Sequence[Sending], order: Mapping[str, int]) -> tuple[Question, ...]:
    """The questions of a group. Words are read only where at least `FEWEST` left their name out, in an order that does
    not tell who wrote first or which belong together."""
    unnamed = [one for one in sent if not one.named]
    readable = unnamed if len(unnamed) >= FEWEST else []
    asked: dict[str, str] = {}
    ways: dict[str, Counter[str]] = {}
    for answer in (answer for one in sent for answer in one.answers):
        asked.setdefault(answer.step, answer.asked)
        ways.setdefault(answer.step, Counter()).update(answer.ways)
    words: dict[str, list[str]] = {}
    for answer in (answer for one in readable for answer in one.answers if answer.words):
        words.setdefault(answer.step, []).append(answer.words)
    found = [
        Question(step, asked[step], tuple(ways[step].most_common()), tuple(sorted(words.get(step, ()))))
        for step in asked
    ]
    return tuple(sorted(found, key=lambda one: (order.get(one.step, len(order)), one.step)))
