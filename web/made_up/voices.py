"""Holds the conversations of the made-up family, as if each had sat down on its day. Uses what a phone uses."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs.conversation import Move, Position, SharedSet
from dialogs.engine import Standing
from dialogs.replies import Raw
from dialogs.script import ReplyKind, Script
from dialogs.sitting import Screen, Taken
from store.cases import CaseFile
from store.invites import IssuedInvite
from web.made_up.days import days_of
from web.made_up.story import Voice, Words
from web.names import names_in
from web.services import Services

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation that was held: its id, whose, and the way in it came by."""

    talk: str
    voice: Voice
    issued: IssuedInvite


class TheStoryDoesNotFitItsScript(Exception):
    """A made-up answer was refused, so the script has changed and the story must follow. Names the step."""


def hold(s: Services, case: CaseFile, voice: Voice, by: str, sets: Sequence[SharedSet], now: datetime) -> Held:
    """One conversation, begun, answered and sent on its day."""
    at = now - timedelta(days=voice.days_ago)
    people = {person.name: person.id for person in case.people}
    who, about = people[voice.name], people[voice.about]
    issued = s.invites.issue(case.id, who, about, voice.script, voice.locale, by, at, 365, sets)
    sitting, _ = s.sittings.open(issued.invite_id, voice.locale, at)
    s.sittings.set_safe(sitting, "yes", voice.present)
    s.sittings.set_helped(sitting, case.id, *voice.helped)
    script = s.scripts[voice.script]
    talk = s.conversations.begin(secrets.token_hex(16), issued.invite_id, case.id, who, script, at)
    words = s.messages.translator(voice.locale)
    screen = Screen(words, names_in(s, s.invites.about(issued.invite_id), words), s.noticing.notices)
    while (here := (standing := s.talks.standing(talk)).here) is not None and not standing.conversation.sent:
        at += MINUTE
        raw = _raw(script, standing, here, voice, days_of(now.date()))
        taken = s.talks.reply(talk, sitting, standing.seq, raw, secrets.token_hex(8), at, screen)
        if not isinstance(taken, Taken):
            raise TheStoryDoesNotFitItsScript(f"{voice.script}, {here}")
    s.sittings.end(sitting, at)
    return Held(talk, voice, issued)


def _raw(script: Script, standing: Standing, here: Position, voice: Voice, days: Mapping[str, str]) -> Raw:
    """What this voice answers at this question."""
    step = script.steps[here.step]
    if step.reply is ReplyKind.READ_BACK:
        return Raw(wishes=tuple(_wishes(standing, voice)))
    names = [here.step, f"{here.step}.{here.visit}"] if here.round == 0 else [f"{here.step}.{here.visit}.{here.round}"]
    said = next((voice.said[name] for name in names if name in voice.said), None)
    if said is None:
        if step.reply is ReplyKind.ONE_OF and step.entry is None:
            return Raw(choices=(step.choices[0].id,))
        return Raw(move=Move.NO_MORE if here.round else Move.SKIP)
    return _answer(said, days)


def _answer(said: Words, days: Mapping[str, str]) -> Raw:
    if isinstance(said, Move):
        return Raw(move=said)
    if isinstance(said, str):
        return Raw(text=said.format_map(days))
    if isinstance(said, int):
        return Raw(number=str(said))
    people = tuple(one for one in said if isinstance(one, tuple))
    return Raw(people=people) if people else Raw(choices=tuple(one for one in said if isinstance(one, str)))


def _wishes(standing: Standing, voice: Voice) -> list[tuple[str, str]]:
    return [(str(at), voice.wishes[at.step]) for at in standing.trail if at.step in voice.wishes and not at.round]
