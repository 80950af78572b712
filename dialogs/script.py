"""The values a script is made of: script, step, choice, scale, route.

Only shapes live here. Reading files is `reading.py`, judging them is `lint.py`, moving through them is `engine.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

END = "end"
"""The place a route goes to when the conversation is over. No step may have this name."""


class ReplyKind(StrEnum):
    """What a step asks the person to give."""

    TEXT = "text"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    PEOPLE = "people"
    PICTURES = "pictures"
    STEPS = "steps"
    SCALE = "scale"
    NONE = "none"
    READ_BACK = "read_back"


class EntryKind(StrEnum):
    """What a reply becomes on the map."""

    WORRY = "worry"
    WORKING_WELL = "working_well"
    NEEDS_TO_HAPPEN = "needs_to_happen"
    SCALE = "scale"
    PERSON = "person"
    CHAIR_QUESTION = "chair_question"
    CHAIR_ONLY = "chair_only"
    """For the Chair of the meeting and nobody else: on no map, in no export, in a store of its own."""
    FEELING = "feeling"
    SET_VIEW = "set_view"
    PLAN_RULE = "plan_rule"
    FEEDBACK = "feedback"


class Mode(StrEnum):
    """What kind of words a reply holds. A wish never becomes a fact."""

    FACT = "fact"
    FEELING = "feeling"
    WISH = "wish"
    PRETEND = "pretend"
    GUESS = "guess"
    """What a grown-up thinks a child would say."""


class Audience(StrEnum):
    """Who a script is for; decides wording rules and reading grade."""

    CHILD = "child"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    NETWORK = "network"
    PROFESSIONAL = "professional"


class Keeping(StrEnum):
    """Where a conversation lives until it is sent: on the server, or only in the page it is held on."""

    SERVER = "server"
    PAGE = "page"


SETS = "sets"
"""What `for_each` names to go through the worries and goals that were shared with the person."""
STEP_IDS = ("step_1", "step_2", "step_3", "step_4", "step_5")
"""The ids of five worded steps, from the lowest to the highest; each is also the id of its picture."""
LEFT_OPEN = frozenset(
    {"something_else", "someone_else", "none_of_these", "nobody", "not_sure", "dont_know", "dont_know_yet"}
)
"""Choices that name nothing in particular: always last on a list, and never gone through by `for_each`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An offered reply. The id routes and is stored; the label is only words. A wordless one is only its picture, and
    its label says what the picture shows.
    """

    id: str
    label: str
    picture: str | None = None
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Both ends of a 0-10 scale in words, and which is the worst. Ratings compare only when all of this is equal."""

    low: str
    high: str
    ends: str = "low_is_worst"
    middle: str | None = None


@dataclass(frozen=True, slots=True)
class More:
    """A follow-up asked after an answer, at most this many times."""

    ask: str
    at_most: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A named predicate from `conditions.py` with its argument as written in the script."""

    name: str
    argument: object


@dataclass(frozen=True, slots=True)
class Route:
    """One way onward. The first route whose condition holds (or that has none) is taken."""

    go: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One stop in a script, with the line of the file it starts on."""

    id: str
    line: int
    routes: tuple[Route, ...]
    part: int = 0
    say: tuple[str, ...] = ()
    ask: str | None = None
    simpler: str | None = None
    why: str | None = None
    note: str | None = None
    reply: ReplyKind = ReplyKind.NONE
    choices: tuple[Choice, ...] = ()
    scale: Scale | None = None
    entry: EntryKind | None = None
    mode: Mode | None = None
    more: More | None = None
    practice: bool = False
    at_most: int | None = None
    draw: bool = False
    sharing: bool = False
    detail_of: str | None = None
    anonymous_if: str | None = None
    for_each: str | None = None
    do: tuple[str, ...] = ()
    shared: str | None = None

    def choice(self, choice_id: str) -> Choice | None:
        """The choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)

    def context(self, script: str, slot: str) -> str:
        """What a translation of this slot is filed under. A picture's words and a shared step's are filed once for
        every script.
        """
        if slot.startswith("choice.") and (choice := self.choice(slot[7:])) is not None and choice.wordless:
            return f"picture.{choice.picture}"
        return f"shared.{self.shared}.{slot}" if self.shared else f"{script}.{self.id}.{slot}"

    def messages(self) -> Iterator[tuple[str, str]]:
        """Every translatable text of this step as (slot, words). Slots are part of a context: keep them."""
        for index, words in enumerate(self.say):
            yield f"say.{index}", words
        for slot, text in (("ask", self.ask), ("simpler", self.simpler), ("why", self.why)):
            if text is not None:
                yield slot, text
        if self.more is not None:
            yield "more.ask", self.more.ask
        for choice in self.choices:
            yield f"choice.{choice.id}", choice.label
        if self.scale is not None:
            for slot, text in (("low", self.scale.low), ("middle", self.scale.middle), ("high", self.scale.high)):
                if text is not None:
                    yield f"scale.{slot}", text


@dataclass(frozen=True, eq=False)
class Script:
    """A conversation on file. Immutable, and named by (and equal by) the digest of its file."""

    id: str
    version: int
    audience: Audience
    ages: str | None
    title: str
    about: str
    start: str
    parts: tuple[str, ...]
    steps: Mapping[str, Step]
    digest: str
    source: str
    also_for: tuple[Audience, ...] = ()
    kept: Keeping = Keeping.SERVER

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Script) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def _loops(self) -> Mapping[str, Step]:
        return {inside: step for step in self.steps.values() for inside in step.do}

    @cached_property
    def may_be_unnamed(self) -> bool:
        """Whether what is said here can be sent without a name."""
        return any(step.anonymous_if is not None for step in self.steps.values())

    def loop_of(self, step_id: str) -> Step | None:
        """The `for_each` step that goes through this step, or None."""
        return self._loops.get(step_id)

    def messages(self) -> Iterator[tuple[str, str, int]]:
        """Every translatable text as (context, words, line); the context is `script.step.slot`."""
        yield f"{self.id}.title", self.title, 1
        yield f"{self.id}.about", self.about, 1
        for index, words in enumerate(self.parts):
            yield f"{self.id}.part.{index}", words, 1
        for step in self.steps.values():
            for slot, words in step.messages():
                yield step.context(self.id, slot), words, step.line
