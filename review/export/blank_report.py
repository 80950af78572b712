"""A report to fill in by hand, made from the questions of a script, so that paper and screen ask the same.

What names a family's worry is not on it (that is behind a PIN), nor what is for the Chair only: a report is shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.script import EntryKind, ReplyKind, Script, Step
from review.export.words import Words
from review.named import N_

A_CHILD = N_("the child")
AFTER_KINDS = N_("Before you go on")
SCREEN_ONLY = frozenset({ReplyKind.NONE, ReplyKind.READ_BACK})


@dataclass(frozen=True, slots=True)
class Question:
    """One question on paper: words to help with it, boxes to tick (none: room to write), and what it is asked with.

    `kind` is the heading over it: the choice that leads to it on the screen, such as “A worry”."""

    id: str
    ask: str
    help: str = ""
    boxes: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None
    kind: str = ""
    more: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the script with its questions."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class BlankReport:
    """The sections of the report, and apart from it what goes back to the office: whether somebody comes."""

    sections: tuple[Section, ...] = ()
    slip: tuple[Question, ...] = ()


def blank_report(script: Script, words: Words, worker: str, team: str) -> BlankReport:
    """The report this script asks for, in its own order and with its own headings. It names no child."""
    names = {"child": words.text(A_CHILD), "worker": worker, "team": team}
    form = _Form(script, words, names)
    mains = [step for step in form.steps.values() if step.detail_of not in form.steps]
    sections = []
    for number, title in enumerate(script.parts):
        here = [step for step in mains if step.part == number and step.entry is not EntryKind.CHAIR_QUESTION]
        if here:
            sections.append(
                Section(words.text(title), _apart([form.question(step) for step in here], words.text(AFTER_KINDS)))
            )
    slip = tuple(form.question(step) for step in mains if step.entry is EntryKind.CHAIR_QUESTION)
    return BlankReport(tuple(sections), slip)


class _Form:
    """What of a script can be asked on paper."""

    def __init__(self, script: Script, words: Words, names: Mapping[str, str]) -> None:
        self._words, self._names = words, names
        repeated = {inside for step in script.steps.values() for inside in step.do}
        self.steps = {
            step.id: step
            for step in script.steps.values()
            if step.id not in repeated and _on_paper(step) and "{" not in self._filled(step.ask)
        }
        self._kinds = dict(_menus(script))

    def question(self, step: Step) -> Question:
        more = tuple(self.question(one) for one in self.steps.values() if one.detail_of == step.id)
        ends = (self._filled(step.scale.low), self._filled(step.scale.high)) if step.scale else None
        boxes = tuple(str(number) for number in range(11)) if ends else tuple(self._boxes(step))
        kind = self._filled(self._kinds.get(step.id))
        return Question(step.id, self._filled(step.ask), self._filled(step.simpler), boxes, ends, kind, more)

    def _boxes(self, step: Step) -> Iterator[str]:
        """The choices, but not one that only leads to another question of the form."""
        for choice in step.choices:
            goes = _led_to(step, choice.id)
            if goes not in self.steps or self.steps[goes].detail_of == step.id:
                yield self._filled(choice.label)

    def _filled(self, source: str | None) -> str:
        return self._words.text(source, **self._names) if source else ""


def _apart(questions: Sequence[Question], heading: str) -> tuple[Question, ...]:
    """The same; what is asked after the kinds of a menu gets a heading, so that it does not read as one of the last."""
    kinds = [bool(one.kind) for one in questions]
    return tuple(
        one if one.kind or not any(kinds[:index]) else replace(one, kind=heading) for index, one in enumerate(questions)
    )


def _on_paper(step: Step) -> bool:
    asked = bool(step.ask) and step.reply not in SCREEN_ONLY and not step.practice
    return asked and step.entry is not None and step.entry is not EntryKind.CHAIR_ONLY


def _menus(script: Script) -> Iterator[tuple[str, str]]:
    """Steps that a menu leads to, each with the choice's words. A menu asks for nothing but the way."""
    for step in script.steps.values():
        if step.entry is None:
            yield from ((goes, one.label) for one in step.choices if (goes := _led_to(step, one.id)) is not None)


def _led_to(step: Step, choice: str) -> str | None:
    """Where this choice and no other leads, or None."""
    wanted = (
        route.go for route in step.routes if route.when and (route.when.name, route.when.argument) == ("chose", choice)
    )
    return next(wanted, None)
