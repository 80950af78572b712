"""A conversation as it was held: the exact questions and choices, the answers that were sent, in their order.

Only what was sent is shown: never an earlier version of an answer, and nothing that was taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import Move, Position, Turn
from dialogs.engine import Standing
from dialogs.script import ReplyKind, Script
from i18n.messages import Phrase
from store.conversations import KeptConversation
from web.desk import desk
from web.desk.cards import Background, asked_of, backgrounds, english_question
from web.desk.door import LOCALE, case_here, page, staff, who
from web.desk.words import DECLINED, KINDS, ROLES, language_name, meeting_words, present_words, said_unsafe
from web.names import names_in
from web.services import Services, services


@dataclass(frozen=True, slots=True)
class Stop:
    """One question as it was put, and what was answered. `changes`: how often before sending (words not kept here)."""

    says: tuple[Phrase, ...]
    turn: Turn | None
    asked: str
    part: str
    english: str
    kind: str
    reply_kind: ReplyKind
    words: str
    chosen: frozenset[str]
    declined: str
    practice: bool
    changes: int


@desk.get("/cases/<case_id>/talks/<conversation_id>")
@staff(Action.SEE_CASE)
def talk(case_id: str, conversation_id: str) -> Response:
    """A sent conversation of this case. Opening it is written down, the first time also as read."""
    s = services()
    case = case_here(s, case_id)
    facts = s.conversations.facts(conversation_id)
    if facts is None or facts.case_id != case_id or facts.sent_at is None:
        abort(404)
    now = s.clock()
    s.conversations.mark_read(conversation_id, who().id, now)
    s.audit.record("read_conversation", who().id, case_id, conversation_id, now)
    standing = s.talks.standing(conversation_id, fresh=True)
    behind = backgrounds(s, [conversation_id])[conversation_id]
    stops = _stops(s, standing, behind)
    entries = s.conversations.entries(conversation_id)
    person = next(one for one in case.people if one.id == facts.person_id)
    return page(
        "desk/talk.html",
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        person=person,
        roles=ROLES,
        facts=facts,
        script=behind.script,
        stops=stops,
        changed=sum(stop.changes > 0 for stop in stops),
        present=sorted({present_words(one.present) for one in entries}),
        unsafe=any(said_unsafe(one.safe) for one in entries),
        held_in=_held_in(s, standing),
        minutes=_minutes(facts),
        from_map=[one.id for one in entries],
        desk_locale=LOCALE,
    )


def _stops(s: Services, standing: Standing, behind: Background) -> tuple[Stop, ...]:
    script = behind.script
    found: list[Stop] = []
    part = -1
    for index, position in enumerate(standing.trail):
        step = script.steps[position.step]
        turn = standing.live.get(position)
        heading = script.parts[step.part] if step.part != part and step.part < len(script.parts) else ""
        part = step.part
        says = _says(s, standing, index, behind) if position.round == 0 else ()
        found.append(_stop(s, standing, turn, script, position, behind, says, heading))
    return tuple(found)


def _stop(
    s: Services,
    standing: Standing,
    turn: Turn | None,
    script: Script,
    position: Position,
    behind: Background,
    says: tuple[Phrase, ...],
    heading: str,
) -> Stop:
    step = script.steps[position.step]
    shown = turn is not None and turn.reply.move is not Move.TAKE_OUT
    answered = turn is not None and turn.reply.move is Move.ANSWER
    before = sum(one.position == position for one in standing.conversation.turns) - 1
    foreign = turn is not None and turn.given.locale.split("_")[0] != LOCALE
    return Stop(
        says=says,
        turn=turn,
        asked=_asked(s, standing, turn, behind) if turn is not None else "",
        part=heading,
        english=english_question(s, behind, position) if foreign else "",
        kind=KINDS[step.entry] if step.entry is not None and not step.practice else "",
        reply_kind=step.reply,
        words=_words(turn) if turn is not None and answered else "",
        chosen=frozenset(turn.reply.choices) if turn is not None else frozenset(),
        declined=DECLINED[turn.reply.move] if turn is not None and not answered else "",
        practice=step.practice,
        changes=max(0, before) if shown else 0,
    )


def _asked(s: Services, standing: Standing, turn: Turn, behind: Background) -> str:
    before = standing.live.get(turn.position._replace(round=turn.position.round - 1))
    sent = before is not None and before.reply.move is not Move.TAKE_OUT
    return asked_of(s, behind, turn.position, turn.given, before.seq < turn.seq if before and sent else None)


def _says(s: Services, standing: Standing, index: int, behind: Background) -> tuple[Phrase, ...]:
    """What was told before a question, in the language of the next answer."""
    position = standing.trail[index]
    step = behind.script.steps[position.step]
    later = (standing.live[place] for place in standing.trail[index:] if place in standing.live)
    locale = next((turn.given.locale for turn in later), LOCALE)
    words = s.messages.translator(locale)
    values = names_in(s, behind.about, words)
    return tuple(
        words.script(f"{behind.script.id}.{step.id}.say.{number}", said, values) for number, said in enumerate(step.say)
    )


def _words(turn: Turn) -> str:
    """What the person typed or named; chosen words are shown among the choices they were picked from."""
    if turn.reply.number is not None:
        return str(turn.reply.number)
    if turn.reply.people:
        return "\n".join(f"{one.name} ({one.who})" if one.who else one.name for one in turn.reply.people)
    return turn.reply.text


def _held_in(s: Services, standing: Standing) -> list[str]:
    locales = dict.fromkeys(turn.given.locale for turn in standing.replies())
    return [language_name(s, locale) for locale in locales]


def _minutes(facts: KeptConversation) -> int:
    """Whole minutes from beginning to sending."""
    return 0 if facts.sent_at is None else int((facts.sent_at - facts.begun_at).total_seconds() // 60)
