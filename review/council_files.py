"""Reads the files of `councils/`: one council's words, limits and closed days each. Never half a council; what is wrong
comes back with file, line and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.references import Problem
from review.council import GENERAL, Council, Happening, Level, LevelWords, Means, Rule, Unit
from review.working_days import MOST, Nation, WorkingDays

FOLDER = Path(__file__).parent / "councils"
DEFAULT = "general"
LARGEST_FILE = 64 * 1024
KEY = r"^[a-z][a-z0-9_]*$"
Words = Annotated[str, Field(min_length=1, max_length=400)]
_SAID = {
    "extra_forbidden": "there is no such key here; check its spelling",
    "missing": "this is missing",
    "string_type": "words are wanted here; put quotes around them if they hold a colon",
    "list_type": "a list is wanted here: one line each, beginning with a dash",
    "dict_type": "keys and words are wanted here, one line each",
    "model_type": "keys and words are wanted here, one line each",
    "int_type": "a whole number is wanted here",
    "string_too_short": "there are no words here",
    "string_too_long": "this is too long",
    "string_pattern_mismatch": "small letters, digits and _ only, a letter first",
    "date_type": "a day is wanted here, as in 2026-12-24",
    "date_from_datetime_parsing": "a day is wanted here, as in 2026-12-24",
}


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Words(_Written):
    worry: Words
    goal: Words
    meeting: Words


class _Rule(_Written):
    key: Annotated[str, Field(pattern=KEY, max_length=40)]
    what: Words
    event: Annotated[Happening, Field(strict=False)]
    offset: Annotated[int, Field(ge=1, le=MOST)]
    unit: Annotated[Unit, Field(strict=False)]
    when: Annotated[str, Field(pattern="^(before|after)$")]
    means: Annotated[Means, Field(strict=False)]
    recipient: Words | None = None
    meeting: Annotated[Happening | None, Field(strict=False)] = None
    source: Words
    note: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> _Rule:
        if (self.means is Means.HELD) != (self.meeting is not None):
            raise ValueError("`meeting` says what must be held: it goes with `means: held`, and only with it")
        if (self.means in (Means.SHARED, Means.SENT)) != (self.recipient is not None):
            raise ValueError(
                "`recipient` says whom it is shared with or sent to: it goes with those two, and only those"
            )
        return self


class _Council(_Written):
    council: Annotated[str, Field(pattern=KEY, max_length=40)]
    title: Words
    about: Words
    nation: Annotated[Nation, Field(strict=False)]
    also: Annotated[str, Field(pattern=KEY)] | None = None
    closed: list[Annotated[date, Field(strict=False)]] = []
    words: dict[Annotated[Level, Field(strict=False)], _Words] = {}
    rules: list[_Rule] = []
    notes: list[Words] = []


def read_council(name: str, folder: Path = FOLDER) -> Council | list[Problem]:
    """The council called this, with the limits of the file it names under `also`; or everything that is wrong."""
    path = folder / f"{name}.yaml"
    if not path.is_file():
        there = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
        return [Problem(path.name, 1, f"there is no such file; there are {there}")]
    file = _read(path)
    if isinstance(file, list) or file.also is None:
        return file if isinstance(file, list) else _council(file, ())
    if file.also == name or not (folder / f"{file.also}.yaml").is_file():
        return [Problem(path.name, 1, f"also: there is no other file {file.also}.yaml whose limits could count too")]
    base = read_council(file.also, folder)
    return base if isinstance(base, list) else _council(file, base.rules)


def read_councils(folder: Path = FOLDER) -> tuple[dict[str, Council], list[Problem]]:
    """Every council in a folder by its key, and every problem found on the way."""
    councils: dict[str, Council] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        result = read_council(path.stem, folder)
        if isinstance(result, list):
            problems += [one for one in result if one not in problems]
        else:
            councils[result.key] = result
    return councils, problems


def _read(path: Path) -> _Council | list[Problem]:
    tree = _tree(path)
    if isinstance(tree, list):
        return tree
    try:
        file = _Council.model_validate(_plain(tree))
    except ValidationError as trouble:
        return [
            Problem(path.name, _line_of(tree, e["loc"]), _say(e["loc"], e["msg"], e["type"])) for e in trouble.errors()
        ]
    if file.council != path.stem:
        return [Problem(path.name, 1, f"the council is called `{file.council}`; the file must be {file.council}.yaml")]
    keys = [rule.key for rule in file.rules]
    return [
        Problem(
            path.name, _line_of(tree, ("rules", place)), f"there are two limits called `{key}`; give one another key"
        )
        for place, key in enumerate(keys)
        if key in keys[:place]
    ] or file


def _council(file: _Council, base: Sequence[Rule]) -> Council:
    own = tuple(_rule(rule) for rule in file.rules)
    replaced = {rule.key for rule in own}
    words = {level: LevelWords(one.worry, one.goal, one.meeting) for level, one in file.words.items()}
    return Council(
        key=file.council,
        title=file.title,
        about=file.about,
        calendar=WorkingDays(file.nation, frozenset(file.closed)),
        words={**GENERAL, **words},
        rules=(*(rule for rule in base if rule.key not in replaced), *own),
        notes=tuple(file.notes),
    )


def _rule(rule: _Rule) -> Rule:
    return Rule(
        rule.key,
        rule.what,
        rule.event,
        rule.offset,
        rule.unit,
        rule.when == "before",
        rule.means,
        rule.recipient or "",
        rule.meeting,
        rule.source,
        rule.note or "",
    )


def _tree(path: Path) -> CommentedMap | list[Problem]:
    if path.stat().st_size > LARGEST_FILE:
        return [Problem(path.name, 1, "this file is over 64 KB")]
    yaml = YAML(typ="rt", pure=True)
    yaml.version = (1, 2)
    try:
        tree = yaml.load(StringIO(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError:
        return [Problem(path.name, 1, "this file is not UTF-8 text; save it as UTF-8")]
    except MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        return [Problem(path.name, mark.line + 1 if mark else 1, f"this is not YAML: {trouble.problem}")]
    except (YAMLError, ValueError, RecursionError) as trouble:
        return [Problem(path.name, 1, f"this is not YAML: {type(trouble).__name__}")]
    if not isinstance(tree, CommentedMap):
        return [Problem(path.name, 1, "a council starts with `council:`, `title:` and so on")]
    return tree


def _plain(node: object) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return int(node) if isinstance(node, int) and not isinstance(node, bool) else node


def _line_of(tree: object, path: Sequence[int | str]) -> int:
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


def _say(path: Sequence[int | str], message: str, kind: str) -> str:
    place = ".".join(str(part) for part in path) or "this file"
    return f"{place}: {_SAID.get(kind, message.removeprefix('Value error, '))}"
