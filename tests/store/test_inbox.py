from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from store import tables
from store.conversations import Conversations
from store.database import Database
from store.decisions import Decisions
from store.migrations.append_only import lift
from store.sittings import Sittings
from store.vault import TheCaseKeyIsDestroyed, Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import answer, begun, entry_of, scale_entry, sent

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def conversations(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


def grant(database: Database, rows: CaseRows, account_id: str) -> None:
    access = {"id": f"{rows.case_id[:16]}{account_id[:16]}", "case_id": rows.case_id, "account_id": account_id}
    given = {"granted_at": NOON.replace(tzinfo=None), "granted_by": rows.account_id}
    database.write(lambda connection: connection.execute(tables.case_access.insert(), {**access, **given}))


def test_an_entry_comes_with_who_said_it_and_how(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case(person="Ayşe", role="parent", present="someone_else", safe="not_sure")
    conversation_id = begun(conversations, rows)
    turn, number = answer(1, "<3 …"), answer(2)
    conversations.append(conversation_id, rows.sitting_id, turn)
    conversations.send(conversation_id, None, number, [entry_of(turn), scale_entry(number)], LATER)
    first, second = conversations.entries(conversation_id)
    assert (first.person, first.role, first.person_id, first.script) == ("Ayşe", "parent", rows.person_id, "test")
    assert (first.case_id, first.conversation_id, first.sent_at) == (rows.case_id, conversation_id, LATER)
    assert (first.entry, first.present, first.safe) == (entry_of(turn), "someone_else", "not_sure")
    assert (second.entry, second.present, second.safe) == (scale_entry(number), None, None)
    assert second.entry.kind is EntryKind.SCALE


def test_entries_of_a_case_are_its_own_in_the_order_they_were_sent(
    conversations: Conversations, case: MakeCase
) -> None:
    ours, theirs = case(), case()
    sent(conversations, ours, "one", "two")
    sent(conversations, theirs, "not ours")
    sent(conversations, ours, "three")
    texts = [kept.entry.verbatim for kept in conversations.entries_of_case(ours.case_id)]
    assert texts == ["one", "two", "three"]


def test_unsent_words_reach_no_desk(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    assert conversations.inbox(rows.account_id) == ()
    assert conversations.entries(conversation_id) == conversations.entries_of_case(rows.case_id) == ()


def test_the_inbox_says_what_waits(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case(person="Ayşe", role="parent")
    conversation_id = sent(conversations, rows, "one", "two", "three")
    decisions = Decisions(database, vault)
    kept, undone, _ = (one.id for one in conversations.entries(conversation_id))
    for entry_id, kind in (
        (kept, DecisionKind.KEEP),
        (undone, DecisionKind.REWORD),
        (undone, DecisionKind.UNDO),
    ):
        decisions.decide(entry_id, rows.case_id, rows.account_id, kind, "", "", LATER)
    (row,) = conversations.inbox(rows.account_id)
    assert (row.id, row.case_id, row.person, row.role) == (conversation_id, rows.case_id, "Ayşe", "parent")
    assert (row.script, row.sent_at, row.sent_order, row.read_at) == ("test", LATER, 1, None)
    assert (row.entries, row.undecided) == (3, 2)


def test_what_says_more_about_an_entry_waits_with_it_on_one_card(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    turns = [answer(1, "He shouts"), answer(2, "Every Friday"), answer(3, "At home")]
    for turn in turns[:-1]:
        conversations.append(conversation_id, rows.sitting_id, turn)
    whole, *details = (entry_of(turn) for turn in turns)
    more = [replace(one, detail_of=whole.turn) for one in details]
    conversations.send(conversation_id, None, turns[-1], [whole, *more], LATER)
    assert [(row.entries, row.undecided) for row in conversations.inbox(rows.account_id)] == [(3, 1)]
    first, second, third = (one.id for one in conversations.entries(conversation_id))
    decisions = Decisions(database, vault)
    for entry_id, left in ((first, 1), (second, 1), (third, 0)):
        decisions.decide(entry_id, rows.case_id, rows.account_id, DecisionKind.KEEP, "", "", LATER)
        assert [row.undecided for row in conversations.inbox(rows.account_id)] == [left]


def test_an_entry_from_before_its_column_is_counted_on_the_same_card(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    turns = [answer(1, "He shouts"), answer(2, "Every Friday")]
    conversations.append(conversation_id, rows.sitting_id, turns[0])
    whole, detail = (entry_of(turn) for turn in turns)
    conversations.send(conversation_id, None, turns[1], [whole, replace(detail, detail_of=whole.turn)], LATER)

    def as_it_was(connection: Connection) -> None:
        lift(connection)
        connection.execute(tables.entry.update().values(detail_of=None))

    database.write(as_it_was)
    assert [(row.entries, row.undecided) for row in conversations.inbox(rows.account_id)] == [(2, 1)]


def test_feedback_about_the_meeting_waits_for_nobody(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    turns = [answer(1, "It was fair"), answer(2, "I was heard")]
    conversations.append(conversation_id, rows.sitting_id, turns[0])
    told = [entry_of(turn, EntryKind.FEEDBACK) for turn in turns]
    conversations.send(conversation_id, None, turns[1], told, LATER)
    assert [(row.entries, row.undecided) for row in conversations.inbox(rows.account_id)] == [(0, 0)]


def test_another_worker_sees_nothing_of_it(conversations: Conversations, case: MakeCase) -> None:
    ours, theirs = case(), case()
    conversation_id = sent(conversations, ours, "one")
    assert [row.id for row in conversations.inbox(ours.account_id)] == [conversation_id]
    assert conversations.inbox(theirs.account_id) == ()


def test_a_worker_whose_access_ended_sees_nothing_of_it(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    sent(conversations, rows, "one")
    ended = tables.case_access.update().values(revoked_at=NOON.replace(tzinfo=None))
    database.write(lambda connection: connection.execute(ended))
    assert conversations.inbox(rows.account_id) == ()


def test_an_erased_case_does_not_close_the_inbox(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    ours, erased = case(), case()
    grant(database, erased, ours.account_id)
    conversation_id = sent(conversations, ours, "one")
    sent(conversations, erased, "two")
    gone = tables.case.update().where(tables.case.c.id == erased.case_id).values(wrapped_key=b"")
    database.write(lambda connection: connection.execute(gone))
    assert [row.id for row in conversations.inbox(ours.account_id)] == [conversation_id]
    with pytest.raises(TheCaseKeyIsDestroyed):
        Conversations(database, vault).entries_of_case(erased.case_id)


def test_access_given_twice_lists_a_conversation_once(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    sent(conversations, rows, "one")
    grant(database, rows, rows.account_id)
    assert len(conversations.inbox(rows.account_id)) == 1


def test_the_inbox_puts_unread_first_and_the_longest_wait_before_all(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    worker, *others = (case() for _ in range(4))
    for rows in others:
        grant(database, rows, worker.account_id)
    first, second, third, fourth = (sent(conversations, rows, "one") for rows in (worker, *others))
    for read in (second, first):
        conversations.mark_read(read, worker.account_id, LATER)
    listed = [row.id for row in conversations.inbox(worker.account_id)]
    assert listed == [third, fourth, second, first]
    assert [row.id for row in conversations.inbox(worker.account_id, limit=2)] == [third, fourth]


def noticed_or_not(conversations: Conversations, rows: CaseRows, noticed: bool) -> str:
    """The id of a conversation sent with words that may tell of harm, or without."""
    conversation_id, last = begun(conversations, rows), answer(1)
    conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last)], LATER, noticed)
    return conversation_id


def test_who_said_they_were_not_safe_is_read_first_then_words_that_may_tell_of_harm(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    worker = case(safe="yes")
    told, quiet, hesitant, unsafe = case(safe="skip"), case(safe=None), case(safe="not_sure_went_on"), case(safe="no")
    for rows in (told, quiet, hesitant, unsafe):
        grant(database, rows, worker.account_id)
    rest = noticed_or_not(conversations, worker, False)
    harm = noticed_or_not(conversations, told, True)
    more = noticed_or_not(conversations, quiet, False)
    first = noticed_or_not(conversations, hesitant, False)
    second = noticed_or_not(conversations, unsafe, True)
    listed = [(row.id, row.read_first) for row in conversations.inbox(worker.account_id)]
    assert listed == [(first, 2), (second, 2), (harm, 1), (rest, 0), (more, 0)]


def test_what_was_read_goes_back_to_its_day_whatever_it_said(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    worker, unsafe, other = case(), case(safe="no"), case()
    for rows in (unsafe, other):
        grant(database, rows, worker.account_id)
    first = noticed_or_not(conversations, unsafe, True)
    newer = noticed_or_not(conversations, other, False)
    waiting = noticed_or_not(conversations, worker, False)
    for read in (first, newer):
        conversations.mark_read(read, worker.account_id, LATER)
    assert [row.id for row in conversations.inbox(worker.account_id)] == [waiting, newer, first]


def test_one_unsafe_opening_of_several_is_enough(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case(safe="yes")
    sittings = Sittings(database, vault)
    earlier, _ = sittings.open(rows.invite_id, "en", NOON)
    sittings.set_safe(earlier, "not_sure", "alone")
    noticed_or_not(conversations, rows, False)
    [row] = conversations.inbox(rows.account_id)
    assert row.read_first == 2


def test_somebody_elses_unsafe_opening_moves_nothing(conversations: Conversations, case: MakeCase) -> None:
    case(safe="no")
    rows = case(safe="yes")
    noticed_or_not(conversations, rows, False)
    [row] = conversations.inbox(rows.account_id)
    assert row.read_first == 0


def test_an_entry_says_how_it_was_in_its_own_sitting(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case(present="alone")
    sittings = Sittings(database, vault)
    second, _ = sittings.open(rows.invite_id, "en", LATER)
    sittings.set_safe(second, "yes", "someone")
    sittings.set_helped(second, rows.case_id, "together", "yes", "my <aunt> Zoë")
    conversation_id = begun(conversations, rows)
    alone, helped = answer(1), answer(2)
    conversations.append(conversation_id, rows.sitting_id, alone)
    conversations.send(conversation_id, second, helped, [entry_of(alone), entry_of(helped)], LATER)
    by_themselves, with_help = conversations.entries(conversation_id)
    assert (by_themselves.present, by_themselves.typing, by_themselves.interpreter) == ("alone", None, None)
    assert by_themselves.beside == ""
    assert (with_help.present, with_help.typing, with_help.interpreter) == ("someone", "together", "yes")
    assert with_help.beside == "my <aunt> Zoë"
    with database.reading() as connection:
        sealed = connection.scalar(select(tables.sitting.c.sealed_beside).where(tables.sitting.c.id == second))
    assert sealed is not None
    assert "Zoë".encode() not in sealed


def test_the_first_reading_is_the_one_that_counts(conversations: Conversations, case: MakeCase) -> None:
    rows, other = case(), case()
    conversation_id = sent(conversations, rows, "one")
    conversations.mark_read(conversation_id, rows.account_id, LATER)
    conversations.mark_read(conversation_id, other.account_id, LATER + timedelta(days=1))
    (row,) = conversations.inbox(rows.account_id)
    assert row.read_at == LATER


def test_an_unsent_conversation_cannot_be_marked_read(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.mark_read(conversation_id, rows.account_id, LATER)
    facts = conversations.facts(conversation_id)
    assert facts is not None
    assert facts.read_at is None
