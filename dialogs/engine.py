"""Moves a conversation through its script. Pure: no clock, no store, no words; the same input gives the same outcome.

A conversation is its turns. `fold` walks the script from the start along the latest reply at every position; what the
walk no longer reaches is set aside, never deleted, and comes back when the walk reaches it again. One `transitions`
machine per script version is built once and shared by everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from transitions import Machine

from dialogs.conditions import Evidence, holds
from dialogs.conversation import LEFT_OUT, Conversation, Entry, Given, Move, Position, Reply, Turn, quote
from dialogs.loops import items, shared_sets
from dialogs.replies import MOST_PEOPLE, Refusal, Trouble
from dialogs.script import END, EntryKind, ReplyKind, Scale, Script, Step

MOST_TURNS = 1000
"""No conversation needs more; a loop that somebody keeps going round stops here, kindly."""
_SKIPPED = Reply(Move.SKIP)
MOST_ITEMS = 2 * MOST_PEOPLE
"""`for_each` never has more to go through than this; past it, the way is a circle."""


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
    walk: _Walk = field(repr=False, compare=False)
    """What is remembered of the way here, so that the next reply goes on from here and not from the start."""

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
    return _walk(_Walk(script, conversation), live, Position(script.start))


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
    return Outcome(turn, _walk(_Walk(script, conversation, standing), live, standing.here))


def revise(script: Script, standing: Standing, at: Position, new_reply: Reply, given: Given) -> Outcome | Refusal:
    """Changes (or takes out) an earlier reply by a turn that supersedes it, and says what that sets aside."""
    if (no := _closed(standing)) is not None:
        return no
    if not can_change(script, standing, at):
        return Refusal(Trouble.NOT_HERE)
    turn = Turn(standing.seq + 1, at, new_reply, given, standing.live[at].seq)
    conversation = replace(standing.conversation, turns=(*standing.conversation.turns, turn))
    live = {**standing.live, at: turn}
    after = _walk(_Walk(script, conversation), live, Position(script.start))
    before_there, after_there = set(standing.trail), set(after.trail)
    still = after_there | _to_come(script, after)
    return Outcome(
        turn,
        after,
        set_aside=tuple(t for t in standing.replies() if t.position not in still),
        brought_back=tuple(t for t in after.replies() if t.position not in before_there),
    )


def can_change(script: Script, standing: Standing, at: Position) -> bool:
    """Whether the reply at this position may still be changed."""
    return at in standing.live and at in standing.trail and script.steps[at.step].reply is not ReplyKind.READ_BACK


def entries(script: Script, standing: Standing) -> tuple[Entry, ...]:
    """The draft map entries of a conversation: one for each question asked, declined ones too, taken-out ones not."""
    found: list[Entry] = []
    latest: dict[str, int] = {}
    replies = standing.replies()
    wishes = {at: wish for turn in replies for at, wish in turn.reply.wishes}
    for turn in replies:
        step = script.steps[turn.position.step]
        if turn.position.round == 0:
            latest[step.id] = turn.seq
        if step.entry is None or step.practice or turn.reply.move in (Move.TAKE_OUT, Move.NO_MORE):
            continue
        entry = Entry(
            turn=turn.seq,
            position=turn.position,
            kind=step.entry,
            reply_kind=step.reply,
            reply=turn.reply,
            given=_asked(standing, turn),
            mode=step.mode,
            scale=_as_shown(step, turn),
            wish=wishes.get(str(turn.position)),
            detail_of=latest.get(step.detail_of or ""),
        )
        found.append(entry)
    return tuple(found)


def is_anonymous(script: Script, standing: Standing) -> bool:
    """Whether the person chose that nobody is told whose answers these are."""
    for turn in standing.replies():
        wanted = script.steps[turn.position.step].anonymous_if
        if wanted is not None and wanted in turn.reply.choices:
            return True
    return False


def noticed(script: Script, standing: Standing) -> bool:
    """Whether any words a worker gets may tell of harm. It can only make them be read sooner. Notes tell the Chair."""
    told = (turn for turn in standing.replies() if turn.given.noticed and not turn.given.chair_only)
    return any(not script.steps[turn.position.step].practice for turn in told)


def _as_shown(step: Step, turn: Turn) -> Scale | None:
    """The scale with its ends as the person saw them, which for a shared set are the set's own."""
    if step.scale is None:
        return None
    shown = dict(turn.given.offered)
    low, high = shown.get("low", step.scale.low), shown.get("high", step.scale.high)
    return replace(step.scale, low=low, high=high) if "{" in step.scale.low + step.scale.high else step.scale


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


