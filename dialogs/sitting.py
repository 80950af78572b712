"""Use-cases of holding a conversation: begin, look, reply, change, send. Handed a store, a clock and a translator.

Every acknowledgement here follows a durable commit. No web, no SQL; the store in tests is a dict.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dialogs import engine, for_chair, replies, scene
from dialogs.conversation import Conversation, Entry, Given, Position, Reply, Turn
from dialogs.engine import Outcome, Standing
from dialogs.replies import Raw, Refusal, Trouble
from dialogs.script import EntryKind, Script
from dialogs.shown import Ask, Scene, Translator

REMEMBERED = 2000
"""Folded conversations kept in memory; more than are ever open at once on one server."""


class Kept(StrEnum):
    """What the store did with a turn. Only `kept` and `already_kept` mean it is on disk."""

    KEPT = "kept"
    ALREADY_KEPT = "already_kept"
    SEQ_TAKEN = "seq_taken"
    ALREADY_SENT = "already_sent"


class Store(Protocol):
    """What a sitting needs kept. Returning means durable."""

    def load(self, conversation_id: str) -> Conversation | None: ...
    def append(self, conversation_id: str, sitting_id: str, turn: Turn) -> Kept: ...
    def send(
        self,
        conversation_id: str,
        sitting_id: str,
        turn: Turn,
        entries: Sequence[Entry],
        at: datetime,
        noticed: bool = False,
    ) -> Kept: ...
    def send_unnamed(
        self, conversation_id: str, script: Script, turn: Turn, entries: Sequence[Entry], at: datetime
    ) -> Kept: ...
    def script_source(self, digest: str) -> tuple[str, str] | None: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """For whom and how words are shown: the translator of their locale and the values of placeholders."""

    words: Translator
    values: Mapping[str, str]
    notices: Callable[[str, str], bool] = lambda text, locale: False
    """Whether words in a locale may tell of harm. It can only bring a kind reply and an earlier reading."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply is on disk. `scene` holds what is new on the screen; `whole` when all of it must be drawn again."""

    scene: Scene
    whole: bool
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A reply could not be taken; nothing given before is lost and what was typed stays with the person."""

    refusal: Refusal
    scene: Scene


@dataclass(frozen=True, slots=True)
class MovedOn:
    """The reply came from a screen that is behind (a second tab). The scene is the current one."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class Consequences:
    """What changing an answer would set aside, and bring back: (question, answer) in the person's language."""

    ask: Ask
    set_aside: tuple[tuple[str, str], ...]
    brought_back: tuple[tuple[str, str], ...]


class ConversationIsNotKept(Exception):
    """No conversation is kept under this id, or its script version is gone."""


