"""Reads the files of `councils/`: one council's words, limits and closed days each. Never half a council; what is wrong
comes back with file, line and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dialogs.mistakes import shape_words
from dialogs.references import Problem
from dialogs.yaml_text import line_of, plain, text_of, tree_of
from review.dates.council import GENERAL, Council, Happening, Level, LevelWords, Means, Rule, Unit
from review.dates.working_days import MOST, Nation, WorkingDays

FOLDER = Path(__file__).parent.parent / "councils"
DEFAULT = "general"
LARGEST_FILE = 64 * 1024
KEY = r"^[a-z][a-z0-9_]*$"
Words = Annotated[str, Field(min_length=1, max_length=400)]
STARTS = "a council starts with `council:`, `title:` and so on"


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
    text = text_of(path, LARGEST_FILE)
    tree = text if isinstance(text, list) else tree_of(text, path.name, STARTS)
    if isinstance(tree, list):
        return tree
    try:
        file = _Council.model_validate(plain(tree))
    except ValidationError as trouble:
        return [Problem(path.name, line_of(tree, e["loc"]), shape_words(e["loc"], e)) for e in trouble.errors()]
    if file.council != path.stem:
        return [Problem(path.name, 1, f"the council is called `{file.council}`; the file must be {file.council}.yaml")]
    keys = [rule.key for rule in file.rules]
    return [
        Problem(
            path.name, line_of(tree, ("rules", place)), f"there are two limits called `{key}`; give one another key"
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
