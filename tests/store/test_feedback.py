"""What people say about their meeting without their name: the words stay, and nothing that leads back to anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.exc import IntegrityError

from dialogs.conversation import Move, Reply, Turn
from dialogs.script import EntryKind
from dialogs.sitting import Kept
from store import tables
from store.conversations import Conversations, ThereIsNoSuchConversation
from store.database import Database
from store.feedback import Feedback, Said
from store.rotation import rotate
from store.vault import Vault, begin_new_key
from tests.conftest import NOON, CaseRows, make_case
from tests.store.making import SCRIPT, answer, begun, entry_of
from tests.store.test_sealed import disguises

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(hours=1)
FAMILY, PERSON, FIRST, LAST = "Zebedee", "Quillfeather", "Марфинька", "hippogriff🐎"


@pytest.fixture
def conversations(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


@pytest.fixture
def feedback(database: Database, vault: Vault) -> Feedback:
    return Feedback(database, vault)


def unnamed(conversations: Conversations, rows: CaseRows, *texts: str, at: datetime = LATER) -> str:
    """The id of a conversation that was sent without a name, with these answers."""
    conversation_id = begun(conversations, rows)
    turns = [answer(seq, text) for seq, text in enumerate(texts, 1)]
    for turn in turns[:-1]:
        conversations.append(conversation_id, rows.sitting_id, turn)
    entries = [entry_of(turn, EntryKind.FEEDBACK) for turn in turns]
    kept = conversations.send_unnamed(conversation_id, SCRIPT, turns[-1], entries, at)
    assert kept is Kept.KEPT
    return conversation_id


def rows_of(database: Database, table: Table) -> list[dict[str, object]]:
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_what_was_said_is_there_with_its_script_and_month_and_no_more(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    said = answer(1, "nobody looked at me <3 …\nשלום")
    declined = replace(answer(2, ""), reply=Reply(Move.RATHER_NOT))
    conversations.append(conversation_id, rows.sitting_id, said)
    entries = [entry_of(said, EntryKind.FEEDBACK), entry_of(declined, EntryKind.FEEDBACK)]
    conversations.send_unnamed(conversation_id, SCRIPT, declined, entries, LATER)
    [sending] = feedback.all()
    assert (sending.script, sending.digest, sending.month) == (SCRIPT.id, SCRIPT.digest, "2026-03")
    assert sending.said == (
        Said("going_ok", "What is going OK?", "nobody looked at me <3 …\nשלום", Move.ANSWER),
        Said("going_ok", "What is going OK?", "", Move.RATHER_NOT),
    )


def test_nothing_in_it_leads_back_to_anybody(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows = case()
    conversation_id = unnamed(conversations, rows, "one", "two")
    [row] = rows_of(database, tables.feedback)
    assert set(row) == {"id", "script", "digest", "month", "sealed", "team"}
    assert row["month"] == "2026-03"
    known = {rows.case_id, rows.account_id, rows.person_id, rows.invite_id, rows.sitting_id, conversation_id}
    assert known.isdisjoint(map(str, row.values()))
    assert not [key for key in tables.feedback.foreign_keys if key.column.table is not tables.script_version]


def test_its_turns_are_gone_and_it_makes_no_entry(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    conversation_id = unnamed(conversations, rows, "one", "two")
    assert rows_of(database, tables.turn) == rows_of(database, tables.entry) == []
    assert conversations.entries(conversation_id) == conversations.entries_of_case(rows.case_id) == ()
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert (loaded.sent, loaded.turns) == (True, ())


def test_no_desk_is_told_of_it(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows = case()
    unnamed(conversations, rows, "one")
    assert conversations.inbox(rows.account_id) == ()
    [row] = rows_of(database, tables.conversation)
    assert (row["sent_order"], row["read_first"], row["read_at"]) == (None, 0, None)


def test_the_conversation_says_sent_and_takes_no_more(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    rows = case()
    conversation_id = unnamed(conversations, rows, "one")
    facts = conversations.facts(conversation_id)
    assert facts is not None
    assert facts.sent_at == LATER.replace(day=1, hour=0)  # a day and an hour would tell whose words these are
    late = answer(2, "again")
    entries = [entry_of(late, EntryKind.FEEDBACK)]
    assert conversations.append(conversation_id, rows.sitting_id, late) is Kept.ALREADY_SENT
    assert conversations.send(conversation_id, rows.sitting_id, late, entries, LATER) is Kept.ALREADY_SENT
    assert conversations.send_unnamed(conversation_id, SCRIPT, late, entries, LATER) is Kept.ALREADY_SENT
    assert len(feedback.all()) == 1


def test_a_named_sending_cannot_be_sent_again_without_the_name(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    last = answer(1)
    conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last, EntryKind.FEEDBACK)], LATER)
    again = conversations.send_unnamed(conversation_id, SCRIPT, answer(2), [], LATER)
    assert again is Kept.ALREADY_SENT
    assert feedback.all() == ()
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert loaded.turns == (last,)


def test_nothing_is_sent_from_a_conversation_that_never_began(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    begun(conversations, case())
    with pytest.raises(ThereIsNoSuchConversation):
        conversations.send_unnamed("nowhere", SCRIPT, answer(1), [], LATER)
    assert feedback.all() == ()


def test_a_sending_that_cannot_be_kept_deletes_nothing(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    first, last = answer(1), answer(2)
    conversations.append(conversation_id, rows.sitting_id, first)
    never_kept = replace(SCRIPT, digest="e" * 64)
    with pytest.raises(IntegrityError):
        conversations.send_unnamed(conversation_id, never_kept, last, [entry_of(first)], LATER)
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert (loaded.sent, loaded.turns) == (False, (first,))
    assert feedback.all() == ()


def test_feedback_with_a_name_stays_an_ordinary_conversation(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    rows = case(person="Kim")
    conversation_id = begun(conversations, rows)
    last = answer(1, "they listened")
    conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last, EntryKind.FEEDBACK)], LATER)
    assert feedback.all() == ()
    [kept] = conversations.entries(conversation_id)
    assert (kept.person, kept.entry.kind, kept.entry.verbatim) == ("Kim", EntryKind.FEEDBACK, "they listened")
    assert [row.id for row in conversations.inbox(rows.account_id)] == [conversation_id]


def test_sendings_come_by_script_the_oldest_month_first(
    conversations: Conversations, feedback: Feedback, case: MakeCase
) -> None:
    unnamed(conversations, case(), "in april", at=LATER + timedelta(days=31))
    unnamed(conversations, case(), "in march")
    assert [(one.month, one.said[0].words) for one in feedback.all(SCRIPT.id)] == [
        ("2026-03", "in march"),
        ("2026-04", "in april"),
    ]
    assert feedback.all("another") == ()


def test_in_the_file_they_lie_in_an_order_that_does_not_tell_who_came_first(
    sqlite_database: Database, vault: Vault
) -> None:
    conversations = Conversations(sqlite_database, vault)
    for number in range(8):
        unnamed(conversations, make_case(sqlite_database, vault), f"number {number}")
    with sqlite_database.reading() as connection:
        lying = list(connection.scalars(text("SELECT id FROM feedback NOT INDEXED")))
    assert lying == sorted(lying)  # by their random ids: when they came can then match no conversation's sending


def test_a_new_installation_key_still_opens_what_was_said(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "key"
    old = Vault.from_file(file)
    unnamed(Conversations(database, old), make_case(database, old), "we were heard")
    begin_new_key(file)
    rotate(database, Vault.from_file(file))
    only_new = Vault.from_text(file.read_text("ascii").splitlines()[0])
    [sending] = Feedback(database, only_new).all()
    assert sending.said[0].words == "we were heard"


def test_neither_the_words_nor_the_sealed_turns_lie_in_the_files_afterwards(
    sqlite_database: Database, vault: Vault
) -> None:
    conversations = Conversations(sqlite_database, vault)
    rows = make_case(sqlite_database, vault, family=f"The {FAMILY} family", person=PERSON)
    conversation_id = begun(conversations, rows)
    turns: list[Turn] = [answer(1, f"I say {FIRST}"), answer(2, f"and {LAST} as well")]
    for turn in turns:
        conversations.append(conversation_id, rows.sitting_id, turn)
    sealed = [bytes(row["sealed"]) for row in rows_of(sqlite_database, tables.turn)]  # type: ignore[arg-type]
    assert len(sealed) == 2
    assert all(one in _files(sqlite_database) for one in sealed)
    entries = [entry_of(turn, EntryKind.FEEDBACK) for turn in turns]
    conversations.send_unnamed(conversation_id, SCRIPT, answer(3, "sent"), entries, LATER)
    files = _files(sqlite_database)
    assert [said.words for said in Feedback(sqlite_database, vault).all()[0].said] == [
        f"I say {FIRST}",
        f"and {LAST} as well",
    ]
    assert [one for one in sealed if one in files] == []
    words = (FAMILY, PERSON, FIRST, LAST)
    assert [word for word in words for disguise in disguises(word) if disguise in files] == []


def _files(database: Database) -> bytes:
    file = database.file
    assert file is not None
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(file.name + "*")))
