"""Who hears of an “I'm not safe”, and that nothing of the family can be read where it lies."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import Connection, select

from store import tables
from store.database import Database
from store.notices import Notices
from store.vault import TheSealDoesNotOpen, Vault
from tests.conftest import NOON, CaseRows, make_case
from tests.store.test_notices import LATER, MakeCase, tapped
from tests.store.test_sealed import disguises

FAMILY, PERSON, CHILD, DONE = "Zebedee", "Quillfeather", "Марфинька", "hippogriff🐎"


@pytest.fixture
def notices(database: Database, vault: Vault) -> Notices:
    return Notices(database, vault)


def grant(database: Database, rows: CaseRows, account_id: str) -> None:
    access = {"id": secrets.token_hex(16), "case_id": rows.case_id, "account_id": account_id}
    given = {"granted_at": NOON.replace(tzinfo=None), "granted_by": rows.account_id}
    database.write(lambda connection: connection.execute(tables.case_access.insert(), {**access, **given}) and None)


def erase(database: Database, rows: CaseRows) -> None:
    gone = tables.case.update().where(tables.case.c.id == rows.case_id).values(wrapped_key=b"")
    database.write(lambda connection: connection.execute(gone) and None)


def test_a_notice_another_worker_cannot_see_it(notices: Notices, case: MakeCase) -> None:
    ours, theirs = case(), case()
    notice_id = tapped(notices, ours)
    assert notices.open_for(theirs.account_id) == ()
    assert notices.one_for(theirs.account_id, notice_id) is None
    assert [one.id for one in notices.open_for(ours.account_id)] == [notice_id]
    assert notices.one_for(ours.account_id, notice_id) is not None
    assert notices.one_for(ours.account_id, "0" * 32) is None


def test_a_worker_whose_access_ended_sees_nothing_of_it(notices: Notices, database: Database, case: MakeCase) -> None:
    rows = case()
    notice_id = tapped(notices, rows)
    ended = tables.case_access.update().values(revoked_at=NOON.replace(tzinfo=None))
    database.write(lambda connection: connection.execute(ended) and None)
    assert notices.open_for(rows.account_id) == ()
    assert notices.one_for(rows.account_id, notice_id) is None


def test_whoever_answers_for_everybody_sees_every_one_oldest_first(notices: Notices, case: MakeCase) -> None:
    later, sooner, nobody = case(), case(), case()
    second, first = tapped(notices, later, LATER), tapped(notices, sooner)
    assert [one.id for one in notices.open_for(nobody.account_id, every=True)] == [first, second]
    assert notices.one_for(nobody.account_id, first, every=True) is not None
    assert notices.one_for(nobody.account_id, first) is None


def test_access_given_twice_lists_a_notice_once(notices: Notices, database: Database, case: MakeCase) -> None:
    rows = case()
    tapped(notices, rows)
    grant(database, rows, rows.account_id)
    assert len(notices.open_for(rows.account_id)) == 1


def test_a_case_shows_its_own_notices_newest_first_answered_or_not(notices: Notices, case: MakeCase) -> None:
    ours, theirs = case(), case()
    first = tapped(notices, ours)
    notices.acknowledge(first, ours.account_id, "rang", NOON)
    second = tapped(notices, ours, LATER)
    tapped(notices, theirs)
    assert [(one.id, one.done) for one in notices.of_case(ours.case_id)] == [(second, ""), (first, "rang")]


def test_it_says_which_child_it_is_about_unless_that_is_the_person(
    notices: Notices, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case(person="Kim", role="parent")
    child = secrets.token_hex(16)
    about(database, vault, rows, child, "Ali")
    tapped(notices, rows)
    [notice] = notices.open_for(rows.account_id)
    assert (notice.person, notice.about) == ("Kim", "Ali")
    themselves = tables.invite.update().values(about_person_id=rows.person_id)
    database.write(lambda connection: connection.execute(themselves) and None)
    [notice] = notices.open_for(rows.account_id)
    assert (notice.person, notice.about) == ("Kim", "")


def about(database: Database, vault: Vault, rows: CaseRows, child: str, name: str) -> None:
    """The invite of this case asks about a child called so."""
    with database.reading() as connection:
        wrapped = connection.scalar(select(tables.case.c.wrapped_key).where(tables.case.c.id == rows.case_id))
    assert wrapped is not None
    sealed = vault.open_case(rows.case_id, wrapped).seal("person", child, "sealed_name", name)
    row = {"id": child, "case_id": rows.case_id, "role": "child", "sealed_name": sealed}
    asks = tables.invite.update().where(tables.invite.c.id == rows.invite_id).values(about_person_id=child)

    def job(connection: Connection) -> None:
        connection.execute(tables.person.insert(), {**row, "created_at": NOON.replace(tzinfo=None)})
        connection.execute(asks)

    database.write(job)


def test_the_notice_of_an_erased_case_hides_no_other(notices: Notices, database: Database, case: MakeCase) -> None:
    ours, erased = case(), case()
    grant(database, erased, ours.account_id)
    kept = tapped(notices, ours)
    gone = tapped(notices, erased)
    erase(database, erased)
    assert [one.id for one in notices.open_for(ours.account_id)] == [kept]
    assert [one.id for one in notices.open_for(ours.account_id, every=True)] == [kept]
    assert notices.one_for(ours.account_id, gone) is None


def test_no_name_and_no_line_of_what_is_done_can_be_read_in_the_files(sqlite_database: Database, vault: Vault) -> None:
    notices = Notices(sqlite_database, vault)
    rows = make_case(sqlite_database, vault, family=f"The {FAMILY} family", person=PERSON)
    about(sqlite_database, vault, rows, secrets.token_hex(16), CHILD)
    notice_id = tapped(notices, rows)
    notices.acknowledge(notice_id, rows.account_id, f"rang {DONE} at home", NOON)
    kept = notices.one_for(rows.account_id, notice_id)
    assert kept is not None
    assert (kept.case, kept.person, kept.about) == (f"The {FAMILY} family", PERSON, CHILD)
    assert kept.done == f"rang {DONE} at home"
    file = sqlite_database.file
    assert file is not None
    lying = {path.name: path.read_bytes() for path in file.parent.glob(file.name + "*")}
    assert notice_id.encode() in b"".join(lying.values())  # what is looked for would be found
    words = (FAMILY, PERSON, CHILD, DONE)
    assert [(name, word) for name, held in lying.items() for word in words for d in disguises(word) if d in held] == []


def test_what_is_being_done_opens_in_its_own_notice_only(notices: Notices, database: Database, case: MakeCase) -> None:
    rows = case()
    first, second = tapped(notices, rows), tapped(notices, rows, LATER)
    for notice_id in (first, second):
        notices.acknowledge(notice_id, rows.account_id, "rang", LATER)
    done = select(tables.notice.c.sealed_done).where(tables.notice.c.id == first).scalar_subquery()
    moved = tables.notice.update().where(tables.notice.c.id == second).values(sealed_done=done)
    database.write(lambda connection: connection.execute(moved) and None)
    with pytest.raises(TheSealDoesNotOpen):
        notices.one_for(rows.account_id, second)
