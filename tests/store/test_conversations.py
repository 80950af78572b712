from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError

from dialogs.conversation import Conversation
from dialogs.sitting import Kept
from store import tables
from store.clock import ATimeWithoutAZone
from store.conversations import Conversations, ThereIsNoSuchConversation, ThereIsNoSuchInvite
from store.database import Database, open_database
from store.vault import TheSealDoesNotOpen, Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import SCRIPT, answer, begun, entry_of, full_turn, sent

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def conversations(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def at_once(*tasks: Callable[[], Kept]) -> list[Kept]:
    start = Barrier(len(tasks))

    def run(task: Callable[[], Kept]) -> Kept:
        start.wait(20)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_a_conversation_comes_back_as_it_was_held(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    turns = (answer(1), full_turn(2), answer(3, supersedes=1))
    for turn in turns:
        assert conversations.append(conversation_id, rows.sitting_id, turn) is Kept.KEPT
    assert conversations.load(conversation_id) == Conversation(conversation_id, SCRIPT.id, SCRIPT.digest, turns)


def test_it_comes_back_to_another_process_too(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    elsewhere = Conversations(database, vault)
    assert elsewhere.load(conversation_id) == conversations.load(conversation_id)
    assert elsewhere.append(conversation_id, rows.sitting_id, answer(2)) is Kept.KEPT


def test_a_resent_reply_is_kept_once(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    first = answer(1, "first", reply_id="tap")
    assert conversations.append(conversation_id, rows.sitting_id, first) is Kept.KEPT
    for again in (first, answer(1, "changed", reply_id="tap"), answer(2, "later", reply_id="tap")):
        assert conversations.append(conversation_id, rows.sitting_id, again) is Kept.ALREADY_KEPT
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert loaded.turns == (first,)


def test_the_same_reply_id_in_two_conversations_is_two_replies(conversations: Conversations, case: MakeCase) -> None:
    ours, theirs = case(), case()
    for rows in (ours, theirs):
        kept = conversations.append(begun(conversations, rows), rows.sitting_id, answer(1, reply_id="tap"))
        assert kept is Kept.KEPT


@pytest.mark.parametrize("attempt", range(5))
def test_two_replies_racing_for_one_place_keep_exactly_one(
    conversations: Conversations, case: MakeCase, attempt: int
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    tabs = [answer(1, "one"), answer(1, "two")]
    kept = at_once(*(lambda turn=turn: conversations.append(conversation_id, rows.sitting_id, turn) for turn in tabs))
    assert sorted(kept) == [Kept.KEPT, Kept.SEQ_TAKEN]
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert loaded.turns == (tabs[kept.index(Kept.KEPT)],)


def test_a_double_tap_racing_itself_is_kept_once(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    turn = answer(1)
    kept = at_once(*[lambda: conversations.append(conversation_id, rows.sitting_id, turn)] * 4)
    assert sorted(kept) == [Kept.ALREADY_KEPT] * 3 + [Kept.KEPT]


def test_a_turn_costs_one_statement(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    said: list[str] = []
    for engine in (database._reader, database._writing):
        event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_: said.append(statement))
    conversations.append(conversation_id, rows.sitting_id, answer(2))
    assert [statement.split()[0] for statement in said if not statement.startswith("BEGIN")] == ["INSERT"]


def test_nothing_is_added_to_a_conversation_that_never_began(conversations: Conversations, case: MakeCase) -> None:
    with pytest.raises(ThereIsNoSuchConversation):
        conversations.append("nowhere", case().sitting_id, answer(1))
    assert conversations.load("nowhere") is None
    assert conversations.facts("nowhere") is None


def test_a_time_without_a_zone_is_not_kept(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    turn = answer(1)
    turn = replace(turn, given=replace(turn.given, at=NOON.replace(tzinfo=None)))
    with pytest.raises(ATimeWithoutAZone):
        conversations.append(begun(conversations, rows), rows.sitting_id, turn)


def test_a_second_tab_goes_on_with_the_same_conversation(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    first = begun(conversations, rows)
    assert begun(conversations, rows) == first
    latest = conversations.latest_for_invite(rows.invite_id)
    assert latest is not None
    assert (latest.id, latest.sent_at, latest.digest) == (first, None, SCRIPT.digest)


def test_after_sending_a_new_conversation_begins(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    first = sent(conversations, rows, "one")
    second = conversations.begin("second", rows.invite_id, rows.case_id, rows.person_id, SCRIPT, LATER)
    assert second == "second" != first
    latest = conversations.latest_for_invite(rows.invite_id)
    assert latest is not None
    assert latest.id == second


def test_nothing_begins_from_an_unknown_invite_or_for_another_case(
    conversations: Conversations, case: MakeCase
) -> None:
    ours, theirs = case(), case()
    for invite_id, case_id in (("nowhere", ours.case_id), (ours.invite_id, theirs.case_id)):
        with pytest.raises(ThereIsNoSuchInvite):
            conversations.begin("c", invite_id, case_id, ours.person_id, SCRIPT, NOON)
    assert conversations.latest_for_invite("nowhere") is None


def test_the_script_a_conversation_began_with_is_kept(conversations: Conversations, case: MakeCase) -> None:
    begun(conversations, case())
    conversations.keep_script(replace(SCRIPT, source="changed under the same digest"), NOON)
    assert conversations.script_source(SCRIPT.digest) == (SCRIPT.id, SCRIPT.source)
    assert conversations.script_source("e" * 64) is None


def test_sending_keeps_turn_entries_and_order_together(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    last = answer(1)
    assert conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last)], LATER) is Kept.KEPT
    loaded, facts = conversations.load(conversation_id), conversations.facts(conversation_id)
    assert loaded is not None
    assert facts is not None
    assert (loaded.sent, loaded.turns, facts.sent_at) == (True, (last,), LATER)
    assert [kept.entry for kept in conversations.entries(conversation_id)] == [entry_of(last)]


def test_sending_is_all_or_nothing(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    last = answer(1)
    with pytest.raises(IntegrityError):
        conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last), entry_of(last)], LATER)
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert (loaded.sent, loaded.turns) == (False, ())
    assert count(database, "entry") == 0


def test_a_sent_conversation_takes_no_more(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    last = answer(1)
    conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last)], LATER)
    assert conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last)], LATER) is Kept.ALREADY_KEPT
    late = answer(2)
    assert conversations.append(conversation_id, rows.sitting_id, late) is Kept.ALREADY_SENT
    assert conversations.send(conversation_id, rows.sitting_id, late, [entry_of(late)], LATER) is Kept.ALREADY_SENT
    assert (count(database, "turn"), count(database, "entry")) == (1, 1)


