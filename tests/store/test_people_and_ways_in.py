"""Cases, invites, sittings, accounts and the audit chain on file, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from access.invites import MOST_WRONG_PINS, NotOpened, Opened
from access.secrets_kept import quick_hashing
from store import tables
from store.accounts import Account, Accounts, NotAdded, NotSignedIn, SignedIn
from store.audit import Audit
from store.cases import CaseFile, Cases, NewPerson
from store.database import Database
from store.invites import Invites, IssuedInvite, ThereIsNoSuchInviteHere
from store.sittings import Sittings
from store.vault import Vault
from tests.conftest import NOON

PASSWORD = "four plain words here"


class House:
    """The stores of one installation, with two workers and a case of the first."""

    def __init__(self, database: Database, vault: Vault) -> None:
        quick_hashing()
        self.database = database
        self.accounts = Accounts(database, vault)
        self.cases = Cases(database, vault)
        self.invites = Invites(database, vault)
        self.sittings = Sittings(database, vault)
        self.audit = Audit(database, vault)
        self.maja, self.olle = self.account("maja"), self.account("olle")
        people = [NewPerson("young_person", "Alva"), NewPerson("child", "Ali")]
        self.case: CaseFile = self.cases.create("Lindqvist", NOON + timedelta(days=9), self.maja.id, people, NOON)
        self.way_in: IssuedInvite = self.invites.issue(
            self.case.id, self.case.people[0].id, self.case.people[1].id, "parent", "pl", self.maja.id, NOON, 14
        )

    def account(self, name: str) -> Account:
        made = self.accounts.add(f"{name}@example.org", name, "worker", PASSWORD, NOON)
        assert isinstance(made, Account)
        return made

    def sit(self) -> str:
        return self.sittings.open(self.way_in.invite_id, "pl", NOON)[1]


@pytest.fixture
def house(database: Database, vault: Vault) -> House:
    return House(database, vault)


def test_people_stand_in_the_order_they_were_added_even_in_one_moment(house: House) -> None:
    names = [f"Person {number}" for number in range(12)]
    made = house.cases.create("Order", None, house.maja.id, [NewPerson("relative", one) for one in names[:8]], NOON)
    for one in names[8:]:
        house.cases.add_person(made.id, NewPerson("relative", one), NOON)
    found = house.cases.case_for(house.maja.id, made.id)
    assert found is not None
    assert [one.name for one in found.people] == names


def test_a_worker_sees_their_case_with_its_people(house: House) -> None:
    found = house.cases.case_for(house.maja.id, house.case.id)
    assert found is not None
    assert (found.name, sorted(person.name for person in found.people)) == ("Lindqvist", ["Ali", "Alva"])
    assert [case.name for case in house.cases.for_account(house.maja.id)] == ["Lindqvist"]


def test_a_case_another_worker_cannot_see_it(house: House) -> None:
    assert house.cases.case_for(house.olle.id, house.case.id) is None
    assert house.cases.for_account(house.olle.id) == ()
    assert not house.cases.may_open(house.olle.id, house.case.id)


def test_access_can_be_given_and_taken_away(house: House) -> None:
    for _ in range(2):
        house.cases.grant(house.case.id, house.olle.id, house.maja.id, NOON)
    assert len(house.cases.for_account(house.olle.id)) == 1
    house.cases.revoke(house.case.id, house.olle.id, NOON)
    assert house.cases.for_account(house.olle.id) == ()


def test_link_or_code_with_the_pin_opens(house: House) -> None:
    for key in (house.way_in.token, house.way_in.code, house.way_in.code.lower()):
        assert house.invites.try_open(key, house.way_in.pin, NOON) == Opened(house.way_in.invite_id)


def test_wrong_tries_made_at_once_all_count_and_then_nothing_opens(house: House) -> None:
    with ThreadPoolExecutor(MOST_WRONG_PINS) as pool:
        tries = [pool.submit(house.invites.try_open, house.way_in.token, "0", NOON) for _ in range(MOST_WRONG_PINS)]
    assert {one.result() for one in tries} == {NotOpened("wrong")}
    assert house.invites.try_open(house.way_in.token, house.way_in.pin, NOON) == NotOpened("locked")
    assert house.invites.of_case(house.case.id, NOON)[0].state == "locked"


def test_a_right_pin_clears_the_count(house: House) -> None:
    for _ in range(3):
        for _ in range(MOST_WRONG_PINS - 1):
            house.invites.try_open(house.way_in.token, "0", NOON)
        assert isinstance(house.invites.try_open(house.way_in.token, house.way_in.pin, NOON), Opened)


def test_new_keys_unlock_and_the_old_ones_and_open_sittings_stop_working(house: House) -> None:
    secret = house.sit()
    for _ in range(MOST_WRONG_PINS):
        house.invites.try_open(house.way_in.token, "0", NOON)
    fresh = house.invites.reissue(house.case.id, house.way_in.invite_id, NOON, 14)
    assert house.invites.try_open(house.way_in.token, fresh.pin, NOON) == NotOpened("unknown")
    assert isinstance(house.invites.try_open(fresh.token, fresh.pin, NOON), Opened)
    later = house.sittings.by_token(secret, NOON + timedelta(seconds=3))
    assert later is not None
    assert later.state == "ended"


def test_keys_cannot_be_renewed_through_another_case(house: House) -> None:
    other = house.cases.create("Other", None, house.olle.id, [], NOON)
    with pytest.raises(ThereIsNoSuchInviteHere):
        house.invites.reissue(other.id, house.way_in.invite_id, NOON, 14)
    with pytest.raises(ThereIsNoSuchInviteHere):
        house.invites.way_in(other.id, house.way_in.invite_id)


def test_the_link_and_code_can_be_shown_again_and_the_pin_is_nowhere(house: House) -> None:
    assert house.invites.way_in(house.case.id, house.way_in.invite_id) == (house.way_in.token, house.way_in.code)
    with house.database.reading() as connection:
        row = connection.execute(tables.invite.select()).mappings().one()
    kept = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    assert house.way_in.token.encode() not in kept
    assert house.way_in.code.replace("-", "").encode() not in kept
    assert row["pin_hash"].startswith("$argon2id$")


def test_a_script_gets_the_names_of_its_own_case(house: House) -> None:
    about = house.invites.about(house.way_in.invite_id)
    assert (about.person, about.child, about.worker, about.locale) == ("Alva", "Ali", "maja", "pl")


def test_a_sitting_is_found_by_its_secret_and_by_nothing_else(house: House) -> None:
    secret = house.sit()
    found = house.sittings.by_token(secret, NOON)
    assert found is not None
    assert (found.case_id, found.state, found.locale) == (house.case.id, "open", "pl")
    assert house.sittings.by_token(secret + "x", NOON) is None


def test_a_sitting_left_alone_locks_and_the_pin_opens_it(house: House) -> None:
    secret = house.sit()
    later = NOON + timedelta(minutes=11)
    found = house.sittings.by_token(secret, later)
    assert found is not None
    assert found.state == "locked"
    assert house.sittings.closed([found.id], later) == (found.id,)
    assert house.sittings.unlock(found.id, "0", later) == NotOpened("wrong")
    assert isinstance(house.sittings.unlock(found.id, house.way_in.pin, later), Opened)
    again = house.sittings.by_token(secret, later)
    assert again is not None
    assert again.state == "open"


def test_a_touch_keeps_a_sitting_open(house: House) -> None:
    secret = house.sit()
    found = house.sittings.by_token(secret, NOON)
    assert found is not None
    house.sittings.touch(found.id, NOON + timedelta(minutes=9))
    later = house.sittings.by_token(secret, NOON + timedelta(minutes=15))
    assert later is not None
    assert later.state == "open"


def test_revoking_from_another_process_is_seen_within_two_seconds(house: House, vault: Vault) -> None:
    secret = house.sit()
    assert house.sittings.by_token(secret, NOON) is not None
    Invites(house.database, vault).revoke(house.case.id, house.way_in.invite_id, NOON)
    found = house.sittings.by_token(secret, NOON + timedelta(seconds=2))
    assert found is not None
    assert found.state == "ended"


def test_signing_in_needs_the_right_password(house: House) -> None:
    assert isinstance(house.accounts.sign_in(" MAJA@example.org ", PASSWORD, "", NOON, "a"), SignedIn)
    wrong = house.accounts.sign_in("maja@example.org", "wrong", "", NOON, "b")
    unknown = house.accounts.sign_in("nobody@example.org", PASSWORD, "", NOON, "c")
    assert wrong == unknown == NotSignedIn()


def test_many_wrong_passwords_make_even_the_right_one_wait_but_not_for_good(house: House) -> None:
    for _ in range(6):
        house.accounts.sign_in("maja@example.org", "wrong", "", NOON, "a")
    now = house.accounts.sign_in("maja@example.org", PASSWORD, "", NOON, "z")
    assert isinstance(now, NotSignedIn)
    assert now.wait > timedelta(0)
    assert isinstance(house.accounts.sign_in("maja@example.org", PASSWORD, "", NOON + now.wait, "z"), SignedIn)


def test_a_one_time_code_is_asked_for_and_taken_once(house: House) -> None:
    secret = house.accounts.set_up_totp(house.maja.id)
    code = pyotp.TOTP(secret).at(NOON)
    assert house.accounts.sign_in("maja@example.org", PASSWORD, "", NOON, "a") == NotSignedIn(code_asked=True)
    with ThreadPoolExecutor(4) as pool:
        tries = [
            pool.submit(house.accounts.sign_in, "maja@example.org", PASSWORD, code, NOON, f"a{n}") for n in range(4)
        ]
    assert sum(isinstance(one.result(), SignedIn) for one in tries) == 1


def test_a_session_ends_when_signed_out_left_alone_or_disabled(house: House) -> None:
    def sign_in() -> SignedIn:
        outcome = house.accounts.sign_in("maja@example.org", PASSWORD, "", NOON, "a")
        assert isinstance(outcome, SignedIn)
        return outcome

    one, two, three = sign_in(), sign_in(), sign_in()
    house.accounts.end(one.session_id, NOON)
    assert house.accounts.by_token(one.secret, NOON) is None
    assert house.accounts.by_token(two.secret, NOON) is not None
    assert house.accounts.by_token(three.secret, NOON + timedelta(minutes=30)) is None
    house.accounts.disable(house.maja.id, NOON)
    assert house.accounts.by_token(two.secret, NOON) is None
    assert house.accounts.closed([two.session_id], NOON) == (two.session_id,)
    assert house.accounts.sign_in("maja@example.org", PASSWORD, "", NOON, "a") == NotSignedIn()


@pytest.mark.parametrize(
    ("email", "name", "role", "password"),
    [
        ("maja@example.org", "Again", "worker", PASSWORD),
        ("no-at-sign", "Name", "worker", PASSWORD),
        ("new@example.org", "", "worker", PASSWORD),
        ("new@example.org", "Name", "king", PASSWORD),
        ("new@example.org", "Name", "worker", "short"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(house: House, email: str, name: str, role: str, password: str) -> None:
    outcome = house.accounts.add(email, name, role, password, NOON)
    assert isinstance(outcome, NotAdded)
    assert outcome.why


def test_the_audit_chain_holds_under_many_writers(house: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: house.audit.record("read_map", house.maja.id, house.case.id, str(n), NOON), range(40)))
    assert [event.seq for event in house.audit.events()] == list(range(1, 41))
    assert house.audit.verify() == []
