"""What a card of the map shows: a person's words with all that belongs to them. Builds values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dialogs.conversation import quote
from dialogs.script import EntryKind, ReplyKind
from review.circumstances import circumstances, unlike_usual, unsafe
from review.export.telling import guess, rating, steps
from review.map.in_another_language import in_another_language, needs_translating
from review.map.safety_map import COLUMNS as PLACES
from review.map.safety_map import MapEntry, SafetyMap, build, impact_not_said
from web.desk.door import LOCALE
from web.desk.questions import Background, asked_of, backgrounds, in_english
from web.desk.words import DECLINED, MODES, language_name, wish_words
from web.language import translator
from web.services import Services

COLUMNS = (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN)
BESIDE = (
    EntryKind.SCALE,
    EntryKind.FEELING,
    EntryKind.SET_VIEW,
    EntryKind.PLAN_RULE,
    EntryKind.PERSON,
    EntryKind.CHAIR_QUESTION,
)
SOMETIMES = (EntryKind.FEELING, EntryKind.SET_VIEW, EntryKind.PLAN_RULE)
"""Columns beside the map that are not there while they are empty."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A picture that was picked: its name in the file of pictures (or None), and its words as they were shown."""

    picture: str | None
    words: str


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
    around: tuple[str, ...]
    """Who typed, who was there, who interpreted; `apart` leaves out that they did it themselves, on their own."""
    apart: tuple[str, ...]
    unsafe: str
    wish: str
    pictures: tuple[Picked, ...] = ()
    step: str = ""
    """Which of the worded steps, in words; `steps` has all of them."""
    steps: tuple[str, ...] = ()
    about: str = ""
    """The shared worry it was asked about, or what it says more about in another column; cut when long."""
    about_id: str = ""
    no_impact: bool = False
    guess: str = ""
    """Whose guess of a child's view it is. It is never shown as the child's own words."""
    details: tuple[Card, ...] = ()
    """What says more about this entry: where it was seen, what it did to the child, the reason for a number."""

    @property
    def is_open(self) -> bool:
        """Whether no decision stands."""
        return self.item.decision is None

    @property
    def waits(self) -> bool:
        """Whether it, or anything inside it, is still to be decided."""
        return self.is_open or any(detail.is_open for detail in self.details)

    @property
    def in_another_language(self) -> bool:
        """Whether a wording has to say whether it is a translation."""
        return in_another_language(self.item)

    @property
    def words(self) -> str:
        """The person's exact words beside the pictures they picked; all of them when there are none."""
        return self.item.entry.reply.text if self.pictures else self.item.words


def read_map(s: Services, case_id: str) -> tuple[SafetyMap, dict[str, Background]]:
    """The map of a case as it is now, each entry with its script's version, and the talks behind it.

    The talks stand in the order they were sent, their entries in the order they were asked: an answer that was changed
    stays before what was asked about it.
    """
    drawn = build(s.conversations.entries_of_case(case_id), s.decisions.for_case(case_id), case_id)
    sent = sorted(drawn, key=lambda item: (item.sent_at, item.conversation_id))
    behind = backgrounds(s, (item.conversation_id for item in sent))
    turns = {(item.conversation_id, item.entry.position): item.entry.turn for item in drawn}
    talks = list(behind)

    def as_asked(item: MapEntry) -> tuple[int, int]:
        return talks.index(item.conversation_id), behind[item.conversation_id].place(item.entry.position)

    def known_entry(item: MapEntry) -> MapEntry:
        talk, entry = behind[item.conversation_id], item.entry
        place = entry.position
        before = turns.get((item.conversation_id, place._replace(round=place.round - 1)))
        asked = asked_of(s, talk, place, entry.given, None if before is None else before < entry.turn)
        return replace(
            item,
            version=talk.script.version,
            digest=talk.script.digest,
            entry=replace(entry, given=replace(entry.given, asked=asked)),
            worker=talk.about.worker,
            child=talk.about.child,
            shared=talk.shared(place),
        )

    columns = {name: sorted(getattr(drawn, name), key=as_asked) for name in PLACES.values()}
    return SafetyMap(case_id, **{name: tuple(map(known_entry, items)) for name, items in columns.items()}), behind


def cards_of(
    s: Services, drawn: SafetyMap, items: Iterable[MapEntry], behind: Mapping[str, Background]
) -> tuple[Card, ...]:
    """Those of these entries that stand by themselves, as cards, each with its details inside."""
    alone = (item for item in items if item.under is None)
    return tuple(_card(s, drawn, item, behind[item.conversation_id]) for item in alone)


def card_with(s: Services, drawn: SafetyMap, entry_id: str, behind: Mapping[str, Background]) -> Card | None:
    """The card that shows this entry, by itself or inside, or None."""
    item = drawn.find(entry_id)
    whole = drawn.find(item.under) if item is not None else None
    shown = whole or item
    return None if shown is None else _card(s, drawn, shown, behind[shown.conversation_id])


def _card(s: Services, drawn: SafetyMap, item: MapEntry, behind: Background) -> Card:
    entry, script, words = item.entry, behind.script, translator()
    foreign = entry.given.locale.split("_")[0] != LOCALE
    english = in_english(s, behind, entry.position) if foreign else None
    chosen = [option.text for option in english.options if option.id in entry.reply.choices] if english else []
    number, answered = entry.reply.number, not item.declined
    stairs = steps(item)
    about, about_id = _about(drawn, item)
    return Card(
        item=item,
        seen=len(item.decisions),
        title=script.title,
        version=script.version,
        language=language_name(s, entry.given.locale),
        foreign=foreign,
        translate=needs_translating(item),
        asked_english=english.text if english else "",
        words_english=tuple(chosen),
        declined=DECLINED.get(entry.reply.move, "") if item.declined else "",
        mode=MODES.get(entry.mode, "") if entry.mode and answered and not item.guessed else "",
        around=circumstances(words, item),
        apart=unlike_usual(words, item),
        unsafe=unsafe(words, item),
        wish=wish_words(entry.wish, item.worker),
        pictures=_pictures(item, behind) if answered else (),
        step=rating(words, item, number) if stairs and number is not None else "",
        steps=stairs,
        about=about,
        about_id=about_id,
        no_impact=impact_not_said(drawn, item),
        guess=guess(words, item),
        details=tuple(_card(s, drawn, detail, behind) for detail in drawn.details(item)),
    )


def _pictures(item: MapEntry, behind: Background) -> tuple[Picked, ...]:
    """The pictures that were picked, in the order of their words."""
    entry, step = item.entry, behind.script.steps[item.entry.position.step]
    if entry.reply_kind is not ReplyKind.PICTURES:
        return ()
    shown = dict(entry.given.offered)
    picked = ((step.choice(id_), shown.get(id_, id_)) for id_ in entry.reply.choices)
    return tuple(Picked(choice.picture if choice else None, words) for choice, words in picked)


def _about(drawn: SafetyMap, item: MapEntry) -> tuple[str, str]:
    """What a card that stands by itself was asked about, cut when it is long, and that card's id if it has one."""
    whole = drawn.find(item.detail_of)
    if whole is None or item.under is not None:
        return (quote(item.shared.worry) if item.shared else "", "")
    number = whole.entry.reply.number
    return quote(whole.words) if number is None else rating(translator(), whole, number), whole.id
