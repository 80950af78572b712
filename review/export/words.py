"""What is taken away from the desk, and the words that all its forms share: titles, who said it, how it was said.

Words families wrote are never put through a translator or changed here. Questions for the Chair stay out of the map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogs.conversation import Move
from dialogs.script import EntryKind, Mode, ReplyKind
from review.safety_map import MapEntry, SafetyMap, Standing


def N_(source: str) -> str:
    """Marks words that are translated later, where they are shown."""
    return source


class Words(Protocol):
    """What an export needs of a language: `text` and `count` fill `{name}`; days and moments are London's."""

    def text(self, source: str, **values: str) -> str: ...
    def count(self, one: str, many: str, n: int, **values: str) -> str: ...
    def day(self, when: datetime) -> str: ...
    def moment(self, when: datetime) -> str: ...


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody in the case: what they are called, and their role (child, young_person, parent...)."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Takeaway:
    """One export of one case's map: everything its forms are written from, and nothing they may not show.

    `made_on` is aware. `accounts` gives names by account id, `languages` a language's name by its locale. Entries no
    decision stands for are only counted, unless `include_undecided`; those set aside are only ever counted."""

    receipt: str
    council: str
    case_name: str
    made_on: datetime
    made_by: str
    map: SafetyMap
    words: Words
    people: tuple[Someone, ...] = ()
    accounts: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None
    include_undecided: bool = False

    def shown(self, kind: EntryKind) -> tuple[MapEntry, ...]:
        """The entries of this kind that go into the export, in the order they were sent."""
        return tuple(item for item in self.map.column(kind) if self._goes(item))

    def entries(self) -> Iterator[MapEntry]:
        """Every entry of the map that goes into the export, column by column; never a question for the Chair."""
        for kind in ON_THE_MAP:
            yield from self.shown(kind)

    @property
    def set_aside(self) -> int:
        """How many entries of the map were set aside."""
        return self._count(Standing.SET_ASIDE)

    @property
    def undecided(self) -> int:
        """How many entries of the map no decision stands for."""
        return self._count(Standing.UNDECIDED)

    @property
    def left_out(self) -> int:
        """How many entries of the map are left out because nobody has decided about them."""
        return 0 if self.include_undecided else self.undecided

    def account(self, account_id: str | None) -> str:
        """The name of this account, or its id when it has none here."""
        return (self.accounts or {}).get(account_id or "", account_id or "")

    def language(self, locale: str) -> str:
        """The name of this language, or its locale when it has none here."""
        return (self.languages or {}).get(locale, locale)

    def _goes(self, item: MapEntry) -> bool:
        if item.standing is Standing.UNDECIDED:
            return self.include_undecided
        return item.standing is not Standing.SET_ASIDE

    def _count(self, standing: Standing) -> int:
        return sum(item.standing is standing for kind in ON_THE_MAP for item in self.map.column(kind))


ON_THE_MAP = (
    EntryKind.WORRY,
    EntryKind.WORKING_WELL,
    EntryKind.NEEDS_TO_HAPPEN,
    EntryKind.SCALE,
    EntryKind.PERSON,
)

TITLES = {
    EntryKind.WORRY: N_("What are we worried about?"),
    EntryKind.WORKING_WELL: N_("What is working well?"),
    EntryKind.NEEDS_TO_HAPPEN: N_("What needs to happen?"),
    EntryKind.SCALE: N_("Numbers from 0 to 10"),
    EntryKind.PERSON: N_("People who were named"),
    EntryKind.CHAIR_QUESTION: N_("For the Chair only: questions before the meeting"),
}

ROLES = {
    "child": N_("child"),
    "young_person": N_("young person"),
    "parent": N_("parent"),
    "relative": N_("family or friend"),
    "professional": N_("professional"),
}

PRESENT = {
    "alone": N_("said they were on their own"),
    "someone": N_("said someone was with them"),
    "rather_not": N_("did not say who was with them"),
}

NOT_KNOWN = N_("not known who was there")

DECLINED = {
    Move.SKIP: N_("Skipped this question."),
    Move.DONT_KNOW: N_("Answered that they don't know."),
    Move.RATHER_NOT: N_("Answered that they don't want to say."),
    Move.NOTHING: N_("Answered that there is nothing right now."),
}

MODES = {
    Mode.FACT: N_("said as something that happened"),
    Mode.FEELING: N_("said as a feeling"),
    Mode.WISH: N_("said as a wish, not as something that happened"),
    Mode.PRETEND: N_("said in a pretend story, not as something that happened"),
}


LAST_LATIN = "\u024f"


def declined(takeaway: Takeaway, item: MapEntry) -> str:
    """How the person chose not to answer."""
    return takeaway.words.text(DECLINED.get(item.entry.reply.move, N_("Did not answer this question.")))


