"""The shape of a script file, key by key. Only shapes: what the keys mean is in `reading.py` and dialogs/README.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
CAN_BE_SHOWN = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True, pattern=CAN_BE_SHOWN)]
"""Words of a script. Nothing that no screen can show."""
WrittenAudience = Literal["child", "young_person", "parent", "network", "professional"]
WrittenReply = Literal[
    "text", "one_of", "some_of", "people", "pictures", "steps", "scale", "none", "read_back"
]  # fmt: skip
WrittenEntry = Literal[
    "worry", "working_well", "needs_to_happen", "scale", "person", "chair_question", "chair_only", "feeling",
    "set_view", "plan_rule", "feedback",
]  # fmt: skip


class Strict(BaseModel):
    """Nothing unknown, nothing guessed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class WrittenMore(Strict):
    """`more`."""

    ask: Words
    at_most: int = Field(ge=1, le=4)


class WrittenScale(Strict):
    """`scale`."""

    low: Words
    high: Words
    middle: Words | None = None
    ends: Literal["low_is_worst", "high_is_worst"]


class WrittenRoute(Strict):
    """One row under `next`."""

    go: str
    when: dict[str, Any] | None = Field(default=None, min_length=1, max_length=1)


class WrittenChoice(Strict):
    """A choice with a picture; without `say` the picture is all there is."""

    say: Words | None = None
    picture: Id


class WrittenStep(Strict):
    """One stop."""

    part: int | None = Field(default=None, ge=1, le=6)
    say: list[Words] = []
    ask: Words | None = None
    simpler: Words | None = None
    why: Words | None = None
    note: Words | None = None
    reply: WrittenReply = "none"
    choices: dict[Id, Words | WrittenChoice] = {}
    steps: list[Words] = Field(default=[], min_length=5, max_length=5)
    at_most: int | None = Field(default=None, ge=1, le=12)
    scale: WrittenScale | None = None
    entry: WrittenEntry | None = None
    mode: Literal["fact", "feeling", "wish", "pretend", "guess"] | None = None
    more: WrittenMore | None = None
    practice: bool = False
    draw: bool = False
    sharing: bool = False
    detail_of: Id | None = None
    anonymous_if: Id | None = None
    for_each: Id | None = None
    do: list[Id] = Field(default=[], max_length=20)
    shared: Id | None = None
    next: str | Annotated[list[WrittenRoute], Field(min_length=1)] | None = None


class WrittenScript(Strict):
    """A whole file."""

    script: Id
    version: int = Field(ge=1, le=9999)
    audience: WrittenAudience
    also_for: list[WrittenAudience] = Field(default=[], max_length=4)
    ages: Words | None = None
    kept: Literal["server", "page"] = "server"
    title: Words
    about: Words
    parts: list[Words] = Field(min_length=1, max_length=6)
    start: Id
    steps: dict[Id, WrittenStep] = Field(min_length=1, max_length=300)
