from __future__ import annotations

import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from store.database import Database
from store.rotation import rotate
from store.tables import account, case
from store.vault import (
    CaseSeal,
    NotAnInstallationKey,
    TheCaseKeyIsDestroyed,
    TheKeyFileIsOpenToOthers,
    ThereIsNoKeyFile,
    TheSealDoesNotOpen,
    Vault,
    begin_new_key,
)
from tests.conftest import make_case

SEAL = CaseSeal(bytes(32))
WRAPPED = (
    "01426d103117c09054ce6f3696c112bf6e435532e888434643127eef4fde0b67992c49290f880093d5db6b6269fe78df"
    "8697bceb8792417ac71cb565457238cf49"
)
WORDS = "0158d113fddd64b8e71c8bdbfac596c3df0ab2d5123025173745a351759c22653da57ed9e1b8a4f4f462889a2516f280"
SECRET = "01426d1031fbf06c7f885051b51da233f65d8c7ab38bb78584fe6a4889169aff1076c5b3899f1e0294b809fa08e0586c62"
FINGERPRINT = "abfab981d95fe216d2c05d7c0fede8eb5a8ed103be148490c20daf71868401a6"
ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)  # lone surrogates too: JSON can carry them


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_what_was_sealed_opens_as_it_was(text: str) -> None:
    assert SEAL.open("turn", "c.1", "sealed", SEAL.seal("turn", "c.1", "sealed", text)) == text


@pytest.mark.parametrize(
    "place",
    [("turn", "c.2", "sealed"), ("entry", "c.1", "sealed"), ("turn", "c.1", "other"), ("turnc", ".1", "sealed")],
)
def test_a_text_moved_to_another_place_does_not_open(place: tuple[str, str, str]) -> None:
    sealed = SEAL.seal("turn", "c.1", "sealed", "secret")
    with pytest.raises(TheSealDoesNotOpen):
        SEAL.open(*place, sealed)


def test_no_changed_or_shortened_byte_goes_unseen() -> None:
    sealed = SEAL.seal("turn", "c.1", "sealed", "secret")
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        for wrong in (bytes(changed), sealed[:index]):
            with pytest.raises(TheSealDoesNotOpen):
                SEAL.open("turn", "c.1", "sealed", wrong)


def test_the_same_words_sealed_twice_look_different() -> None:
    assert SEAL.seal("turn", "c.1", "sealed", "yes") != SEAL.seal("turn", "c.1", "sealed", "yes")


def test_seals_of_earlier_versions_still_open() -> None:
    # A known answer: when this fails, the envelope changed and every database in use became unreadable.
    vault = Vault(bytes(range(32)))
    wrapped = bytes.fromhex(WRAPPED)
    seal = vault.open_case("case-1", wrapped)
    assert seal.open("turn", "c.1", "sealed", bytes.fromhex(WORDS)) == "Nan reads to us"
    assert vault.open("account", "a1", "sealed_totp", bytes.fromhex(SECRET)) == "JBSWY3DPEHPK3PXP"
    assert vault.fingerprint("invite", "token").hex() == FINGERPRINT


def test_one_case_does_not_open_anothers_words(vault: Vault) -> None:
    ours, theirs = (vault.open_case(name, vault.new_case_key(name)) for name in ("ours", "theirs"))
    with pytest.raises(TheSealDoesNotOpen):
        theirs.open("turn", "c.1", "sealed", ours.seal("turn", "c.1", "sealed", "secret"))


def test_a_case_key_opens_only_for_its_own_case_and_installation(vault: Vault) -> None:
    wrapped = vault.new_case_key("ours")
    with pytest.raises(TheSealDoesNotOpen):
        vault.open_case("theirs", wrapped)
    with pytest.raises(TheSealDoesNotOpen):
        Vault(secrets.token_bytes(32)).open_case("ours", wrapped)


def test_a_remembered_case_opens_only_with_its_own_wrapped_key(vault: Vault) -> None:
    vault.open_case("ours", vault.new_case_key("ours"))
    with pytest.raises(TheSealDoesNotOpen):
        vault.open_case("ours", Vault(secrets.token_bytes(32)).new_case_key("ours"))


def test_an_erased_case_says_so(vault: Vault) -> None:
    vault.open_case("ours", vault.new_case_key("ours"))
    vault.forget_case("ours")
    with pytest.raises(TheCaseKeyIsDestroyed):
        vault.open_case("ours", b"")


def test_a_fingerprint_differs_by_purpose_and_installation(vault: Vault) -> None:
    mine = vault.fingerprint("invite", "token")
    assert mine == vault.fingerprint("invite", "token")
    others = [vault.fingerprint("sitting", "token"), vault.fingerprint("invit", "etoken")]
    assert mine not in [*others, Vault(secrets.token_bytes(32)).fingerprint("invite", "token")]


def test_the_key_file_is_made_once_for_this_user_only(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "key"
    wrapped = Vault.from_file(file).new_case_key("c")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["key"]
    Vault.from_file(file).open_case("c", wrapped)


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    file = tmp_path / "key"
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: Vault.from_file(file), range(8)))
    assert len({vault.fingerprint("x", "y") for vault in vaults}) == 1


def test_a_lost_key_is_not_replaced_when_there_are_data(tmp_path: Path) -> None:
    with pytest.raises(ThereIsNoKeyFile):
        Vault.from_file(tmp_path / "key", may_make=False)


def test_a_key_file_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    Vault.from_file(file)
    file.chmod(0o644)
    with pytest.raises(TheKeyFileIsOpenToOthers):
        Vault.from_file(file)


@pytest.mark.parametrize("text", ["", "short", "c2hvcnQ=", "ä" * 44, "A" * 42])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NotAnInstallationKey):
        Vault.from_text(text)


def test_rotation_needs_the_old_key_no_longer(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "key"
    old = Vault.from_file(file)
    rows = make_case(database, old)
    sealed = old.seal("account", rows.account_id, "sealed_totp", "SECRET")
    database.write(lambda connection: connection.execute(account.update().values(sealed_totp=sealed)))
    begin_new_key(file)
    vault = Vault.from_file(file)
    assert vault.fingerprint("invite", "t") == old.fingerprint("invite", "t")
    assert rotate(database, vault) == 2
    assert rotate(database, vault) == 0

    new = Vault.from_text(file.read_text().split()[0])
    with database.reading() as connection:
        kept = connection.execute(select(case.c.wrapped_key, case.c.sealed_name)).one()
        totp = connection.execute(select(account.c.sealed_totp)).scalar_one()
    seal = new.open_case(rows.case_id, kept.wrapped_key)
    assert seal.open("case_file", rows.case_id, "sealed_name", kept.sealed_name) == "The Example family"
    assert new.open("account", rows.account_id, "sealed_totp", totp) == "SECRET"
    with pytest.raises(TheSealDoesNotOpen):
        old.open_case(rows.case_id, kept.wrapped_key)
