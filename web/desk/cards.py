"""What a card of the map shows: a person's words with all that belongs to them. Builds values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.conversation import Entry
from dialogs.script import END, EntryKind, ReplyKind, Scale, Script
from i18n.messages import N_
from review.decision import Decision
from review.safety_map import MapEntry, SafetyMap, build
from web.desk.door import LOCALE
from web.desk.words import DECLINED, MODES, language_name, present_words, said_unsafe
from web.services import Services

GAP = "…"
"""Stands in an English reading of a follow-up for the words it repeated, which are on a card of their own."""


@dataclass(frozen=True, slots=True)
class Card:
    """One entry ready to show. `asked_english` and `words_english` are the script's own English, never a translation
    of what the person wrote; empty when it was English anyway."""

    item: MapEntry
    seen: int
    title: str
    version: int
    language: str
    foreign: bool
    asked_english: str
    words_english: tuple[str, ...]
    declined: str
    mode: str
    present: str
    unsafe: bool
    history: tuple[Decision, ...]

    @property
    def is_open(self) -> bool:
        """Whether no decision stands."""
        return self.item.decision is None


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's number on a line, and what they said about it: (question, answer card)."""

    card: Card
    number: int | None
    reasons: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One 0-10 line: its two ends in words, and the people who put a number on exactly this line."""

    scale: Scale
    marks: tuple[Mark, ...]


def read_map(s: Services, case_id: str) -> SafetyMap:
    """The map of a case as it is now."""
    return build(s.conversations.entries_of_case(case_id), s.decisions.for_case(case_id), case_id)


def cards_of(s: Services, items: Iterable[MapEntry]) -> tuple[Card, ...]:
    """These entries as cards."""
    scripts: dict[str, Script] = {}
    names: dict[str, Mapping[str, str]] = {}
    made = []
    for item in items:
        if item.conversation_id not in scripts:
            facts = s.conversations.facts(item.conversation_id)
            if facts is None:
                continue
            scripts[item.conversation_id] = s.talks.script(facts.digest)
            about = s.invites.about(facts.invite_id)
            names[item.conversation_id] = {"worker": about.worker, "child": about.child, "name": about.person}
        made.append(_card(s, item, scripts[item.conversation_id], names[item.conversation_id]))
    return tuple(made)


def lines_of(s: Services, scales: Sequence[Card], others: Sequence[Card]) -> tuple[Line, ...]:
    """The scale lines: one for each wording, because only numbers on the same line compare."""
    lines: dict[Scale, list[Mark]] = {}
    for card in scales:
        facts = s.conversations.facts(card.item.conversation_id)
        script = None if facts is None else s.talks.script(facts.digest)
        scale = card.item.entry.scale
        if script is None or scale is None:
            continue
        reasons = _reasons(script, card.item.entry)
        said = [
            one
            for step in reasons
            for one in others
            if one.item.conversation_id == card.item.conversation_id and one.item.entry.position.step == step
        ]
        lines.setdefault(scale, []).append(Mark(card, card.item.entry.reply.number, tuple(said)))
    return tuple(Line(scale, tuple(marks)) for scale, marks in lines.items())


def english_question(s: Services, script: Script, entry: Entry, names: Mapping[str, str]) -> str:
    """The script's own English for the question an entry answers."""
    step = script.steps[entry.position.step]
    follow_up = entry.position.round > 0 and step.more is not None
    slot, source = ("more.ask", step.more.ask) if follow_up and step.more else ("ask", step.ask or "")
    english = s.messages.translator(LOCALE)
    return english.script(f"{script.id}.{step.id}.{slot}", source, {**names, "reply": GAP}).text


def _card(s: Services, item: MapEntry, script: Script, names: Mapping[str, str]) -> Card:
    entry = item.entry
    foreign = entry.given.locale.split("_")[0] != LOCALE
    step = script.steps[entry.position.step]
    chosen = [found.label for id_ in entry.reply.choices if (found := step.choice(id_)) is not None]
    return Card(
        item=item,
        seen=len(item.decisions),
        title=script.title,
        version=script.version,
        language=language_name(s, entry.given.locale),
        foreign=foreign,
        asked_english=english_question(s, script, entry, names) if foreign else "",
        words_english=tuple(chosen) if foreign else (),
        declined=DECLINED.get(entry.reply.move, "") if item.declined else "",
        mode=MODES[entry.mode] if entry.mode else "",
        present=present_words(item.present),
        unsafe=said_unsafe(item.safe),
        history=item.decisions,
    )


def _reasons(script: Script, entry: Entry) -> tuple[str, ...]:
    """The steps after a scale that ask about the number: at most the two text questions that follow it."""
    found: list[str] = []
    here = entry.position.step
    for _ in range(2):
        after = _next_text(script, here)
        if after is None:
            break
        found.append(after)
        here = after
    return tuple(found)


def _next_text(script: Script, here: str) -> str | None:
    for route in script.steps[here].routes:
        place = route.go
        while place != END and script.steps[place].reply is ReplyKind.NONE:
            place = script.steps[place].routes[0].go
        if place == END:
            continue
        step = script.steps[place]
        if step.reply is ReplyKind.TEXT and step.entry is not None:
            return place
    return None


COLUMNS = (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN)
OPEN_WORDS = N_("Not decided yet")
