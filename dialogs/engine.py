"""Moves a conversation through its script. Pure: no clock, no store, no words; the same input gives the same outcome.

A conversation is its turns. `fold` walks the script from the start along the latest reply at every position; what the
walk no longer reaches is set aside, never deleted, and comes back when the walk reaches it again. One `transitions`
machine per script version is built once and shared by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from transitions import Machine

from dialogs.conditions import Evidence, holds
from dialogs.conversation import LEFT_OUT, Conversation, Entry, Given, Move, Position, Reply, Turn, quote
from dialogs.replies import Refusal, Trouble
from dialogs.script import END, ReplyKind, Script, Step

MOST_TURNS = 1000
"""No conversation needs more; a loop that somebody keeps going round stops here, kindly."""


class ScriptGoesRoundWithoutAsking(Exception):
    """A script led from one `none` step to another in a circle. `lint.py` finds these before anyone meets them."""


class TurnDoesNotFollow(Exception):
    """A stored turn has a seq that is not one more than the turn before it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stands, folded from its turns.

    `trail` is every stop on the way so far, in order (`none` steps too); `here` is the open question, None when it is
    over.
    """

    conversation: Conversation
    live: Mapping[Position, Turn]
    trail: tuple[Position, ...]
    here: Position | None

    @property
    def seq(self) -> int:
        """How many turns there are: the seq of the last one."""
        return len(self.conversation.turns)

    def replies(self) -> tuple[Turn, ...]:
        """The turns that count, in the order of the walk."""
        return tuple(self.live[position] for position in self.trail if position in self.live)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply taken: the turn to keep, where that leads, and which earlier replies it sets aside or brings back."""

    turn: Turn
    standing: Standing
    set_aside: tuple[Turn, ...] = ()
    brought_back: tuple[Turn, ...] = ()


def begin(script: Script, conversation_id: str) -> Standing:
    """A new conversation, standing at its first question."""
    return fold(script, Conversation(conversation_id, script.id, script.digest))


def fold(script: Script, conversation: Conversation) -> Standing:
    """Where these turns lead. Raises TurnDoesNotFollow when the turns are not 1, 2, 3..."""
    if any(after.seq != before.seq + 1 for before, after in pairwise(conversation.turns)):
        raise TurnDoesNotFollow(conversation.id)
    live = {turn.position: turn for turn in conversation.turns}
    return _walk(script, conversation, live, (), Position(script.start))


def reply(script: Script, standing: Standing, given_reply: Reply, given: Given) -> Outcome | Refusal:
    """Takes a reply to the open question. `given_reply` has passed `replies.check`."""
    if (no := _closed(standing)) is not None:
        return no
    if standing.here is None:
        return Refusal(Trouble.OVER)
    step = script.steps[standing.here.step]
    turn = Turn(standing.seq + 1, standing.here, given_reply, given, _superseded(standing, standing.here))
    sent = step.reply is ReplyKind.READ_BACK
    conversation = replace(standing.conversation, turns=(*standing.conversation.turns, turn), sent=sent)
    live = {**standing.live, turn.position: turn}
    return Outcome(turn, _walk(script, conversation, live, standing.trail, standing.here))


def revise(script: Script, standing: Standing, at: Position, new_reply: Reply, given: Given) -> Outcome | Refusal:
    """Changes (or takes out) an earlier reply by a turn that supersedes it, and says what that sets aside."""
    if (no := _closed(standing)) is not None:
        return no
    if not can_change(script, standing, at):
        return Refusal(Trouble.NOT_HERE)
    turn = Turn(standing.seq + 1, at, new_reply, given, standing.live[at].seq)
    conversation = replace(standing.conversation, turns=(*standing.conversation.turns, turn))
    live = {**standing.live, at: turn}
    after = _walk(script, conversation, live, (), Position(script.start))
    before_there, after_there = set(standing.trail), set(after.trail)
    return Outcome(
        turn,
        after,
        set_aside=tuple(t for t in standing.replies() if t.position not in after_there),
        brought_back=tuple(t for t in after.replies() if t.position not in before_there),
    )


def can_change(script: Script, standing: Standing, at: Position) -> bool:
    """Whether the reply at this position may still be changed."""
    return at in standing.live and at in standing.trail and script.steps[at.step].reply is not ReplyKind.READ_BACK


