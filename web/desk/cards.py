"""What a card of the map shows: a person's words with all that belongs to them. Builds values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.conversation import Entry, Given, Position
from dialogs.script import END, EntryKind, ReplyKind, Scale, Script
from review.export.words import needs_translating
from review.safety_map import MapEntry, SafetyMap, build
from store.invites import About
from web.desk.door import LOCALE
from web.desk.words import DECLINED, MODES, language_name, present_words, said_unsafe
from web.names import names_in
from web.services import Services

COLUMNS = (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN)
BESIDE = (EntryKind.SCALE, EntryKind.PERSON, EntryKind.CHAIR_QUESTION)
GAP = "…"
"""Stands in an English reading of a follow-up for the words it repeated, which are on a card of their own."""


@dataclass(frozen=True, slots=True)
class Card:
    """One entry ready to show. `asked_english` and `words_english` are the script's own English, never a translation
    of what the person wrote; empty when it was English anyway. `seen` is how many decisions it shows.
    """

    item: MapEntry
    seen: int
    title: str
    version: int
    language: str
    foreign: bool
    translate: bool
    asked_english: str
    words_english: tuple[str, ...]
    declined: str
    mode: str
    present: str
    unsafe: bool

    @property
    def is_open(self) -> bool:
        """Whether no decision stands."""
        return self.item.decision is None


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's number on a line, and what they then said about it."""

    card: Card
    number: int | None
    reasons: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One 0-10 line: its two ends in words, and the people who put a number on exactly this line."""

    scale: Scale
    locale: str
    marks: tuple[Mark, ...]
    english: Scale | None = None
    """The script's own English for the ends, when the person saw another language."""

    def at(self, number: int) -> tuple[Mark, ...]:
        """The marks at this number."""
        return tuple(mark for mark in self.marks if mark.number == number)


@dataclass(frozen=True, slots=True)
class Background:
    """What a conversation was held with: its script version, and whom its questions spoke of."""

    script: Script
    about: About


def backgrounds(s: Services, conversations: Iterable[str]) -> dict[str, Background]:
    """The background of each of these conversations."""
    found = {}
    for conversation_id in dict.fromkeys(conversations):
        facts = s.conversations.facts(conversation_id)
        if facts is not None:
            found[conversation_id] = Background(s.talks.script(facts.digest), s.invites.about(facts.invite_id))
    return found


def read_map(s: Services, case_id: str) -> tuple[SafetyMap, dict[str, Background]]:
    """The map of a case as it is now, each entry with its script's version, and the talks behind it.

    The talks stand in the order they were sent, their entries in the order of the script: an answer that was changed
    stays before what was asked about it.
    """
    drawn = build(s.conversations.entries_of_case(case_id), s.decisions.for_case(case_id), case_id)
    sent = sorted(drawn, key=lambda item: (item.sent_at, item.conversation_id))
    behind = backgrounds(s, (item.conversation_id for item in sent))

    turns = {(item.conversation_id, item.entry.position): item.entry.turn for item in drawn}

    talks = list(behind)

    def column(items: Sequence[MapEntry]) -> tuple[MapEntry, ...]:
        return tuple(known_entry(item) for item in sorted(items, key=as_asked))

    def as_asked(item: MapEntry) -> tuple[int, int, int, int]:
        place, script = item.entry.position, behind[item.conversation_id].script
        return talks.index(item.conversation_id), list(script.steps).index(place.step), place.visit, place.round

    def known_entry(item: MapEntry) -> MapEntry:
        talk, entry = behind[item.conversation_id], item.entry
        place = entry.position
        before = turns.get((item.conversation_id, place._replace(round=place.round - 1)))
        asked = asked_of(s, talk, place, entry.given, None if before is None else before < entry.turn)
        entry = replace(entry, given=replace(entry.given, asked=asked))
        return replace(item, version=talk.script.version, digest=talk.script.digest, entry=entry)

    known = replace(
        drawn,
        worries=column(drawn.worries),
        working_well=column(drawn.working_well),
        needs_to_happen=column(drawn.needs_to_happen),
        scales=column(drawn.scales),
        people=column(drawn.people),
        chair_questions=column(drawn.chair_questions),
    )
    return known, behind


