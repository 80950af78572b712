"""The values of a conversation being held: replies, turns, entries. Nothing here decides anything.

A conversation is its turns; everything else (where it stands, what has been set aside) is folded from them in
`engine.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dialogs.script import EntryKind, Mode, ReplyKind, Scale

LONGEST_QUOTE = 120
"""Characters of a person's own words repeated back in a follow-up; the rest is marked […]."""
LEFT_OUT = "[…]"


class Move(StrEnum):
    """What the person did at a question. Everything but `answer` is data in its own right, never a blank."""

    ANSWER = "answer"
    SKIP = "skip"
    DONT_KNOW = "dont_know"
    RATHER_NOT = "rather_not"
    NOTHING = "nothing"
    NO_MORE = "no_more"
    TAKE_OUT = "take_out"


class SharingWish(StrEnum):
    """What the person wishes for one of their answers. A wish, never a promise."""

    MEETING = "meeting"
    WORKER_FIRST = "worker_first"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class SharedSet:
    """A worry, its goal and the two ends of its scale, word for word as a worker shared them with the person."""

    worry: str
    goal: str
    low: str
    high: str


class Position(NamedTuple):
    """One asking of one question: the step, which visit to it (or, inside `for_each`, which item), and which round
    (0, then `more` follow-ups).
    """

    step: str
    visit: int = 0
    round: int = 0

    def __str__(self) -> str:
        return f"{self.step}.{self.visit}.{self.round}"

    @classmethod
    def read(cls, text: str) -> Position | None:
        """The position written by `str`, or None when it is not one."""
        step, _, rest = text.partition(".")
        visit, _, round_ = rest.partition(".")
        if step and visit.isascii() and visit.isdigit() and round_.isascii() and round_.isdigit() and len(rest) <= 9:
            return cls(step, int(visit), int(round_))
        return None


@dataclass(frozen=True, slots=True)
class Named:
    """Someone the person named: what they call them, and who they are to them (free words, may be empty)."""

    name: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gave, already checked by `replies.py`. Text is kept exactly as written (NFC)."""

    move: Move
    text: str = ""
    choices: tuple[str, ...] = ()
    number: int | None = None
    people: tuple[Named, ...] = ()
    drawing: str = ""
    """A drawing as pen strokes (`strokes.py`), or nothing."""
    wishes: tuple[tuple[str, SharingWish], ...] = ()
    """At the read-back: (position, wish) for each answer the person said something about."""

    @property
    def typed(self) -> str:
        """Everything in it the person put into words of their own: the text, and who people are."""
        return "\n".join(filter(None, (self.text, *(part for one in self.people for part in (one.name, one.who)))))


@dataclass(frozen=True, slots=True)
class Given:
    """How a reply was given: when (UTC), under which id, in which locale, and the exact words it answered."""

    reply_id: str
    at: datetime
    locale: str
    asked: str
    offered: tuple[tuple[str, str], ...] = ()
    """The choices as they were shown, in order: (id, words). For a scale: ("low", words), ("high", words) and maybe
    ("middle", words).
    """
    simpler: bool = False
    """True when the simpler wording was on the screen."""
    noticed: bool = False
    """True when the words may tell of harm. It brings a kind reply and an earlier reading, and nothing else."""
    about: str = ""
    """The shared worry the question was about, word for word, or nothing."""
    chair_only: bool = False
    """True when only the Chair of the meeting may read the words; once sent they are not in the turn any more."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One reply in its place. Appended for ever; a later turn at the same position supersedes it."""

    seq: int
    position: Position
    reply: Reply
    given: Given
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation: pinned script version (id and digest) and its turns in order, seq 1, 2, 3..."""

    id: str
    script: str
    digest: str
    turns: tuple[Turn, ...] = ()
    sent: bool = False
    sets: tuple[SharedSet, ...] = ()
    contact_only: bool = False
    """True while an interview by others is planned: worries are not asked about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft map entry, made from one turn. `move` is `answer`, or the way the person declined."""

    turn: int
    position: Position
    kind: EntryKind
    reply_kind: ReplyKind
    reply: Reply
    given: Given
    mode: Mode | None = None
    scale: Scale | None = None
    wish: SharingWish | None = None
    detail_of: int | None = None
    """The seq of the turn this says more about (where it was seen, what it did to the child), or None."""

    @property
    def verbatim(self) -> str:
        """The person's exact words: what they typed, the choices as they were worded to them, the number, the names."""
        if self.reply_kind is ReplyKind.SCALE:
            return "" if self.reply.number is None else str(self.reply.number)
        if self.reply.people:
            return "\n".join(f"{p.name} ({p.who})" if p.who else p.name for p in self.reply.people)
        words = dict(self.given.offered)
        lines = [words.get(choice, choice) for choice in self.reply.choices]
        return "\n".join([*lines, self.reply.text] if self.reply.text else lines)


def quote(text: str) -> str:
    """A person's own words, cut at a word with […] when they are long; never reworded."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_QUOTE:
        return flat
    head = flat[:LONGEST_QUOTE]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head} {LEFT_OUT}"