def role(takeaway: Takeaway, name: str) -> str:
    """A role in words; one not known here as it is."""
    return takeaway.words.text(ROLES.get(name, name))


def said(item: MapEntry) -> tuple[tuple[str, ...], ...]:
    """What stands between quotation marks: lines of exact pieces. A choice, a name, and who somebody is are a piece
    each, so that nothing of ours comes between the marks. Nothing for a number or a declined question."""
    if item.declined:
        return ()
    reply, seen = item.entry.reply, dict(item.entry.given.offered)
    people = tuple((one.name, one.who) if one.who else (one.name,) for one in reply.people)
    choices = tuple((seen.get(choice, choice),) for choice in reply.choices)
    return (*people, *choices, *(((reply.text,),) if reply.text else ()))


def present(takeaway: Takeaway, item: MapEntry) -> str:
    """Who was there, as the person said when that sitting began."""
    return takeaway.words.text(PRESENT.get(item.present or "", NOT_KNOWN))


def said_by(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """Who said it, when, in which language, who was there, and how it was said. Each piece can stand alone."""
    _ = takeaway.words.text
    locale = item.entry.given.locale
    pieces = [item.person, role(takeaway, item.role), takeaway.words.moment(item.entry.given.at)]
    pieces.append(_("asked in {language}", language=takeaway.language(locale)))
    pieces.append(present(takeaway, item))
    if item.entry.reply.choices:
        pieces.append(_("picked from the choices below"))
    if item.entry.mode is not None and not item.declined:
        pieces.append(_(MODES[item.entry.mode]))
    return pieces


def marks(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """What a reader must be told about this entry, as sentences: not decided, to be asked again, needs translating."""
    _ = takeaway.words.text
    found = []
    if item.standing is Standing.UNDECIDED:
        found.append(_("Nobody has decided about this entry yet."))
    if item.standing is Standing.ASK_AGAIN:
        found.append(_("To be asked again."))
    if item.entry.given.simpler:
        found.append(_("The simpler wording of the question was on the screen."))
    if needs_translating(item):
        found.append(_("Not translated here. Ask for a qualified translation."))
    return found


def needs_translating(item: MapEntry) -> bool:
    """Whether the person wrote words of their own that somebody who reads only English may not follow."""
    named = [part for one in item.entry.reply.people for part in (one.name, one.who)]
    letters = [ch for ch in "".join([item.entry.reply.text, *named]) if ch.isalpha()]
    foreign = sum(ch > LAST_LATIN for ch in letters)
    return bool(letters) and (item.entry.given.locale.split("_")[0] != "en" or foreign * 2 > len(letters))


def worded_by(takeaway: Takeaway, item: MapEntry) -> str:
    """Whose wording stands beside the person's own words, and since when."""
    day = takeaway.words.day(item.at) if item.at else ""
    return takeaway.words.text("Worker's wording ({name}, {day})", name=takeaway.account(item.by), day=day)


def offered(item: MapEntry) -> tuple[str, ...]:
    """The choices as the person saw them, in that order; none for a scale or an open question."""
    if item.entry.reply_kind not in (ReplyKind.ONE_OF, ReplyKind.SOME_OF):
        return ()
    return tuple(words for _, words in item.entry.given.offered)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Both ends of a scale as the person saw them, and which end is the worst ("low" or "high")."""

    low: str
    high: str
    middle: str | None
    worst: str


def anchors(item: MapEntry) -> Anchors | None:
    """The ends of an entry's scale; None when it is not a scale."""
    scale = item.entry.scale
    if scale is None:
        return None
    seen = dict(item.entry.given.offered)
    worst = "low" if scale.ends == "low_is_worst" else "high"
    return Anchors(seen.get("low", scale.low), seen.get("high", scale.high), seen.get("middle", scale.middle), worst)


def rating(takeaway: Takeaway, item: MapEntry, number: int) -> str:
    """A number with which end is the best, so that it is never read the wrong way round."""
    _, ends = takeaway.words.text, anchors(item)
    if ends is not None and ends.worst == "high":
        return _("{number} out of 10, where 0 is the best", number=str(number))
    return _("{number} out of 10, where 10 is the best", number=str(number))


def left_out(takeaway: Takeaway, items: Iterable[MapEntry]) -> list[str]:
    """How many of these entries are not shown, and why, as sentences. Never a word of them."""
    stands = Counter(item.standing for item in items)
    count, found = takeaway.words.count, []
    if n := stands[Standing.SET_ASIDE]:
        found.append(count("{n} entry was set aside, not shown.", "{n} entries were set aside, not shown.", n))
    if (n := stands[Standing.UNDECIDED]) and not takeaway.include_undecided:
        found.append(count("{n} entry is not decided yet, left out.", "{n} entries are not decided yet, left out.", n))
    return found
