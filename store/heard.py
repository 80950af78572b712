"""Reads what was sent, by whom and whether it was read, and counts what people said back. It opens no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from review.case_event import Topic
from store.clock import kept, kept_or_none
from store.database import Database
from store.opening import cases_open_to
from store.tables import case_event, conversation, person, turn


@dataclass(frozen=True, slots=True)
class Sent:
    """A conversation that was sent with its name. Times in UTC."""

    id: str
    person_id: str
    invite_id: str
    script: str
    sent_at: datetime
    read_at: datetime | None


class Heard:
    """What people sent and said back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_case(self, case_id: str) -> tuple[Sent, ...]:
        """What was sent in a case, oldest first; nothing that was sent without a name."""
        named = (conversation.c.case_id == case_id, conversation.c.sent_order.is_not(None))
        query = select(conversation).where(*named).order_by(conversation.c.sent_order)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Sent(row.id, row.person_id, row.invite_id, row.script, kept(row.sent_at), kept_or_none(row.read_at))
            for row in rows
        )

    def sitting_of_sending(self, conversation_id: str) -> str | None:
        """The sitting in which the last turn was given; None when its turns are gone."""
        mine = select(turn.c.sitting_id).where(turn.c.conversation_id == conversation_id)
        with self._database.reading() as connection:
            return connection.scalar(mine.order_by(turn.c.seq.desc()).limit(1))

    def said_back(self, case_ids: Sequence[str]) -> dict[str, int]:
        """How many things people said back in these cases that nobody at the desk has read; without those that have
        none."""
        return self._said_back(case_event.c.case_id.in_(case_ids))

    def said_back_to(self, account_id: str) -> dict[str, int]:
        """The same in all cases this account may open."""
        return self._said_back(case_event.c.case_id.in_(cases_open_to(account_id)))

    def harm(self, case_ids: Sequence[str]) -> dict[str, int]:
        """How many things were said back in these cases that may tell of harm and that nobody has taken on."""
        return self._said_back(case_event.c.case_id.in_(case_ids), Topic.HARM)

    def harm_to(self, account_id: str) -> dict[str, int]:
        """The same in all cases this account may open."""
        return self._said_back(case_event.c.case_id.in_(cases_open_to(account_id)), Topic.HARM)

    def _said_back(self, where: ColumnElement[bool], topic: Topic = Topic.RESPONSE) -> dict[str, int]:
        lines = (
            select(case_event.c.case_id, case_event.c.subject, person.c.id.label("person"))
            .outerjoin_from(case_event, person, person.c.id == case_event.c.by)
            .where(case_event.c.topic == topic.value, where)
            .order_by(case_event.c.case_id, case_event.c.order)
        )
        unread: dict[tuple[str, str], int] = {}
        with self._database.reading() as connection:
            for line in connection.execute(lines):
                about = (line.case_id, line.subject)
                unread[about] = unread.get(about, 0) + 1 if line.person is not None else 0
        found: Counter[str] = Counter()
        for (case_id, _), count in unread.items():
            found[case_id] += count
        return {case_id: count for case_id, count in found.items() if count}
