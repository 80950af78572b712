"""The scale board: who put which number on which line, why, and what changed. Never an average, never a total.

Numbers stand on one line only when the question (the set, or a child's own scale), both ends and their direction are
the same; councils and scripts do not mean the same thing by a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs.conversation import SharedSet
from dialogs.script import EntryKind, ReplyKind, Scale
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.numbers.drawing import Drawing, draw
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.ratings import Rating
from review.sets.sets import SafetySet

GAP = 3
"""From here on two people stand so far apart that it is worth talking about (practice: the spread, not the mean)."""
LOW_IS_WORST = "low_is_worst"
AT_ONCE = 8
"""People on one drawing; more stand on a second one of the same line."""
ROLES = ("child", "young_person", "parent", "relative", "professional")
"""Children first."""
CHILDREN = ROLES[:2]


@dataclass(frozen=True, slots=True)
class Apart:
    """Who stands lowest and who highest, when that is three or more."""

    lowest: tuple[Voice, ...]
    highest: tuple[Voice, ...]
    by: int


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """One line: what it asks, both ends in words, and everybody who put a number on exactly this line."""

    low: str
    high: str
    best: str = "high"
    """Which end is the best one: "high" (10) or "low" (0)."""
    set_id: str = ""
    set_number: int = 0
    """Which set of the case it is (1, 2, 3…); 0 for a scale that belongs to no set."""
    stands: bool = True
    """False for the ends of an earlier wording of its set, or of a closed set."""
    title: str = ""
    """The worry of the set, or the question as it was asked."""
    question: str = ""
    child: str = ""
    """Id of the child an own scale is about; empty for a set."""
    locale: str = "en"
    english: tuple[str, str] | None = None
    """Both ends in the script's own English, when they were shown in another language."""
    voices: tuple[Voice, ...] = ()

    @property
    def key(self) -> str:
        """A name for it on a page."""
        return f"set-{self.set_number}" if self.set_number else "own"

    @property
    def rated(self) -> tuple[Voice, ...]:
        """Those who gave a number, children first."""
        return tuple(voice for voice in self.voices if voice.now is not None)

    @property
    def declined(self) -> tuple[Voice, ...]:
        """Those who were asked and gave none."""
        return tuple(voice for voice in self.voices if voice.now is None)

    @property
    def apart(self) -> Apart | None:
        """Who stands so far apart that it is worth talking about, or None."""
        if not self.rated:
            return None
        numbers = [voice.numbers[-1] for voice in self.rated]
        least, most = min(numbers), max(numbers)
        if most - least < GAP:
            return None
        found = [tuple(v for v in self.rated if v.numbers[-1] == number) for number in (least, most)]
        return Apart(found[0], found[1], most - least)

    @property
    def sheets(self) -> tuple[tuple[Voice, ...], ...]:
        """Those who gave a number, at most eight on a drawing."""
        rated = self.rated
        return tuple(rated[at : at + AT_ONCE] for at in range(0, len(rated), AT_ONCE))

    def drawing(self, voices: Sequence[Voice], rtl: bool = False, wide: bool = True) -> Drawing:
        """The drawing of these people on this line."""
        return draw([(voice.who, voice.numbers) for voice in voices], rtl, wide)


@dataclass(frozen=True, slots=True)
class Stair:
    """The worded steps a young child stood on: never a number among others' numbers."""

    who: str
    person_id: str
    asked: str
    steps: tuple[str, ...]
    marks: tuple[Mark, ...]
    """Oldest first; `number` is the step, counted from 1."""
    locale: str = "en"


def lines(
    drawn: SafetyMap,
    sets: Sequence[SafetySet],
    ratings: Iterable[Rating] = (),
    reasons: Mapping[str, Sequence[MapEntry]] | None = None,
    about: Mapping[str, str] | None = None,
) -> tuple[ScaleLine, ...]:
    """Every line of a case: one for each open set, also when nobody rated it yet, then earlier ends, then own scales.

    `reasons`: for a number's entry id, what was asked about it and does not stand under it. `about`: the child's id for
    each conversation. Numbers that are set aside are left out; worded steps have `stairs`.
    """
    found: dict[tuple[str, ...], ScaleLine] = {}
    for one in sets:
        if one.is_open:
            made = _of_set(one, one.now.number)
            found[_key(made)] = made
    for item in drawn.scales:
        if item.entry.scale is None or item.standing is Standing.SET_ASIDE or item.under is not None:
            continue
        line = _line_of(item, sets, about or {})
        mark = _sent(drawn, item, (reasons or {}).get(item.id, ()))
        found[_key(line)] = _with(found.get(_key(line), line), item.person, item.person_id, item.role, mark)
    roles = {item.person_id: item.role for item in drawn}
    for rating in ratings:
        about_it = next((one for one in sets if one.id == rating.set_id), None)
        if about_it is not None and 1 <= rating.version <= len(about_it.versions):
            line = _of_set(about_it, rating.version)
            person, role = rating.person_id, roles.get(rating.person_id, "")
            found[_key(line)] = _with(found.get(_key(line), line), rating.who, person, role, _said(rating))
    places = {one.id: place for place, one in enumerate(sets)}
    ordered = sorted(found.values(), key=lambda line: (not line.set_id, not line.stands, places.get(line.set_id, 0)))
    return tuple(map(_in_order, ordered))


