"""Reads script files into `Script` values, or into a list of problems with file and line. Never half a script.

Shapes and references are checked here; wording and routes as a whole are judged in `lint.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from dialogs.mistakes import shape_words
from dialogs.pictures import PICTURES
from dialogs.references import Problem as Problem
from dialogs.references import reference_problems
from dialogs.script import (
    STEP_IDS,
    Audience,
    Choice,
    Condition,
    EntryKind,
    Keeping,
    Mode,
    More,
    ReplyKind,
    Route,
    Scale,
    Script,
    Step,
)
from dialogs.written import WrittenRoute, WrittenScript, WrittenStep
from dialogs.yaml_text import LARGEST_FILE as LARGEST_FILE
from dialogs.yaml_text import line_of, plain, text_of, tree_of

STARTS = "a script starts with `script:`, `version:` and so on"
SHARED_FILE = "shared.yaml"
"""The file beside the scripts with steps that several of them use."""
KEPT_SHARED = "#: shared "
"""How the last line of a kept script begins that used shared steps: with them as they were, so that it never changes.
"""
OWN = frozenset({"shared", "next", "part", "entry", "mode", "note", "detail_of"})
"""What a step may say beside `shared`. The words are the shared step's."""
Shared = Mapping[str, Mapping[str, Any]]


def read_script(path: Path, shared: Shared | None = None) -> Script | list[Problem]:
    """The script in this file, or everything that keeps it from being one. `shared` are the steps scripts may use."""
    text = text_of(path)
    if isinstance(text, list):
        return text
    result = _read_once(text, path.name, json.dumps(shared or {}))
    return list(result) if isinstance(result, tuple) else result


@lru_cache(maxsize=256)
def _read_once(text: str, name: str, shared: str) -> Script | tuple[Problem, ...]:
    """A file that has not changed is read once in a process: YAML with line numbers takes its time."""
    result = read_text(text, name, json.loads(shared))
    return tuple(result) if isinstance(result, list) else result


def read_folder(folder: Path) -> tuple[dict[str, Script], list[Problem]]:
    """Every script in a folder by its id, and every problem found on the way."""
    scripts: dict[str, Script] = {}
    shared, problems = read_shared(folder)
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SHARED_FILE:
            continue
        result = read_script(path, shared)
        if isinstance(result, list):
            problems += result
        elif result.id in scripts or result.id != path.stem:
            problems.append(
                Problem(path.name, 1, f"the script is called `{result.id}`; the file must be {result.id}.yaml")
            )
        else:
            scripts[result.id] = result
    return scripts, problems


def read_shared(folder: Path) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """The steps in the folder's `shared.yaml` by name, and its problems. No file, no shared steps."""
    path = folder / SHARED_FILE
    if not path.exists():
        return {}, []
    text = text_of(path)
    tree = text if isinstance(text, list) else tree_of(text, path.name, STARTS)
    if isinstance(tree, list):
        return {}, tree
    steps: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for name, step in tree.items():
        try:
            WrittenStep.model_validate(plain(step))
        except ValidationError as trouble:
            problems += [
                Problem(path.name, line_of(tree, (name, *e["loc"])), shape_words((name, *e["loc"]), e))
                for e in trouble.errors()
            ]
        else:
            steps[str(name)] = plain(step)  # type: ignore[assignment]
    return steps, problems


def read_text(text: str, name: str, shared: Shared | None = None) -> Script | list[Problem]:
    """The script written in this YAML text, or its problems; `name` is the file name problems will carry. A text that
    was kept with the shared steps it used brings them along.
    """
    tree = tree_of(text, name, STARTS)
    if isinstance(tree, list):
        return tree
    body, _, kept = text.partition(f"\n{KEPT_SHARED}")
    bare = plain(tree)
    try:
        used = _fill_in(bare, json.loads(kept) if kept else shared or {})
    except UnknownShared as trouble:
        return [Problem(name, line_of(tree, ("steps", trouble.args[0])), str(trouble))]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return [Problem(name, text.count("\n"), "the last line is not shared steps as they are kept; take it out")]
    try:
        file = WrittenScript.model_validate(bare)
    except ValidationError as trouble:
        return [Problem(name, line_of(tree, e["loc"]), shape_words(e["loc"], e)) for e in trouble.errors()]
    source = f"{body}\n{KEPT_SHARED}{json.dumps(used, sort_keys=True)}\n" if used else text
    script = _script(file, tree, source)
    return [Problem(name, line, words) for line, words in reference_problems(script)] or script


