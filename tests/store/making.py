"""Turns, entries and a script to keep in tests."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.conversation import Entry, Given, Move, Named, Position, Reply, Turn
from dialogs.script import Audience, EntryKind, Mode, ReplyKind, Scale, Script
from store.conversations import Conversations
from tests.conftest import NOON, CaseRows

SCRIPT = Script(
    "test", 1, Audience.PARENT, None, "A test", "For tests", "start", ("Start",), {}, "d" * 64, "script: test"
)


def answer(seq: int, text: str = "Nan reads to us", reply_id: str | None = None, **more: Any) -> Turn:
    """A text answer."""
    given = Given(reply_id or secrets.token_hex(8), NOON + timedelta(seconds=seq), "en", "What is going OK?")
    return Turn(seq, Position("going_ok", 0, seq), Reply(Move.ANSWER, text), given, **more)


def full_turn(seq: int) -> Turn:
    """A turn with something in every field."""
    reply = Reply(Move.ANSWER, "<3 …\nשלום", ("home", "school"), 7, (Named("Nan", "my gran"), Named("Mx T")))
    given = Given("r" * 64, NOON, "pa_Guru_IN", "Who helps?", (("home", "At home"), ("school", "In school")), True)
    return Turn(seq, Position("who", 2, 1), reply, given, supersedes=seq - 1 or None)


def entry_of(turn: Turn, kind: EntryKind = EntryKind.WORKING_WELL) -> Entry:
    """The entry a text answer becomes."""
    return Entry(turn.seq, turn.position, kind, ReplyKind.TEXT, turn.reply, turn.given, mode=Mode.FEELING)


def scale_entry(turn: Turn) -> Entry:
    """The entry a number becomes."""
    reply = Reply(Move.ANSWER, number=4)
    scale = Scale("Not safe at all", "Safe", middle="So-so")
    return replace(entry_of(turn, EntryKind.SCALE), reply_kind=ReplyKind.SCALE, reply=reply, scale=scale, mode=None)


def begun(conversations: Conversations, rows: CaseRows) -> str:
    """The id of a new conversation of this case."""
    return conversations.begin(secrets.token_hex(16), rows.invite_id, rows.case_id, rows.person_id, SCRIPT, NOON)


def sent(conversations: Conversations, rows: CaseRows, *texts: str) -> str:
    """The id of a conversation that was sent with these answers, each one an entry."""
    conversation_id = begun(conversations, rows)
    turns = [answer(seq, text) for seq, text in enumerate(texts, 1)]
    for turn in turns[:-1]:
        conversations.append(conversation_id, rows.sitting_id, turn)
    entries = [entry_of(turn) for turn in turns]
    conversations.send(conversation_id, rows.sitting_id, turns[-1], entries, NOON + timedelta(hours=1))
    return conversation_id
