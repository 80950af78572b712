"""Worries and goals shared with a link: word for word as a worker wrote them, with its invite only, sealed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from access.secrets_kept import quick_hashing
from dialogs.conversation import SharedSet
from store import tables
from store.conversations import Conversations
from store.database import Database
from store.invites import Invites
from store.vault import TheSealDoesNotOpen, Vault
from tests.conftest import NOON, CaseRows, make_case
from tests.store.making import SCRIPT
from tests.store.test_sealed import disguises

QUILL, MARF, HIPPO, ZEB = "Quillfeather", "Марфинька", "hippogriff🐎", "Zebedee"
SETS = (
    SharedSet(
        f"{QUILL} worries that <b>Ali</b> is hurt.\nA & B", f"{MARF} is there “always”", f"{HIPPO}", f"{ZEB} {{x}}"
    ),
    SharedSet("Kim worries.", "A goal.", "Never", "Every night"),
)


@pytest.fixture
def invites(database: Database, vault: Vault) -> Invites:
    quick_hashing()
    return Invites(database, vault)


def issue(invites: Invites, rows: CaseRows, sets: tuple[SharedSet, ...] = SETS) -> str:
    by = rows.account_id
    return invites.issue(rows.case_id, rows.person_id, None, "sets", "en", by, NOON, 14, sets).invite_id


def begin(database: Database, vault: Vault, rows: CaseRows, invite_id: str) -> str:
    conversations = Conversations(database, vault)
    return conversations.begin("c" * 32, invite_id, rows.case_id, rows.person_id, SCRIPT, NOON)


def test_they_come_back_word_for_word_in_their_order(invites: Invites, database: Database, vault: Vault) -> None:
    assert invites.sets(issue(invites, make_case(database, vault))) == SETS


def test_an_invite_without_any_has_none(invites: Invites, database: Database, vault: Vault) -> None:
    rows = make_case(database, vault)
    shared, plain = issue(invites, rows), issue(invites, rows, ())
    assert invites.sets(plain) == ()
    assert invites.sets(shared) == SETS


def test_the_conversation_of_the_invite_is_held_with_them(invites: Invites, database: Database, vault: Vault) -> None:
    rows = make_case(database, vault)
    conversation_id = begin(database, vault, rows, issue(invites, rows))
    loaded = Conversations(database, vault).load(conversation_id)
    assert loaded is not None
    assert loaded.sets == SETS


def test_new_keys_for_the_invite_keep_them(invites: Invites, database: Database, vault: Vault) -> None:
    rows = make_case(database, vault)
    invite_id = issue(invites, rows)
    invites.reissue(rows.case_id, invite_id, NOON, 14)
    assert invites.sets(invite_id) == SETS


def test_they_open_for_no_other_invite(invites: Invites, database: Database, vault: Vault) -> None:
    rows = make_case(database, vault)
    first, second = issue(invites, rows), issue(invites, rows, SETS[1:])
    theirs = select(tables.invite.c.sealed_sets).where(tables.invite.c.id == first).scalar_subquery()
    moved = tables.invite.update().where(tables.invite.c.id == second).values(sealed_sets=theirs)
    database.write(lambda connection: connection.execute(moved) and None)
    with pytest.raises(TheSealDoesNotOpen):
        invites.sets(second)


def test_no_word_of_them_can_be_read_in_the_files(sqlite_database: Database, vault: Vault) -> None:
    quick_hashing()
    rows = make_case(sqlite_database, vault)
    invite_id = issue(Invites(sqlite_database, vault), rows)
    begin(sqlite_database, vault, rows, invite_id)
    file = sqlite_database.file
    assert file is not None
    lying = b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))
    assert invite_id.encode() in lying
    assert [word for word in (QUILL, MARF, HIPPO, ZEB) for one in disguises(word) if one in lying] == []
