"""What an invitation to a conference says, in the same words on a screen, in an e-mail and on paper.

Only what may travel unsealed: no child's full name, no worry, no PIN. A PIN goes another way than the link, always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from review.export.words import Words


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, already in words: `day` with its time, `due` a line for each limit. Empty: not known."""

    who: str
    conference: str
    day: str
    place: str
    about: str
    due: tuple[str, ...]
    send_to: str
    worker: str
    team: str
    council: str
    form: bool = True
    """Whether there is a report form that goes with it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A few lines under a heading; the first passage has none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject line and the passages under it."""

    subject: str
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """All of it but the subject, to copy into a message."""
        return "\n\n".join("\n".join(line for line in (one.heading, *one.lines) if line) for one in self.passages)


def letter(facts: Facts, words: Words, link: str = "") -> Letter:
    """The invitation; with a link, also how to answer on a screen."""
    _ = words.text
    what = facts.conference.lower()
    meeting = (
        _("When: {day}", day=facts.day),
        _("Where: {place}", place=facts.place) if facts.place else _("Where: we will tell you"),
        facts.about,
    )
    passages = (
        Passage(
            "", (_("To {who}", who=facts.who), _("You are invited to a child protection meeting: {what}.", what=what))
        ),
        Passage(_("The meeting"), meeting),
        Passage(_("Your report"), tuple(_report(facts, words))),
        *_online(words, link),
        Passage(_("Before you write"), tuple(_care(facts, words))),
        Passage("", (_("Please say soon whether you can come."), facts.worker, facts.council)),
    )
    return Letter(_("Invitation: {what}, {day}", what=what, day=facts.day), passages)


def _report(facts: Facts, words: Words) -> Iterator[str]:
    _ = words.text
    yield _("Please write a report, also if you cannot come.")
    yield from facts.due
    if not facts.due:
        yield _("Send it as early as you can, so that the parents can read it before the meeting.")
    if facts.send_to:
        yield _("Where it goes: {place}", place=facts.send_to)
    if facts.form:
        yield _("A form to fill in comes with this invitation.")


def _online(words: Words, link: str) -> Iterator[Passage]:
    _ = words.text
    if link:
        told = _("The page asks for a PIN. You are told it by phone or in person, never in a message with this link.")
        yield Passage(_("Or answer on a page, in about five minutes"), (link, told))


def _care(facts: Facts, words: Words) -> Iterator[str]:
    _ = words.text
    yield _("The parents will read what you write.")
    yield _(
        "Leave out what could put somebody at risk if it is shared. Ask {team} how to tell the Chair.", team=facts.team
    )
    yield _("If a child may be in danger now, do not wait for the meeting. Call 999 and tell {team}.", team=facts.team)
