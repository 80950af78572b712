"""What `for_each` goes through: the shared sets, the people named at a step, or the choices picked there. Pure.

An item keeps its number for as long as the conversation lasts, whatever is changed around it, so that what was said
about one person can never end up beside another's name.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversation import Conversation, Move, Reply
from dialogs.script import LEFT_OPEN, SETS, ReplyKind, Script, Step


def items(script: Script, loop: Step, conversation: Conversation, earlier: Mapping[str, Reply]) -> tuple[int, ...]:
    """The numbers of the items to go through, in order; none when the question they come from was not answered."""
    if loop.for_each == SETS:
        return tuple(range(shared_sets(conversation)))[: loop.at_most]
    source = script.steps[loop.for_each or ""]
    reply = earlier.get(source.id)
    if reply is None or reply.move is not Move.ANSWER:
        return ()
    if source.reply is ReplyKind.PEOPLE:
        known = _named_ever(conversation, source.id)
        found = [known.index(person.name) for person in reply.people]
    else:
        ids = [choice.id for choice in source.choices]
        found = [ids.index(one) for one in reply.choices if one not in LEFT_OPEN]
    return tuple(dict.fromkeys(found))[: loop.at_most]


def shared_sets(conversation: Conversation) -> int:
    """How many sets to go through; none with somebody who is not to be asked about worries for now."""
    return 0 if conversation.contact_only else len(conversation.sets)


def person_at(conversation: Conversation, loop: Step, item: int) -> str:
    """The name behind an item of a list of people."""
    return _named_ever(conversation, loop.for_each or "")[item]


def _named_ever(conversation: Conversation, step: str) -> list[str]:
    """Everybody ever named at this step, in the order they first came up: a person's place here is their number."""
    named: dict[str, None] = {}
    for turn in conversation.turns:
        if turn.position.step == step:
            named.update((person.name, None) for person in turn.reply.people)
    return list(named)
