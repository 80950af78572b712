"""Every table that is kept: shapes, no query, no rule. Times are UTC without offset. Columns named `sealed…` are sealed
with the case's key, a note's with its own; `append_only.py` keeps rows for ever."""

from __future__ import annotations

from store.tables.base import ID, metadata
from store.tables.cases import account, audit_event, case, case_access, person, search_word, staff_session
from store.tables.council import closed_day
from store.tables.made import case_event, chair_note, deadline, decision, export_receipt, notice, outgoing
from store.tables.said import conversation, entry, feedback, invite, script_edition, script_version, sitting, turn

__all__ = [
    "ID",
    "account",
    "audit_event",
    "case",
    "case_access",
    "case_event",
    "chair_note",
    "closed_day",
    "conversation",
    "deadline",
    "decision",
    "entry",
    "export_receipt",
    "feedback",
    "invite",
    "metadata",
    "notice",
    "outgoing",
    "person",
    "script_edition",
    "script_version",
    "search_word",
    "sitting",
    "staff_session",
    "turn",
]
