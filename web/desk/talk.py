"""A conversation as it was held: the exact questions and choices, the answers that were sent, in their order.

Only what was sent is shown: never an earlier version of an answer, and nothing that was taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs import scene
from dialogs.conversation import Move, Position, SharingWish, Turn
from dialogs.engine import Standing
from dialogs.script import EntryKind, ReplyKind
from dialogs.shown import Bubble
from i18n.messages import N_
from review.circumstances import circumstances, unsafe
from store.desk_rows import KeptEntry
from web.desk import desk
from web.desk.door import LOCALE, case_here, page, staff, who
from web.desk.questions import Background, asked_of, backgrounds, in_english
from web.desk.reading import note_reading
from web.desk.words import DECLINED, KINDS, ROLES, language_name, meeting_words, wish_words
from web.language import translator
from web.names import names_in
from web.services import Services, services

STEPS_SHOWN = N_("Step {number} of {top}: {words}")


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice as it was shown, with its picture if it has one."""

    words: str
    picture: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """One question as it was put, and what was answered. `changes`: how often before sending (words not kept here)."""

    says: tuple[Bubble, ...]
    """What was said before the question."""
    turn: Turn | None
    asked: str
    part: str
    english: str
    kind: str
    reply_kind: ReplyKind
    words: str
    offered: tuple[Offered, ...]
    declined: str
    practice: bool
    feedback: bool
    changes: int
    detail: bool
    """Whether it was asked about the answer above."""
    wish: str
    first: bool
    """Whether the wish is that the worker sees it first."""
    around: str
    """Who typed, who was there, who interpreted, where that is not the same as before."""
    told: tuple[Bubble, ...]
    """The kind reply that followed."""


@desk.get("/cases/<case_id>/talks/<conversation_id>")
@staff(Action.SEE_CASE)
def talk(case_id: str, conversation_id: str) -> Response:
    """A sent conversation of this case. Opening it is written down; it counts as read once somebody has opened it whose
    reading does (`reading_counts`), and whoever only looks takes nothing off the list of those who work with them."""
    s = services()
    case = case_here(s, case_id)
    facts = s.conversations.facts(conversation_id)
    if facts is None or facts.case_id != case_id or facts.sent_at is None or facts.unnamed:
        abort(404)
    now = s.clock()
    counts = note_reading(s, case_id, [conversation_id])
    s.audit.record("read_conversation", who().id, case_id, conversation_id, now)
    s.talks.standing(conversation_id, fresh=True)
    behind = backgrounds(s, [conversation_id])[conversation_id]
    entries = s.conversations.entries(conversation_id)
    steps = [behind.script.steps[position.step] for position in behind.standing.trail]
    stops = _stops(s, behind, entries)
    person = next(one for one in case.people if one.id == facts.person_id)
    return page(
        "desk/talk.html",
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        person=person,
        roles=ROLES,
        facts=facts,
        looking=not counts,
        script=behind.script,
        stops=stops,
        changed=sum(stop.changes > 0 for stop in stops),
        around=list(dict.fromkeys(_around(one) for one in entries)),
        unsafe=list(dict.fromkeys(filter(None, (unsafe(translator(), one) for one in entries)))),
        noticed=any(one.entry.given.noticed for one in entries),
        held_in=_held_in(s, behind.standing),
        for_chair=any(step.entry is EntryKind.CHAIR_ONLY for step in steps),
    )


def _stops(s: Services, behind: Background, entries: Sequence[KeptEntry]) -> tuple[Stop, ...]:
    """Every stop on the way, with what was said before it in the language of the next answer. What is between the
    person and the Chair is no stop here, answered or not."""
    made = {one.entry.turn: one for one in entries}
    standing, script = behind.standing, behind.script
    spoken: dict[str, Mapping[int, tuple[Bubble, ...]]] = {}
    found: list[Stop] = []
    part, before = -1, ""
    for index, position in enumerate(standing.trail):
        step, turn = script.steps[position.step], standing.live.get(position)
        if step.entry is EntryKind.CHAIR_ONLY:
            continue
        heading = script.parts[step.part] if step.part != part and step.part < len(script.parts) else ""
        part = step.part
        later = (standing.live[place] for place in standing.trail[index:] if place in standing.live)
        locale = next((one.given.locale for one in later), LOCALE)
        if locale not in spoken:
            spoken[locale] = _spoken(s, behind, locale)
        kept = made.get(turn.seq) if turn is not None else None
        around = _around(kept) if kept is not None else before
        stop = _stop(s, behind, position, turn, kept, spoken[locale].get(index, ()), heading)
        found.append(replace(stop, around="" if around == before else around))
        before = around
    return tuple(found)


