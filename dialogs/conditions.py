"""The named conditions a script may use under `when`. Each is a plain predicate over what was replied.

To add one: write the function, add its row to `CONDITIONS`, and a tiny script under `tests/dialogs/scripts/`.
There is no expression language, on purpose: a condition has a name people can read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.conversation import Move, Reply
from dialogs.script import Condition, ReplyKind, Script, Step


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a condition may look at: the reply just given, and the latest reply at every earlier step on the way
    here.
    """

    reply: Reply
    earlier: Mapping[str, Reply]
    sets: int = 0
    """How many worries and goals were shared with this person."""


Predicate = Callable[[Evidence, object], bool]
Check = Callable[[Script, Step, object], str | None]


def _chose(evidence: Evidence, argument: object) -> bool:
    return argument in evidence.reply.choices


def _scale_below(evidence: Evidence, argument: object) -> bool:
    number = evidence.reply.number
    return number is not None and isinstance(argument, int) and number < argument


def _scale_at_least(evidence: Evidence, argument: object) -> bool:
    number = evidence.reply.number
    return number is not None and isinstance(argument, int) and number >= argument


def _answered(evidence: Evidence, argument: object) -> bool:
    return (evidence.reply.move is Move.ANSWER) is argument


def _nobody_named(evidence: Evidence, argument: object) -> bool:
    return (not evidence.reply.people) is argument


def _sets_shared(evidence: Evidence, argument: object) -> bool:
    return (evidence.sets > 0) is argument


def _chose_at(evidence: Evidence, argument: object) -> bool:
    if not isinstance(argument, Mapping):
        return False
    reply = evidence.earlier.get(str(argument["step"]))
    return reply is not None and argument["choice"] in reply.choices


def _answered_at(evidence: Evidence, argument: object) -> bool:
    if not isinstance(argument, Mapping):
        return False
    reply = evidence.earlier.get(str(argument["step"]))
    return (reply is not None and reply.move is Move.ANSWER) is argument["is"]


def _a_choice_here(script: Script, step: Step, argument: object) -> str | None:
    if isinstance(argument, str) and step.choice(argument):
        return None
    return f"`chose` needs the id of a choice of this step, not {argument!r}"


def _a_number(script: Script, step: Step, argument: object) -> str | None:
    numbered = step.scale is not None or step.reply is ReplyKind.STEPS
    if isinstance(argument, int) and not isinstance(argument, bool) and 0 <= argument <= 10 and numbered:
        return None
    return "this condition needs a whole number from 0 to 10, on a step whose reply is a scale or steps"


def _yes_or_no(script: Script, step: Step, argument: object) -> str | None:
    return None if isinstance(argument, bool) else "this condition needs true or false"


def _earlier_choice(script: Script, step: Step, argument: object) -> str | None:
    if isinstance(argument, Mapping) and set(argument) == {"step", "choice"}:
        other = script.steps.get(str(argument["step"]))
        if other is not None and other.choice(str(argument["choice"])):
            return None
    return "`chose_at` needs {step: a step of this script, choice: one of its choices}"


def _earlier_answer(script: Script, step: Step, argument: object) -> str | None:
    if isinstance(argument, Mapping) and set(argument) == {"step", "is"} and isinstance(argument["is"], bool):
        other = script.steps.get(str(argument["step"]))
        if other is not None and other.ask:
            return None
    return "`answered_at` needs {step: a step of this script that asks something, is: true or false}"


CONDITIONS: Mapping[str, tuple[Predicate, Check]] = {
    "chose": (_chose, _a_choice_here),
    "scale_below": (_scale_below, _a_number),
    "scale_at_least": (_scale_at_least, _a_number),
    "answered": (_answered, _yes_or_no),
    "nobody_named": (_nobody_named, _yes_or_no),
    "sets_shared": (_sets_shared, _yes_or_no),
    "chose_at": (_chose_at, _earlier_choice),
    "answered_at": (_answered_at, _earlier_answer),
}

NAMES = frozenset(CONDITIONS)


def holds(condition: Condition, evidence: Evidence) -> bool:
    """Whether this condition is true of the evidence. Unknown names cannot get here: `reading.py` refuses them."""
    return CONDITIONS[condition.name][0](evidence, condition.argument)


def trouble_with(condition: Condition, script: Script, step: Step) -> str | None:
    """What an author must mend about this condition on this step, in words, or None."""
    if condition.name not in CONDITIONS:
        return f"there is no condition called `{condition.name}`; there are {', '.join(sorted(CONDITIONS))}"
    return CONDITIONS[condition.name][1](script, step, condition.argument)
