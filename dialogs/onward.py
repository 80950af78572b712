"""The ways through a script in words: where each step leads and on what condition, and what can still be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.reach import reachable
from dialogs.script import END, Condition, Script, Step

OTHERWISE = "otherwise"
ALWAYS = "always"
EACH_TIME = "for each one"
WHEN_DONE = "when done"


@dataclass(frozen=True, slots=True)
class Way:
    """One way onward from a step: where to, and when in a few words (empty when it is the only way)."""

    go: str
    words: str = ""


def onward(script: Script, step: Step) -> tuple[Way, ...]:
    """Every way onward from a step in the order they are tried; ways to one place are one way, "this or that"."""
    found: dict[str, list[str]] = {}
    if step.do:
        found[step.do[0]] = [EACH_TIME]
    only = len(step.routes) == 1
    for route in step.routes:
        rest = WHEN_DONE if step.do and only else "" if only else OTHERWISE
        words = rest if route.when is None else condition_words(script, step, route.when)
        found.setdefault(route.go, []).append(words)
    return tuple(Way(go, " or ".join(filter(None, words))) for go, words in found.items())


def reachable_from(script: Script, step: str) -> frozenset[str]:
    """The steps a conversation standing at `step` may still come to, that step with it; none for an unknown step."""
    return frozenset(reachable(script, step)) if step in script.steps else frozenset()


def asked_words(step: Step, longest: int = 60) -> str:
    """What a step asks, or else says, cut at a word so that it has at most `longest` letters."""
    words = " ".join((step.ask or next(iter(step.say), "") or step.id.replace("_", " ")).split())
    return shortened(words, longest)


def shortened(words: str, longest: int) -> str:
    """The words, or their beginning up to a whole word and a mark that there is more."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,.;:–-") + "…"


def place(go: str) -> str:
    """A destination in words."""
    return "the end" if go == END else go


def condition_words(script: Script, step: Step, condition: Condition) -> str:
    """When a condition holds, in words. One that has no words here yet is told by its name and its argument."""
    tell = _WORDS.get(condition.name)
    said = tell(script, step, condition.argument) if tell else None
    return said or f"{condition.name.replace('_', ' ')}: {_plainly(condition.argument)}"


def _plainly(argument: object) -> str:
    if isinstance(argument, Mapping):
        return ", ".join(f"{key} {_plainly(value)}" for key, value in argument.items())
    if isinstance(argument, bool):
        return "yes" if argument else "no"
    return str(argument)


def _chose(script: Script, step: Step, argument: object) -> str:
    choice = step.choice(str(argument))
    return f"“{shortened(choice.label, 40) if choice else argument}”"


def _chose_at(script: Script, step: Step, argument: object) -> str | None:
    if not isinstance(argument, Mapping):
        return None
    other = script.steps.get(str(argument.get("step")))
    choice = other.choice(str(argument.get("choice"))) if other else None
    label = choice.label if choice else str(argument.get("choice"))
    return f"“{shortened(label, 40)}” at {argument.get('step')}"


def _answered_at(script: Script, step: Step, argument: object) -> str | None:
    if not isinstance(argument, Mapping):
        return None
    return f"{argument.get('step')} {'answered' if argument.get('is') else 'not answered'}"


_WORDS: Mapping[str, Callable[[Script, Step, object], str | None]] = {
    "chose": _chose,
    "scale_below": lambda script, step, argument: f"below {argument}",
    "scale_at_least": lambda script, step, argument: f"{argument} or more",
    "answered": lambda script, step, argument: "answered" if argument is True else "not answered",
    "nobody_named": lambda script, step, argument: "nobody named" if argument is True else "somebody named",
    "sets_shared": lambda script, step, argument: "worries were shared" if argument is True else "none were shared",
    "chose_at": _chose_at,
    "answered_at": _answered_at,
}
