"""Whoever decides about somebody's words, or answers them, has read them: their person is never told "not read yet"
about words that were used."""

from __future__ import annotations

from typing import Any

import pytest

from store.accounts import Account
from store.cases import CaseFile
from store.heard import Heard
from tests.web.conftest import Site
from tests.web.desking import at_the_desk, play


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile) -> str:
    return play(site, maja, case_file, "parent.main", 1)


def is_read(site: Site, case: CaseFile, talk: str) -> bool:
    [sent] = [one for one in Heard(site.services.database).of_case(case.id) if one.id == talk]
    return sent.read_at is not None


def decide(site: Site, account: Account, case: CaseFile, talk: str, seen: str = "0") -> int:
    desk, entry = at_the_desk(site, account), site.services.conversations.entries(talk)[0].id
    desk.get(f"/desk/cases/{case.id}/map")
    return desk.post(f"/desk/cases/{case.id}/map/{entry}", kind="keep", seen=seen).status_code


def answer(site: Site, account: Account, case: CaseFile, meanwhile: str = "") -> str:
    """Answers Kim from the answers page, through the page that checks it; `meanwhile` is sent between. Its id."""
    desk, place = at_the_desk(site, account), f"/desk/cases/{case.id}/answers"
    page = desk.get(place).text
    number = page.partition('name="sendings" value="')[2].partition('"')[0]
    late = play(site, account, case, meanwhile, 1) if meanwhile else ""
    desk.post(f"{place}/{case.people[1].id}/check", words="I rang the school.", seen="0", sendings=number)
    hidden: dict[str, Any] = {name: desk.field(name) for name in ("seen", "sendings", "written", "interpreter", "form")}
    desk.post(f"{place}/{case.people[1].id}", words="I rang the school.", **hidden)
    return late


def test_keeping_a_card_reads_its_conversation_and_no_other(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    other = play(site, maja, case_file, "sets.main", 1)
    assert decide(site, maja, case_file, talk) == 200
    assert (is_read(site, case_file, talk), is_read(site, case_file, other)) == (True, False)
    assert [row.id for row in site.services.conversations.inbox(maja.id) if not row.read_at] == [other]


def test_a_decision_that_was_not_taken_reads_nothing(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    assert decide(site, maja, case_file, talk, seen="3") == 409
    assert not is_read(site, case_file, talk)


def test_sorting_a_card_reads_its_conversation(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    entry = next(one.id for one in site.services.conversations.entries(talk) if one.entry.kind == "working_well")
    desk, place = at_the_desk(site, maja), f"/desk/cases/{case_file.id}/map/{entry}/place"
    desk.get(place)
    assert desk.post(place, do="sort", part="1", category="strength", seen="0").status_code == 200
    assert is_read(site, case_file, talk)


def test_an_answer_reads_what_stood_on_its_page(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    late = answer(site, maja, case_file, "sets.main")
    assert (is_read(site, case_file, talk), is_read(site, case_file, late)) == (True, False)


def test_a_managers_decision_leaves_the_reading_to_the_worker(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    manager = site.account("mia", "manager")
    site.services.cases.grant(case_file.id, manager.id, maja.id, site.clock())
    assert decide(site, manager, case_file, talk) == 200
    assert not is_read(site, case_file, talk)
