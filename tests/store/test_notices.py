"""“I'm not safe” on file: nothing raised is lost, and nobody is told twice or after somebody has it in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from store import tables
from store.database import Database, open_database
from store.notices import LONGEST_WAIT, MOST_TRIES, SAME, Contact, Due, Notices
from store.vault import Vault
from tests.conftest import NOON, CaseRows

MakeCase = Callable[..., CaseRows]
LATER = NOON + timedelta(minutes=15)
CONTACTS = (Contact("first", "email", NOON), Contact("first", "text", NOON), Contact("second", "email", LATER))


@pytest.fixture
def notices(database: Database, vault: Vault) -> Notices:
    return Notices(database, vault)


def tapped(notices: Notices, rows: CaseRows, at: datetime = NOON, contacts: Sequence[Contact] = CONTACTS) -> str:
    return notices.raise_one(rows.case_id, rows.person_id, rows.invite_id, contacts, at)


def count(database: Database) -> tuple[int, int]:
    """How many notices and messages are on file."""
    with database.reading() as connection:
        one, other = (
            connection.scalar(select(func.count()).select_from(table)) for table in (tables.notice, tables.outgoing)
        )
    return one or 0, other or 0


def whom(due: Sequence[Due]) -> list[tuple[str, str]]:
    return [(one.contact, one.kind) for one in due]


def test_a_tap_is_there_with_its_messages_for_whoever_looks_next(
    notices: Notices, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case(person="Alva", role="young_person", family="Berg")
    notice_id = tapped(notices, rows)
    elsewhere = open_database(database.url.render_as_string(hide_password=False))
    [notice] = Notices(elsewhere, vault).open_for(rows.account_id)
    elsewhere.close()
    assert (notice.id, notice.case_id, notice.at) == (notice_id, rows.case_id, NOON)
    assert (notice.person, notice.role, notice.case, notice.about) == ("Alva", "young_person", "Berg", "")
    assert (notice.acknowledged_at, notice.acknowledged_by, notice.done) == (None, None, "")
    assert sorted((one.contact, one.kind, one.due_at) for one in notice.told) == [
        ("first", "email", NOON),
        ("first", "text", NOON),
        ("second", "email", LATER),
    ]
    assert all(one.sent_at is None and not one.given_up for one in notice.told)


def test_a_notice_whose_messages_cannot_be_written_is_not_raised(
    notices: Notices, database: Database, case: MakeCase
) -> None:
    broken = Contact("first", None, NOON)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        tapped(notices, case(), contacts=(CONTACTS[0], broken))
    assert count(database) == (0, 0)


def test_without_anybody_to_tell_the_desk_still_hears(notices: Notices, case: MakeCase) -> None:
    rows = case()
    tapped(notices, rows, contacts=())
    [notice] = notices.open_for(rows.account_id)
    assert notice.told == ()
    assert notices.due(LATER) == ()


@pytest.mark.parametrize("minutes", [0, 1, 9.9])
def test_a_second_tap_soon_after_is_the_same_notice(
    notices: Notices, database: Database, case: MakeCase, minutes: float
) -> None:
    rows = case()
    first = tapped(notices, rows)
    assert tapped(notices, rows, NOON + timedelta(minutes=minutes)) == first
    assert count(database) == (1, len(CONTACTS))


def test_a_tap_later_is_a_new_notice(notices: Notices, database: Database, case: MakeCase) -> None:
    rows = case()
    first = tapped(notices, rows)
    assert tapped(notices, rows, NOON + SAME) != first
    assert count(database) == (2, 2 * len(CONTACTS))


def test_a_tap_after_it_was_taken_on_is_a_new_notice(notices: Notices, case: MakeCase) -> None:
    rows = case()
    first = tapped(notices, rows)
    assert notices.acknowledge(first, rows.account_id, "rang back", NOON)
    second = tapped(notices, rows, NOON + timedelta(minutes=1))
    assert second != first
    assert [notice.id for notice in notices.open_for(rows.account_id)] == [second]


def test_the_tap_of_another_person_is_another_notice(notices: Notices, case: MakeCase) -> None:
    assert tapped(notices, case()) != tapped(notices, case())


def test_taps_made_at_once_by_several_processes_are_one_notice(
    notices: Notices, database: Database, vault: Vault, case: MakeCase
) -> None:
    rows, start = case(), Barrier(4)
    others = [open_database(database.url.render_as_string(hide_password=False)) for _ in range(4)]

    def tap(other: Database) -> str:
        start.wait(20)
        return tapped(Notices(other, vault), rows)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(tap, others))) == 1
    for other in others:
        other.close()
    assert count(database) == (1, len(CONTACTS))


def test_the_first_contact_is_told_at_once_and_the_second_only_after_its_time(notices: Notices, case: MakeCase) -> None:
    tapped(notices, case())
    assert sorted(whom(notices.due(NOON))) == [("first", "email"), ("first", "text")]
    for one in notices.due(NOON):
        notices.note_sent(one.id, NOON)
    assert notices.due(LATER - timedelta(seconds=1)) == ()
    assert whom(notices.due(LATER)) == [("second", "email")]


def test_nothing_is_due_before_the_tap(notices: Notices, case: MakeCase) -> None:
    tapped(notices, case())
    assert notices.due(NOON - timedelta(seconds=1)) == ()


def test_what_has_waited_longest_goes_first(notices: Notices, case: MakeCase) -> None:
    later, sooner = case(), case()
    second = tapped(notices, later, NOON + timedelta(minutes=1), [Contact("first", "email", NOON + SAME)])
    first = tapped(notices, sooner, NOON, [Contact("first", "email", NOON)])
    assert [one.notice_id for one in notices.due(LATER)] == [first, second]


def test_a_message_that_left_is_shown_as_sent_and_does_not_go_again(notices: Notices, case: MakeCase) -> None:
    rows = case()
    notice_id = tapped(notices, rows, contacts=CONTACTS[:1])
    [one] = notices.due(NOON)
    assert (one.notice_id, one.contact, one.kind, one.tries) == (notice_id, "first", "email", 0)
    notices.note_sent(one.id, NOON + timedelta(seconds=3))
    assert notices.due(LATER) == ()
    [notice] = notices.open_for(rows.account_id)
    [told] = notice.told
    assert (told.sent_at, told.given_up, told.reason) == (NOON + timedelta(seconds=3), False, "")


def test_a_message_that_failed_goes_again_later_and_says_why(notices: Notices, case: MakeCase) -> None:
    rows = case()
    tapped(notices, rows, contacts=CONTACTS[:1])
    [one] = notices.due(NOON)
    notices.note_failed(one, "the mail server could not be reached", True, NOON)
    assert notices.due(NOON) == ()
    [again] = notices.due(NOON + timedelta(minutes=1))
    assert (again.id, again.tries) == (one.id, 1)
    [notice] = notices.open_for(rows.account_id)
    assert (notice.told[0].sent_at, notice.told[0].given_up) == (None, False)
    assert notice.told[0].reason == "the mail server could not be reached"
    notices.note_sent(again.id, NOON + timedelta(minutes=1))
    [notice] = notices.open_for(rows.account_id)
    assert (notice.told[0].sent_at, notice.told[0].reason) == (NOON + timedelta(minutes=1), "")


def test_each_try_waits_longer_never_very_long_and_the_last_gives_up(notices: Notices, case: MakeCase) -> None:
    rows, now = case(), NOON
    tapped(notices, rows, contacts=CONTACTS[:1])
    waits = []
    for tries in range(MOST_TRIES):
        [one] = notices.due(now)
        assert one.tries == tries
        notices.note_failed(one, "no answer", True, now)
        [notice] = notices.open_for(rows.account_id)
        assert notice.told[0].given_up is (tries + 1 == MOST_TRIES)
        waits.append(notice.told[0].due_at - now)
        now = notice.told[0].due_at
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1)
    assert max(waits) == LONGEST_WAIT
    assert notices.due(now + timedelta(days=1)) == ()


def test_a_message_that_cannot_ever_leave_is_given_up_at_once(notices: Notices, case: MakeCase) -> None:
    rows = case()
    tapped(notices, rows, contacts=CONTACTS[:1])
    [one] = notices.due(NOON)
    notices.note_failed(one, "x" * 500, False, NOON)
    assert notices.due(NOON + timedelta(days=1)) == ()
    [notice] = notices.open_for(rows.account_id)
    assert notice.told[0].given_up
    assert 0 < len(notice.told[0].reason) <= 120


def test_taking_it_on_stops_what_still_waits(notices: Notices, case: MakeCase) -> None:
    rows = case()
    notice_id = tapped(notices, rows)
    email = next(one for one in notices.due(NOON) if one.kind == "email")
    notices.note_sent(email.id, NOON)
    assert notices.acknowledge(notice_id, rows.account_id, "going there now", NOON + timedelta(minutes=2))
    assert notices.due(NOON + timedelta(days=1)) == ()
    assert notices.open_for(rows.account_id) == ()
    kept = notices.one_for(rows.account_id, notice_id)
    assert kept is not None
    assert (kept.done, kept.acknowledged_by) == ("going there now", rows.account_id)
    assert kept.acknowledged_at == NOON + timedelta(minutes=2)
    told = {(one.contact, one.kind): one for one in kept.told}
    assert told["first", "email"].sent_at == NOON
    assert not told["first", "email"].given_up
    assert told["second", "email"].given_up
    assert told["second", "email"].reason


def test_a_message_on_its_way_when_it_is_taken_on_is_not_tried_again(notices: Notices, case: MakeCase) -> None:
    rows = case()
    notice_id = tapped(notices, rows, contacts=CONTACTS[:1])
    [one] = notices.due(NOON)
    notices.acknowledge(notice_id, rows.account_id, "going there now", NOON)
    notices.note_failed(one, "the mail server did not answer in time", True, NOON + timedelta(seconds=10))
    assert notices.due(NOON + timedelta(days=1)) == ()


def test_a_message_that_left_while_it_was_taken_on_is_shown_as_sent(notices: Notices, case: MakeCase) -> None:
    rows = case()
    notice_id = tapped(notices, rows, contacts=CONTACTS[:1])
    [one] = notices.due(NOON)
    notices.acknowledge(notice_id, rows.account_id, "going there now", NOON)
    notices.note_sent(one.id, NOON + timedelta(seconds=3))
    kept = notices.one_for(rows.account_id, notice_id)
    assert kept is not None
    assert kept.told[0].sent_at == NOON + timedelta(seconds=3)
    assert notices.due(NOON + timedelta(days=1)) == ()


def test_taking_one_on_leaves_the_others(notices: Notices, case: MakeCase) -> None:
    ours, theirs = case(), case()
    first, second = tapped(notices, ours), tapped(notices, theirs)
    notices.acknowledge(first, ours.account_id, "rang", NOON)
    assert {one.notice_id for one in notices.due(LATER)} == {second}
    assert len(notices.due(LATER)) == len(CONTACTS)


@pytest.mark.parametrize("attempt", range(3))
def test_only_the_first_to_take_it_on_has_it(
    notices: Notices, database: Database, vault: Vault, case: MakeCase, attempt: int
) -> None:
    rows, colleague, start = case(), case(), Barrier(2)
    notice_id = tapped(notices, rows)
    elsewhere = open_database(database.url.render_as_string(hide_password=False))

    def take(store: Notices, account_id: str) -> bool:
        start.wait(20)
        return store.acknowledge(notice_id, account_id, f"taken by {account_id}", NOON)

    with ThreadPoolExecutor(2) as pool:
        tries = [
            pool.submit(take, notices, rows.account_id),
            pool.submit(take, Notices(elsewhere, vault), colleague.account_id),
        ]
        won = [one.result(20) for one in tries]
    elsewhere.close()
    assert sorted(won) == [False, True]
    winner = rows.account_id if won[0] else colleague.account_id
    kept = notices.one_for(rows.account_id, notice_id)
    assert kept is not None
    assert (kept.acknowledged_by, kept.done) == (winner, f"taken by {winner}")


def test_a_later_taker_changes_nothing(notices: Notices, case: MakeCase) -> None:
    rows, colleague = case(), case()
    notice_id = tapped(notices, rows)
    assert notices.acknowledge(notice_id, rows.account_id, "first", NOON)
    assert not notices.acknowledge(notice_id, colleague.account_id, "second", LATER)
    kept = notices.one_for(rows.account_id, notice_id)
    assert kept is not None
    assert (kept.done, kept.acknowledged_at) == ("first", NOON)
