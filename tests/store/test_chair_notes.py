"""Notes for the Chair only: a key each, a draft until it is sent, gone when it is taken back or the case is erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogs.conversation import Entry, Move, Position, Reply, Turn
from dialogs.script import EntryKind, ReplyKind
from store import tables
from store.chair_notes import ChairNotes, key_of_note
from store.conversations import Conversations
from store.database import Database
from store.erasing import erase_case
from store.rotation import rotate
from store.vault import TheCaseKeyIsDestroyed, TheSealDoesNotOpen, Vault, begin_new_key
from tests.conftest import NOON, CaseRows, make_case
from tests.store.making import answer, begun, entry_of

SECRET = "he does not know that we moved to Elm Road"


def private(seq: int, text: str = SECRET, supersedes: int | None = None) -> Turn:
    """An answer for the Chair only; the same question every time."""
    turn = answer(seq, text, supersedes=supersedes)
    given = replace(turn.given, chair_only=True, noticed=True)
    return replace(turn, given=given, position=Position("chair_only"))


def for_chair(turn: Turn) -> Entry:
    return replace(entry_of(turn, EntryKind.CHAIR_ONLY), reply_kind=ReplyKind.TEXT)


@pytest.fixture
def rows(case: Callable[..., CaseRows]) -> CaseRows:
    return case()


@pytest.fixture
def notes(database: Database, vault: Vault) -> ChairNotes:
    return ChairNotes(database, vault)


@pytest.fixture
def talks(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


def under_the_case_key(database: Database, vault: Vault, rows: CaseRows) -> str:
    """Everything of conversations that the key of the case opens."""
    found = []
    with database.reading() as connection:
        wrapped = connection.scalar(select(tables.case.c.wrapped_key).where(tables.case.c.id == rows.case_id))
        assert wrapped is not None
        seal = vault.open_case(rows.case_id, wrapped)
        for row in connection.execute(select(tables.turn)).mappings():
            found.append(seal.open("turn", f"{row['conversation_id']}.{row['seq']}", "sealed", row["sealed"]))
        for row in connection.execute(select(tables.entry)).mappings():
            found.append(seal.open("entry", row["id"], "sealed", row["sealed"]))
        for row in connection.execute(select(tables.chair_note)).mappings():
            with pytest.raises(TheSealDoesNotOpen):
                seal.open("chair_note", row["id"], "sealed", row["sealed"])
    return "\n".join(found)


def test_a_workers_note_is_read_by_nothing_but_its_own_key(
    database: Database, vault: Vault, notes: ChairNotes, rows: CaseRows
) -> None:
    receipt = notes.write(rows.case_id, rows.account_id, SECRET, NOON)
    other = notes.write(rows.case_id, rows.account_id, "another", NOON)
    under_the_case_key(database, vault, rows)
    with database.reading() as connection:
        kept = {row["id"]: row for row in connection.execute(select(tables.chair_note)).mappings()}
    wrong = vault.open_case(key_of_note(other.id), kept[other.id]["wrapped_key"])
    with pytest.raises(TheSealDoesNotOpen):
        wrong.open("chair_note", receipt.id, "sealed", kept[receipt.id]["sealed"])
    assert {note.words for note in notes.of_case(rows.case_id)} == {SECRET, "another"}


def test_a_receipt_says_whether_it_was_read_and_the_first_reader_stays(notes: ChairNotes, rows: CaseRows) -> None:
    receipt = notes.write(rows.case_id, rows.account_id, SECRET, NOON)
    assert notes.count(rows.case_id, unread=True) == 1
    notes.mark_read(rows.case_id, rows.account_id, NOON, [receipt.id])
    notes.mark_read(rows.case_id, "nobody", NOON.replace(hour=15), [receipt.id])
    assert [(one.id, one.read_at) for one in notes.receipts(rows.case_id, rows.account_id)] == [(receipt.id, NOON)]
    assert notes.receipts(rows.case_id, "somebody else") == ()
    assert notes.count(rows.case_id, unread=True) == 0


def test_a_turn_never_holds_the_words_not_even_before_sending(
    database: Database, vault: Vault, talks: Conversations, notes: ChairNotes, rows: CaseRows
) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, private(1))
    said = under_the_case_key(database, vault, rows)
    assert SECRET not in said
    assert '"noticed"' not in said
    loaded = talks.load(talk)
    assert loaded is not None
    assert (loaded.turns[0].reply.text, loaded.turns[0].given.noticed) == (SECRET, True)
    assert notes.of_case(rows.case_id) == ()
    assert notes.count(rows.case_id) == 0


def test_what_is_changed_or_taken_out_is_deleted(
    database: Database, talks: Conversations, notes: ChairNotes, rows: CaseRows
) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, private(1))
    talks.append(talk, rows.sitting_id, private(2, "only that we moved", supersedes=1))
    loaded = talks.load(talk)
    assert loaded is not None
    assert [turn.reply.text for turn in loaded.turns] == ["", "only that we moved"]
    gone = replace(private(3, supersedes=2), reply=Reply(Move.TAKE_OUT))
    talks.append(talk, rows.sitting_id, gone)
    with database.reading() as connection:
        assert connection.execute(select(tables.chair_note)).all() == []


def test_sending_hands_over_what_stands_and_nothing_else(
    database: Database, vault: Vault, talks: Conversations, notes: ChairNotes, rows: CaseRows
) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, private(1))
    dropped = private(2, "a way that was not gone in the end")
    talks.append(talk, rows.sitting_id, replace(dropped, position=dropped.position._replace(visit=1)))
    last = answer(3, "ready")
    talks.send(talk, rows.sitting_id, last, [for_chair(private(1)), entry_of(last)], NOON)
    (note,) = notes.of_case(rows.case_id)
    assert (note.words, note.person_id, note.by, note.noticed) == (SECRET, rows.person_id, None, True)
    assert [kept.entry.kind for kept in talks.entries_of_case(rows.case_id)] == [EntryKind.WORKING_WELL]
    loaded = talks.load(talk)
    assert loaded is not None
    assert SECRET not in json.dumps([turn.reply.text for turn in loaded.turns])
    assert SECRET not in under_the_case_key(database, vault, rows)


def test_what_may_tell_of_harm_stands_before_the_rest_until_it_is_read(
    talks: Conversations, notes: ChairNotes, rows: CaseRows
) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, private(1))
    talks.send(talk, rows.sitting_id, answer(2, "ready"), [for_chair(private(1))], NOON)
    notes.write(rows.case_id, rows.account_id, "later", NOON + timedelta(hours=1))
    first, second = notes.of_case(rows.case_id)
    assert (first.words, second.words) == (SECRET, "later")
    notes.mark_read(rows.case_id, rows.account_id, NOON, [first.id])
    assert [note.words for note in notes.of_case(rows.case_id)] == ["later", SECRET]


def test_the_same_reply_twice_keeps_one_note(talks: Conversations, database: Database, rows: CaseRows) -> None:
    talk = begun(talks, rows)
    turn = private(1)
    talks.append(talk, rows.sitting_id, turn)
    talks.append(talk, rows.sitting_id, turn)
    with database.reading() as connection:
        assert len(connection.execute(select(tables.chair_note)).all()) == 1


def test_an_unsent_conversation_takes_its_draft_along(talks: Conversations, database: Database, rows: CaseRows) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, private(1))
    assert talks.forget(talk)
    with database.reading() as connection:
        assert connection.execute(select(tables.chair_note)).all() == []


def test_erasing_the_case_destroys_its_notes_too(
    database: Database, vault: Vault, notes: ChairNotes, rows: CaseRows
) -> None:
    kept = notes.write(rows.case_id, rows.account_id, SECRET, NOON)
    assert [note.words for note in notes.of_case(rows.case_id)] == [SECRET]
    assert erase_case(database, vault, rows.case_id, NOON)
    assert notes.of_case(rows.case_id) == ()
    with database.reading() as connection:
        row = connection.execute(select(tables.chair_note)).mappings().one()
    assert (row["id"], row["sealed"]) == (kept.id, b"")
    with pytest.raises(TheCaseKeyIsDestroyed):
        vault.open_case(key_of_note(kept.id), row["wrapped_key"])
    assert not erase_case(database, vault, "no such case", NOON)


def test_no_note_comes_into_a_case_that_was_erased_a_moment_before(
    database: Database, vault: Vault, notes: ChairNotes, talks: Conversations, rows: CaseRows
) -> None:
    talk = begun(talks, rows)
    talks.append(talk, rows.sitting_id, answer(1))
    assert erase_case(database, vault, rows.case_id, NOON)
    notes.write(rows.case_id, rows.account_id, SECRET, NOON)
    talks.append(talk, rows.sitting_id, private(2))
    with database.reading() as connection:
        assert connection.execute(select(tables.chair_note)).all() == []


def test_a_note_survives_a_new_installation_key(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "key"
    old = Vault.from_file(file)
    rows = make_case(database, old)
    ChairNotes(database, old).write(rows.case_id, rows.account_id, SECRET, NOON)
    begin_new_key(file)
    assert rotate(database, Vault.from_file(file)) == 2
    alone = Vault.from_text(file.read_text().split()[0])
    assert [note.words for note in ChairNotes(database, alone).of_case(rows.case_id)] == [SECRET]
