"""Keeps the days on which a council is closed besides those in its file. A day that is taken back stays on file, with
who did that and why; nothing is deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, select, update

from review.dates.closed_days import ClosedDay
from store.clock import kept, kept_or_none, to_keep
from store.database import Database, hold
from store.tables import closed_day

LONGEST = 120
"""Characters a reason may have."""


class ClosedDays:
    """Closed days on file, by the key of the council. The caller has checked who may change them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, council: str) -> tuple[ClosedDay, ...]:
        """Every day that was ever closed, also those taken back, the first day first."""
        query = select(closed_day).where(closed_day.c.council == council).order_by(closed_day.c.day, closed_day.c.id)
        with self._database.reading() as connection:
            return tuple(_day(row) for row in connection.execute(query).mappings())

    def close(self, council: str, days: Sequence[date], reason: str, by: str, at: datetime) -> tuple[str, ...]:
        """Closes these days, all in one commit; returns the ids of those that were not closed here already."""
        made = [
            {
                "id": secrets.token_hex(16),
                "council": council,
                "day": day,
                "reason": reason,
                "closed_at": to_keep(at),
                "closed_by": by,
            }
            for day in days
        ]
        closed = select(closed_day.c.day).where(closed_day.c.council == council, closed_day.c.opened_at.is_(None))

        def job(connection: Connection) -> tuple[str, ...]:
            hold(connection, "closed days")
            there = set(connection.scalars(closed))
            rows = [row for row in made if row["day"] not in there]
            if rows:
                connection.execute(closed_day.insert(), rows)
            return tuple(str(row["id"]) for row in rows)

        return self._database.write(job)

    def open_again(self, council: str, id_: str, why: str, by: str, at: datetime) -> bool:
        """Makes a day a working day again. False: there is no such day, or somebody did that before."""
        mine = (closed_day.c.id == id_, closed_day.c.council == council, closed_day.c.opened_at.is_(None))
        change = update(closed_day).where(*mine)
        change = change.values(opened_at=to_keep(at), opened_by=by, opened_why=why)
        return self._database.write(lambda connection: connection.execute(change).rowcount == 1)


def _day(row: RowMapping) -> ClosedDay:
    return ClosedDay(
        id=row["id"],
        day=row["day"],
        reason=row["reason"],
        by=row["closed_by"],
        at=kept(row["closed_at"]),
        opened_at=kept_or_none(row["opened_at"]),
        opened_by=row["opened_by"] or "",
        opened_why=row["opened_why"] or "",
    )
