"""How an export tells a set: its statement, goal and scale with each person's number, who sees it differently, and when
it was shown to whom. Every number stands by itself: nothing is ever averaged or added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from review.dates.due import london
from review.export.meeting import Piece
from review.export.telling import asked_first, declined, role, said_by, usually
from review.export.words import Takeaway
from review.named import ANSWERS_TO_A_SET, N_
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.not_yet import NotYet, not_yet
from review.sets.about import about_told
from review.sets.sets import SafetySet, Sharing, Wording


@dataclass(frozen=True, slots=True)
class NumberTold:
    """One person's number on a set's scale: who, which, how and when it was said, and the reasons they gave."""

    who: str
    number: str
    said: str
    why: tuple[str, ...] = ()
    one_higher: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetTold:
    """One open set, as sentences. `number` is what the set is called by, for good."""

    number: int
    worry: tuple[str, str]
    goal: tuple[str, str]
    """What each half is called here, and its words."""
    question: str
    low: str
    high: str
    dispute: tuple[str, ...]
    version: str
    shared: tuple[str, ...]
    numbers: tuple[NumberTold, ...]
    notes: tuple[str, ...]
    about: str = ""
    """Which children it is about, where the case has several."""
    usual: tuple[str, ...] = ()
    """How most numbers were given, for a form that does not say so at its beginning."""
    no_number: str = ""
    """That nobody put a number on it, where that is so."""


def sets_told(takeaway: Takeaway) -> tuple[SetTold, ...]:
    """The open sets of the case in their order; none where the sets were left out of the export."""
    if Piece.SETS not in takeaway.pieces:
        return ()
    return tuple(_told(takeaway, one) for one in takeaway.sets_along if one.is_open)


def voices_on(takeaway: Takeaway, set_id: str) -> tuple[Voice, ...]:
    """Whose numbers stand on the scale of this set as it is worded now."""
    return next((line.voices for line in takeaway.meeting.lines if line.set_id == set_id and line.stands), ())


def marks_of(takeaway: Takeaway, voice: Voice) -> tuple[Mark, ...]:
    """The marks of one person that may go into the export, oldest first: said in the room, or decided about."""
    return tuple(mark for mark in voice.marks if mark.item is None or takeaway.goes(mark.item))


def reasons_of(takeaway: Takeaway, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those of these reasons that may go into the export."""

    def goes(reason: Reason) -> bool:
        item = takeaway.map.find(reason.entry_id) if reason.entry_id else None
        return item is not None and takeaway.goes(item) if reason.entry_id else True

    return tuple(filter(goes, reasons))


def _no_number(takeaway: Takeaway, found: NotYet | None) -> str:
    """That nobody put a number on a set's scale; nothing where somebody did."""
    if found is None:
        return ""
    if takeaway.only is None and found.before:
        return takeaway.words.count(found.one, found.many, found.before)
    if takeaway.only is None:
        return takeaway.words.text(found.one)
    if found.before:
        ones = N_("Neither {name} nor a grown-up has put a number on these words yet; {n} person did on those before.")
        many = N_("Neither {name} nor a grown-up has put a number on these words yet; {n} people did on those before.")
        return takeaway.words.count(ones, many, found.before, name=takeaway.only.name)
    return takeaway.words.text("Neither {name} nor a grown-up has put a number on it yet.", name=takeaway.only.name)


def dispute_told(takeaway: Takeaway, wording: Wording) -> tuple[str, ...]:
    """Who sees a set differently, one sentence each."""
    return tuple(takeaway.words.text("{who} says: {words}", who=one.who, words=one.says) for one in wording.dispute)


