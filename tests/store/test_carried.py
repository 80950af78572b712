"""A conversation only its page holds: whole to whoever holds it, closed to anybody else, and posted all at once."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from dialogs.conversation import Conversation, Given, Move, Named, Position, Reply, SharedSet, SharingWish, Turn
from dialogs.sitting import Kept
from store import tables
from store.carried import LONGEST, CarriedStore, carried, opened
from store.conversations import Conversations
from store.database import Database, open_database
from store.sending import Place
from store.vault import Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import SCRIPT, answer, entry_of, full_turn
from tests.store.test_sealed import disguises

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(hours=1)
HOLDER = "a" * 32
SETS = (SharedSet("Nan worries that Ali is hurt.", "A grown-up is with Ali.", "Nobody is", "Always"),)
VAULT = Vault(bytes(32))

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
NUMBERS = st.none() | st.integers(0, 10)
DRAWINGS = st.sampled_from(["", "M12 40 30 44 31 46M5 5", "M0 0 1000 750"])
REPLIES = st.builds(
    Reply,
    st.sampled_from(Move),
    WORDS,
    st.lists(IDS, max_size=4).map(tuple),
    NUMBERS,
    st.lists(st.builds(Named, WORDS, WORDS), max_size=4).map(tuple),
    DRAWINGS,
    st.lists(st.tuples(IDS.map(lambda step: f"{step}.0.0"), st.sampled_from(SharingWish)), max_size=4).map(tuple),
)
GIVENS = st.builds(
    Given,
    st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True),
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["en", "pl", "ar", "pa_Guru_IN"]),
    WORDS,
    st.lists(st.tuples(IDS, WORDS), max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
    WORDS,
)
ENCODED = st.binary(min_size=1, max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
POSITIONS = st.builds(Position, IDS, st.integers(0, 99), st.integers(0, 9))
TURNS = st.lists(st.tuples(POSITIONS, REPLIES, GIVENS, st.none() | st.integers(1, 50)), max_size=6).map(
    lambda rows: tuple(Turn(seq, *row[:3], row[3]) for seq, row in enumerate(rows, 1))
)


@pytest.fixture
def conversations(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


def held(*turns: Turn, holder: str = HOLDER) -> Conversation:
    return Conversation(holder, SCRIPT.id, SCRIPT.digest, turns)


def brought_back(text: str, sets: Sequence[SharedSet] = ()) -> Conversation:
    """What its holder gets back, whatever it is called in the page."""
    found = opened(VAULT, HOLDER, SCRIPT, text, sets)
    assert found is not None
    return replace(found, id=HOLDER)


def place(rows: CaseRows) -> Place:
    return Place(rows.invite_id, rows.case_id, rows.person_id)


def post(conversations: Conversations, rows: CaseRows, *turns: Turn, noticed: bool = False) -> Kept:
    entries = [entry_of(turn) for turn in turns]
    whole = replace(held(*turns), sent=True)
    return conversations.post(whole, place(rows), rows.sitting_id, SCRIPT, entries, LATER, noticed)


def count(database: Database) -> list[int]:
    """How many conversations, turns, entries and scripts are on file."""
    kept = (tables.conversation, tables.turn, tables.entry, tables.script_version)
    with database.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in kept]


@settings(max_examples=150, deadline=None)
@given(turns=TURNS)
def test_it_comes_back_as_it_was_whatever_was_answered(turns: tuple[Turn, ...]) -> None:
    assert brought_back(carried(VAULT, HOLDER, held(*turns))) == held(*turns)


def test_it_comes_back_with_the_sets_that_are_shared_now() -> None:
    one = answer(1)
    assert brought_back(carried(VAULT, HOLDER, held(one)), SETS) == replace(held(one), sets=SETS)


def test_a_page_that_carries_nothing_yet_begins_anew() -> None:
    assert brought_back("", SETS) == replace(held(), sets=SETS)


def test_it_keeps_its_name_from_page_to_page() -> None:
    first, later = (opened(VAULT, HOLDER, SCRIPT, text) for text in ("", carried(VAULT, HOLDER, held(answer(1)))))
    assert first is not None
    assert later is not None
    assert first.id == later.id


def test_it_opens_for_nobody_else(vault: Vault) -> None:
    text = carried(VAULT, HOLDER, held(answer(1, "private")))
    assert opened(VAULT, "b" * 32, SCRIPT, text) is None
    assert opened(VAULT, "", SCRIPT, text) is None
    assert opened(vault, HOLDER, SCRIPT, text) is None


def test_it_opens_with_no_other_version_of_the_script() -> None:
    text = carried(VAULT, HOLDER, held(answer(1, "private")))
    assert opened(VAULT, HOLDER, replace(SCRIPT, digest="e" * 64, version=2), text) is None


def test_no_changed_or_shortened_text_opens() -> None:
    sealed = base64.urlsafe_b64decode(carried(VAULT, HOLDER, held(answer(1))))
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        for wrong in (bytes(changed), sealed[:index] or b"x", sealed[index + 1 :] or b"x"):
            assert opened(VAULT, HOLDER, SCRIPT, base64.urlsafe_b64encode(wrong).decode()) is None


@pytest.mark.parametrize("text", ["x", "!!!", "é", "\ud800", "\x00", " ", "A" * 4000, "A" * (LONGEST + 1), "A=A", "="])
def test_what_was_never_carried_is_refused_and_breaks_nothing(text: str) -> None:
    assert opened(VAULT, HOLDER, SCRIPT, text) is None


@settings(max_examples=150, deadline=None)
@given(text=st.text(min_size=1, max_size=200) | ENCODED)
def test_any_other_text_is_refused(text: str) -> None:
    assert opened(VAULT, HOLDER, SCRIPT, text) is None


def test_words_cannot_be_read_in_what_is_carried_and_it_is_never_twice_the_same() -> None:
    whole = held(answer(1, "Quillfeather " * 20))
    first, second = carried(VAULT, HOLDER, whole), carried(VAULT, HOLDER, whole)
    assert first != second
    for lying in (first.encode(), base64.urlsafe_b64decode(first)):
        assert [disguise for disguise in disguises("Quillfeather") if disguise in lying] == []


def test_a_plan_with_many_long_answers_fits() -> None:
    words = "".join(chr(0x0628 + secrets.randbelow(25)) for _ in range(4000))
    text = carried(VAULT, HOLDER, held(*[answer(seq, words[seq:] + words[:seq]) for seq in range(1, 41)]))
    assert len(text) < LONGEST
    assert opened(VAULT, HOLDER, SCRIPT, text) is not None


def test_in_its_page_an_answer_is_added_and_nothing_is_handed_over() -> None:
    handed: list[object] = []
    store = CarriedStore(
        replace(held(), sets=SETS, contact_only=True), lambda *given: handed.append(given) or Kept.KEPT
    )
    assert store.append(HOLDER, HOLDER, answer(1)) is Kept.KEPT
    whole = store.load(HOLDER)
    assert whole is not None
    assert (len(whole.turns), whole.sent, whole.sets, whole.contact_only) == (1, False, SETS, True)
    assert handed == []


def test_sending_hands_over_all_of_it_as_sent() -> None:
    handed: list[tuple[object, ...]] = []
    store = CarriedStore(held(answer(1)), lambda *given: handed.append(given) or Kept.ALREADY_SENT)  # type: ignore[func-returns-value]
    last = answer(2)
    assert store.send(HOLDER, HOLDER, last, [entry_of(last)], LATER, True) is Kept.ALREADY_SENT
    [(whole, entries, at, noticed)] = handed
    assert isinstance(whole, Conversation)
    assert (whole.turns[-1], whole.sent, entries, at, noticed) == (last, True, [entry_of(last)], LATER, True)


def test_a_posted_conversation_is_there_as_it_was_held(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case(person="Kim", present="someone_else", safe="not_sure")
    turns = (answer(1, "<3 …\nשלום"), full_turn(2), answer(3, supersedes=1))
    assert post(conversations, rows, *turns) is Kept.KEPT
    facts = conversations.latest_for_invite(rows.invite_id)
    assert facts is not None
    assert (facts.sent_at, facts.case_id, facts.person_id) == (LATER, rows.case_id, rows.person_id)
    assert facts.id != HOLDER
    whole = conversations.load(facts.id)
    assert whole == Conversation(facts.id, SCRIPT.id, SCRIPT.digest, turns, sent=True)
    entries = conversations.entries(facts.id)
    assert [kept.entry for kept in entries] == [entry_of(turn) for turn in turns]
    assert {(kept.person, kept.present, kept.safe) for kept in entries} == {("Kim", "someone_else", "not_sure")}
    assert conversations.script_source(SCRIPT.digest) == (SCRIPT.id, SCRIPT.source)


@pytest.mark.parametrize(("safe", "noticed", "first"), [("yes", False, 0), ("yes", True, 1), ("no", True, 2)])
def test_a_posted_conversation_takes_its_place_in_the_reading_order(
    conversations: Conversations, case: MakeCase, safe: str, noticed: bool, first: int
) -> None:
    rows = case(safe=safe)
    post(conversations, rows, answer(1), noticed=noticed)
    [row] = conversations.inbox(rows.account_id)
    assert (row.read_first, row.sent_order, row.entries) == (first, 1, 1)


def test_posting_is_one_commit_or_nothing(conversations: Conversations, database: Database, case: MakeCase) -> None:
    rows, last = case(), answer(1)
    twice = [entry_of(last), entry_of(last)]  # the second one cannot be written: all before it must go too
    with pytest.raises(IntegrityError):
        conversations.post(held(last), place(rows), rows.sitting_id, SCRIPT, twice, LATER)
    assert count(database) == [0, 0, 0, 0]
    assert conversations.latest_for_invite(rows.invite_id) is None
    assert post(conversations, rows, last) is Kept.KEPT
    assert count(database) == [1, 1, 1, 1]


def test_a_turn_that_cannot_be_written_leaves_nothing_either(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    with pytest.raises(IntegrityError):
        post(conversations, rows, answer(1, reply_id="tap"), answer(2, reply_id="tap"))
    assert count(database) == [0, 0, 0, 0]


def test_posting_again_is_already_sent_and_adds_nothing(
    conversations: Conversations, database: Database, case: MakeCase
) -> None:
    rows = case()
    assert post(conversations, rows, answer(1)) is Kept.KEPT
    assert post(conversations, rows, answer(1), answer(2)) is Kept.ALREADY_SENT
    assert count(database) == [1, 1, 1, 1]


def test_posts_made_at_once_by_several_processes_are_one(
    conversations: Conversations, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows, start = case(), Barrier(3)
    others = [open_database(database.url.render_as_string(hide_password=False)) for _ in range(3)]

    def send(other: Database) -> Kept:
        start.wait(20)
        return post(Conversations(other, vault), rows, answer(1))

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, others)) == [Kept.ALREADY_SENT, Kept.ALREADY_SENT, Kept.KEPT]
    for other in others:
        other.close()
    assert count(database) == [1, 1, 1, 1]


def test_two_people_of_one_case_each_post_their_own(conversations: Conversations, case: MakeCase) -> None:
    ours, theirs = case(), case()
    assert post(conversations, ours, answer(1)) is post(conversations, theirs, answer(1)) is Kept.KEPT
