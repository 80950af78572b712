"""How one entry is told in every form of an export: who said it, what was asked, what a reader must know.

Words families wrote are never put through a translator or changed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.conversation import Move, SharingWish, quote
from dialogs.script import Mode, ReplyKind
from review.circumstances import N_, circumstances, is_usual, unsafe
from review.export.words import Takeaway, Words
from review.map.in_another_language import is_own_summary, needs_translating
from review.map.safety_map import MapEntry, Standing, impact_not_said

ROLES = {
    "child": N_("child"),
    "young_person": N_("young person"),
    "parent": N_("parent"),
    "relative": N_("family or friend"),
    "professional": N_("professional"),
}

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
    Mode.GUESS: N_("{person}'s guess of what {child} would say"),
}

WISHES = {
    SharingWish.MEETING: N_("Wishes that this is shown at the meeting."),
    SharingWish.WORKER_FIRST: N_("Asked that {worker} sees this first."),
    SharingWish.NOT_SURE: N_("Was not sure who should see this."),
}
A_WORKER = N_("a worker")
A_CHILD = N_("the child")
USUALLY = N_("Where nothing else is said, the person typed it themselves and said they were on their own.")
NO_IMPACT = N_("Impact on the child not said.")
DRAWING = N_("A drawing")


def declined(takeaway: Takeaway, item: MapEntry) -> str:
    """How the person chose not to answer."""
    return takeaway.words.text(DECLINED.get(item.entry.reply.move, N_("Did not answer this question.")))


def role(takeaway: Takeaway, name: str) -> str:
    """A role in words; one not known here as it is."""
    return takeaway.words.text(ROLES.get(name, name))


def said(item: MapEntry) -> tuple[tuple[str, ...], ...]:
    """What stands between quotation marks: lines of exact pieces. A choice, a name, and who somebody is are a piece
    each, so that nothing of ours comes between the marks. Nothing for a number, a step or a declined question."""
    if item.declined:
        return ()
    reply, seen = item.entry.reply, dict(item.entry.given.offered)
    people = tuple((one.name, one.who) if one.who else (one.name,) for one in reply.people)
    picked = () if item.entry.reply_kind is ReplyKind.STEPS else reply.choices
    choices = tuple((seen.get(choice, choice),) for choice in picked)
    return (*people, *choices, *(((reply.text,),) if reply.text else ()))


def around(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """Who was there, who typed and who interpreted, as the person said when that sitting began."""
    found = list(circumstances(takeaway.words, item))
    return [*found, told] if (told := unsafe(takeaway.words, item)) else found


def usually(takeaway: Takeaway, items: Iterable[MapEntry]) -> list[str]:
    """How most of it was said, as one sentence, where that holds for any of these entries."""
    return [takeaway.words.text(USUALLY)] if any(is_usual(item) for item in items) else []


def said_by(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """Who said it, when, in which language, who was there where that was not as usual, and how it was said. Each piece
    can stand alone."""
    _ = takeaway.words.text
    locale = item.entry.given.locale
    pieces = [item.person, role(takeaway, item.role), takeaway.words.moment(item.entry.given.at)]
    pieces.append(_("asked in {language}", language=takeaway.language(locale)))
    pieces += [] if is_usual(item) else around(takeaway, item)
    if item.entry.reply.choices and not item.entry.reply.number:
        pieces.append(_("picked from the choices below"))
    if item.entry.mode is not None and not item.declined:
        pieces.append(_(MODES[item.entry.mode], person=item.person, child=item.child or _(A_CHILD)))
    return pieces


def guess(words: Words, item: MapEntry) -> str:
    """Whose guess of a child's view this is, or nothing. It is never shown as the child's own words."""
    found = words.text(MODES[Mode.GUESS], person=item.person, child=item.child or words.text(A_CHILD))
    return found if item.guessed else ""


def asked_first(takeaway: Takeaway, item: MapEntry) -> str:
    """That the worker should see this first, where the person asked for that: it stands before their words."""
    return wish(takeaway.words, item) if item.entry.wish is SharingWish.WORKER_FIRST else ""


def wish(words: Words, item: MapEntry) -> str:
    """Whom the person wishes to see this, or nothing. A wish, never a promise."""
    found = item.entry.wish
    return "" if found is None else words.text(WISHES[found], worker=item.worker or words.text(A_WORKER))


def marks(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """What a reader must be told about this entry, as sentences: not decided, to be asked again, needs translating.
    What is told above, of the entry it is shown inside, is not told again."""
    _ = takeaway.words.text
    found = []
    if item.entry.wish not in (None, SharingWish.WORKER_FIRST):
        found.append(wish(takeaway.words, item))
    if impact_not_said(takeaway.map, item):
        found.append(_(NO_IMPACT))
    inside = takeaway.inside(item)
    alike = inside is not None and inside.standing is item.standing
    if item.standing is Standing.UNDECIDED and not alike:
        found.append(_("Nobody has decided about this entry yet."))
    if item.standing is Standing.ASK_AGAIN and not alike:
        found.append(_("To be asked again."))
    if item.entry.given.simpler:
        found.append(_("The simpler wording of the question was on the screen."))
    if needs_translating(item):
        found.append(_("Not translated here. Ask for a qualified translation."))
    return found


def worded_by(takeaway: Takeaway, item: MapEntry) -> str:
    """Whose wording stands beside the person's own words, and since when; of a translation, who made it; of words in
    another language, that it is none."""
    day = takeaway.words.day(item.at) if item.at else ""
    if item.translated_by:
        told = N_("Translated by {translator} (put here by {name}, {day})")
        name = takeaway.account(item.by)
        return takeaway.words.text(told, translator=item.translated_by, name=name, day=day)
    if is_own_summary(item):
        told = N_("Not a translation: the worker's own summary ({name}, {day})")
        return takeaway.words.text(told, name=takeaway.account(item.by), day=day)
    return takeaway.words.text("Worker's wording ({name}, {day})", name=takeaway.account(item.by), day=day)


def more_about(takeaway: Takeaway, item: MapEntry) -> str:
    """What an entry in a column of its own says more about, as a sentence of its beginning; else nothing."""
    whole = takeaway.whole(item)
    if whole is None or takeaway.inside(item) is not None:
        return ""
    number, words = whole.entry.reply.number, takeaway.words
    if number is not None:
        return words.text("Asked about this: {words}", words=rating(words, whole, number))
    return words.text("Asked about this: {words}", words=f"“{quote(whole.words)}”") if whole.words else ""


def offered(item: MapEntry) -> tuple[str, ...]:
    """The choices as the person saw them, in that order; none for a scale, for steps or for an open question."""
    if item.entry.reply_kind not in (ReplyKind.ONE_OF, ReplyKind.SOME_OF, ReplyKind.PICTURES):
        return ()
    return tuple(words for _, words in item.entry.given.offered)


def steps(item: MapEntry) -> tuple[str, ...]:
    """The worded steps as the person saw them, from the lowest to the highest; none for anything else."""
    if item.entry.reply_kind is not ReplyKind.STEPS:
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


def rating(words: Words, item: MapEntry, number: int) -> str:
    """A number with which end is the best, so that it is never read the wrong way round; a step with its own words,
    never as a number out of ten."""
    if found := steps(item):
        step = found[number - 1] if number <= len(found) else ""
        return words.text("Step {number} of {top}: {words}", number=str(number), top=str(len(found)), words=step)
    ends = anchors(item)
    if ends is not None and ends.worst == "high":
        return words.text("{number} out of 10, where 0 is the best", number=str(number))
    return words.text("{number} out of 10, where 10 is the best", number=str(number))
