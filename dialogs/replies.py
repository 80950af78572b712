"""Checks what a person gave against what was asked, and turns it into a `Reply` or a `Refusal`.

Words are never changed beyond NFC, plain line breaks and the removal of characters that cannot be shown (and that is
said).
Nothing is escaped or sanitised here: that is for the place where words are shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs import strokes
from dialogs.conversation import Move, Named, Position, Reply, SharingWish
from dialogs.script import STEP_IDS, ReplyKind, Step

LONGEST_TEXT = 4000
"""Characters (Unicode code points after NFC) one answer may have."""
LONGEST_NAME = 100
MOST_PEOPLE = 12
SCALE_TOP = 10
_MAY_BE_NOTHING = (ReplyKind.TEXT, ReplyKind.SOME_OF, ReplyKind.PICTURES, ReplyKind.PEOPLE)


class Trouble(StrEnum):
    """Why a reply cannot be taken. The words for each are in the packs; what was typed is always kept."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NAME_TOO_LONG = "name_too_long"
    TOO_MANY_PEOPLE = "too_many_people"
    PICK_ONE = "pick_one"
    UNKNOWN_CHOICE = "unknown_choice"
    PICK_A_NUMBER = "pick_a_number"
    NOT_HERE = "not_here"
    ALREADY_SENT = "already_sent"
    TOO_MANY = "too_many"
    DRAWING = "drawing"
    OVER = "over"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reply that cannot be taken, as a value. `count` is how far over a limit it was, for the message."""

    trouble: Trouble
    count: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """What came through the door, not yet believed."""

    move: str = Move.ANSWER
    text: str = ""
    choices: tuple[str, ...] = ()
    number: str = ""
    people: tuple[tuple[str, str], ...] = ()
    simpler: bool = False
    """Whether the simpler wording was open on the screen."""
    drawing: str = ""
    wishes: tuple[tuple[str, str], ...] = ()
    """(position, sharing wish) as picked beside the answers that were read back."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A reply that can be taken. `dropped` counts characters left out because no screen can show them."""

    reply: Reply
    dropped: int = 0


def tidy(text: str) -> tuple[str, int]:
    """The text in NFC with plain line breaks, without characters no screen can show, and how many of those there
    were.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(ch for ch in text if ch == "\n" or unicodedata.category(ch) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept), len(text) - len(kept)


def moves_for(step: Step, round_: int) -> tuple[Move, ...]:
    """The ways to decline that are offered at this step, in the order they are shown."""
    if step.reply in (ReplyKind.NONE, ReplyKind.READ_BACK):
        return ()
    if round_ > 0:
        return (Move.NO_MORE,)
    if step.entry is None and step.reply is ReplyKind.ONE_OF:
        return (Move.SKIP,)
    if step.reply in _MAY_BE_NOTHING and not step.practice:
        return (Move.SKIP, Move.DONT_KNOW, Move.NOTHING, Move.RATHER_NOT)
    return (Move.SKIP, Move.DONT_KNOW, Move.RATHER_NOT)


def check(step: Step, round_: int, raw: Raw) -> Checked | Refusal:
    """The reply in `raw` if this step, in this round, can take it; otherwise why not."""
    if raw.move != Move.ANSWER:
        if raw.move in moves_for(step, round_):
            return Checked(Reply(Move(raw.move)))
        return Refusal(Trouble.NOT_HERE)
    text, dropped = tidy(raw.text)
    if len(text) > LONGEST_TEXT:
        return Refusal(Trouble.TOO_LONG, len(text) - LONGEST_TEXT)
    match step.reply:
        case ReplyKind.TEXT:
            result = _written(step, text, raw.drawing)
        case ReplyKind.ONE_OF | ReplyKind.SOME_OF | ReplyKind.PICTURES | ReplyKind.STEPS:
            result = _chosen(step, raw.choices, text)
        case ReplyKind.SCALE:
            result = _rated(raw.number)
        case ReplyKind.PEOPLE:
            result, dropped = _named(raw.people)
        case ReplyKind.READ_BACK:
            result = Reply(Move.ANSWER, wishes=_wished(step, raw.wishes))
        case ReplyKind.NONE:
            result = Refusal(Trouble.NOT_HERE)
    return result if isinstance(result, Refusal) else Checked(result, dropped)


def _written(step: Step, text: str, drawing: str) -> Reply | Refusal:
    drawn = ""
    if drawing and step.draw:
        read = strokes.read(drawing)
        if read is None:
            return Refusal(Trouble.DRAWING)
        drawn = read
    if not text.strip() and not drawn:
        return Refusal(Trouble.EMPTY)
    return Reply(Move.ANSWER, text=text if text.strip() else "", drawing=drawn)


def _wished(step: Step, wishes: Sequence[tuple[str, str]]) -> tuple[tuple[str, SharingWish], ...]:
    """The wishes that can be read; a wish is optional, so the rest is simply no wish."""
    if not step.sharing:
        return ()
    known = {wish.value: wish for wish in SharingWish}
    return tuple((at, known[wish]) for at, wish in dict(wishes).items() if wish in known and Position.read(at))


def _chosen(step: Step, choices: Sequence[str], text: str) -> Reply | Refusal:
    picked = tuple(dict.fromkeys(choices))
    if any(step.choice(choice) is None for choice in picked):
        return Refusal(Trouble.UNKNOWN_CHOICE)
    one = step.reply in (ReplyKind.ONE_OF, ReplyKind.STEPS)
    if not picked or (one and len(picked) > 1):
        return Refusal(Trouble.PICK_ONE)
    if step.at_most is not None and len(picked) > step.at_most:
        return Refusal(Trouble.TOO_MANY, step.at_most)
    in_order = tuple(choice.id for choice in step.choices if choice.id in picked)
    number = STEP_IDS.index(in_order[0]) + 1 if step.reply is ReplyKind.STEPS else None
    return Reply(Move.ANSWER, choices=in_order, text=text if text.strip() else "", number=number)


def _rated(number: str) -> Reply | Refusal:
    if number.isascii() and number.isdigit() and len(number) <= 2 and int(number) <= SCALE_TOP:
        return Reply(Move.ANSWER, number=int(number))
    return Refusal(Trouble.PICK_A_NUMBER)


def _named(people: Sequence[tuple[str, str]]) -> tuple[Reply | Refusal, int]:
    named: list[Named] = []
    dropped = 0
    for name, who in people:
        (name, lost), (who, lost_too) = tidy(name), tidy(who)
        dropped += lost + lost_too
        if name.strip() or who.strip():
            named.append(Named(name.strip() or who.strip(), who.strip() if name.strip() else ""))
    if not named:
        return Refusal(Trouble.EMPTY), dropped
    if len(named) > MOST_PEOPLE:
        return Refusal(Trouble.TOO_MANY_PEOPLE, len(named) - MOST_PEOPLE), dropped
    if any(len(person.name) > LONGEST_NAME or len(person.who) > LONGEST_NAME for person in named):
        return Refusal(Trouble.NAME_TOO_LONG), dropped
    return Reply(Move.ANSWER, people=tuple(named)), dropped


def taken_out() -> Checked:
    """The reply that stands where the person took an answer out."""
    return Checked(Reply(Move.TAKE_OUT))