def test_sending_from_a_screen_that_is_behind_sends_nothing(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    behind = answer(1)
    assert conversations.send(conversation_id, rows.sitting_id, behind, [entry_of(behind)], LATER) is Kept.SEQ_TAKEN
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert not loaded.sent


def test_conversations_sent_at_the_same_time_by_several_processes_have_an_order(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    families = [case() for _ in range(6)]
    held = [begun(conversations, rows) for rows in families]
    others = [open_database(database.url.render_as_string(hide_password=False)) for _ in families]
    tasks = [
        lambda held=held, rows=rows, other=other: Conversations(other, vault).send(
            held, rows.sitting_id, answer(1), [], LATER
        )
        for held, rows, other in zip(held, families, others, strict=True)
    ]
    assert at_once(*tasks) == [Kept.KEPT] * 6
    for other in others:
        other.close()
    with database.reading() as connection:
        orders = connection.scalars(select(tables.conversation.c.sent_order))
        assert sorted(orders) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("attempt", range(3))
def test_a_reply_racing_the_sending_from_another_process_is_before_it_or_refused(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase, attempt: int
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    other = open_database(database.url.render_as_string(hide_password=False))
    elsewhere = Conversations(other, vault)
    last = answer(1)
    sending, reply = at_once(
        lambda: conversations.send(conversation_id, rows.sitting_id, last, [entry_of(last)], LATER),
        lambda: elsewhere.append(conversation_id, rows.sitting_id, answer(1)),
    )
    other.close()
    assert (sending, reply) in {(Kept.KEPT, Kept.ALREADY_SENT), (Kept.SEQ_TAKEN, Kept.KEPT)}
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    assert (loaded.sent, len(loaded.turns)) == (sending is Kept.KEPT, 1)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_reply_waits_for_a_sending_that_is_not_yet_committed(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    sending = tables.conversation.update().values(sent_at=NOON.replace(tzinfo=None))
    blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with ThreadPoolExecutor(1) as pool, database._writing.connect() as elsewhere:
        elsewhere.execute(sending)
        reply = pool.submit(conversations.append, conversation_id, rows.sitting_id, answer(1))
        while not reply.done():
            with database.reading() as connection:
                if connection.scalar(blocked):
                    break
        elsewhere.commit()
        assert reply.result(20) is Kept.ALREADY_SENT


def test_unsent_conversations_left_alone_are_forgotten(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    left, going_on, finished = case(), case(), case()
    left_id, going_on_id = begun(conversations, left), begun(conversations, going_on)
    conversations.append(left_id, left.sitting_id, answer(1))
    fresh = answer(1)
    fresh = replace(fresh, given=replace(fresh.given, at=NOON + timedelta(days=10)))
    conversations.append(going_on_id, going_on.sitting_id, fresh)
    finished_id = sent(conversations, finished, "one", "two")

    assert conversations.forget_unsent(NOON + timedelta(days=1)) == 1
    assert conversations.load(left_id) is None
    with pytest.raises(ThereIsNoSuchConversation):
        conversations.append(left_id, left.sitting_id, answer(2))
    for kept in (going_on_id, finished_id):
        assert conversations.load(kept) is not None
    assert count(database, "turn") == 3
    assert conversations.forget_unsent(NOON + timedelta(days=1)) == 0


def test_a_turn_for_a_conversation_another_process_forgot_is_not_acknowledged(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    Conversations(database, vault).forget_unsent(NOON + timedelta(days=1))
    with pytest.raises(ThereIsNoSuchConversation):
        conversations.append(conversation_id, rows.sitting_id, answer(2))


def test_one_familys_words_open_with_no_other_familys_key(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    ours, theirs = case(), case()
    conversation_id = sent(conversations, ours, "private words")
    with database.reading() as connection:
        sealed = connection.execute(select(tables.turn)).mappings().one()
        key = connection.scalar(select(tables.case.c.wrapped_key).where(tables.case.c.id == theirs.case_id))
    assert key is not None
    place = (f"{conversation_id}.1", "sealed", sealed["sealed"])
    assert b"private" not in sealed["sealed"]
    with pytest.raises(TheSealDoesNotOpen):
        vault.open_case(theirs.case_id, key).open("turn", *place)


def test_ids_given_by_callers_are_used(conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    mine = secrets.token_hex(16)
    assert conversations.begin(mine, rows.invite_id, rows.case_id, rows.person_id, SCRIPT, NOON) == mine
