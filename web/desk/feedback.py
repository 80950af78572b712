"""What people said about their meetings, per team and quarter, never per person and never beside a case.

Only counts come from what was sent with a name; only what was sent without one can be read, and only in a group that is
large enough (`review/feedback.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import Move
from dialogs.script import Script
from i18n.messages import N_
from review.feedback import FEWEST, Answer, Quarter, Sending, by_quarter, quarter_of
from store.feedback import NamedSending, Said
from store.feedback import Sending as UnnamedSending
from web.desk import desk
from web.desk.door import page, staff, who
from web.language import translator
from web.services import Services, services

ANSWERED = N_("Answered in their own words")
WAYS = {
    Move.SKIP: N_("Skipped"),
    Move.DONT_KNOW: N_("I don't know"),
    Move.RATHER_NOT: N_("I don't want to say"),
    Move.NOTHING: N_("Nothing right now"),
    Move.TAKE_OUT: N_("Skipped"),
}
QUARTERS = {
    "Q1": N_("January to March {year}"),
    "Q2": N_("April to June {year}"),
    "Q3": N_("July to September {year}"),
    "Q4": N_("October to December {year}"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What was said through one script, quarter by quarter."""

    title: str
    quarters: tuple[Quarter, ...]


@desk.get("/feedback")
@staff(Action.SEE_FEEDBACK)
def feedback_page() -> Response:
    """Counts and readable words of every team. Opening it is written in the audit trail."""
    s = services()
    response = page(
        "desk/feedback.html", here="feedback", scripts_said=_everything(s), quarter_words=_quarter_words, fewest=FEWEST
    )
    s.audit.record("read_feedback", who().id, None, None, s.clock())
    return response


def _everything(s: Services) -> tuple[About, ...]:
    sendings: dict[str, list[Sending]] = {}
    for unnamed in s.feedback.all():
        sendings.setdefault(unnamed.script, []).append(_sending(s.scripts.get(unnamed.script), unnamed, named=False))
    for named in s.feedback.named():
        sendings.setdefault(named.script, []).append(_sending(s.scripts.get(named.script), named, named=True))
    running = quarter_of(f"{s.clock():%Y-%m}")
    found = []
    for name, sent in sorted(sendings.items()):
        script = s.scripts.get(name)
        order = {step: place for place, step in enumerate(script.steps)} if script else {}
        found.append(About(script.title if script else name, by_quarter(sent, order, running)))
    return tuple(found)


def _sending(script: Script | None, one: UnnamedSending | NamedSending, named: bool) -> Sending:
    return Sending(one.script, one.team, quarter_of(one.month), named, tuple(_answers(script, one.said, named)))


def _answers(script: Script | None, said: Iterable[Said], named: bool) -> Iterable[Answer]:
    """Each answer with how it was given; a follow-up to the same question is words more, and not counted again."""
    counted: set[str] = set()
    for one in said:
        step = script.steps.get(one.step) if script else None
        again, answered = one.step in counted, one.move is Move.ANSWER
        counted.add(one.step)
        ways: tuple[str, ...] = ()
        if not again:
            picked = [choice for id_ in one.choices if step and (choice := step.choice(id_))]
            ways = tuple(choice.label for choice in picked) or ((ANSWERED if answered else WAYS.get(one.move, "")),)
        asked = step.ask if step and step.ask else one.asked
        words = "" if named or one.choices or not answered else one.words
        yield Answer(one.step, asked, ways, words)


def _quarter_words(quarter: str) -> str:
    year, name = quarter.split("-")
    return translator().text(QUARTERS[name], year=year)
