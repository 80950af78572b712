"""Judges a script: its routes, its placeholders, and how it asks. Each problem names the line and what to do.

Rules on asking come from the guidance on interviewing children (open before specific, "what" rather than "why", nothing
leading, no yes/no on content) and on what may be promised. Shapes and names are checked earlier, in `reading.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dialogs.grade import reading_grade, sentences
from dialogs.reading import Problem
from dialogs.script import END, Audience, ReplyKind, Script, Step

PLACEHOLDERS = frozenset({"worker", "team", "child", "name", "meeting_date", "reading_days", "unsent_days"})
LONGEST_SENTENCE = {Audience.CHILD: 15, Audience.PROFESSIONAL: 25}
LONGEST_ELSE = 20
HIGHEST_GRADE = {Audience.PROFESSIONAL: 7.0}
GRADE_ELSE = 4.0
OPEN_SHARE = 0.8
"""Of the questions to a child that ask for content, at least this share is open (practice guidance on achieving best
evidence: open before specific)."""
MOST_ROUNDS = {Audience.CHILD: 2}
LEADING = (
    "didn't he", "didn't she", "don't you think", "isn't it", "wasn't it", "who hurt", "did he hit", "did she hit",
    "does he hit", "does she hit", "is it because", "you must", "you should", "poor you", "bad things",
)  # fmt: skip
PROMISES = ("secret", "confidential", "private", "just between us", "you are safe now", "i believe you", "i understand")
ALLOWED_PROMISES = ("can't keep secrets", "cannot keep secrets")
JARGON = (
    "assessment", "safeguarding", "multi-agency", "contact arrangements", "dysregulated", "non-engagement",
    "appropriate",
    "boundaries", "intervention", "lifestyle", "outcome", "professionals", "stakeholder", "threshold", "perpetrator",
    "domestic abuse", "neglect", "section 47", "cpc", "lac",
)  # fmt: skip
OTHER = ("something_else", "none_of_these", "not_sure", "dont_know_yet", "someone_else")
NONE = ("none_of_these", "not_sure", "dont_know_yet", "dont")

Found = Iterator[tuple[int, str]]


def check(script: Script) -> list[Problem]:
    """Every problem in a script that reads, in the order of its lines."""
    rules: tuple[Callable[[Script], Found], ...] = (
        _reach, _ways_onward, _loops, _placeholders, _scales, _read_back, _how_it_asks, _promises, _length, _choices,
        _open_share, _grade,
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


def _reach(script: Script) -> Found:
    reached = _reachable(script, script.start)
    for step in script.steps.values():
        if step.id not in reached:
            yield step.line, f"{step.id}: nothing leads here; add a route to it or take it out"


def _ways_onward(script: Script) -> Found:
    ends = {step.id for step in script.steps.values() if any(route.go == END for route in step.routes)}
    for step in script.steps.values():
        if step.routes[-1].when is not None:
            yield (
                step.line,
                f"{step.id}: the last way onward has a condition; add one without `when` for everybody else",
            )
        if any(route.when is None for route in step.routes[:-1]):
            yield step.line, f"{step.id}: a way without `when` comes before others, so those are never taken"
        if not ends & _reachable(script, step.id):
            yield step.line, f"{step.id}: the conversation can never end from here; lead it on to `{END}`"


def _loops(script: Script) -> Found:
    for step in script.steps.values():
        silent = _reachable(script, step.id, lambda other: other.reply is ReplyKind.NONE)
        if step.reply is ReplyKind.NONE and any(step.id in _ways(script, script.steps[one]) for one in silent):
            yield step.line, f"{step.id}: this goes round without asking anything; put a question into the circle"


def _placeholders(script: Script) -> Found:
    for step in script.steps.values():
        for slot, words in step.messages():
            allowed = PLACEHOLDERS | ({"reply"} if slot == "more.ask" else set())
            for name in re.findall(r"\{([^}]*)\}", words):
                if name not in allowed:
                    here = (
                        "belongs in `more` only" if name == "reply" else f"is not one of {', '.join(sorted(allowed))}"
                    )
                    yield step.line, f"{step.id}.{slot}: {{{name}}} {here}"


def _scales(script: Script) -> Found:
    for step in script.steps.values():
        if step.scale is not None and script.audience is Audience.CHILD and step.scale.middle is None:
            yield step.line, f"{step.id}: a child's scale needs words at 5 as well (`middle`)"


def _read_back(script: Script) -> Found:
    keeps = [step for step in script.steps.values() if step.entry is not None]
    backs = [step for step in script.steps.values() if step.reply is ReplyKind.READ_BACK]
    if keeps and not backs:
        yield 1, "add a `read_back` step: nobody sends words they have not read again"
    for step in keeps:
        past = _reachable(script, step.id, lambda other: other.reply is not ReplyKind.READ_BACK)
        if any(route.go == END for one in past for route in script.steps[one].routes):
            yield step.line, f"{step.id}: from here the end can be reached without `read_back`"
    for back in backs:
        after = _reachable(script, back.id) - {back.id}
        for one in sorted(after):
            if script.steps[one].ask is not None:
                yield script.steps[one].line, f"{one}: nothing may be asked after `read_back`, it is sent by then"


def _how_it_asks(script: Script) -> Found:
    child = script.audience is Audience.CHILD
    for step in script.steps.values():
        for slot, words in step.messages():
            low = words.lower()
            where = f"{step.id}.{slot}"
            if child and slot != "why" and re.search(r"\bwhy\b", low) and slot in ("ask", "simpler", "more.ask"):
                yield step.line, f"{where}: do not ask a child “why”; ask “what” instead"
            for phrase in LEADING:
                if phrase in low:
                    yield step.line, f"{where}: “{phrase}” leads to an answer; ask openly"
            for phrase in JARGON:
                if script.audience is not Audience.PROFESSIONAL and re.search(rf"\b{phrase}\b", low):
                    yield step.line, f"{where}: “{phrase}” is a word of the trade; say it plainly"
            if child and slot in ("ask", "more.ask") and words.count("?") > 1:
                yield step.line, f"{where}: two questions at once; ask one"
            if re.search(r"\b[A-Z]{4,}\b|[_*]{1,2}\w+[_*]{1,2}|[\U0001F300-\U0001FAFF☀-➿]", words):
                yield step.line, f"{where}: no capitals, stars or pictures; plain words are easier to read"
        if step.more is not None and step.more.at_most > MOST_ROUNDS.get(script.audience, 4):
            yield step.line, f"{step.id}: follow up with a child at most {MOST_ROUNDS[Audience.CHILD]} times"
        if child and step.entry is not None and not (step.simpler and step.why):
            yield step.line, f"{step.id}: a child needs `simpler` and `why` at every question"


def _promises(script: Script) -> Found:
    for step in script.steps.values():
        for slot, words in step.messages():
            low = words.lower().replace("’", "'")
            for fine in ALLOWED_PROMISES:
                low = low.replace(fine, "")
            for phrase in PROMISES:
                if re.search(rf"\b{phrase}\b", low):
                    yield step.line, f"{step.id}.{slot}: “{phrase}” promises what cannot be kept; say who reads it"


def _length(script: Script) -> Found:
    most = LONGEST_SENTENCE.get(script.audience, LONGEST_ELSE)
    for step in script.steps.values():
        for slot, words in step.messages():
            longest = max((len(sentence) for sentence in sentences(words)), default=0)
            if longest > most:
                yield step.line, f"{step.id}.{slot}: a sentence of {longest} words; use {most} or fewer, or make two"


def _choices(script: Script) -> Found:
    child = script.audience is Audience.CHILD
    for step in script.steps.values():
        ids = {choice.id for choice in step.choices}
        if step.entry is None or not ids:
            continue
        if step.reply is ReplyKind.SOME_OF and not (ids & set(OTHER) and ids & set(NONE)):
            yield step.line, f"{step.id}: offer `something_else` and `none_of_these` with every list"
        if child and step.reply is ReplyKind.ONE_OF and ids <= {"yes", "no", "maybe"}:
            yield step.line, f"{step.id}: no yes/no about what happened to a child; ask openly (“tell me about…”)"


def _open_share(script: Script) -> Found:
    content = [step for step in script.steps.values() if step.entry is not None]
    open_ = [step for step in content if step.reply in (ReplyKind.TEXT, ReplyKind.PEOPLE)]
    if script.audience is Audience.CHILD and content and len(open_) / len(content) < OPEN_SHARE:
        yield 1, f"only {len(open_)} of {len(content)} questions are open; make it at least {OPEN_SHARE:.0%}"


def _grade(script: Script) -> Found:
    highest = HIGHEST_GRADE.get(script.audience, GRADE_ELSE)
    grade = reading_grade(script)
    if grade > highest:
        yield 1, f"reading grade {grade:.1f}, the most is {highest:.0f}: use shorter words and sentences"