def cards_of(s: Services, items: Iterable[MapEntry], behind: Mapping[str, Background]) -> tuple[Card, ...]:
    """These entries as cards."""
    return tuple(_card(s, item, behind[item.conversation_id]) for item in items)


def lines_of(
    s: Services, scales: Sequence[Card], others: Sequence[Card], behind: Mapping[str, Background]
) -> tuple[Line, ...]:
    """The scale lines: one for each wording, because only numbers on the same line compare."""
    lines: dict[tuple[Scale, str], Line] = {}
    for card in scales:
        entry = card.item.entry
        if entry.scale is None:
            continue
        talk = behind[card.item.conversation_id]
        steps = _reasons(talk.script, entry)
        same = [one for one in others if one.item.conversation_id == card.item.conversation_id and one.item.words]
        reasons = tuple(one for step in steps for one in same if one.item.entry.position.step == step)
        key = (_as_seen(entry, entry.scale), entry.given.locale)
        line = lines.get(key) or Line(*key, (), _in_english(s, talk, entry) if card.foreign else None)
        lines[key] = replace(line, marks=(*line.marks, Mark(card, entry.reply.number, reasons)))
    return tuple(lines.values())


def _in_english(s: Services, talk: Background, entry: Entry) -> Scale | None:
    scale, english = entry.scale, s.messages.translator(LOCALE)
    if scale is None:
        return None
    slot, values = f"{talk.script.id}.{entry.position.step}.scale", names_in(s, talk.about, english)
    low, high = (english.script(f"{slot}.{end}", getattr(scale, end), values).text for end in ("low", "high"))
    return replace(scale, low=low, high=high)


def _as_seen(entry: Entry, scale: Scale) -> Scale:
    """The scale in the words the person saw; two children's scales are never one line."""
    seen = dict(entry.given.offered)
    return replace(scale, low=seen.get("low", scale.low), high=seen.get("high", scale.high))


def asked_of(s: Services, talk: Background, position: Position, given: Given, quotes_sent: bool | None) -> str:
    """The question as it was put; without the words a follow-up repeated when those were changed or taken out later.

    `quotes_sent`: whether the answer it follows was sent as it was then; None when that answer was not sent at all.
    """
    step = talk.script.steps[position.step]
    if position.round == 0 or step.more is None or quotes_sent:
        return given.asked
    words = s.messages.translator(given.locale)
    values = {**names_in(s, talk.about, words), "reply": f"[{GAP}]"}
    return words.script(f"{talk.script.id}.{step.id}.more.ask", step.more.ask, values).text


def english_question(s: Services, behind: Background, position: Position) -> str:
    """The script's own English for the question at this position."""
    step = behind.script.steps[position.step]
    slot, source = "ask", step.ask or ""
    if position.round > 0 and step.more is not None:
        slot, source = "more.ask", step.more.ask
    english = s.messages.translator(LOCALE)
    values = {**names_in(s, behind.about, english), "reply": GAP}
    return english.script(f"{behind.script.id}.{step.id}.{slot}", source, values).text


def _card(s: Services, item: MapEntry, behind: Background) -> Card:
    entry, script = item.entry, behind.script
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
        translate=needs_translating(item),
        asked_english=english_question(s, behind, entry.position) if foreign else "",
        words_english=tuple(chosen) if foreign else (),
        declined=DECLINED.get(entry.reply.move, "") if item.declined else "",
        mode=MODES[entry.mode] if entry.mode and not item.declined else "",
        present=present_words(item.present),
        unsafe=said_unsafe(item.safe),
    )


def _reasons(script: Script, entry: Entry) -> tuple[str, ...]:
    """The text questions that follow a scale in the same part of the script: they ask about its number."""
    part = script.steps[entry.position.step].part
    seen: set[str] = set()
    waiting = [entry.position.step]
    while waiting:
        for route in script.steps[waiting.pop()].routes:
            if route.go != END and route.go not in seen and script.steps[route.go].part == part:
                seen.add(route.go)
                waiting.append(route.go)
    asked = (step for step in script.steps.values() if step.id in seen)
    return tuple(step.id for step in asked if step.reply is ReplyKind.TEXT and step.entry is not None)
