"""Where a script can lead from a step: the one place that knows a script's ways as a graph. It judges nothing."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.script import ReplyKind, Script, Step


def ways(script: Script, step: Step) -> list[str]:
    """The steps this one can lead to, the first step under `do` among them."""
    return [go for go in (*step.do[:1], *(route.go for route in step.routes)) if go in script.steps]


def reachable(script: Script, start: str, through: Callable[[Step], bool] = lambda step: True) -> set[str]:
    """The steps that can be come to from `start`, itself among them, past steps for which `through` holds."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        step = script.steps[waiting.pop()]
        if step.id not in seen and through(step):
            seen.add(step.id)
            waiting += ways(script, step)
    return seen


def asked_next(script: Script, step: Step) -> list[Step]:
    """The questions that can come straight after this step, past steps that only say something."""
    found: list[Step] = []
    seen: set[str] = set()
    waiting = ways(script, step)
    while waiting:
        other = script.steps[waiting.pop()]
        if other.id in seen:
            continue
        seen.add(other.id)
        if other.reply is ReplyKind.NONE:
            waiting += ways(script, other)
        else:
            found.append(other)
    return found
