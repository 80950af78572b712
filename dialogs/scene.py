"""What a person sees of a conversation: bubbles, the open question, the read-back. Words in their language, no markup.

Built from a standing and a translator; it decides nothing and knows no screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dialogs.conversation import Move, Position, Turn, quote
from dialogs.engine import Standing, can_change
from dialogs.replies import SCALE_TOP, moves_for
from dialogs.script import ReplyKind, Script, Step


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
    """One thing in the log. `kind` is say, ask, answer, declined or sent; `stop` is its place on the trail."""

    kind: str
    text: str
    locale: str
    stop: int
    position: str = ""
    move: Move = Move.ANSWER
    changeable: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as it is worded on the screen."""

    id: str
    text: str
    locale: str


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


def build(
    script: Script, standing: Standing, words: Translator, values: Mapping[str, str], answered: int | None = None
) -> Scene:
    """The scene of a standing. With `answered`, only what is new once the stop of that index was answered: its reply
    and all that follows (the screen has the rest already)."""
    teller = _Teller(script, standing, words, values)
    bubbles: list[Bubble] = []
    stops = [*standing.trail, *([standing.here] if standing.here else [])]
    for index in range(answered or 0, len(stops)):
        shown = teller.stop(index, stops[index])
        bubbles += [b for b in shown if b.kind not in ("say", "ask")] if index == answered else shown
    here = standing.here
    part = script.steps[stops[-1].step].part if stops else 0
    return Scene(
        conversation=standing.conversation.id,
        seq=standing.seq,
        title=words.script(f"{script.id}.title", script.title, values).text,
        bubbles=tuple(bubbles),
        ask=None if here is None else teller.ask(here),
        part=part,
        parts=tuple(words.script(f"{script.id}.part.{i}", p, values).text for i, p in enumerate(script.parts)),
        sent=standing.conversation.sent,
    )


def build_change(
    script: Script, standing: Standing, at: Position, words: Translator, values: Mapping[str, str]
) -> Ask | None:
    """An earlier question opened again, with what was answered; None when it cannot be changed."""
    if not can_change(script, standing, at):
        return None
    return _Teller(script, standing, words, values).ask(at, changing=True)


def question(script: Script, standing: Standing, at: Position, words: Translator, values: Mapping[str, str]) -> Ask:
    """The question at a position as it is worded now; what a reply is stored beside."""
    return _Teller(script, standing, words, values).ask(at, read_back=False)


def answer_words(script: Script, turn: Turn, words: Translator, values: Mapping[str, str]) -> str:
    """The reply of a turn as the person reads it: their own text, or choices in the language on the screen."""
    step = script.steps[turn.position.step]
    reply = turn.reply
    if reply.number is not None:
        return str(reply.number)
    if reply.people:
        return "\n".join(f"{p.name} ({p.who})" if p.who else p.name for p in reply.people)
    lines = []
    for id_ in reply.choices:
        if (choice := step.choice(id_)) is not None:
            lines.append(words.script(f"{script.id}.{step.id}.choice.{id_}", choice.label, values).text)
    return "\n".join([*lines, reply.text] if reply.text else lines)


@dataclass(frozen=True, slots=True)
class _Teller:
    script: Script
    standing: Standing
    words: Translator
    values: Mapping[str, str]

    def stop(self, index: int, position: Position) -> list[Bubble]:
        step = self.script.steps[position.step]
        bubbles: list[Bubble] = []
        if position.round == 0:
            for number, said in enumerate(step.say):
                phrase = self._phrase(step, f"say.{number}", said)
                bubbles.append(Bubble("say", phrase.text, phrase.locale, index))
        if step.ask is not None:
            asked = self._question(step, position)
            bubbles.append(Bubble("ask", asked.text, asked.locale, index, str(position)))
        turn = self.standing.live.get(position)
        if turn is not None and index < len(self.standing.trail):
            bubbles.append(self._answer(turn, index))
        return bubbles

    def _answer(self, turn: Turn, index: int) -> Bubble:
        position = str(turn.position)
        locale = turn.given.locale if turn.reply.text or turn.reply.people else self.words.locale
        changeable = can_change(self.script, self.standing, turn.position)
        if turn.reply.move is not Move.ANSWER:
            return Bubble("declined", "", self.words.locale, index, position, turn.reply.move, changeable)
        if self.script.steps[turn.position.step].reply is ReplyKind.READ_BACK:
            return Bubble("sent", "", self.words.locale, index, position)
        text = answer_words(self.script, turn, self.words, self.values)
        return Bubble("answer", text, locale, index, position, Move.ANSWER, changeable, turn.reply.number)

    def ask(self, position: Position, changing: bool = False, read_back: bool = True) -> Ask:
        step = self.script.steps[position.step]
        first = position.round == 0
        asked = self._question(step, position)
        options = []
        for choice in step.choices:
            phrase = self._phrase(step, f"choice.{choice.id}", choice.label)
            options.append(Option(choice.id, phrase.text, phrase.locale))
        return Ask(
            position=str(position),
            kind=step.reply,
            text=asked.text,
            locale=asked.locale,
            simpler=self._phrase(step, "simpler", step.simpler) if step.simpler and first else None,
            why=self._phrase(step, "why", step.why) if step.why else None,
            options=tuple(options),
            ends=self._ends(step),
            moves=moves_for(step, position.round),
            read_back=self._read_back() if read_back and step.reply is ReplyKind.READ_BACK else (),
            changing=changing,
            current=self.standing.live.get(position) if changing else None,
            practice=step.practice,
        )

    def _ends(self, step: Step) -> Ends | None:
        if step.scale is None:
            return None
        middle = step.scale.middle
        return Ends(
            self._phrase(step, "scale.low", step.scale.low),
            self._phrase(step, "scale.high", step.scale.high),
            None if middle is None else self._phrase(step, "scale.middle", middle),
        )

    def _read_back(self) -> tuple[Item, ...]:
        items = []
        for index, position in enumerate(self.standing.trail):
            step = self.script.steps[position.step]
            turn = self.standing.live.get(position)
            if (
                turn is None
                or turn.reply.move is Move.NO_MORE
                or step.reply is ReplyKind.READ_BACK
                or step.entry is None
            ):
                continue
            asked = self._question(step, position)
            items.append(Item(str(position), asked.text, asked.locale, self._answer(turn, index)))
        return tuple(items)

    def _question(self, step: Step, position: Position) -> Worded:
        if position.round == 0 or step.more is None:
            return self._phrase(step, "ask", step.ask or "")
        before = self.standing.live.get(position._replace(round=position.round - 1))
        own = {} if before is None else {"reply": quote(before.reply.text)}
        return self.words.script(f"{self.script.id}.{step.id}.more.ask", step.more.ask, {**self.values, **own})

    def _phrase(self, step: Step, slot: str, source: str) -> Worded:
        return self.words.script(f"{self.script.id}.{step.id}.{slot}", source, self.values)
