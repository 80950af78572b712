"""Gathers everything on file about a case for somebody who asks. It opens no note for the Chair: it counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import takewhile

from dialogs.conversation import Move
from dialogs.script import EntryKind
from review.export.on_file import Kept, OnFile, Talk
from review.export.words import Someone
from store.cases import CaseFile
from store.sending import ThereIsNoSuchConversation
from web.desk.door import who
from web.desk.questions import Background, backgrounds
from web.services import Services

CLOSED = frozenset({EntryKind.CHAIR_ONLY})
"""Kinds that never leave the desk."""
ALL = 10_000
"""More conversations than a case ever has."""


def everything(s: Services, case: CaseFile, receipt: str, made_on: datetime, chair: bool) -> OnFile:
    """What is kept about this case now: what was sent, decided and written down, and who read it when, until this
    receipt was made. `chair`: also what people asked the Chair."""
    rows = s.conversations.inbox(who().id, ALL, case.id)
    behind = backgrounds(s, sorted((row.id for row in rows), key={row.id: row.sent_order for row in rows}.__getitem__))
    closed = CLOSED if chair else CLOSED | {EntryKind.CHAIR_QUESTION}
    entries = s.conversations.entries_of_case(case.id)
    told = [kept for kept in entries if kept.entry.kind not in closed]
    before = takewhile(lambda event: event.subject != receipt, s.audit.events(case.id))
    return OnFile(
        receipt=receipt,
        council=s.settings.council_name,
        case_id=case.id,
        case_name=case.name,
        made_on=made_on,
        made_by=who().name,
        meeting_on=case.meeting_on,
        people={person.id: Someone(person.name, person.role) for person in case.people},
        talks=[_talk(s, id_, one, closed) for id_, one in behind.items()],
        entries=told,
        decisions=s.decisions.for_case(case.id),
        log=s.case_log.of_case(case.id),
        done=[event for event in before if "chair_note" not in event.action],
        withheld=s.chair_notes.count(case.id),
        chair_questions=_answered(entries) - _answered(told),
        accounts=s.accounts.names(),
    )


def _answered(entries: Iterable[Kept]) -> int:
    return sum(kept.entry.reply.move is Move.ANSWER for kept in entries)


def _talk(s: Services, conversation_id: str, behind: Background, closed: Collection[EntryKind]) -> Talk:
    """A conversation as it was sent: the answers that stood then, in the order they were asked."""
    facts = s.conversations.facts(conversation_id)
    if facts is None or facts.sent_at is None:
        raise ThereIsNoSuchConversation
    steps = behind.script.steps
    stood = [turn for turn in behind.standing.replies() if turn.reply.move is not Move.TAKE_OUT]
    open_to_all = [turn for turn in stood if steps[turn.position.step].entry not in closed]
    given = [
        turn
        for turn in behind.standing.conversation.turns
        if steps[turn.position.step].entry not in closed and turn.reply.move is not Move.TAKE_OUT
    ]
    return Talk(
        id=conversation_id,
        person_id=facts.person_id,
        script=behind.script.title,
        version=behind.script.version,
        begun_at=facts.begun_at,
        sent_at=facts.sent_at,
        read_at=facts.read_at,
        turns=tuple(open_to_all),
        taken_back=len(given) - len(open_to_all),
    )