class Sittings:
    """Holds conversations for whoever comes through a door. Thread-safe; the store's unique keys settle every race."""

    def __init__(self, store: Store, scripts: Mapping[str, Script], read: Callable[[str, str], Script]) -> None:
        """`scripts` by digest; `read(source, name)` makes a script of a version the store kept but the folder lost."""
        self._store = store
        self._scripts = dict(scripts)
        self._read = read
        self._standings: OrderedDict[str, Standing] = OrderedDict()
        self._lock = threading.Lock()

    def script(self, digest: str) -> Script:
        """The script version with this digest, from memory or from the store."""
        if digest not in self._scripts:
            kept = self._store.script_source(digest)
            if kept is None:
                raise ConversationIsNotKept(digest)
            self._scripts[digest] = self._read(kept[1], kept[0])
        return self._scripts[digest]

    def standing(self, conversation_id: str, fresh: bool = False) -> Standing:
        """Where this conversation stands; `fresh` reads it from the store. Raises ConversationIsNotKept."""
        with self._lock:
            known = None if fresh else self._standings.get(conversation_id)
            if known is not None:
                self._standings.move_to_end(conversation_id)
                return known
        conversation = self._store.load(conversation_id)
        if conversation is None:
            raise ConversationIsNotKept(conversation_id)
        return self._remember(engine.fold(self.script(conversation.digest), conversation))

    def scene(self, conversation_id: str, screen: Screen) -> Scene:
        """The whole screen, read from the store."""
        standing = self.standing(conversation_id, fresh=True)
        return scene.build(self.script(standing.conversation.digest), standing, screen.words, screen.values)

    def forget(self, conversation_id: str) -> None:
        """Drops a deleted conversation from memory."""
        with self._lock:
            self._standings.pop(conversation_id, None)

    def forget_all(self) -> None:
        """Drops every standing from memory, because something they depend on has changed; they are folded anew."""
        with self._lock:
            self._standings.clear()

    def reply(
        self,
        conversation_id: str,
        sitting_id: str,
        seq: int,
        raw: Raw,
        reply_id: str,
        at: datetime,
        screen: Screen,
        position: str = "",
    ) -> Taken | NotTaken | MovedOn:
        """Takes a reply to the open question; `seq` is the last turn the person's screen knew of, and `position` the
        question it showed: an answer to one question never becomes the answer to another.
        """
        standing = self.standing(conversation_id)
        if (settled := self._settled(standing, seq, reply_id, screen)) is not None:
            return settled
        if standing.here is None:
            return NotTaken(Refusal(Trouble.OVER), self._draw(standing, screen))
        if position and position != str(standing.here):
            return MovedOn(self._draw(standing, screen))
        script = self.script(standing.conversation.digest)
        checked = replies.check(script.steps[standing.here.step], standing.here.round, raw)
        if isinstance(checked, Refusal):
            return NotTaken(checked, self._draw(standing, screen))
        given = self._given(script, standing, standing.here, reply_id, at, screen, raw.simpler, checked.reply)
        outcome = engine.reply(script, standing, checked.reply, given)
        if isinstance(outcome, Refusal):
            return NotTaken(outcome, self._draw(standing, screen))
        return self._keep(outcome, sitting_id, at, screen, checked.dropped, len(standing.trail))

    def change(self, conversation_id: str, at: Position, screen: Screen) -> Ask | None:
        """An earlier question opened again, or None when it cannot be changed."""
        standing = self.standing(conversation_id, fresh=True)
        script = self.script(standing.conversation.digest)
        return scene.build_change(script, standing, at, screen.words, screen.values)

    def preview(
        self, conversation_id: str, at: Position, raw: Raw | None, now: datetime, screen: Screen
    ) -> Consequences | Refusal:
        """What changing this answer (None: taking it out) would set aside and bring back. Keeps nothing."""
        standing = self.standing(conversation_id, fresh=True)
        script = self.script(standing.conversation.digest)
        tried = self._revised(script, standing, at, raw, "preview", now, screen)
        if isinstance(tried, Refusal):
            return tried
        outcome, _ = tried
        ask = scene.build_change(script, standing, at, screen.words, screen.values)
        if ask is None:
            return Refusal(Trouble.NOT_HERE)
        return Consequences(
            ask, self._told(script, outcome.set_aside, screen), self._told(script, outcome.brought_back, screen)
        )

    def revise(
        self,
        conversation_id: str,
        sitting_id: str,
        seq: int,
        position: Position,
        raw: Raw | None,
        reply_id: str,
        at: datetime,
        screen: Screen,
    ) -> Taken | NotTaken | MovedOn:
        """Changes an earlier answer, or takes it out when `raw` is None."""
        standing = self.standing(conversation_id)
        if (settled := self._settled(standing, seq, reply_id, screen)) is not None:
            return settled
        script = self.script(standing.conversation.digest)
        tried = self._revised(script, standing, position, raw, reply_id, at, screen)
        if isinstance(tried, Refusal):
            return NotTaken(tried, self._draw(standing, screen))
        outcome, dropped = tried
        return self._keep(outcome, sitting_id, at, screen, dropped, None)

    def _revised(
        self,
        script: Script,
        standing: Standing,
        position: Position,
        raw: Raw | None,
        reply_id: str,
        at: datetime,
        screen: Screen,
    ) -> tuple[Outcome, int] | Refusal:
        if not engine.can_change(script, standing, position):
            sent = standing.conversation.sent
            return Refusal(Trouble.ALREADY_SENT if sent else Trouble.NOT_HERE)
        step = script.steps[position.step]
        checked = replies.taken_out() if raw is None else replies.check(step, position.round, raw)
        if isinstance(checked, Refusal):
            return checked
        simpler = raw is not None and raw.simpler
        given = self._given(script, standing, position, reply_id, at, screen, simpler, checked.reply)
        outcome = engine.revise(script, standing, position, checked.reply, given)
        return outcome if isinstance(outcome, Refusal) else (outcome, checked.dropped)

    def _settled(self, standing: Standing, seq: int, reply_id: str, screen: Screen) -> Taken | MovedOn | None:
        """The answer to a reply that came before, or that comes from a screen that is behind."""
        if seq == standing.seq:
            return None
        if any(turn.given.reply_id == reply_id for turn in reversed(standing.conversation.turns)):
            return Taken(self._draw(standing, screen), whole=True)
        return MovedOn(self._draw(standing, screen))

    def _keep(
        self, outcome: Outcome, sitting_id: str, at: datetime, screen: Screen, dropped: int, answered: int | None
    ) -> Taken | NotTaken | MovedOn:
        conversation = outcome.standing.conversation
        script = self.script(conversation.digest)
        if conversation.sent:
            made = engine.entries(script, outcome.standing)
            if engine.is_anonymous(script, outcome.standing):
                kept = self._store.send_unnamed(conversation.id, script, outcome.turn, made, at)
            else:
                first = engine.noticed(script, outcome.standing)
                kept = self._store.send(conversation.id, sitting_id, outcome.turn, made, at, first)
        else:
            kept = self._store.append(conversation.id, sitting_id, outcome.turn)
        if kept is Kept.KEPT:
            after = for_chair.as_sent(script, outcome.standing) if conversation.sent else outcome.standing
            if conversation.sent and engine.is_anonymous(script, outcome.standing):
                self.forget(conversation.id)  # whose words they are is kept nowhere, not in memory either
            else:
                self._remember(after)
            fresh = scene.build(script, after, screen.words, screen.values, answered)
            return Taken(fresh, whole=answered is None, dropped=dropped)
        standing = self.standing(conversation.id, fresh=True)
        if kept is Kept.ALREADY_SENT:
            return NotTaken(Refusal(Trouble.ALREADY_SENT), self._draw(standing, screen))
        if kept is Kept.ALREADY_KEPT:
            return Taken(self._draw(standing, screen), whole=True)
        return MovedOn(self._draw(standing, screen))

    def _given(
        self,
        script: Script,
        standing: Standing,
        at: Position,
        reply_id: str,
        now: datetime,
        screen: Screen,
        simpler: bool,
        replied: Reply,
    ) -> Given:
        ask = scene.question(script, standing, at, screen.words, screen.values)
        offered = [(option.id, option.text) for option in ask.options]
        if ask.ends is not None:
            middle = [] if ask.ends.middle is None else [("middle", ask.ends.middle.text)]
            offered = [("low", ask.ends.low.text), *middle, ("high", ask.ends.high.text)]
        noticed = bool(replied.typed) and screen.notices(replied.typed, screen.words.locale)
        private = script.steps[at.step].entry is EntryKind.CHAIR_ONLY
        return Given(reply_id, now, screen.words.locale, ask.text, tuple(offered), simpler, noticed, ask.about, private)

    def _told(self, script: Script, turns: Sequence[Turn], screen: Screen) -> tuple[tuple[str, str], ...]:
        told = []
        for turn in turns:
            answer = scene.answer_words(script, turn, screen.words, screen.values)
            if answer:
                told.append((turn.given.asked, answer))
        return tuple(told)

    def _draw(self, standing: Standing, screen: Screen) -> Scene:
        return scene.build(self.script(standing.conversation.digest), standing, screen.words, screen.values)

    def _remember(self, standing: Standing) -> Standing:
        with self._lock:
            known = self._standings.get(standing.conversation.id)
            if known is None or known.seq <= standing.seq:
                self._standings[standing.conversation.id] = standing
            self._standings.move_to_end(standing.conversation.id)
            while len(self._standings) > REMEMBERED:
                self._standings.popitem(last=False)
        return standing
