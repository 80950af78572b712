"""Words for the Chair only leave a conversation when it is sent, and move nobody up in anybody's list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogs import engine
from dialogs.conversation import Conversation, Given, Move, Position, Reply, Turn
from dialogs.for_chair import as_sent, without_words
from dialogs.reading import read_text
from dialogs.script import EntryKind, Script

SECRET = "he does not know that we moved"
TEXT = """\
script: tiny
version: 1
audience: parent
title: Tiny
about: Tiny
parts: [Only]
start: alone
steps:
  alone:
    ask: What should only the Chair know?
    reply: text
    entry: chair_only
    next: check
  check:
    ask: Send it now?
    reply: read_back
    next: end
"""


@pytest.fixture
def script() -> Script:
    found = read_text(TEXT, "tiny.yaml")
    assert isinstance(found, Script), found
    return found


def told(seq: int, place: str, text: str, chair_only: bool) -> Turn:
    given = Given(f"r{seq}", datetime(2026, 3, 2, tzinfo=UTC), "en", "?", noticed=bool(text), chair_only=chair_only)
    return Turn(seq, Position(place), Reply(Move.ANSWER, text), given)


def test_they_are_gone_once_sent_and_everything_else_stays(script: Script) -> None:
    turns = (told(1, "alone", SECRET, True), told(2, "check", "", False))
    before = engine.fold(script, Conversation("c", script.id, script.digest, turns, sent=True))
    after = as_sent(script, before)
    assert SECRET not in repr(after)
    assert after.trail == before.trail
    assert after.live[Position("check")] == turns[1]
    assert after.live[Position("alone")].reply == Reply(Move.ANSWER)


def test_they_are_an_entry_of_their_own_kind(script: Script) -> None:
    standing = engine.fold(script, Conversation("c", script.id, script.digest, (told(1, "alone", SECRET, True),)))
    assert [entry.kind for entry in engine.entries(script, standing)] == [EntryKind.CHAIR_ONLY]


@pytest.mark.parametrize("chair_only", [True, False])
def test_what_may_tell_of_harm_there_moves_nobody_up(script: Script, chair_only: bool) -> None:
    turns = (told(1, "alone", SECRET, chair_only),)
    standing = engine.fold(script, Conversation("c", script.id, script.digest, turns))
    assert engine.noticed(script, standing) is not chair_only


def test_any_other_turn_is_left_as_it_is() -> None:
    turn = told(1, "alone", SECRET, False)
    assert without_words(turn) is turn
    assert without_words(replace(turn, given=replace(turn.given, chair_only=True))).given.noticed is False
