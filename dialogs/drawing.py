"""Draws a script as a Mermaid graph, from the same machine that runs it. Draws only; judging is `lint.py`."""

from __future__ import annotations

from dialogs.engine import machine
from dialogs.script import END, ReplyKind, Route, Script, Step


def mermaid(script: Script) -> str:
    """The script as Mermaid text: one box a step (its part, its question), one arrow a route with its condition."""
    lines = ["flowchart TD", f"    start(( )) --> {script.start}"]
    for number, part in enumerate(script.parts):
        inside = [step for step in script.steps.values() if step.part == number]
        lines.append(f'    subgraph part{number}["{_safe(part)}"]')
        lines += [f"        {step.id}{_box(step)}" for step in inside]
        lines.append("    end")
    lines.append(f"    {END}((end))")
    for transitions in machine(script).events["onward"].transitions.values():
        for transition in transitions:
            route = next(r for r in script.steps[transition.source].routes if _is(r, transition))
            arrow = "-->" if route.when is None else f'-- "{_safe(f"{route.when.name}: {route.when.argument}")}" -->'
            lines.append(f"    {transition.source} {arrow} {transition.dest}")
    lines += [f'    {step.id} -- "each" --> {step.do[0]}' for step in script.steps.values() if step.do]
    return "\n".join(lines) + "\n"


def _is(route: Route, transition: object) -> bool:
    """Whether the machine's transition was built from this route."""
    predicates = [condition.func for condition in getattr(transition, "conditions", [])]
    bound = predicates[0].args[0] if predicates else None
    return route.go == getattr(transition, "dest", None) and route.when is bound


def _box(step: Step) -> str:
    words = _safe(step.ask or f"for each: {step.for_each}" if step.for_each else step.ask or step.say[0])
    return f'(["{words}"])' if step.reply is ReplyKind.NONE else f'["{words}"]'


def _safe(words: str) -> str:
    short = words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + "…"
    return short.replace('"', "'").replace("{", "(").replace("}", ")").replace("\n", " ")
