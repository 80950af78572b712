"""What is for the Chair of the meeting only: a step with `entry: chair_only`, and its words once they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs import engine
from dialogs.conversation import Reply, Turn
from dialogs.engine import Standing
from dialogs.script import EntryKind, ReplyKind, Script, Step


def without_words(turn: Turn) -> Turn:
    """The turn as everybody but the person and the Chair has it: that it was asked and how it was taken, no word."""
    if not turn.given.chair_only:
        return turn
    return replace(turn, reply=Reply(turn.reply.move), given=replace(turn.given, noticed=False))


def as_sent(script: Script, standing: Standing) -> Standing:
    """Where a sent conversation stands, without the words that went to the Chair: not in memory either."""
    if not any(turn.given.chair_only for turn in standing.conversation.turns):
        return standing
    turns = tuple(map(without_words, standing.conversation.turns))
    return engine.fold(script, replace(standing.conversation, turns=turns))


def problems(script: Script) -> Iterator[tuple[int, str]]:
    """Where a script would carry such words elsewhere, as (line, what to do): an answer for the Chair only is never
    quoted, never decides the way and belongs to no other answer."""
    for step in script.steps.values():
        if _is_for_chair(step):
            yield from ((step.line, f"{step.id}: {words}") for words in _pieces(step))
        for named in _named_in(step):
            if named in script.steps and _is_for_chair(script.steps[named]):
                yield step.line, f"{step.id}: `{named}` is for the Chair only, so nothing else may look at its answer"


def _is_for_chair(step: Step) -> bool:
    return step.entry is EntryKind.CHAIR_ONLY


def _pieces(step: Step) -> Iterator[str]:
    if step.reply is not ReplyKind.TEXT or step.draw:
        yield "`chair_only` needs `reply: text`, without `draw`"
    if step.more is not None:
        yield "`more` repeats what was written; an answer for the Chair only is never repeated"
    if step.detail_of is not None:
        yield "an answer for the Chair only stands alone; take `detail_of` out"
    if any(route.when is not None for route in step.routes):
        yield "an answer for the Chair only does not decide what comes next; give it one way onward"


def _named_in(step: Step) -> Iterator[str]:
    yield from filter(None, (step.detail_of, step.for_each))
    for route in step.routes:
        if route.when is not None and isinstance(route.when.argument, dict):
            yield str(route.when.argument.get("step", ""))
