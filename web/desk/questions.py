"""What a conversation was held with, and its questions as they were put: in the person's language and in English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs import scene
from dialogs.conversation import LEFT_OUT, Given, Position, SharedSet
from dialogs.engine import Standing
from dialogs.script import SETS, Script
from dialogs.shown import Ask
from i18n.messages import Translator
from store.invites import About
from web.desk.door import LOCALE
from web.names import names_in
from web.services import Services

GAP = "…"
"""Stands in an English reading of a follow-up for the words it repeated, which are on a card of their own."""


@dataclass(frozen=True, slots=True)
class Background:
    """What a conversation was held with: its script version, whom its questions spoke of, and its turns."""

    script: Script
    about: About
    standing: Standing

    def place(self, position: Position) -> int:
        """Where on the way this question came; last of all when it is on the way no longer."""
        trail = self.standing.trail
        return trail.index(position) if position in trail else len(trail)

    def shared(self, position: Position) -> SharedSet | None:
        """The shared worry and goal this question was about, or None."""
        loop = self.script.loop_of(position.step)
        sets = self.standing.conversation.sets
        return sets[position.visit] if loop and loop.for_each == SETS and position.visit < len(sets) else None


def backgrounds(s: Services, conversations: Iterable[str]) -> dict[str, Background]:
    """The background of each of these conversations."""
    found = {}
    for conversation_id in dict.fromkeys(conversations):
        facts = s.conversations.facts(conversation_id)
        if facts is not None:
            about, standing = s.invites.about(facts.invite_id), s.talks.standing(conversation_id)
            found[conversation_id] = Background(s.talks.script(facts.digest), about, standing)
    return found


def asked_of(s: Services, behind: Background, position: Position, given: Given, quotes_sent: bool | None) -> str:
    """The question as it was put; without the words a follow-up repeated when those were changed or taken out later.

    `quotes_sent`: whether the answer it follows was sent as it was then; None when that answer was not sent at all.
    """
    if position.round == 0 or behind.script.steps[position.step].more is None or quotes_sent:
        return given.asked
    return _put(s, behind, position, s.messages.translator(given.locale), LEFT_OUT).text


def in_english(s: Services, behind: Background, position: Position) -> Ask:
    """The script's own English for the question at this position, its choices and its ends: what the loop is about is
    filled in (a name stays as the person wrote it), the words a follow-up repeated are left out."""
    return _put(s, behind, position, s.messages.translator(LOCALE), GAP)


def _put(s: Services, behind: Background, position: Position, words: Translator, repeated: str) -> Ask:
    unanswered = replace(behind.standing, live={})
    return scene.question(
        behind.script, unanswered, position, words, {**names_in(s, behind.about, words), "reply": repeated}
    )
