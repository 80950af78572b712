"""Judges a script as a whole: its routes, scales, lists and read-back. Each problem names the line and what to do.

How the words are put is `wording.py`. Shapes and names are checked earlier, in `reading.py`. It mends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dialogs import for_chair
from dialogs.reach import asked_next, reachable, ways
from dialogs.references import Problem
from dialogs.script import END, SETS, Audience, EntryKind, Keeping, ReplyKind, Script
from dialogs.wording import YOUNG, wording_problems
from dialogs.young import YOUNGEST_FOR_NUMBERS, for_the_young, lists, under_nine

Found = Iterator[tuple[int, str]]


def check(script: Script) -> list[Problem]:
    """Every problem in a script that reads, in the order of its lines."""
    rules: tuple[Callable[[Script], Found], ...] = (
        _reach, _ways_onward, _circles, _parts, _scales, _read_back, _loops_over, _unnamed, _impact, for_chair.problems,
        lists, for_the_young, under_nine, wording_problems,
    )  # fmt: skip
    found = {problem for rule in rules for problem in rule(script)}
    return [Problem(f"{script.id}.yaml", line, words) for line, words in sorted(found)]


def _reach(script: Script) -> Found:
    reached = reachable(script, script.start)
    for step in script.steps.values():
        if step.id not in reached:
            yield step.line, f"{step.id}: nothing leads here; add a route to it or take it out"


def _ways_onward(script: Script) -> Found:
    ends = {step.id for step in script.steps.values() if any(route.go == END for route in step.routes)}
    for step in script.steps.values():
        if step.routes[-1].when is not None:
            yield step.line, f"{step.id}: the last way onward has a condition; add one without `when` for the rest"
        if any(route.when is None for route in step.routes[:-1]):
            yield step.line, f"{step.id}: a way without `when` comes before others, so those are never taken"
        if not ends & reachable(script, step.id):
            yield step.line, f"{step.id}: the conversation can never end from here; lead it on to `{END}`"


def _circles(script: Script) -> Found:
    for step in script.steps.values():
        silent = reachable(script, step.id, lambda other: other.reply is ReplyKind.NONE)
        if step.reply is ReplyKind.NONE and any(step.id in ways(script, script.steps[one]) for one in silent):
            yield step.line, f"{step.id}: this goes round without asking anything; put a question into the circle"


def _parts(script: Script) -> Found:
    before = -1
    for step in script.steps.values():
        if step.part not in (before, before + 1):
            yield step.line, f"{step.id}: part {step.part + 1} cannot come here; parts go 1, 2, 3 down the file"
        before = step.part
    unused = set(range(len(script.parts))) - {step.part for step in script.steps.values()}
    for part in sorted(unused):
        yield 1, f"no step is in part {part + 1} (“{script.parts[part]}”); give it steps or take the name out"


def _scales(script: Script) -> Found:
    youngest = re.search(r"\d+", script.ages or "")
    for step in script.steps.values():
        if step.scale is None:
            continue
        if script.audience is Audience.CHILD and step.scale.middle is None:
            yield step.line, f"{step.id}: a child's scale needs words at 5 as well (`middle`)"
        if script.audience in YOUNG and youngest and int(youngest[0]) < YOUNGEST_FOR_NUMBERS:
            yield step.line, f"{step.id}: numbers are for 9 and over; offer five steps in words (`one_of`) instead"
        if not any(other.reply is ReplyKind.TEXT for other in asked_next(script, step)):
            yield step.line, f"{step.id}: a number alone says little; go on to “What stops it being lower?”"


def _read_back(script: Script) -> Found:
    keeps = [step for step in script.steps.values() if step.entry is not None]
    backs = [step for step in script.steps.values() if step.reply is ReplyKind.READ_BACK]
    if keeps and not backs:
        yield 1, "add a `read_back` step: nobody sends words they have not read again"
        return
    for step in keeps:
        past = reachable(script, step.id, lambda other: other.reply is not ReplyKind.READ_BACK)
        if any(route.go == END for one in past for route in script.steps[one].routes):
            yield step.line, f"{step.id}: from here the end can be reached without `read_back`; lead through it"
    for back in backs:
        after = reachable(script, back.id) - {back.id}
        for one in sorted(after):
            if script.steps[one].ask is not None:
                yield script.steps[one].line, f"{one}: nothing may be asked after `read_back`, it is sent by then"


def _loops_over(script: Script) -> Found:
    for step in script.steps.values():
        if step.for_each in (None, SETS):
            continue
        if step.for_each not in script.steps or step.id not in reachable(script, step.for_each):
            yield step.line, f"{step.id}: `{step.for_each}` never comes before this, so there is nothing to go through"


def _unnamed(script: Script) -> Found:
    if not script.may_be_unnamed:
        return
    if script.kept is Keeping.PAGE:
        yield 1, "`kept: page` and `anonymous_if` cannot go together: what its page holds is sent with its invite"
    for step in script.steps.values():
        if step.entry not in (None, EntryKind.FEEDBACK):
            yield step.line, f"{step.id}: a script that can be sent without a name holds only `feedback`"


def _impact(script: Script) -> Found:
    """A worry without its impact on the child is only half said; ask a professional for both, every time."""
    if script.audience is not Audience.PROFESSIONAL:
        return
    told = {step.detail_of for step in script.steps.values() if "impact" in step.id}
    for step in script.steps.values():
        if step.entry is EntryKind.WORRY and step.detail_of is None and step.id not in told:
            told_how = f"in a step called …impact with `detail_of: {step.id}`"
            yield step.line, f"{step.id}: ask what this did to the child, {told_how}"
