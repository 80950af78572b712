"""Keeps the log of each case, sealed with the case's key, added to and never changed. What a line means is `review`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from review.case_event import CaseEvent, Topic
from store.cases import ThereIsNoSuchCase
from store.clock import kept, to_keep
from store.database import Database
from store.tables import case, case_event
from store.vault import CaseSeal, Vault


class SomebodyWroteMeanwhile(Exception):
    """Another line about the same thing came between reading it and writing. Nothing was kept: read it again."""


class CaseLog:
    """The logs on file. The caller has checked access."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def append(
        self,
        case_id: str,
        topic: Topic,
        subject: str,
        by: str,
        at: datetime,
        body: Mapping[str, Any],
        after: int | None = None,
    ) -> CaseEvent:
        """Add a line. `after`: the order of the newest line about this subject its maker had seen (0: none); when there
        is a newer one by now it raises `SomebodyWroteMeanwhile`. Raises `ThereIsNoSuchCase`."""
        return self.append_all(case_id, by, at, [(topic, subject, body)], after)[0]

    def append_all(
        self,
        case_id: str,
        by: str,
        at: datetime,
        lines: Sequence[tuple[Topic, str, Mapping[str, Any]]],
        after: int | None = None,
    ) -> tuple[CaseEvent, ...]:
        """Add several lines at once, all or none; `after` is about the first one's subject."""
        seal = self._seal(case_id)
        made = [(secrets.token_hex(16), *line) for line in lines]
        sealed = [
            seal.seal(
                "case_event", _place(id_, topic.value, subject, by), "sealed", json.dumps(body, ensure_ascii=False)
            )
            for id_, topic, subject, body in made
        ]

        def job(connection: Connection) -> int:
            connection.execute(select(case.c.id).where(case.c.id == case_id).with_for_update())
            last = connection.scalar(select(func.max(case_event.c.order)).where(case_event.c.case_id == case_id)) or 0
            if after is not None and _newest(connection, case_id, *lines[0][:2]) != after:
                raise SomebodyWroteMeanwhile
            rows = [
                {
                    "id": id_,
                    "case_id": case_id,
                    "order": last + place,
                    "topic": topic.value,
                    "subject": subject,
                    "by": by,
                    "at": to_keep(at),
                    "sealed": words,
                }
                for place, ((id_, topic, subject, _), words) in enumerate(zip(made, sealed, strict=True), start=1)
            ]
            connection.execute(case_event.insert(), rows)
            return last

        last = self._database.write(job)
        return tuple(
            CaseEvent(id_, case_id, last + place, topic, subject, by, at, body)
            for place, (id_, topic, subject, body) in enumerate(made, start=1)
        )

    def of_case(self, case_id: str, *topics: Topic) -> tuple[CaseEvent, ...]:
        """The lines of a case about these topics (all of them when none is named), oldest first."""
        query = select(case_event).where(case_event.c.case_id == case_id).order_by(case_event.c.order)
        if topics:
            query = query.where(case_event.c.topic.in_([topic.value for topic in topics]))
        with self._database.reading() as connection:
            wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
            rows = connection.execute(query).mappings().all()
        if not rows or wrapped is None:
            return ()
        seal = self._vault.open_case(case_id, wrapped)
        return tuple(_event(seal, row) for row in rows)

    def newest(self, case_id: str) -> int:
        """The order of the newest line of a case; 0 when there is none."""
        query = select(func.max(case_event.c.order)).where(case_event.c.case_id == case_id)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def _seal(self, case_id: str) -> CaseSeal:
        with self._database.reading() as connection:
            wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
        if wrapped is None:
            raise ThereIsNoSuchCase
        return self._vault.open_case(case_id, wrapped)


def _newest(connection: Connection, case_id: str, topic: Topic, subject: str) -> int:
    mine = (case_event.c.case_id == case_id, case_event.c.topic == topic.value, case_event.c.subject == subject)
    return connection.scalar(select(func.max(case_event.c.order)).where(*mine)) or 0


def _place(id_: str, topic: str, subject: str, by: str) -> str:
    """Where a line's content is sealed for: moved to another subject or another hand it no longer opens."""
    return f"{id_}.{topic}.{by}.{subject}"


def _event(seal: CaseSeal, row: RowMapping) -> CaseEvent:
    place = _place(row["id"], row["topic"], row["subject"], row["by"])
    return CaseEvent(
        id=row["id"],
        case_id=row["case_id"],
        order=row["order"],
        topic=Topic(row["topic"]),
        subject=row["subject"],
        by=row["by"],
        at=kept(row["at"]),
        body=json.loads(seal.open("case_event", place, "sealed", row["sealed"])),
    )
