"""What somebody asked not to be said stands where words are chosen for others, and nowhere the room can see it."""

from __future__ import annotations

import pytest

from dialogs.script import EntryKind
from review.case_event import Topic
from review.plan.plan import Kind, proposal_body
from review.plan.text import Box, PlanText
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID, at_the_desk, play, send_a_talk

WISH = "not in front of dad that i text jo"
ASKED = "Asked not to be said"


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.mark.parametrize("place", ["sets/new", "room", "network", "network/new", "plan/lines/new"])
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


def test_who_takes_one_child_s_part_away_is_reminded_of_whose_words_leave(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    here, (hers, _, his) = f"/desk/cases/{case_file.id}/take-away", case_file.people
    fields = {"form": "text", "undecided": "1", "chosen": "1", "piece": ["sets", "map"]}

    def reminded(child: str) -> bool:
        return WISH in desk.post(f"{here}/check", child=child, **fields).text

    desk.get(here)
    assert (reminded("all"), reminded(hers.id), reminded(his.id)) == (True, True, False)
    quote = next(one.id for one in site.services.conversations.entries(talk) if one.entry.kind is EntryKind.WORRY)
    both = Wording("They may be hit", "They are safe", "How safe?", "Hit", "Safe", quotes=(quote,), about=())
    site.services.case_log.append(case_file.id, Topic.SET, "both", maja.id, site.clock(), wording_body(both))
    assert reminded(his.id), "words of hers are in a set that goes along"


def test_who_answers_somebody_else_is_reminded_of_it(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    play(site, maja, case_file, "parent.main", 1)
    here = f"/desk/cases/{case_file.id}/answers"
    desk.get(here)
    page = desk.post(f"{here}/{case_file.people[1].id}/check", words="Thank you.").text
    assert WISH in page.partition("This is what Kim will see")[2]


def test_who_shares_a_set_is_reminded_of_it(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    here = f"/desk/cases/{case_file.id}/invites"
    asked = {"person": case_file.people[1].id, "about": case_file.people[2].id, "script": "sets", "locale": "en"}
    pair = {"set_worry": "Ali hid.", "set_goal": "Ali sleeps.", "set_low": "He hides", "set_high": "He sleeps"}
    desk.get(f"{here}/new?person={case_file.people[1].id}")
    assert WISH in desk.post(f"{here}/check", **asked, **pair).text


def test_the_core_group_reads_the_screen_too_so_it_does_not_stand_there(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    body = proposal_body(Kind.ADD, PlanText(Box.RED_FLAGS, "he goes quiet"))
    site.services.case_log.append(case_file.id, Topic.PLAN, "ab12", maja.id, site.clock(), body)
    page = desk.get(f"/desk/cases/{case_file.id}/plan/core-group").text
    assert ("he goes quiet" in page, WISH in page) == (True, False)


def test_a_question_nobody_answered_reminds_of_nothing(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva)
    assert ASKED not in desk.get(f"/desk/cases/{case_file.id}/room").text


def test_the_room_never_sees_it(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    send_a_talk(site, case_file, alva, said={**SAID, "not_in_front_of": WISH})
    assert WISH not in desk.get(f"/desk/cases/{case_file.id}/wall").text
