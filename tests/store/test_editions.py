"""Uploaded, published and withdrawn texts of scripts, and who is in the middle of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from store.conversations import Conversations
from store.database import Database
from store.editions import Edition, Editions, ThereIsNoSuchEdition
from store.vault import Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import SCRIPT, answer, begun, sent

MakeCase = Callable[..., CaseRows]
SECOND = replace(SCRIPT, version=2, digest="e" * 64, source="script: test\nversion: 2\n")
THIRD = replace(SCRIPT, version=3, digest="f" * 64, source="script: test\nversion: 3\n")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def editions(database: Database) -> Editions:
    return Editions(database)


@pytest.fixture
def lead(case: MakeCase) -> str:
    return case().account_id


def test_an_upload_is_kept_once_with_who_and_when(editions: Editions, lead: str, case: MakeCase) -> None:
    kept = editions.upload(SECOND, lead, NOON)
    assert kept == Edition("e" * 64, "test", 2, NOON, lead)
    assert editions.upload(SECOND, case().account_id, LATER) == kept
    assert editions.of() == editions.of("test") == (kept,)
    assert editions.of("another") == ()
    assert editions.source(SECOND.digest) == ("test", SECOND.source)
    assert editions.source("0" * 64) is None


def test_the_latest_upload_comes_first(editions: Editions, lead: str) -> None:
    editions.upload(SECOND, lead, NOON)
    editions.upload(THIRD, lead, LATER)
    assert [edition.version for edition in editions.of()] == [3, 2]


def test_only_what_is_published_and_not_withdrawn_is_given_out(editions: Editions, lead: str) -> None:
    editions.upload(SECOND, lead, NOON)
    assert editions.published() == ()
    published = editions.publish(SECOND.digest, lead, LATER)
    assert (published.published_at, published.published_by, published.standing) == (LATER, lead, True)
    assert editions.published() == ((published, SECOND.source),)
    assert editions.published(without=SECOND.digest) == ()
    withdrawn = editions.withdraw(SECOND.digest, LATER)
    assert (withdrawn.withdrawn_at, withdrawn.standing) == (LATER, False)
    assert editions.published() == ()
    assert editions.publish(SECOND.digest, lead, LATER).standing


def test_of_two_published_the_higher_version_is_given_out_and_withdrawing_it_brings_the_other_back(
    editions: Editions, lead: str
) -> None:
    for script in (THIRD, SECOND):
        editions.upload(script, lead, NOON)
        editions.publish(script.digest, lead, NOON)
    assert [source for _, source in editions.published()] == [THIRD.source]
    editions.withdraw(THIRD.digest, LATER)
    assert [source for _, source in editions.published()] == [SECOND.source]


def test_publishing_or_withdrawing_twice_keeps_the_first_time(editions: Editions, lead: str, case: MakeCase) -> None:
    editions.upload(SECOND, lead, NOON)
    first = editions.publish(SECOND.digest, lead, NOON)
    assert editions.publish(SECOND.digest, case().account_id, LATER) == first
    gone = editions.withdraw(SECOND.digest, NOON)
    assert editions.withdraw(SECOND.digest, LATER) == gone


def test_what_was_never_uploaded_cannot_be_published_or_withdrawn(
    editions: Editions, lead: str, database: Database, vault: Vault
) -> None:
    Conversations(database, vault).keep_script(SECOND, NOON)
    for digest in (SECOND.digest, "0" * 64):
        with pytest.raises(ThereIsNoSuchEdition):
            editions.publish(digest, lead, NOON)
        with pytest.raises(ThereIsNoSuchEdition):
            editions.withdraw(digest, NOON)
    assert editions.of() == ()


def test_only_open_conversations_are_counted_and_only_the_step_they_stand_at_is_told(
    editions: Editions, database: Database, vault: Vault, case: MakeCase
) -> None:
    conversations = Conversations(database, vault)
    assert editions.open_conversations() == {}
    sent(conversations, case(), "one", "two")
    begun(conversations, case())
    rows = case()
    going_on = begun(conversations, rows)
    for seq in (1, 2):
        conversations.append(going_on, rows.sitting_id, answer(seq))
    assert editions.open_conversations() == editions.open_conversations("test") == {SCRIPT.digest: 2}
    assert editions.open_conversations("another") == {}
    assert editions.standing_steps(SCRIPT.digest) == ("", "going_ok")
    assert editions.standing_steps(SECOND.digest) == ()


def test_every_text_ever_kept_is_known_with_its_version(editions: Editions, database: Database, vault: Vault) -> None:
    Conversations(database, vault).keep_script(SCRIPT, NOON)
    Conversations(database, vault).keep_script(THIRD, NOON)
    assert editions.kept_versions("test") == {SCRIPT.digest: 1, THIRD.digest: 3}
    assert editions.kept_versions("another") == {}
