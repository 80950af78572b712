"""Reads an uploaded text as a script, with everything that is wrong with it. The text is a stranger's until then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from dialogs.grade import longest_sentence, reading_grade
from dialogs.lint import check
from dialogs.reading import KEPT_SHARED, LARGEST_FILE, Shared, read_text
from dialogs.references import Problem
from dialogs.replies import tidy
from dialogs.script import Script

MOST_LINES, LONGEST_LINE = 1500, 400
"""What is shown of a text; a script has a few hundred lines."""
HIGHEST_VERSION = 9999
TAKEN = frozenset({"shared", "picture"})
"""Names under which words of every script are filed for translation."""
NAME = "upload.yaml"
SLOT = re.compile(r"(?P<step>[a-z][a-z0-9_]*)\.(?P<slot>[a-z]+)(?:\.(?P<rest>[a-z0-9_]+))?: ")
"""How a problem with words begins: which step, and which of its words."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text, the script in it when it is one, and what is wrong with it. `problems` is empty for a clean one."""

    text: str
    script: Script | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def by_line(self) -> dict[int, list[str]]:
        """What is wrong on each line."""
        found: dict[int, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.line, []).append(problem.text)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it is shown: its number, its words (cut when very long), what is wrong on it."""

    number: int
    words: str
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How long and how hard a script is."""

    questions: int
    grade: str
    longest: int


def decoded(content: bytes) -> str | Problem:
    """The text of an uploaded file: UTF-8, with line breaks and without the mark some editors put first."""
    if len(content) > LARGEST_FILE:
        return Problem(NAME, 1, "this file is over 256 KB; split it")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return Problem(NAME, 1, "this file is not UTF-8 text; save it as UTF-8")


@lru_cache(maxsize=100)
def reread(text: str) -> Read:
    """A kept text, read again: rules may have grown since. Remembered, because every page of a script needs it."""
    return read(text)


def read(text: str, shared: Shared | None = None) -> Read:
    """The text as a script, with every problem by line: of its shape, its names, its wording and its whole."""
    trouble = _trouble_with_kept(text)
    if trouble is not None:
        return Read(text, None, (trouble,))
    found = read_text(text, NAME, shared)
    if isinstance(found, list):
        return Read(text, None, tuple(sorted(found, key=lambda problem: problem.line)))
    problems = [*check(found), *_unseen(found), *_trouble_with_names(found)]
    lines = text.split("\n")
    nearer = (_nearer(lines, problem) for problem in problems)
    return Read(text, found, tuple(sorted(nearer, key=lambda problem: problem.line)))


def behind(text: str, script: Script, in_use: Script | None) -> Problem | None:
    """Why this script cannot follow the one in use, or None: a version number only ever goes up."""
    if in_use is None or script.version > in_use.version:
        return None
    line = _line_of(text, "version")
    if script.digest == in_use.digest:
        return Problem(NAME, line, f"this is the text that is in use now, version {in_use.version}; nothing is new")
    return Problem(
        NAME, line, f"version: must be {in_use.version + 1} or higher; version {in_use.version} is in use now"
    )


def lines_of(text: str, by_line: dict[int, list[str]]) -> tuple[Line, ...]:
    """The first lines of a text with what is wrong on them; the steps a kept text brought along are left out."""
    body = text.partition(f"\n{KEPT_SHARED}")[0]
    lines = body.split("\n")[:MOST_LINES]
    return tuple(Line(n, line[:LONGEST_LINE], by_line.get(n, [])) for n, line in enumerate(lines, 1))


@lru_cache(maxsize=200)
def numbers(script: Script) -> Numbers:
    """How many questions a script asks, its reading grade and its longest sentence."""
    asked = sum(step.ask is not None for step in script.steps.values())
    return Numbers(asked, f"{max(reading_grade(script), 0):.1f}", longest_sentence(script))


def _trouble_with_kept(text: str) -> Problem | None:
    """A kept text brings the shared steps it used in its last line; one that was tampered with is not read."""
    body, mark, kept = text.partition(f"\n{KEPT_SHARED}")
    if not mark:
        return None
    try:
        steps = json.loads(kept)
        if isinstance(steps, dict) and all(isinstance(step, dict) for step in steps.values()):
            return None
    except (ValueError, RecursionError):
        pass
    line = body.count("\n") + 2
    return Problem(NAME, line, "`#: shared` and what follows was changed; put it back as it was, or take it out")


def _trouble_with_names(script: Script) -> Iterator[Problem]:
    if script.id in TAKEN:
        line = _line_of(script.source, "script")
        yield Problem(NAME, line, f"script: `{script.id}` is used for something else; choose another name")
    if script.version > HIGHEST_VERSION:
        line = _line_of(script.source, "version")
        yield Problem(NAME, line, f"version: must be {HIGHEST_VERSION} or lower")


def _unseen(script: Script) -> Iterator[Problem]:
    """Words with characters that no screen can show."""
    for context, words, line in script.messages():
        if tidy(words)[1]:
            yield Problem(
                NAME,
                line,
                f"{context.partition('.')[2]}: there is a character here that cannot be seen; type the words again",
            )


def _nearer(lines: Sequence[str], problem: Problem) -> Problem:
    """A problem with words, moved from the line its step begins on to the line of those words, where that is found."""
    named = SLOT.match(problem.text)
    if named is None or not lines[problem.line - 1].strip().startswith(f"{named['step']}:"):
        return problem
    indent = len(lines[problem.line - 1]) - len(lines[problem.line - 1].lstrip())
    following = enumerate(lines[problem.line :], problem.line + 1)
    inside = list(takewhile(lambda one: not one[1].strip() or one[1].startswith(" " * (indent + 1)), following))
    key = {"choice": "choices"}.get(named["slot"], named["slot"])
    for at, (number, line) in enumerate(inside):
        if line.strip().startswith(f"{key}:"):
            return replace(problem, line=_within(inside[at:], named["rest"]) or number)
    return problem


def _within(lines: Sequence[tuple[int, str]], which: str | None) -> int | None:
    """The line of an item of a list (by its number from 0) or of a key; None when it is not on a line of its own."""
    if which is None:
        return None
    if which.isdigit():
        items = [number for number, line in lines[1:] if line.strip().startswith("- ")]
        return items[int(which)] if int(which) < len(items) else None
    return next((number for number, line in lines[1:] if line.strip().startswith(f"{which}:")), None)


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^{key}\s*:", text, re.MULTILINE)
    return 1 if found is None else text.count("\n", 0, found.start()) + 1
