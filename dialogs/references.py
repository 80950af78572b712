"""Names in a script that point nowhere, and pieces that do not fit the kind of reply. It judges no wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.conditions import trouble_with
from dialogs.pictures import PICTURES
from dialogs.script import END, SETS, STEP_IDS, ReplyKind, Script, Step

WITH_CHOICES = (ReplyKind.ONE_OF, ReplyKind.SOME_OF, ReplyKind.PICTURES)
SEVERAL = (ReplyKind.SOME_OF, ReplyKind.PICTURES)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author must mend: which file, which line, and what to do about it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def reference_problems(script: Script) -> list[tuple[int, str]]:
    """Every problem as (line, what to do)."""
    found: list[tuple[int, str]] = []
    if script.start not in script.steps:
        found.append((1, f"start: there is no step called `{script.start}`"))
    if END in script.steps:
        found.append((script.steps[END].line, f"a step may not be called `{END}`; that is where conversations stop"))
    for step in script.steps.values():
        for rule in (_routes, _pieces, _pictures, _names, _loop):
            found += [(step.line, f"{step.id}: {words}") for words in rule(script, step)]
    return found


def _routes(script: Script, step: Step) -> Iterator[str]:
    if step.part >= len(script.parts):
        yield f"part {step.part + 1} is not among the {len(script.parts)} parts of this script"
    if not step.routes:
        yield "`next` is missing: name the step that follows, or `end`"
    inside = script.loop_of(step.id)
    for route in step.routes:
        if route.go != END and route.go not in script.steps:
            yield f"`go` or `next` names a step that is not here: {route.go}"
        elif inside is not None and route.go not in (*inside.do, inside.id):
            yield f"inside `for_each` a step leads to another under `do`, or back to `{inside.id}`, not to `{route.go}`"
        elif inside is None and route.go in _first_and_rest(script) and step.for_each is None:
            yield f"`{route.go}` is gone through by `for_each`; lead to that step instead"
        if route.when is not None and (trouble := trouble_with(route.when, script, step)):
            yield trouble


def _first_and_rest(script: Script) -> set[str]:
    return {one for step in script.steps.values() for one in step.do}


def _pieces(script: Script, step: Step) -> Iterator[str]:
    if (step.ask is None) != (step.reply is ReplyKind.NONE):
        yield "a step with a reply needs `ask`, and a step with `ask` needs a reply"
    if (step.reply is ReplyKind.STEPS) != (tuple(choice.id for choice in step.choices) == STEP_IDS):
        yield "`steps` are five worded steps, lowest first, and belong to a step whose reply is steps"
    elif step.reply is not ReplyKind.STEPS and (step.reply in WITH_CHOICES) != bool(step.choices):
        yield "`choices` belong to one_of, some_of and pictures, and those need them"
    if (step.reply is ReplyKind.SCALE) != (step.scale is not None):
        yield "`scale` belongs to a step whose reply is scale, with both ends in words"
    if step.more is not None and step.reply is not ReplyKind.TEXT:
        yield "`more` only follows a text reply"
    if step.draw and step.reply is not ReplyKind.TEXT:
        yield "`draw` belongs to a text reply"
    if step.sharing and step.reply is not ReplyKind.READ_BACK:
        yield "`sharing` belongs to the read_back step"
    if step.at_most is not None and step.reply not in SEVERAL and step.for_each is None:
        yield "`at_most` belongs to some_of, pictures and for_each"
    if step.reply is ReplyKind.NONE and not step.say and step.for_each is None:
        yield "this step says nothing and asks nothing"


def _pictures(script: Script, step: Step) -> Iterator[str]:
    for choice in step.choices:
        if choice.picture is not None and choice.picture not in PICTURES:
            yield f"there is no picture called `{choice.picture}`; the pictures are in dialogs/pictures.yaml"
    if step.reply is ReplyKind.PICTURES and any(choice.picture is None for choice in step.choices):
        yield "every choice of a `pictures` reply needs a `picture`"


def _names(script: Script, step: Step) -> Iterator[str]:
    if step.detail_of is not None and (step.detail_of not in script.steps or step.entry is None):
        yield f"`detail_of` names a step of this script, on a step with an `entry`; `{step.detail_of}` does not fit"
    if step.anonymous_if is not None and step.choice(step.anonymous_if) is None:
        yield f"`anonymous_if` needs the id of a choice of this step, not `{step.anonymous_if}`"


def _loop(script: Script, step: Step) -> Iterator[str]:
    if (step.for_each is None) != (not step.do):
        yield "`for_each` and `do` belong together: what to go through, and the steps to go through it with"
        return
    if step.for_each is None:
        return
    if step.ask is not None:
        yield "a `for_each` step asks nothing itself"
    source = script.steps.get(step.for_each)
    if step.for_each != SETS and (source is None or source.reply not in (ReplyKind.PEOPLE, *SEVERAL)):
        yield "`for_each` needs `sets`, or a step whose reply is people, some_of or pictures"
    for one in step.do:
        other = script.steps.get(one)
        if other is None:
            yield f"`do` names a step that is not here: {one}"
        elif other.for_each is not None or script.loop_of(one) is not step:
            yield f"`{one}` cannot be gone through here: it belongs to another `for_each`, or is one"
