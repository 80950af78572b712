"""What somebody asked not to be said stands where words are chosen for others, and nowhere the room can see it."""

from __future__ import annotations

import pytest

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID, at_the_desk, send_a_talk

WISH = "not in front of dad that i text jo"
ASKED = "Asked not to be said"


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.mark.parametrize("place", ["sets/new", "room"])
def test_who_chooses_words_is_reminded_of_it(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite, place: str
) -> None:
    here = f"/desk/cases/{case_file.id}/{place}"
    assert ASKED not in desk.get(here).text
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    said = desk.get(here).text
    assert ASKED in said
    assert WISH in said.partition(ASKED)[2][:400]


def test_who_takes_the_map_away_is_reminded_of_it(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    desk.get(f"/desk/cases/{case_file.id}/take-away")
    assert WISH in desk.post(f"/desk/cases/{case_file.id}/take-away/check", form="text", undecided="1").text


def test_a_question_nobody_answered_reminds_of_nothing(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva)
    assert ASKED not in desk.get(f"/desk/cases/{case_file.id}/room").text


def test_the_room_never_sees_it(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    assert WISH not in desk.get(f"/desk/cases/{case_file.id}/wall").text
