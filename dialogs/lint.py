"""Judges a script as a whole: its routes, scales, lists and read-back. Each problem names the line and what to do.

How the words are put is `wording.py`. Shapes and names are checked earlier, in `reading.py`. It mends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dialogs.reading import Problem
from dialogs.script import END, Audience, ReplyKind, Script, Step
from dialogs.wording import YOUNG, wording_problems

OPEN = frozenset({ReplyKind.TEXT, ReplyKind.PEOPLE})
LISTS = frozenset({ReplyKind.ONE_OF, ReplyKind.SOME_OF})
OPEN_SHARE = 0.8
"""Of the questions to a young person that ask for content, at least this share is open (guidance on achieving best
evidence: open before specific)."""
MOST_ROUNDS_YOUNG = 2
"""Follow-ups that go on longer become an interrogation. `reading.py` holds adults to four."""
YOUNGEST_FOR_NUMBERS = 9
"""Below this age worded steps are answered more reliably than numbers."""
OTHER = frozenset({"something_else", "someone_else", "not_sure", "dont_know", "dont_know_yet", "none_of_these"})
NONE = frozenset({"none_of_these", "nobody", "not_sure", "dont_know", "dont_know_yet"})
YES_NO = re.compile(r"(yes|no|maybe|sometimes|not really|sort of)\b", re.IGNORECASE)

Found = Iterator[tuple[int, str]]


def check(script: Script) -> list[Problem]:
    """Every problem in a script that reads, in the order of its lines."""
    rules: tuple[Callable[[Script], Found], ...] = (
        _reach, _ways_onward, _loops, _parts, _scales, _read_back, _lists, _for_the_young, wording_problems,
    )  # fmt: skip
    found = {problem for rule in rules for problem in rule(script)}
    return [Problem(f"{script.id}.yaml", line, words) for line, words in sorted(found)]


def _ways(script: Script, step: Step) -> list[str]:
    return [route.go for route in step.routes if route.go in script.steps]


def _reachable(script: Script, start: str, through: Callable[[Step], bool] = lambda step: True) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        step = script.steps[waiting.pop()]
        if step.id not in seen and through(step):
            seen.add(step.id)
            waiting += _ways(script, step)
    return seen


def _asked_next(script: Script, step: Step) -> list[Step]:
    """The questions that can come straight after this step, past steps that only say something."""
    found: list[Step] = []
    seen: set[str] = set()
    waiting = _ways(script, step)
    while waiting:
        other = script.steps[waiting.pop()]
        if other.id in seen:
            continue
        seen.add(other.id)
        if other.reply is ReplyKind.NONE:
            waiting += _ways(script, other)
        else:
            found.append(other)
    return found


def _reach(script: Script) -> Found:
    reached = _reachable(script, script.start)
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
        if not ends & _reachable(script, step.id):
            yield step.line, f"{step.id}: the conversation can never end from here; lead it on to `{END}`"


def _loops(script: Script) -> Found:
    for step in script.steps.values():
        silent = _reachable(script, step.id, lambda other: other.reply is ReplyKind.NONE)
        if step.reply is ReplyKind.NONE and any(step.id in _ways(script, script.steps[one]) for one in silent):
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
        if not any(other.reply is ReplyKind.TEXT for other in _asked_next(script, step)):
            yield step.line, f"{step.id}: a number alone says little; go on to “What stops it being lower?”"


def _read_back(script: Script) -> Found:
    keeps = [step for step in script.steps.values() if step.entry is not None]
    backs = [step for step in script.steps.values() if step.reply is ReplyKind.READ_BACK]
    if keeps and not backs:
        yield 1, "add a `read_back` step: nobody sends words they have not read again"
        return
    for step in keeps:
        past = _reachable(script, step.id, lambda other: other.reply is not ReplyKind.READ_BACK)
        if any(route.go == END for one in past for route in script.steps[one].routes):
            yield step.line, f"{step.id}: from here the end can be reached without `read_back`; lead through it"
    for back in backs:
        after = _reachable(script, back.id) - {back.id}
        for one in sorted(after):
            if script.steps[one].ask is not None:
                yield script.steps[one].line, f"{one}: nothing may be asked after `read_back`, it is sent by then"


def _lists(script: Script) -> Found:
    for step in script.steps.values():
        if step.entry is None or step.reply not in LISTS:
            continue
        ids = {choice.id for choice in step.choices}
        if step.reply is ReplyKind.SOME_OF and not (ids & OTHER and ids & NONE):
            yield step.line, f"{step.id}: offer `something_else` and `none_of_these` with every list"
        if script.audience in YOUNG and step.reply is ReplyKind.ONE_OF and not ids & OTHER:
            yield step.line, f"{step.id}: offer `something_else` or `not_sure` too, so that nobody has to pick wrongly"
        if script.audience in YOUNG and not _beside_open(script, step):
            yield step.line, f"{step.id}: a list needs an open question (`text`) just before or just after it"


def _beside_open(script: Script, step: Step) -> bool:
    before = [other for other in script.steps.values() if step in _asked_next(script, other)]
    return any(other.reply is ReplyKind.TEXT for other in [*before, *_asked_next(script, step)])


def _for_the_young(script: Script) -> Found:
    if script.audience not in YOUNG:
        return
    content = [step for step in script.steps.values() if step.entry is not None]
    for step in content:
        if not (step.simpler and step.why):
            yield step.line, f"{step.id}: a young person needs `simpler` and `why` at every question"
        if step.more is not None and step.more.at_most > MOST_ROUNDS_YOUNG:
            yield step.line, f"{step.id}: follow up at most {MOST_ROUNDS_YOUNG} times (`at_most`)"
        real = [choice for choice in step.choices if choice.id not in OTHER | NONE]
        if real and all(YES_NO.match(choice.label) for choice in real):
            yield step.line, f"{step.id}: no yes/no about what happened; ask openly (“tell me about…”)"
    open_ = [step for step in content if step.reply in OPEN]
    if content and len(open_) / len(content) < OPEN_SHARE:
        yield 1, f"only {len(open_)} of {len(content)} questions are open; make it at least {OPEN_SHARE:.0%}"