class UnknownShared(Exception):
    """A step names a shared step that is not there, or says something only the shared step may say."""

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.args[1]}"


def _fill_in(plain: Any, shared: Shared) -> dict[str, Any]:
    """Puts the shared steps into the steps that use them; which ones were used, as they are now."""
    used: dict[str, Any] = {}
    steps = plain.get("steps")
    for step_id, step in (steps if isinstance(steps, dict) else {}).items():
        if not isinstance(step, dict) or "shared" not in step:
            continue
        called = step["shared"]
        if not isinstance(called, str) or called not in shared:
            raise UnknownShared(step_id, f"there is no shared step called `{called}` in {SHARED_FILE}")
        if too_much := sorted(set(step) - OWN):
            raise UnknownShared(step_id, f"`{too_much[0]}` cannot stand beside `shared`; the shared step says it")
        used[called] = shared[called]
        steps[step_id] = {**shared[called], **step}
    return used


def _script(file: WrittenScript, tree: CommentedMap, source: str) -> Script:
    steps: dict[str, Step] = {}
    part = 0
    onward = _onward(file)
    for step_id, step in file.steps.items():
        part = part if step.part is None else step.part - 1
        line = line_of(tree, ("steps", step_id))
        steps[step_id] = _step(step_id, step, part, line, onward.get(step_id, ()))
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
        digest=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
        also_for=tuple(Audience(one) for one in file.also_for),
        kept=Keeping(file.kept),
    )


def _onward(file: WrittenScript) -> dict[str, tuple[Route, ...]]:
    """Where each step leads. Under `do` a step without `next` leads to the one after it, and the last one back."""
    onward: dict[str, tuple[Route, ...]] = {}
    for step_id, step in file.steps.items():
        for one, after in zip(step.do, [*step.do[1:], step_id], strict=False):
            onward[one] = (Route(after),)
    for step_id, step in file.steps.items():
        if isinstance(step.next, str):
            onward[step_id] = (Route(step.next),)
        elif step.next is not None:
            onward[step_id] = tuple(_route(route) for route in step.next)
    return onward


def _step(step_id: str, step: WrittenStep, part: int, line: int, routes: tuple[Route, ...]) -> Step:
    scale = step.scale
    return Step(
        id=step_id,
        line=line,
        part=part,
        routes=routes,
        say=tuple(step.say),
        ask=step.ask,
        simpler=step.simpler,
        why=step.why,
        note=step.note,
        reply=ReplyKind(step.reply),
        choices=tuple(_choices(step)),
        scale=None if scale is None else Scale(scale.low, scale.high, scale.ends, scale.middle),
        entry=None if step.entry is None else EntryKind(step.entry),
        mode=None if step.mode is None else Mode(step.mode),
        more=None if step.more is None else More(step.more.ask, step.more.at_most),
        practice=step.practice,
        at_most=step.at_most,
        draw=step.draw,
        sharing=step.sharing,
        detail_of=step.detail_of,
        anonymous_if=step.anonymous_if,
        for_each=step.for_each,
        do=tuple(step.do),
        shared=step.shared,
    )


def _choices(step: WrittenStep) -> Iterator[Choice]:
    for id_, label in zip(STEP_IDS, step.steps, strict=False):
        yield Choice(id_, label, picture=id_)
    for id_, written in step.choices.items():
        if isinstance(written, str):
            yield Choice(id_, written)
        else:
            words = written.say or PICTURES.get(written.picture, "")
            yield Choice(id_, words, written.picture, wordless=written.say is None)


def _route(route: WrittenRoute) -> Route:
    if route.when is None:
        return Route(route.go)
    [(name, argument)] = route.when.items()
    return Route(route.go, Condition(name, argument))