def entries(script: Script, standing: Standing) -> tuple[Entry, ...]:
    """The draft map entries of a conversation: one for each question asked, declined ones too, taken-out ones not."""
    found: list[Entry] = []
    for turn in standing.replies():
        step = script.steps[turn.position.step]
        if step.entry is None or step.practice or turn.reply.move in (Move.TAKE_OUT, Move.NO_MORE):
            continue
        found.append(
            Entry(
                turn.seq,
                turn.position,
                step.entry,
                step.reply,
                turn.reply,
                _asked(standing, turn),
                step.mode,
                step.scale,
            )
        )
    return tuple(found)


def _asked(standing: Standing, turn: Turn) -> Given:
    """How a turn was asked. A follow-up repeats the person's words; when they changed those later or took them out,
    the words it repeated are left out too, because what somebody takes back before sending is never sent.
    """
    before = turn.position._replace(round=turn.position.round - 1)
    earlier = [one for one in standing.conversation.turns if one.position == before and one.seq < turn.seq]
    if turn.position.round == 0 or not earlier or standing.live[before] is earlier[-1]:
        return turn.given
    said = quote(earlier[-1].reply.text)
    return replace(turn.given, asked=turn.given.asked.replace(said, LEFT_OUT)) if said else turn.given


def _closed(standing: Standing) -> Refusal | None:
    if standing.conversation.sent:
        return Refusal(Trouble.ALREADY_SENT)
    return Refusal(Trouble.ENOUGH) if standing.seq >= MOST_TURNS else None


def _superseded(standing: Standing, position: Position) -> int | None:
    earlier = standing.live.get(position)
    return None if earlier is None else earlier.seq


def _walk(
    script: Script,
    conversation: Conversation,
    live: Mapping[Position, Turn],
    trail: tuple[Position, ...],
    start: Position,
) -> Standing:
    """Follows the live replies from `start` to the first question without one."""
    stops = list(trail)
    visits = _count(trail)
    earlier = {
        position.step: live[position].reply
        for position in trail
        if position in live and (position.round == 0 or live[position].reply.move is Move.ANSWER)
    }
    position: Position | None = start
    silent = 0
    while position is not None:
        step = script.steps[position.step]
        if step.reply is ReplyKind.NONE:
            silent += 1
            if silent > len(script.steps):
                raise ScriptGoesRoundWithoutAsking(f"{script.id}: {step.id}")
            given_reply = Reply(Move.ANSWER)
        elif position in live:
            silent = 0
            given_reply = live[position].reply
        else:
            break
        stops.append(position)
        if position.round == 0:
            visits[step.id] = visits.get(step.id, 0) + 1
        if step.reply is not ReplyKind.NONE and (position.round == 0 or given_reply.move is Move.ANSWER):
            earlier[step.id] = given_reply
        position = _next(script, step, position, given_reply, earlier, visits)
    return Standing(conversation, live, tuple(stops), position)


def _count(trail: Iterable[Position]) -> dict[str, int]:
    visits: dict[str, int] = {}
    for position in trail:
        if position.round == 0:
            visits[position.step] = visits.get(position.step, 0) + 1
    return visits


def _next(
    script: Script,
    step: Step,
    position: Position,
    given_reply: Reply,
    earlier: Mapping[str, Reply],
    visits: Mapping[str, int],
) -> Position | None:
    if step.more is not None and given_reply.move is Move.ANSWER and position.round < step.more.at_most:
        return Position(step.id, position.visit, position.round + 1)
    first = earlier.get(step.id, given_reply)
    way = _Way(step.id)
    machine(script).events[ONWARD].trigger(way, Evidence(first, earlier))
    return None if way.state == END else Position(way.state, visits.get(way.state, 0))


ONWARD = "onward"


class _Way:
    """The shortest-lived model the machine can move: only a place."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


@lru_cache(maxsize=256)
def machine(script: Script) -> Any:
    """The one machine of this script version, shared by every conversation. No automatic transitions, no models."""
    machine = Machine(
        model=None,
        states=[*script.steps, END],
        initial=script.start,
        auto_transitions=False,
        send_event=False,
    )
    for step in script.steps.values():
        for route in step.routes:
            conditions: Any = [] if route.when is None else [partial(holds, route.when)]
            machine.add_transition(ONWARD, step.id, route.go, conditions=conditions)
    return machine
