"""Somebody others will interview is not asked about worries: since when, for whom, and in which conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from store import tables
from store.cases import Cases, Person
from store.conversations import Conversations
from store.database import Database
from store.vault import Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import answer, begun, sent

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def cases(database: Database, vault: Vault) -> Cases:
    return Cases(database, vault)


@pytest.fixture
def conversations(database: Database, vault: Vault) -> Conversations:
    return Conversations(database, vault)


def person(cases: Cases, rows: CaseRows) -> Person:
    found = cases.case_for(rows.account_id, rows.case_id)
    assert found is not None
    return found.people[0]


def contact_only(conversations: Conversations, conversation_id: str) -> bool:
    loaded = conversations.load(conversation_id)
    assert loaded is not None
    return loaded.contact_only


def test_it_is_on_from_when_it_was_set_until_it_is_taken_back(cases: Cases, case: MakeCase) -> None:
    rows = case()
    assert person(cases, rows).contact_only_at is None
    assert cases.set_contact_only(rows.case_id, rows.person_id, rows.account_id, LATER)
    assert person(cases, rows).contact_only_at == LATER
    assert cases.set_contact_only(rows.case_id, rows.person_id, rows.account_id, None)
    assert person(cases, rows).contact_only_at is None


def test_nobody_of_another_case_can_be_set(cases: Cases, case: MakeCase) -> None:
    ours, theirs = case(), case()
    assert not cases.set_contact_only(ours.case_id, theirs.person_id, ours.account_id, LATER)
    assert not cases.set_contact_only(ours.case_id, "0" * 32, ours.account_id, LATER)
    assert person(cases, theirs).contact_only_at is None
    assert person(cases, ours).contact_only_at is None


def test_it_reaches_a_conversation_that_is_already_open_and_leaves_it_again(
    cases: Cases, conversations: Conversations, case: MakeCase
) -> None:
    rows = case()
    conversation_id = begun(conversations, rows)
    conversations.append(conversation_id, rows.sitting_id, answer(1))
    assert not contact_only(conversations, conversation_id)
    cases.set_contact_only(rows.case_id, rows.person_id, rows.account_id, LATER)
    assert contact_only(conversations, conversation_id)
    cases.set_contact_only(rows.case_id, rows.person_id, rows.account_id, None)
    assert not contact_only(conversations, conversation_id)


def test_the_conversation_of_another_person_goes_on_as_before(
    cases: Cases, conversations: Conversations, case: MakeCase
) -> None:
    ours, theirs = case(), case()
    conversation_id = begun(conversations, theirs)
    cases.set_contact_only(ours.case_id, ours.person_id, ours.account_id, LATER)
    assert not contact_only(conversations, conversation_id)


def test_what_was_sent_stays_as_it_was_sent(cases: Cases, conversations: Conversations, case: MakeCase) -> None:
    rows = case()
    conversation_id = sent(conversations, rows, "one")
    cases.set_contact_only(rows.case_id, rows.person_id, rows.account_id, LATER)
    assert not contact_only(conversations, conversation_id)
    assert len(conversations.entries(conversation_id)) == 1


def test_who_set_it_is_kept(cases: Cases, database: Database, case: MakeCase) -> None:
    rows, colleague = case(), case()
    cases.set_contact_only(rows.case_id, rows.person_id, colleague.account_id, LATER)
    with database.reading() as connection:
        query = tables.person.select().where(tables.person.c.id == rows.person_id)
        row = connection.execute(query).mappings().one()
    assert row["contact_only_by"] == colleague.account_id
