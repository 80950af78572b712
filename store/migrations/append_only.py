"""The triggers that refuse to change or lose what is kept for ever, whichever program asks.

They are lifted while a migration runs and laid again after it, because SQLite loses a table's triggers when it rebuilds
the table. After a change here add a revision, even an empty one, so that it reaches databases in use.
"""

from __future__ import annotations

from sqlalchemy import Connection

_SENT = "EXISTS (SELECT 1 FROM conversation WHERE id = OLD.conversation_id AND sent_at IS NOT NULL)"

REFUSED = (
    # trigger, what it refuses, on which table, only when
    ("turn_is_never_changed", "UPDATE", "turn", ""),
    ("turn_of_a_sent_conversation_stays", "DELETE", "turn", _SENT),
    (
        "sent_stays_sent",
        "UPDATE",
        "conversation",
        "OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at",
    ),
    ("entry_is_never_changed", "UPDATE", "entry", ""),
    ("decision_is_never_changed", "UPDATE", "decision", ""),
    ("decision_stays", "DELETE", "decision", ""),
    ("audit_event_is_never_changed", "UPDATE", "audit_event", ""),
    ("audit_event_stays", "DELETE", "audit_event", ""),
    ("script_version_is_never_changed", "UPDATE", "script_version", ""),
    ("case_event_is_never_changed", "UPDATE", "case_event", ""),
    ("case_event_stays", "DELETE", "case_event", ""),
)
_NEVER_EMPTIED = ("turn", "entry", "decision", "audit_event", "case_event")
_REFUSE = "RAISE EXCEPTION 'append only: %', TG_NAME USING ERRCODE = 'integrity_constraint_violation'"


def lift(connection: Connection) -> None:
    """Take the triggers away, in the transaction of a migration."""
    postgresql = connection.dialect.name == "postgresql"
    for name, _, table, _ in REFUSED:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        for table in _NEVER_EMPTIED:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_is_never_emptied ON {table}")


def lay(connection: Connection) -> None:
    """Lay the triggers, in the transaction of a migration."""
    if connection.dialect.name == "postgresql":
        _lay_on_postgresql(connection)
        return
    for name, moment, table, when in REFUSED:
        condition = f"WHEN {when} " if when else ""
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW {condition}"
            f"BEGIN SELECT RAISE(ABORT, 'append only: {name}'); END"
        )


def _lay_on_postgresql(connection: Connection) -> None:
    """A WHEN may hold no query there, so that each condition goes into a function."""
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {_REFUSE.replace('%', '%%')}; END $$"
    )
    for name, moment, table, when in REFUSED:
        function = f"refuse_{name}" if when else "refuse_change"
        if when:
            row = "OLD" if moment == "DELETE" else "NEW"
            connection.exec_driver_sql(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {when} THEN {_REFUSE.replace('%', '%%')}; END IF; RETURN {row}; END $$"
            )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    for table in _NEVER_EMPTIED:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()"
        )
