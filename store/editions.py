"""Keeps which script texts were uploaded, published and withdrawn, by whom and when. The text itself is never changed.

It counts conversations and reads the steps they stand at; it opens no word of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dialogs.script import Script
from store.clock import kept, kept_or_none, to_keep
from store.conversation_rows import keep_script
from store.database import Database
from store.tables import conversation, script_edition, script_version, turn


@dataclass(frozen=True, slots=True)
class Edition:
    """One uploaded text of a script, named by its digest. Published and not withdrawn, it may be on the shelf."""

    digest: str
    script: str
    version: int
    uploaded_at: datetime
    uploaded_by: str
    published_at: datetime | None = None
    published_by: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def standing(self) -> bool:
        """Whether it is published and was not withdrawn."""
        return self.published_at is not None and self.withdrawn_at is None


class ThereIsNoSuchEdition(Exception):
    """No uploaded edition has this digest, so it cannot be published or withdrawn."""


class Editions:
    """Uploaded editions on file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upload(self, script: Script, by: str, at: datetime) -> Edition:
        """Keeps a script as an uploaded edition; the same text again changes nothing and returns the first upload."""
        row = {"digest": script.digest, "uploaded_at": to_keep(at), "uploaded_by": by}

        def job(connection: Connection) -> Edition:
            keep_script(connection, script, at)
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            connection.execute(insert(script_edition).on_conflict_do_nothing(), row)
            return _one(connection, script.digest)

        return self._database.write(job)

    def publish(self, digest: str, by: str, at: datetime) -> Edition:
        """Publishes an edition, also one that was withdrawn. A standing one stays as it is. Raises
        `ThereIsNoSuchEdition`. Whether the text may be published is for the caller to see to.
        """
        stands = script_edition.c.published_at.is_not(None) & script_edition.c.withdrawn_at.is_(None)
        values = {"published_at": to_keep(at), "published_by": by, "withdrawn_at": None}
        return self._change(digest, update(script_edition).where(~stands).values(values))

    def withdraw(self, digest: str, at: datetime) -> Edition:
        """Takes a standing edition back; conversations that have begun keep it. Any other stays as it is. Raises
        `ThereIsNoSuchEdition`.
        """
        stands = script_edition.c.published_at.is_not(None) & script_edition.c.withdrawn_at.is_(None)
        return self._change(digest, update(script_edition).where(stands).values(withdrawn_at=to_keep(at)))

    def of(self, script: str | None = None) -> tuple[Edition, ...]:
        """The editions of a script, or of every script, the latest upload first."""
        query = _EDITIONS.order_by(script_edition.c.uploaded_at.desc(), script_edition.c.digest)
        if script is not None:
            query = query.where(script_version.c.script == script)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query).mappings())

    def source(self, digest: str) -> tuple[str, str] | None:
        """(script id, text) of any text ever kept, uploaded or held in a conversation; None for an unknown digest."""
        query = select(script_version.c.script, script_version.c.source).where(script_version.c.digest == digest)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.script, row.source)

    def kept_versions(self, script: str) -> Mapping[str, int]:
        """The version of every text of a script that was ever kept, by its digest."""
        query = select(script_version.c.digest, script_version.c.version).where(script_version.c.script == script)
        with self._database.reading() as connection:
            return {row.digest: row.version for row in connection.execute(query)}

    def published(self, without: str = "") -> tuple[tuple[Edition, str], ...]:
        """For each script its published edition that stands, with its text: the highest version, and of equal ones the
        one published last. `without` a digest: as if that edition were not there.
        """
        newest_last = (script_version.c.version, script_edition.c.published_at, script_edition.c.digest)
        query = _EDITIONS.add_columns(script_version.c.source).where(
            script_edition.c.published_at.is_not(None),
            script_edition.c.withdrawn_at.is_(None),
            script_edition.c.digest != without,
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(*newest_last)).mappings().all()
        return tuple({row["script"]: (_edition(row), str(row["source"])) for row in rows}.values())

    def open_conversations(self, script: str | None = None) -> Mapping[str, int]:
        """How many unsent conversations are pinned to each digest of a script, or of every script."""
        query = select(conversation.c.digest, func.count()).where(conversation.c.sent_at.is_(None))
        if script is not None:
            query = query.where(conversation.c.script == script)
        with self._database.reading() as connection:
            return {digest: count for digest, count in connection.execute(query.group_by(conversation.c.digest)).all()}

    def standing_steps(self, digest: str) -> tuple[str, ...]:
        """The step of the last turn of each unsent conversation pinned to this digest; "" where nothing was answered
        yet. No order that would tell one from another.
        """
        other = turn.alias()
        last = select(func.max(other.c.seq)).where(other.c.conversation_id == conversation.c.id).scalar_subquery()
        query = (
            select(turn.c.position)
            .select_from(conversation)
            .outerjoin(turn, (turn.c.conversation_id == conversation.c.id) & (turn.c.seq == last))
            .where(conversation.c.digest == digest, conversation.c.sent_at.is_(None))
        )
        with self._database.reading() as connection:
            positions = connection.scalars(query).all()
        return tuple(sorted((position or "").partition(".")[0] for position in positions))

    def _change(self, digest: str, change: Any) -> Edition:
        def job(connection: Connection) -> Edition:
            connection.execute(change.where(script_edition.c.digest == digest))
            return _one(connection, digest)

        return self._database.write(job)


_EDITIONS: Select[Any] = select(script_edition, script_version.c.script, script_version.c.version).join_from(
    script_edition, script_version
)


def _one(connection: Connection, digest: str) -> Edition:
    row = connection.execute(_EDITIONS.where(script_edition.c.digest == digest)).mappings().first()
    if row is None:
        raise ThereIsNoSuchEdition
    return _edition(row)


def _edition(row: RowMapping) -> Edition:
    return Edition(
        digest=row["digest"],
        script=row["script"],
        version=row["version"],
        uploaded_at=kept(row["uploaded_at"]),
        uploaded_by=row["uploaded_by"],
        published_at=kept_or_none(row["published_at"]),
        published_by=row["published_by"],
        withdrawn_at=kept_or_none(row["withdrawn_at"]),
    )
