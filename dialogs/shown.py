"""The values a screen shows: bubbles, the open question, the read-back. Only shapes; `scene.py` fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dialogs.conversation import Move, Turn
from dialogs.replies import SCALE_TOP
from dialogs.script import ReplyKind


class Worded(Protocol):
    """A text with the locale it is really in (which tells when it fell back to the source language)."""

    @property
    def text(self) -> str: ...
    @property
    def locale(self) -> str: ...


class Translator(Protocol):
    """What this module needs of a language: the words of a script's slot, with placeholders filled."""

    @property
    def locale(self) -> str: ...
    def script(self, context: str, source: str, values: Mapping[str, str]) -> Worded: ...


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing in the log. `kind` is say, ask, answer, declined, sent, kind_reply or for_chair (an answer that went to
    the Chair only: its words are not here); `stop` its place on the trail."""

    kind: str
    text: str
    locale: str
    stop: int
    position: str = ""
    move: Move = Move.ANSWER
    changeable: bool = False
    number: int | None = None
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as it is worded on the screen."""

    id: str
    text: str
    locale: str
    picture: str | None = None
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """A scale as it is worded on the screen."""

    low: Worded
    high: Worded
    middle: Worded | None
    top: int = SCALE_TOP


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the read-back: what was asked, what was answered, and where."""

    position: str
    asked: str
    asked_locale: str
    answer: Bubble
    about: str = ""
    """The shared worry it was about, or nothing."""
    chair_only: bool = False
    """Whether only the Chair of the meeting gets it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The open question, or an earlier one opened again to change (`changing`)."""

    position: str
    kind: ReplyKind
    text: str
    locale: str
    simpler: Worded | None
    why: Worded | None
    options: tuple[Option, ...]
    ends: Ends | None
    moves: tuple[Move, ...]
    read_back: tuple[Item, ...] = ()
    changing: bool = False
    current: Turn | None = None
    practice: bool = False
    at_most: int | None = None
    draw: bool = False
    sharing: tuple[Option, ...] = ()
    context: str = ""
    """What the words of the question are filed under in the packs; a recorded clip is found by it."""
    about: str = ""
    """The shared worry it is about, word for word, or nothing."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on the person's screen: the log so far, what is asked now, and how far along (part of parts)."""

    conversation: str
    seq: int
    title: str
    bubbles: tuple[Bubble, ...]
    ask: Ask | None
    part: int
    parts: tuple[str, ...]
    sent: bool
