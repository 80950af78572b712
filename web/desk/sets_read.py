"""Reads a case's sets for the pages about them: the sets, the drafts, what people said, the words they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort

from dialogs.script import EntryKind
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from review.map.leaning import question_of
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.named import ANSWERS_TO_A_SET
from review.sets.about import about_told
from review.sets.answers import SetAnswer, answers_about
from review.sets.sets import Draft, SafetySet, drafts_of, set_with, sets_of
from review.voices_heard import children_of
from store.cases import CaseFile, Person
from web.desk.cards import COLUMNS, Card, cards_of, read_map
from web.desk.door import case_here
from web.desk.questions import Background
from web.desk.set_words import words_for
from web.desk.words import ROLES, meeting_words, wish_words
from web.language import translator
from web.services import Services

TAKEN = (Standing.KEPT, Standing.REWORDED)
"""Only words somebody decided about may go into a set."""


FIELDS = {
    "question": N_("The question"),
    "low": N_("0 means"),
    "high": N_("10 means"),
    "dispute": N_("Who sees it differently"),
}
"""The fields of a set whose name is the same at every level."""


@dataclass(frozen=True, slots=True)
class Told:
    """One person's answers about a version of a set, as cards in the order they were asked."""

    answer: SetAnswer
    cards: tuple[Card, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers they gave."""
        given = (item.entry.reply.number for item in self.answer.said if item.entry.kind is EntryKind.SCALE)
        return tuple(number for number in given if number is not None)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the family that may go into a set, and whom the person wished to see them. `asked` is their question,
    where they need it; `inside`: they say more about the words before them."""

    item: MapEntry
    wish: str
    asked: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Which children a set is about, in words (none where nothing tells), and whether a worker said it."""

    words: str
    said: bool


@dataclass(frozen=True, slots=True)
class Here:
    """The sets of one case, with its people; `events` are the lines they were folded from."""

    case: CaseFile
    sets: tuple[SafetySet, ...]
    drafts: tuple[Draft, ...]
    events: tuple[CaseEvent, ...]

    def one(self, set_id: str) -> SafetySet:
        """The set with this id, or a 404."""
        found = set_with(self.sets, set_id)
        return found if found is not None else abort(404)

    def draft(self, set_id: str) -> Draft | None:
        """What is kept as a draft of this set, or None."""
        return next((draft for draft in self.drafts if draft.set_id == set_id), None)

    @property
    def children(self) -> tuple[Person, ...]:
        """The children of the case, where there are several; else none: then nobody is asked whom a set is about."""
        return children_of(self.case.people)

    @property
    def about(self) -> dict[str, About]:
        """Which children each set is about, and each draft of a set that is only begun, by its id, where there are
        several."""
        wordings = {draft.set_id: draft.wording for draft in self.begun} | {one.id: one.wording for one in self.sets}
        told = {id_: about_told(translator().text, one, self.children) for id_, one in wordings.items()}
        return {id_: About(told[id_], one.about is not None) for id_, one in wordings.items() if self.children}

    @property
    def open(self) -> tuple[SafetySet, ...]:
        """The sets that are still worked with, in their order."""
        return tuple(one for one in self.sets if one.is_open)

    @property
    def closed(self) -> tuple[SafetySet, ...]:
        """The closed ones."""
        return tuple(one for one in self.sets if not one.is_open)

    @property
    def begun(self) -> tuple[Draft, ...]:
        """Drafts of sets that have no wording yet."""
        return tuple(draft for draft in self.drafts if set_with(self.sets, draft.set_id) is None)


def sets_here(s: Services, case_id: str) -> Here:
    """The sets of the case of this page."""
    events = s.case_log.of_case(case_id, Topic.SET, Topic.SHARING)
    return Here(case_here(s, case_id), sets_of(events), drafts_of(events), events)


def told_about(s: Services, here: Here) -> dict[str, tuple[Told, ...]]:
    """What people said about each set in the conversations they sent, by the set's id."""
    drawn, behind = read_map(s, here.case.id)
    return {
        set_id: tuple(Told(answer, _cards(s, drawn, answer, behind)) for answer in answers)
        for set_id, answers in answers_about(here.sets, drawn).items()
    }


def quotes_here(drawn: SafetyMap) -> dict[EntryKind, tuple[Quote, ...]]:
    """The family's words that were kept or reworded, column by column; what says more stands after its words."""
    return {kind: _quotes(drawn, kind) for kind in COLUMNS}


def quotes_of(drawn: SafetyMap, ids: Sequence[str]) -> tuple[Quote, ...]:
    """The words with these ids that are still on the map, in that order."""
    found = (drawn.find(id_) for id_ in ids)
    return tuple(_quote(item) for item in found if item is not None and item.words)


def context_of(s: Services, here: Here) -> dict[str, Any]:
    """What every page about the sets shows."""
    return {
        "here": here.case.id,
        "case": here.case,
        "meeting": meeting_words(here.case.meeting_on),
        "sets": here,
        "about": here.about,
        "called": words_for(s, here.case.id),
        "fields": FIELDS,
        "roles": ROLES,
        "answers": ANSWERS_TO_A_SET,
        "staff_names": s.accounts.names(),
    }


def _cards(s: Services, drawn: SafetyMap, answer: SetAnswer, behind: Mapping[str, Background]) -> tuple[Card, ...]:
    return cards_of(s, drawn, answer.said, behind)


def _taken(item: MapEntry) -> bool:
    return item.standing in TAKEN and bool(item.words)


def _quote(item: MapEntry) -> Quote:
    return Quote(item, wish_words(item.entry.wish, item.worker), question_of(item))


def _quotes(drawn: SafetyMap, kind: EntryKind) -> tuple[Quote, ...]:
    taken = [item for item in drawn.column(kind) if _taken(item)]
    ids = {item.id for item in taken}
    found: list[Quote] = []
    for item in taken:
        if item.under not in ids:
            inside = (replace(_quote(one), inside=True) for one in taken if one.under == item.id)
            found += [_quote(item), *inside]
    return tuple(found)
