"""Who may come in and what they may see, as rules without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.accounts import AT_MOST, IDLE, is_over, step_of_code, trouble_with_password, wait_after
from access.audit import BEGINNING, AuditEvent, digest_of, trouble_with
from access.invites import (
    LETTERS,
    MOST_WRONG_PINS,
    new_code,
    new_pin,
    new_token,
    read_code,
    typed_code,
    typed_pin,
    why_shut,
)
from access.permissions import OF_A_CASE, Action, Role, may, reading_counts, roles_that_may

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = b"k" * 32


@given(st.text(alphabet=LETTERS, min_size=8, max_size=8), st.sampled_from(["{}", " {} ", "{}\n"]))
def test_a_code_is_found_however_it_is_typed(code: str, around: str) -> None:
    assert typed_code(around.format(read_code(code).lower())) == code


def test_letters_that_look_alike_are_never_used_and_are_forgiven() -> None:
    made = "".join(new_code() for _ in range(200))
    assert not set("IO01") & set(made)
    assert typed_code("l1l1-o0oq") == typed_code("LLLL-QQQQ")


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 32


def test_pins_are_six_digits_and_not_the_ones_people_guess_first() -> None:
    pins = [new_pin() for _ in range(300)]
    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    assert not {"000000", "123456", "654321", "111111", "123123"} & set(pins)


@pytest.mark.parametrize("typed", ["123 456", "١٢٣٤٥٦", " 123456 ", "123-456"])
def test_a_pin_may_be_typed_with_spaces_and_in_any_digits(typed: str) -> None:
    assert typed_pin(typed) == "123456"


@pytest.mark.parametrize(
    ("wrong", "left", "revoked", "why"),
    [
        (0, timedelta(days=1), False, None),
        (MOST_WRONG_PINS - 1, timedelta(days=1), False, None),
        (MOST_WRONG_PINS, timedelta(days=1), False, "locked"),
        (0, timedelta(0), False, "expired"),
        (0, timedelta(days=1), True, "revoked"),
    ],
)
def test_an_invite_is_shut_when_locked_expired_or_revoked(
    wrong: int, left: timedelta, revoked: bool, why: str | None
) -> None:
    assert why_shut(wrong, NOON + left, NOON if revoked else None, NOON) == why


@pytest.mark.parametrize("password", ["short", "password1234", "aaaaaaaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused_with_words(password: str) -> None:
    assert trouble_with_password(password)


def test_a_long_plain_password_is_fine() -> None:
    assert trouble_with_password("four plain words here") is None


def test_waiting_grows_but_never_locks_for_good() -> None:
    waits = [wait_after(wrong) for wrong in range(60)]
    assert waits[0] == timedelta(0)
    assert waits == sorted(waits)
    assert max(waits) <= timedelta(minutes=5)


def test_a_staff_session_ends_when_left_alone_and_at_the_end_of_the_day() -> None:
    assert not is_over(NOON, NOON, NOON + IDLE - timedelta(seconds=1))
    assert is_over(NOON, NOON, NOON + IDLE)
    assert is_over(NOON, NOON + AT_MOST, NOON + AT_MOST)


def test_a_one_time_code_works_once() -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOON)
    step = step_of_code(secret, code, NOON, None)
    assert step is not None
    assert step_of_code(secret, code, NOON, step) is None
    assert step_of_code(secret, "000000" if code != "000000" else "111111", NOON, None) is None


@pytest.mark.parametrize("role", [*Role, "cleaner", ""])
@pytest.mark.parametrize("action", sorted(OF_A_CASE))
def test_nobody_reads_or_changes_a_case_without_access_whatever_the_role(role: str, action: Action) -> None:
    assert not may(role, False, action)


def test_what_each_role_may_do_with_access() -> None:
    allowed = {role: {action for action in Action if may(role, True, action)} for role in Role}
    assert Action.DECIDE in allowed[Role.WORKER]
    assert allowed[Role.CHAIR] == {Action.SEE_DESK, Action.SEE_CASE, Action.READ_CHAIR, Action.WRITE_CHAIR}
    assert [role for role in Role if Action.READ_CHAIR in allowed[role]] == [Role.CHAIR]
    assert allowed[Role.ADMINISTRATOR] == {Action.SEE_DESK, Action.MANAGE_ACCOUNTS, Action.CLOSE_DAYS}
    assert allowed[Role.PRACTICE_LEAD] == {
        Action.SEE_DESK,
        Action.WRITE_SCRIPTS,
        Action.SEE_FEEDBACK,
        Action.CLOSE_DAYS,
    }
    assert Action.CLOSE_DAYS not in allowed[Role.WORKER] | allowed[Role.CHAIR]
    assert [role for role in Role if Action.WRITE_SCRIPTS in allowed[role]] == [Role.PRACTICE_LEAD]


def test_a_role_may_see_cases_or_is_shown_none() -> None:
    assert roles_that_may(Action.SEE_CASE) == {Role.WORKER, Role.CHAIR, Role.MANAGER}
    assert roles_that_may(Action.CHANGE_CASE) == {Role.WORKER, Role.MANAGER}


@pytest.mark.parametrize(
    ("role", "on_the_case", "counts"),
    [
        ("worker", ["worker"], True),
        ("worker", ["worker", "manager"], True),
        ("manager", ["worker", "manager"], False),
        ("manager", ["manager", "chair"], True),
        ("chair", ["chair"], False),
        ("practice_lead", ["practice_lead"], False),
        ("cleaner", [], False),
    ],
)
def test_only_the_reading_of_whoever_works_with_the_family_counts(
    role: str, on_the_case: list[str], counts: bool
) -> None:
    assert reading_counts(role, on_the_case) is counts


def chain(length: int) -> list[AuditEvent]:
    events, previous = [], BEGINNING
    for seq in range(1, length + 1):
        digest = digest_of(KEY, seq, NOON, "a", "c", "read_map", str(seq), previous)
        events.append(AuditEvent(seq, NOON, "a", "c", "read_map", str(seq), previous, digest))
        previous = digest
    return events


def test_a_whole_chain_has_no_trouble() -> None:
    assert trouble_with(KEY, chain(5)) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda events: events.pop(2), "missing"),
        (lambda events: events.reverse(), "does not follow"),
        (lambda events: events.__setitem__(1, AuditEvent(2, NOON, "b", *_rest(events[1]))), "was changed"),
    ],
)
def test_a_missing_moved_or_changed_event_shows(spoil: object, told: str) -> None:
    events = chain(5)
    spoil(events)  # type: ignore[operator]
    assert any(told in trouble for trouble in trouble_with(KEY, events))


def _rest(event: AuditEvent) -> tuple[str | None, str, str | None, bytes, bytes]:
    return event.case_id, event.action, event.subject, event.previous, event.digest
