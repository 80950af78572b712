"""The statements behind `conversations.py`. They read no words and decide nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from dialogs.script import Script
from store.clock import to_keep
from store.database import Database
from store.tables import conversation, script_version, sitting, turn


def add_turn(database: Database) -> Insert:
    """INSERT … SELECT the values FROM the conversation if it is unsent … ON CONFLICT DO NOTHING."""
    values = [bindparam(column.name, type_=column.type) for column in turn.columns]
    unsent = (
        select(*values)
        .select_from(conversation)
        .where(conversation.c.id == bindparam("conversation_id", type_=turn.c.conversation_id.type))
        .where(conversation.c.sent_at.is_(None))
        .with_for_update(read=True)
    )
    insert = sqlite.insert(turn) if database.is_sqlite else postgresql.insert(turn)
    added = insert.from_select([column.name for column in turn.columns], unsent).on_conflict_do_nothing()
    return added.execution_options(preserve_rowcount=True)


def keep_script(connection: Connection, script: Script, at: datetime) -> None:
    """Keep a script version under its digest; keeping it again changes nothing."""
    row = {
        "digest": script.digest,
        "script": script.id,
        "version": script.version,
        "source": script.source,
        "kept_at": to_keep(at),
    }
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(script_version).on_conflict_do_nothing(), row)


def newest(invite_id: str) -> Select[Any]:
    """The conversation of an invite that began last."""
    newest_first = (conversation.c.begun_at.desc(), conversation.c.id)
    return select(conversation).where(conversation.c.invite_id == invite_id).order_by(*newest_first).limit(1)


def present(connection: Connection, conversation_id: str) -> dict[int, str | None]:
    """Who was there at each turn, as its own sitting was told."""
    query = select(turn.c.seq, sitting.c.present).join_from(turn, sitting)
    rows = connection.execute(query.where(turn.c.conversation_id == conversation_id))
    return {row.seq: row.present for row in rows}


def said_unsafe(connection: Connection, conversation_id: str) -> bool:
    """Whether any sitting of this conversation's invite opened with “no” or “not sure” about being safe."""
    query = (
        select(sitting.c.id)
        .join_from(sitting, conversation, sitting.c.invite_id == conversation.c.invite_id)
        .where(conversation.c.id == conversation_id)
        .where(sitting.c.safe.like("no%"))
    )
    return connection.execute(query.limit(1)).first() is not None