def _to_come(script: Script, standing: Standing) -> set[Position]:
    """The places still to be reached if every question that is newly open were skipped: replies given there before
    are only waiting, and nobody should be told that they are gone.
    """
    walk = _Walk(script, standing.conversation, standing)
    position, steps = standing.here, 0
    while position is not None and steps < MOST_TURNS:
        steps += 1
        step = script.steps[position.step]
        if step.reply is ReplyKind.READ_BACK:
            break
        turn = standing.live.get(position) or Turn(0, position, _SKIPPED, Given("", datetime.min, "", ""))
        walk.note(position, turn.reply)
        position = walk.after(step, position, turn)
    return set(walk.stops)


def _closed(standing: Standing) -> Refusal | None:
    if standing.conversation.sent:
        return Refusal(Trouble.ALREADY_SENT)
    return Refusal(Trouble.ENOUGH) if standing.seq >= MOST_TURNS else None


def _superseded(standing: Standing, position: Position) -> int | None:
    earlier = standing.live.get(position)
    return None if earlier is None else earlier.seq


def _walk(walk: _Walk, live: Mapping[Position, Turn], start: Position) -> Standing:
    """Follows the live replies from `start` to the first question without one."""
    script, conversation = walk.script, walk.conversation
    position: Position | None = start
    silent = 0
    while position is not None:
        step = script.steps[position.step]
        turn = live.get(position)
        if step.reply is ReplyKind.NONE or (turn is None and _passed_over(conversation, step)):
            silent += 1
            if silent > len(script.steps) * (MOST_ITEMS + 1):
                raise ScriptGoesRoundWithoutAsking(f"{script.id}: {step.id}")
        elif turn is None:
            break
        else:
            silent = 0
        if turn is not None or step.reply is ReplyKind.NONE:
            walk.note(position, None if turn is None else turn.reply)
        position = walk.after(step, position, turn)
    return Standing(conversation, live, tuple(walk.stops), position, walk)


def _passed_over(conversation: Conversation, step: Step) -> bool:
    """While others plan an interview nobody is asked about worries (guidance on achieving best evidence)."""
    return conversation.contact_only and step.entry is EntryKind.WORRY


class _Walk:
    """What has to be remembered on the way: the stops, how often each step was visited, and what was said where."""

    __slots__ = ("conversation", "earlier", "script", "stops", "visits")

    def __init__(self, script: Script, conversation: Conversation, so_far: Standing | None = None) -> None:
        """A walk from the start, or one that goes on from where somebody stands."""
        self.script = script
        self.conversation = conversation
        self.stops: list[Position] = [] if so_far is None else list(so_far.trail)
        self.visits: dict[str, int] = {} if so_far is None else so_far.walk.visits.copy()
        self.earlier: dict[str, Reply] = {} if so_far is None else so_far.walk.earlier.copy()

    def note(self, position: Position, given_reply: Reply | None) -> None:
        """This stop is on the way, answered so."""
        step = self.script.steps[position.step]
        self.stops.append(position)
        if position.round == 0:
            self.visits[step.id] = self.visits.get(step.id, 0) + 1
        for inside in step.do:
            self.earlier.pop(inside, None)
        if given_reply is not None and (position.round == 0 or given_reply.move is Move.ANSWER):
            self.earlier[step.id] = given_reply

    def after(self, step: Step, position: Position, turn: Turn | None) -> Position | None:
        """The place that follows a stop; `turn` is None where nothing was asked."""
        if step.for_each is not None:
            going = items(self.script, step, self.conversation, self.earlier)
            if position.visit < len(going):
                return Position(step.do[0], going[position.visit])
        if turn is not None and _follows_up(step, position, turn):
            return Position(step.id, position.visit, position.round + 1)
        passed = Reply(Move.ANSWER if step.reply is ReplyKind.NONE else Move.SKIP)
        first = self.earlier.get(step.id, passed) if turn is not None else passed
        way = _Way(step.id)
        evidence = Evidence(first, self.earlier, shared_sets(self.conversation))
        machine(self.script).events[ONWARD].trigger(way, evidence)
        if way.state == END:
            return None
        inside = self.script.loop_of(way.state)
        visit = position.visit if inside is not None else self.visits.get(way.state, 0)
        return Position(way.state, visit)


def _follows_up(step: Step, position: Position, turn: Turn) -> bool:
    """Whether to ask for more. Never after words that may tell of harm: telling once is enough."""
    asked_more = step.more is not None and position.round < step.more.at_most
    return asked_more and turn.reply.move is Move.ANSWER and bool(turn.reply.text) and not turn.given.noticed


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
