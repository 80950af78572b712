"""Judges how a script's words are put: what is never asked or promised, how long, how hard. English only.

The lists come from the guidance on interviewing children and on plain words; add to them freely. It mends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dialogs.grade import reading_grade, sentences
from dialogs.script import SETS, Audience, Script

PLACEHOLDERS = frozenset({"worker", "team", "child", "name", "meeting_date", "reading_days", "unsent_days"})
OF_A_SET = frozenset({"worry", "goal", "low", "high"})
YOUNG = frozenset({Audience.CHILD, Audience.YOUNG_PERSON})
LONGEST_UNDER_NINE = 12
LONGEST_SENTENCE = {Audience.CHILD: 15, Audience.PROFESSIONAL: 25}
LONGEST_ELSE = 20
"""Words in a sentence, by who reads it."""
HIGHEST_GRADE = {Audience.PROFESSIONAL: 7.0}
GRADE_ELSE = 4.0
"""Reading grade of a whole script; 4 is about a reading age of 9."""
LEADING = (
    r"(did|does|do|is|was|has|have|are|were)n't (he|she|it|they|you)(?=\?| (hit|hurt|think|feel|scare|shout))",
    r"(did|does|has) (he|she|it|they|mum|dad|anyone|someone|somebody) (ever )?(hit|hurt|touch|shout|scare)",
    r"is it because", r"you must", r"you should", r"who hurts?", r"poor you", r"bad things", r"how bad",
)  # fmt: skip
PRAISE = (r"good (answer|job|work)", r"great (answer|job|work)", r"well done", r"(almost|nearly) (done|there|finished)")
PROMISES = (
    r"secrets?", r"confidential\w*", r"private\w*", r"(just )?between us", r"you are safe now", r"i believe you",
    r"i understand", r"(nobody|no one) will (ever )?(know|find out|tell)", r"promise\w*",
)  # fmt: skip
MAY_BE_SAID = (r"(can't|cannot) keep secrets?", r"(can't|cannot|not a) promise")
JARGON = (
    "assessment", "safeguarding", "multi-agency", "contact arrangement", "dysregulated", "non-engagement",
    "appropriate", "boundary", "boundaries", "intervention", "lifestyle", "outcome", "professional", "stakeholder",
    "threshold", "perpetrator", "domestic abuse", "domestic violence", "neglect", "failure to protect", "concern",
    "disclosure", "core group", "referral", "section 47", "cpc", "lac",
)  # fmt: skip
SHOUTING = re.compile(r"\b[A-Z]{4,}\b|[A-Z]{2,} [A-Z]{2,}\b")
DECORATED = re.compile(r"</?\s*(i|em|u)\s*>|(?<!\w)[_*]{1,2}\w[^_*]*[_*]{1,2}(?!\w)|[\U0001F000-\U0001FAFF☀-➿]")
BRACES = re.compile(r"\{([^{}]*)\}")

Found = Iterator[tuple[int, str]]


def wording_problems(script: Script) -> Found:
    """Every problem with the words of a script, as (line, what to do)."""
    rules: tuple[Callable[[Script, str, str], Iterator[str]], ...] = (
        _asking, _promises, _plain, _length,
    )  # fmt: skip
    for line, where, words in _texts(script):
        step_id, _, slot = where.partition(".")
        for told in _placeholders(script, step_id, slot, words):
            yield line, f"{where}: {told}"
        for rule in rules:
            yield from ((line, f"{where}: {told}") for told in rule(script, slot, words))
    highest, grade = HIGHEST_GRADE.get(script.audience, GRADE_ELSE), reading_grade(script)
    if grade > highest:
        yield 1, f"reading grade {grade:.1f}, the most is {highest:.0f}: use shorter words and sentences"


def _texts(script: Script) -> Iterator[tuple[int, str, str]]:
    """(line, where, words) of everything a family reads, with one kind of apostrophe."""
    for number, words in enumerate(script.parts, start=1):
        yield 1, f"parts.{number}", words.replace("’", "'")
    for step in script.steps.values():
        for slot, words in step.messages():
            yield step.line, f"{step.id}.{slot}", words.replace("’", "'")


def _placeholders(script: Script, step_id: str, slot: str, words: str) -> Iterator[str]:
    loop = script.loop_of(step_id)
    items = set() if loop is None else OF_A_SET if loop.for_each == SETS else {"item"}
    allowed = PLACEHOLDERS | items | ({"reply"} if slot == "more.ask" else set())
    for name in BRACES.findall(words):
        if name == "reply" and name not in allowed:
            yield "{reply} belongs in `more` only"
        elif name in OF_A_SET | {"item"} and name not in allowed:
            yield f"{{{name}}} belongs to a step that `for_each` goes through"
        elif name not in allowed:
            yield f"{{{name}}} is not one of {', '.join(sorted(allowed))}"
    if re.search(r"[{}]", BRACES.sub("", words)):
        yield "a { or } is on its own; a placeholder is written {worker}"


def _asking(script: Script, slot: str, words: str) -> Iterator[str]:
    if script.audience in YOUNG and slot != "why":
        if _said(r"why", words):
            yield "do not ask a young person “why”; ask “what” instead"
        if slot in ("ask", "simpler", "more.ask") and words.count("?") > 1:
            yield "two questions at once; ask one"
    for phrase in LEADING:
        if found := _said(phrase, words):
            yield f"“{found}” leads to an answer; ask openly"
    for phrase in PRAISE:
        if found := _said(phrase, words):
            yield f"“{found}” judges or hurries; thank them and go on"


def _promises(script: Script, slot: str, words: str) -> Iterator[str]:
    for fine in MAY_BE_SAID:
        words = re.sub(fine, "", words, flags=re.IGNORECASE)
    for phrase in PROMISES:
        if found := _said(phrase, words):
            yield f"“{found}” promises what cannot be kept; say who reads it and when"


def _plain(script: Script, slot: str, words: str) -> Iterator[str]:
    for phrase in JARGON:
        if script.audience is not Audience.PROFESSIONAL and (found := _said(rf"{phrase}(s|es|ed)?", words)):
            yield f"“{found}” is a word of the trade; say it plainly"
    if SHOUTING.search(words) or DECORATED.search(words):
        yield "no capitals, italics or pictures; plain words are easier to read"


def _length(script: Script, slot: str, words: str) -> Iterator[str]:
    youngest = re.search(r"\d+", script.ages or "")
    most = LONGEST_SENTENCE.get(script.audience, LONGEST_ELSE)
    if youngest and int(youngest[0]) < 9:
        most = LONGEST_UNDER_NINE
    longest = max((len(sentence) for sentence in sentences(words)), default=0)
    if longest > most:
        yield f"a sentence of {longest} words; use {most} or fewer, or make two"


def _said(phrase: str, words: str) -> str:
    """The words that match this phrase, or nothing."""
    found = re.search(rf"\b(?:{phrase})\b", words, re.IGNORECASE)
    return found[0] if found else ""
