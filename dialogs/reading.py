"""Reads script files into `Script` values, or into a list of problems with file and line. Never half a script.

Shapes and references are checked here; wording and routes as a whole are judged in `lint.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.conditions import trouble_with
from dialogs.script import (
    END,
    Audience,
    Choice,
    Condition,
    EntryKind,
    Mode,
    More,
    ReplyKind,
    Route,
    Scale,
    Script,
    Step,
)

LARGEST_FILE = 256 * 1024

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author must mend: which file, which line, and what to do about it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _More(_Strict):
    ask: Words
    at_most: int = Field(ge=1, le=4)


class _Scale(_Strict):
    low: Words
    high: Words
    middle: Words | None = None
    ends: Literal["low_is_worst", "high_is_worst"]


class _Route(_Strict):
    go: str
    when: dict[str, Any] | None = Field(default=None, min_length=1, max_length=1)


class _Step(_Strict):
    part: int | None = Field(default=None, ge=1, le=6)
    say: list[Words] = []
    ask: Words | None = None
    simpler: Words | None = None
    why: Words | None = None
    note: Words | None = None
    reply: Literal["text", "one_of", "some_of", "people", "scale", "none", "read_back"] = "none"
    choices: dict[Id, Words] = {}
    scale: _Scale | None = None
    entry: Literal["worry", "working_well", "needs_to_happen", "scale", "person", "chair_question"] | None = None
    mode: Literal["fact", "feeling", "wish", "pretend"] | None = None
    more: _More | None = None
    practice: bool = False
    next: str | Annotated[list[_Route], Field(min_length=1)]


class _File(_Strict):
    script: Id
    version: int = Field(ge=1)
    audience: Literal["child", "young_person", "parent", "network", "professional"]
    ages: Words | None = None
    title: Words
    about: Words
    parts: list[Words] = Field(min_length=1, max_length=6)
    start: Id
    steps: dict[Id, _Step] = Field(min_length=1, max_length=300)


def read_script(path: Path) -> Script | list[Problem]:
    """The script in this file, or everything that keeps it from being one."""
    if path.stat().st_size > LARGEST_FILE:
        return [Problem(path.name, 1, "this file is over 256 KB; split it")]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [Problem(path.name, 1, "this file is not UTF-8 text; save it as UTF-8")]
    return read_text(text, path.name)


def read_folder(folder: Path) -> tuple[dict[str, Script], list[Problem]]:
    """Every script in a folder by its id, and every problem found on the way."""
    scripts: dict[str, Script] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        result = read_script(path)
        if isinstance(result, list):
            problems += result
        elif result.id in scripts or result.id != path.stem:
            problems.append(
                Problem(path.name, 1, f"the script is called `{result.id}`; the file must be {result.id}.yaml")
            )
        else:
            scripts[result.id] = result
    return scripts, problems


def read_text(text: str, name: str) -> Script | list[Problem]:
    """The script written in this YAML text, or its problems; `name` is the file name problems will carry."""
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        return [Problem(name, line, "there is a tab here; use spaces")]
    yaml = YAML(typ="rt", pure=True)
    yaml.version = (1, 2)
    try:
        tree = yaml.load(StringIO(text))
    except MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        return [Problem(name, mark.line + 1 if mark else 1, f"this is not YAML: {trouble.problem}")]
    except (YAMLError, ValueError, RecursionError) as trouble:
        return [Problem(name, 1, f"this is not YAML: {type(trouble).__name__}")]
    if not isinstance(tree, CommentedMap):
        return [Problem(name, 1, "a script starts with `script:`, `version:` and so on")]
    if _uses_anchors(text, tree):
        return [Problem(name, 1, "anchors and aliases (& and *) are not used in scripts; write the words out")]
    try:
        file = _File.model_validate(_plain(tree))
    except ValidationError as trouble:
        return [Problem(name, _line_of(tree, e["loc"]), _say(e["loc"], e["msg"], e["type"])) for e in trouble.errors()]
    script = _script(file, tree, text)
    return [Problem(name, line, words) for line, words in _reference_problems(script)] or script


def _uses_anchors(text: str, tree: object) -> bool:
    if isinstance(tree, CommentedMap | CommentedSeq):
        values = tree.values() if isinstance(tree, CommentedMap) else tree
        return tree.anchor.value is not None or any(_uses_anchors("", value) for value in values)
    return bool(getattr(getattr(tree, "anchor", None), "value", None))


def _plain(node: object) -> object:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool) or node is None:
        return node
    return int(node) if isinstance(node, int) else node


def _line_of(tree: object, path: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `path` that exists in the tree."""
    line, node = 1, tree
    for key in path:
        if isinstance(node, CommentedMap) and key in node:
            line = node.lc.key(key)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line = node.lc.item(key)[0] + 1
        else:
            continue
        node = node[key]
    return line