def stairs(drawn: SafetyMap) -> tuple[Stair, ...]:
    """The worded steps, one value for each child and each list of steps."""
    found: dict[tuple[str, tuple[str, ...]], Stair] = {}
    for item in drawn.scales:
        if item.entry.reply_kind is not ReplyKind.STEPS or item.standing is Standing.SET_ASIDE:
            continue
        steps = tuple(words for _, words in item.entry.given.offered)
        place = (item.person_id, steps)
        known = found.get(place)
        made = known or Stair(item.person, item.person_id, item.entry.given.asked, steps, (), item.entry.given.locale)
        marks = sorted((*made.marks, _sent(drawn, item, ())), key=lambda mark: mark.on)
        found[place] = replace(made, marks=tuple(marks))
    return tuple(found.values())


def set_of(shared: SharedSet | None, sets: Sequence[SafetySet]) -> tuple[SafetySet, int] | None:
    """Which set these shared words are, as (set, version); None when they are none of these sets."""
    for one in sets:
        for version in reversed(one.versions):
            if shared is not None and version.wording.shared == shared:
                return one, version.number
    return None


def _of_set(one: SafetySet, version: int) -> ScaleLine:
    wording, now = one.versions[version - 1].wording, one.wording
    stands = one.is_open and (wording.low, wording.high) == (now.low, now.high)
    title = now if stands else wording
    return ScaleLine(
        wording.low,
        wording.high,
        set_id=one.id,
        set_number=one.number,
        stands=stands,
        title=title.worry,
        question=title.question,
    )


def _line_of(item: MapEntry, sets: Sequence[SafetySet], about: Mapping[str, str]) -> ScaleLine:
    known = set_of(item.shared, sets)
    if known is not None:
        return _of_set(*known)
    ends, best = _ends(item)
    asked, locale = item.entry.given.asked, item.entry.given.locale
    if item.shared is not None:
        return ScaleLine(*ends, best, title=item.shared.worry, question=asked, locale=locale)
    child = item.person_id if item.role in CHILDREN else about.get(item.conversation_id, "")
    return ScaleLine(*ends, best, title=asked, question=asked, child=child, locale=locale)


def _ends(item: MapEntry) -> tuple[tuple[str, str], str]:
    """Both ends as the person saw them, and which is the best one."""
    scale, seen = item.entry.scale or Scale("", ""), dict(item.entry.given.offered)
    return (seen.get("low", scale.low), seen.get("high", scale.high)), "high" if scale.ends == LOW_IS_WORST else "low"


def _key(line: ScaleLine) -> tuple[str, ...]:
    """What must be the same for numbers to stand on one line."""
    about = line.set_id or (line.title if not line.child else f"child {line.child}")
    return (about, line.low, line.high, line.best)


def _sent(drawn: SafetyMap, item: MapEntry, others: Sequence[MapEntry]) -> Mark:
    inside = {one.id: one for one in (*drawn.details(item), *_about(drawn, item), *others)}
    told = [one for one in inside.values() if one.words and one.standing is not Standing.SET_ASIDE]
    higher = [one for one in told if one.entry.kind is EntryKind.NEEDS_TO_HAPPEN]
    why = tuple(_reason(one) for one in told if one not in higher)
    return Mark(item.entry.reply.number, item.entry.given.at.date(), why, tuple(map(_reason, higher)), item)


def _about(drawn: SafetyMap, item: MapEntry) -> tuple[MapEntry, ...]:
    return tuple(one for one in drawn if one.detail_of == item.id)


def _reason(item: MapEntry) -> Reason:
    return Reason(item.words, item.id, item.entry.given.locale, item.entry.given.asked)


def _said(rating: Rating) -> Mark:
    why, higher = ((Reason(words),) if words else () for words in (rating.why, rating.one_higher))
    return Mark(rating.number, rating.on, why, higher, rating=rating)


def _with(line: ScaleLine, who: str, person_id: str, role: str, mark: Mark) -> ScaleLine:
    same = person_id or who.casefold()
    known = next((v for v in line.voices if (v.person_id or v.who.casefold()) == same), None)
    others = tuple(voice for voice in line.voices if voice is not known)
    voice = known or Voice(who, person_id, role, ())
    return replace(line, voices=(*others, replace(voice, role=voice.role or role, marks=(*voice.marks, mark))))


def _in_order(line: ScaleLine) -> ScaleLine:
    def when(mark: Mark) -> tuple[date, str]:
        at = mark.rating.at if mark.rating else mark.item.entry.given.at if mark.item else None
        return mark.on, at.isoformat() if at else ""

    sorted_marks = (replace(voice, marks=tuple(sorted(voice.marks, key=when))) for voice in line.voices)
    place = {role: number for number, role in enumerate(ROLES)}
    return replace(line, voices=tuple(sorted(sorted_marks, key=lambda voice: place.get(voice.role, len(ROLES)))))