def _spoken(s: Services, behind: Background, locale: str) -> Mapping[int, tuple[Bubble, ...]]:
    """What the script said by itself, by the stop it said it at."""
    words = s.messages.translator(locale)
    told = scene.build(behind.script, behind.standing, words, names_in(s, behind.about, words)).bubbles
    found: dict[int, tuple[Bubble, ...]] = {}
    for bubble in told:
        if bubble.kind in ("say", "kind_reply"):
            found[bubble.stop] = (*found.get(bubble.stop, ()), bubble)
    return found


def _stop(
    s: Services,
    behind: Background,
    position: Position,
    turn: Turn | None,
    kept: KeptEntry | None,
    spoken: tuple[Bubble, ...],
    heading: str,
) -> Stop:
    step, standing = behind.script.steps[position.step], behind.standing
    shown = turn is not None and turn.reply.move is not Move.TAKE_OUT
    answered = turn is not None and turn.reply.move is Move.ANSWER
    before = sum(one.position == position for one in standing.conversation.turns) - 1
    foreign = turn is not None and turn.given.locale.split("_")[0] != LOCALE
    return Stop(
        says=tuple(bubble for bubble in spoken if bubble.kind == "say"),
        turn=turn,
        asked=_asked(s, behind, turn) if turn is not None else "",
        part=heading,
        english=in_english(s, behind, position).text if foreign else "",
        kind=KINDS.get(kept.entry.kind, "") if kept is not None else "",
        reply_kind=step.reply,
        words=_words(turn) if turn is not None and answered else "",
        offered=_offered(behind, turn) if turn is not None else (),
        declined=DECLINED[turn.reply.move] if turn is not None and not answered else "",
        practice=step.practice,
        feedback=step.entry is EntryKind.FEEDBACK,
        changes=max(0, before) if shown else 0,
        detail=kept is not None and kept.entry.detail_of is not None,
        wish=wish_words(kept.entry.wish, behind.about.worker) if kept is not None else "",
        first=kept is not None and kept.entry.wish is SharingWish.WORKER_FIRST,
        around="",
        told=tuple(bubble for bubble in spoken if bubble.kind == "kind_reply"),
    )


def _offered(behind: Background, turn: Turn) -> tuple[Offered, ...]:
    """The choices in the order they were shown; none for a scale, whose two ends stand in their place."""
    step, found = behind.script.steps[turn.position.step], []
    for id_, words in turn.given.offered if step.choices else ():
        choice = step.choice(id_)
        found.append(Offered(words, choice.picture if choice else None, id_ in turn.reply.choices))
    return tuple(found)


def _around(kept: KeptEntry) -> str:
    """Who typed, who was there and who interpreted, in one line."""
    line = ", ".join(circumstances(translator(), kept))
    return line[:1].upper() + line[1:]


def _asked(s: Services, behind: Background, turn: Turn) -> str:
    before = behind.standing.live.get(turn.position._replace(round=turn.position.round - 1))
    sent = before is not None and before.reply.move is not Move.TAKE_OUT
    return asked_of(s, behind, turn.position, turn.given, before.seq < turn.seq if before and sent else None)


def _words(turn: Turn) -> str:
    """What the person typed or named; chosen words are shown among the choices they were picked from, a worded step
    with which it was.
    """
    if turn.reply.choices and turn.reply.number is not None:
        words = dict(turn.given.offered).get(turn.reply.choices[0], "")
        values = {"number": str(turn.reply.number), "top": str(len(turn.given.offered)), "words": words}
        return translator().text(STEPS_SHOWN, **values)
    if turn.reply.number is not None:
        return str(turn.reply.number)
    if turn.reply.people:
        return "\n".join(f"{one.name} ({one.who})" if one.who else one.name for one in turn.reply.people)
    return turn.reply.text


def _held_in(s: Services, standing: Standing) -> list[str]:
    locales = dict.fromkeys(turn.given.locale for turn in standing.replies())
    return [language_name(s, locale) for locale in locales]