def _told(takeaway: Takeaway, one: SafetySet) -> SetTold:
    _, called, wording = takeaway.words.text, takeaway.meeting.called, one.wording
    voices = voices_on(takeaway, one.id)
    nobody = not_yet(takeaway.meeting.lines, one.id)
    earlier = sum(len(v.given) for x in takeaway.meeting.lines if x.set_id == one.id and not x.stands for v in x.voices)
    given = [mark.item for voice in voices for mark in marks_of(takeaway, voice) if mark.item is not None]
    notes = []
    if held := sum(len(voice.marks) - len(marks_of(takeaway, voice)) for voice in voices):
        ones, many = N_("{n} number is not decided yet, left out."), N_("{n} numbers are not decided yet, left out.")
        notes.append(takeaway.words.count(ones, many, held))
    if earlier and nobody is None:
        ones = N_("{n} number was given to an earlier wording of this scale, not shown with these.")
        many = N_("{n} numbers were given to earlier wordings of this scale, not shown with these.")
        notes.append(takeaway.words.count(ones, many, earlier))
    return SetTold(
        one.number,
        (_(called.worry), wording.worry),
        (_(called.goal), wording.goal),
        wording.question,
        wording.low,
        wording.high,
        dispute_told(takeaway, wording),
        _version(takeaway, one),
        _shared(takeaway, one),
        tuple(told for voice in voices if (told := _number(takeaway, voice)) is not None),
        tuple(notes),
        about=about_told(_, wording, takeaway.children),
        usual=tuple(usually(takeaway, given)),
        no_number=_no_number(takeaway, nobody),
    )


def _version(takeaway: Takeaway, one: SafetySet) -> str:
    now, _ = one.now, takeaway.words.text
    by, day = takeaway.account(now.by), takeaway.words.day(now.at)
    told = _("Version {n}, worded by {name} on {day}.", n=str(now.number), name=by, day=day)
    return f"{told} {_('Why it changed: {why}', why=now.why)}" if now.why and one.before else told


def _shared(takeaway: Takeaway, one: SafetySet) -> tuple[str, ...]:
    only = takeaway.only
    if not one.sharings and only is not None:
        return (takeaway.words.text("It has not been shown to {name} or to a grown-up yet.", name=only.name),)
    if not one.sharings:
        return (takeaway.words.text("It has not been shown to anybody yet."),)
    told = [_sharing(takeaway, each) for each in one.sharings]
    if one.changed_since_shared and only is not None:
        words = N_("The wording that stands now has not been shown to {name} or to a grown-up yet.")
        told.append(takeaway.words.text(words, name=only.name))
    elif one.changed_since_shared:
        told.append(takeaway.words.text("The wording that stands now has not been shown to anybody yet."))
    return tuple(told)


def _sharing(takeaway: Takeaway, each: Sharing) -> str:
    _ = takeaway.words.text
    day = day_words(takeaway, each.on)
    pieces = [_("Version {n} was shown to {name} on {day}.", n=str(each.version), name=each.met, day=day)]
    if each.interpreter:
        pieces.append(_("Interpreter: {name}.", name=each.interpreter))
    pieces.append(_(ANSWERS_TO_A_SET.get(each.answer, ANSWERS_TO_A_SET["none"])) + ".")
    if each.words:
        pieces.append(_("Written down by {name}: {words}", name=takeaway.account(each.by), words=each.words))
    return " ".join(pieces)


def _number(takeaway: Takeaway, voice: Voice) -> NumberTold | None:
    found = marks_of(takeaway, voice)
    given = [mark for mark in found if mark.number is not None]
    if not found:
        return None
    mark = given[-1] if given else found[-1]
    who = f"{voice.who} ({role(takeaway, voice.role)})" if voice.role else voice.who
    number = str(mark.number) if mark.number is not None else declined(takeaway, mark.item) if mark.item else ""
    said = [*_how(takeaway, mark), *(_before(takeaway, one) for one in given[-2:-1])]
    why, higher = (_quoted(takeaway, reasons) for reasons in (mark.why, mark.one_higher))
    return NumberTold(who, number, " ".join(said), why, higher)


def _how(takeaway: Takeaway, mark: Mark) -> list[str]:
    if mark.item is not None:
        first = asked_first(takeaway, mark.item)
        when = ", ".join(said_by(takeaway, mark.item)[2:]) + "."
        return [first, when] if first else [when]
    by = takeaway.account(mark.rating.by) if mark.rating else ""
    told = N_("Said in the room on {day}, written down by {name}.")
    return [takeaway.words.text(told, day=day_words(takeaway, mark.on), name=by)]


def _before(takeaway: Takeaway, mark: Mark) -> str:
    day = day_words(takeaway, mark.on)
    return takeaway.words.text("{number} before, on {day}.", number=str(mark.number), day=day)


def _quoted(takeaway: Takeaway, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Reasons in words: what was sent stands between quotation marks, what was written down for somebody does not."""
    return tuple(f"“{one.words}”" if one.entry_id else one.words for one in reasons_of(takeaway, reasons))


def day_words(takeaway: Takeaway, day: date) -> str:
    """A day in words."""
    return takeaway.words.day(london(day, None))
