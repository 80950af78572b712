"""What a Chair has in hand when meeting the family first. Built from what was sent; it holds no note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.conversation import Move, SharingWish
from dialogs.script import EntryKind, Mode
from review.map.safety_map import MapEntry, SafetyMap
from store.cases import CaseFile, Person
from web.desk.cards import Card, cards_of
from web.desk.questions import Background
from web.desk.words import WISHES, language_name
from web.language import translator
from web.services import Services

TAKE_PART = "take_part"
"""The step that asks how somebody would like to take part in the meeting."""
FIRST = ("child", "young_person", "parent", "relative")
"""Who is met first, in this order: the child before anybody, and the family before practitioners join."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the sheet: what they ask, how they want their views to go in, in their own words."""

    person: Person
    sent: bool
    languages: tuple[str, ...]
    interpreter: bool
    questions: tuple[Card, ...]
    views: tuple[Card, ...]
    """What they wish for how their views go in: whether they come, what is not to be said in front of whom."""
    sharing: tuple[tuple[str, int], ...]
    """Whom they wish to see their answers, with how many answers; a wish, never a promise."""

    @property
    def asks(self) -> tuple[Card, ...]:
        """The questions that were really asked."""
        return tuple(card for card in self.questions if not card.item.declined)

    @property
    def declined(self) -> bool:
        """Whether they were asked for questions and gave none."""
        return bool(self.questions) and not self.asks

    @property
    def has_none(self) -> bool:
        """Whether they said, when they were last asked, that there is nothing. Who skipped said no such thing."""
        return self.declined and self.questions[-1].item.entry.reply.move is Move.NOTHING


@dataclass(frozen=True, slots=True)
class ChairSheet:
    """The family in the order to meet them, then the professionals."""

    family: tuple[Guest, ...]
    professionals: tuple[Guest, ...]

    @property
    def asking(self) -> tuple[Guest, ...]:
        """Those of the family who have questions."""
        return tuple(guest for guest in self.family if guest.asks)

    @property
    def wishing(self) -> tuple[Guest, ...]:
        """Those who wish something for how their views go in."""
        return tuple(guest for guest in self.family if guest.views or guest.sharing)


def sheet_of(s: Services, case: CaseFile, drawn: SafetyMap, behind: Mapping[str, Background]) -> ChairSheet:
    """The sheet of a case as its map stands now. Children come first."""
    place = {role: index for index, role in enumerate(FIRST)}
    people = sorted(case.people, key=lambda person: place.get(person.role, len(FIRST)))
    guests = [_guest(s, person, drawn, behind) for person in people]
    family = tuple(guest for guest in guests if guest.person.role in place)
    return ChairSheet(family, tuple(guest for guest in guests if guest.person.role not in place))


def _guest(s: Services, person: Person, drawn: SafetyMap, behind: Mapping[str, Background]) -> Guest:
    mine = [item for item in drawn if item.person_id == person.id]
    cards = cards_of(s, drawn, (item for item in mine if _for_the_sheet(item)), behind)
    locales = dict.fromkeys(item.entry.given.locale for item in mine)
    return Guest(
        person=person,
        sent=bool(mine),
        languages=tuple(language_name(s, locale) for locale in locales),
        interpreter=any(item.interpreter == "yes" for item in mine),
        questions=tuple(card for card in cards if not _about_views(card.item)),
        views=tuple(card for card in cards if _about_views(card.item) and not card.item.declined),
        sharing=_sharing(mine),
    )


def _for_the_sheet(item: MapEntry) -> bool:
    return item.entry.kind is EntryKind.CHAIR_QUESTION or item.entry.position.step == TAKE_PART


def _about_views(item: MapEntry) -> bool:
    return item.entry.position.step == TAKE_PART or item.entry.mode is Mode.WISH


def _sharing(mine: list[MapEntry]) -> tuple[tuple[str, int], ...]:
    wished = Counter((item.entry.wish, item.worker) for item in mine if item.entry.wish is not None)
    words = translator()
    return tuple(
        (words.text(WISHES[wish], worker=worker), count)
        for wish in SharingWish
        for (made, worker), count in wished.items()
        if made is wish
    )