_SAID = {
    "extra_forbidden": "there is no such key here; check its spelling in dialogs/README.md",
    "missing": "this is missing",
    "string_pattern_mismatch": "an id is small letters, digits and _, and starts with a letter",
}


def _say(path: Sequence[int | str], message: str, kind: str) -> str:
    place = ".".join(str(part) for part in path if part != "list[_Route]" and part != "str") or "this file"
    return f"{place}: {_SAID.get(kind, message)}"


def _script(file: _File, tree: CommentedMap, text: str) -> Script:
    steps: dict[str, Step] = {}
    part = 0
    for step_id, step in file.steps.items():
        part = part if step.part is None else step.part - 1
        steps[step_id] = _step(step_id, step, part, _line_of(tree, ("steps", step_id)))
    return Script(
        id=file.script,
        version=file.version,
        audience=Audience(file.audience),
        ages=file.ages,
        title=file.title,
        about=file.about,
        start=file.start,
        parts=tuple(file.parts),
        steps=steps,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=text,
    )


def _step(step_id: str, step: _Step, part: int, line: int) -> Step:
    return Step(
        id=step_id,
        line=line,
        part=part,
        routes=(Route(step.next),) if isinstance(step.next, str) else tuple(_route(route) for route in step.next),
        say=tuple(step.say),
        ask=step.ask,
        simpler=step.simpler,
        why=step.why,
        note=step.note,
        reply=ReplyKind(step.reply),
        choices=tuple(Choice(id_, label) for id_, label in step.choices.items()),
        scale=None
        if step.scale is None
        else Scale(step.scale.low, step.scale.high, step.scale.ends, step.scale.middle),
        entry=None if step.entry is None else EntryKind(step.entry),
        mode=None if step.mode is None else Mode(step.mode),
        more=None if step.more is None else More(step.more.ask, step.more.at_most),
        practice=step.practice,
    )


def _route(route: _Route) -> Route:
    if route.when is None:
        return Route(route.go)
    [(name, argument)] = route.when.items()
    return Route(route.go, Condition(name, argument))


def _reference_problems(script: Script) -> list[tuple[int, str]]:
    """Names that point nowhere, and pieces that do not fit the kind of reply."""
    found: list[tuple[int, str]] = []
    if script.start not in script.steps:
        found.append((1, f"start: there is no step called `{script.start}`"))
    if END in script.steps:
        found.append((script.steps[END].line, f"a step may not be called `{END}`; that is where conversations stop"))
    for step in script.steps.values():
        found += [(step.line, f"{step.id}: {words}") for words in _step_problems(script, step)]
    return found


def _step_problems(script: Script, step: Step) -> list[str]:
    found: list[str] = []
    if step.part >= len(script.parts):
        found.append(f"part {step.part + 1} is not among the {len(script.parts)} parts of this script")
    for route in step.routes:
        if route.go != END and route.go not in script.steps:
            found.append(f"`go` or `next` names a step that is not here: {route.go}")
        if route.when is not None and (trouble := trouble_with(route.when, script, step)):
            found.append(trouble)
    wants_choices = step.reply in (ReplyKind.ONE_OF, ReplyKind.SOME_OF)
    if (step.ask is None) != (step.reply is ReplyKind.NONE):
        found.append("a step with a reply needs `ask`, and a step with `ask` needs a reply")
    if wants_choices != bool(step.choices):
        found.append("`choices` belong to one_of and some_of, and those need them")
    if (step.reply is ReplyKind.SCALE) != (step.scale is not None):
        found.append("`scale` belongs to a step whose reply is scale, with both ends in words")
    if step.more is not None and step.reply is not ReplyKind.TEXT:
        found.append("`more` only follows a text reply")
    if step.reply is ReplyKind.NONE and not step.say:
        found.append("this step says nothing and asks nothing")
    return found
