"""Feedback about meetings: counted by team and quarter, read only without names, and leading to nobody."""

from __future__ import annotations

import re
from html import unescape

import pytest

from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import PASSWORD, Site
from tests.web.desking import at_the_desk, play
from tests.web.test_unnamed_feedback import words_of


def worker_of(site: Site, name: str, team: str) -> Account:
    made = site.services.accounts.add(f"{name}@example.org", name.title(), "worker", PASSWORD, site.clock(), team)
    assert isinstance(made, Account)
    return made


def send(site: Site, worker: Account, case: CaseFile, times: int, transcript: str = "after_meeting.unnamed") -> None:
    for _ in range(times):
        play(site, worker, case, transcript, 1)


def shown(site: Site, role: str = "manager") -> str:
    """The page once the quarter is over."""
    site.clock.pass_by(days=31)
    return unescape(at_the_desk(site, site.account(f"some-{role}", role)).get("/desk/feedback").text)


def teams(page: str) -> list[tuple[str, str]]:
    """Each team with what stands beside it."""
    found = re.findall(r"<strong>(?:<bdi>)?([^<]+)(?:</bdi>)?</strong>\s*<span class=\"soft\">([^<]*)</span>", page)
    return [(team, told.strip()) for team, told in found]


def test_an_unnamed_sending_is_counted_for_the_team_that_made_its_link(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    send(site, worker_of(site, "nia", "North team"), case_file, 1)
    send(site, maja, case_file, 1)
    assert sorted(one.team for one in site.services.feedback.all()) == ["", "North team"]


def test_small_groups_and_their_neighbour_are_not_shown(site: Site, case_file: CaseFile) -> None:
    for name, team, times in (("nia", "North", 5), ("sol", "South", 6), ("wes", "West", 4)):
        send(site, worker_of(site, name, team), case_file, times)
    assert teams(shown(site)) == [
        ("North", "not shown, so that a small group cannot be worked out"),
        ("South", "6 sendings"),
        ("West", "fewer than 5"),
    ]


def test_words_without_a_name_are_read_and_those_with_one_only_counted(site: Site, case_file: CaseFile) -> None:
    nia = worker_of(site, "nia", "North")
    send(site, nia, case_file, 5)
    send(site, nia, case_file, 1, "after_meeting.main")
    page = shown(site)
    assert teams(page) == [("North", "6 sendings")]
    unnamed, named = words_of("after_meeting.unnamed"), words_of("after_meeting.main")
    assert [words for words in unnamed if words in page]
    assert [words for words in named if words in page and words not in unnamed] == []


def test_with_four_unnamed_no_word_is_read(site: Site, case_file: CaseFile) -> None:
    nia = worker_of(site, "nia", "North")
    send(site, nia, case_file, 4)
    send(site, nia, case_file, 1, "after_meeting.main")
    page = shown(site)
    assert teams(page) == [("North", "fewer than 5")]
    assert [words for words in words_of("after_meeting.unnamed") if words in page] == []


def test_who_reads_what_was_sent_with_a_name_cannot_work_out_the_one_without(site: Site, case_file: CaseFile) -> None:
    nia = worker_of(site, "nia", "North")
    send(site, nia, case_file, 5, "after_meeting.main")
    send(site, nia, case_file, 1)
    assert teams(shown(site)) == [("North", "5 sendings")]


def test_nothing_is_told_of_a_quarter_before_it_is_over(site: Site, case_file: CaseFile) -> None:
    send(site, worker_of(site, "nia", "North"), case_file, 5)
    page = unescape(at_the_desk(site, site.account("boss", "manager")).get("/desk/feedback").text)
    assert "This quarter is not over." in page
    assert teams(page) == []
    assert [words for words in words_of("after_meeting.unnamed") if words in page] == []
    assert teams(shown(site)) == [("North", "5 sendings")]


def test_it_leads_to_nobody_and_to_no_case(site: Site, case_file: CaseFile) -> None:
    nia = worker_of(site, "nia", "North")
    send(site, nia, case_file, 5)
    send(site, nia, case_file, 1, "after_meeting.main")
    page = shown(site, "practice_lead")
    for known in (case_file.id, case_file.name, *(one.id for one in case_file.people), "Kim", nia.id, "Nia"):
        assert known not in page


@pytest.mark.parametrize(
    ("role", "status"), [("worker", 403), ("chair", 403), ("manager", 200), ("practice_lead", 200)]
)
def test_only_those_who_may_see_feedback_see_it(site: Site, role: str, status: int) -> None:
    browser = at_the_desk(site, site.account("some", role))
    assert browser.get("/desk/feedback").status_code == status
    assert ('href="/desk/feedback"' in browser.get("/desk").text) is (status == 200)


def test_opening_it_is_written_down(site: Site) -> None:
    assert "Nobody has said anything about a meeting yet." in shown(site)
    assert site.services.audit.events()[-1].action == "read_feedback"


def test_an_account_is_put_in_a_team_when_it_is_made(site: Site) -> None:
    given = ["accounts", "add", "--email", "nia@example.org", "--name", "Nia", "--team", " North team "]
    made = site.app.test_cli_runner().invoke(args=[*given, "--password", PASSWORD])
    assert made.exit_code == 0, made.output
    found = site.services.accounts.find("nia@example.org")
    assert found is not None
    assert found.team == "North team"
    long = [*given[:3], "sol@example.org", *given[4:6], "--team", "x" * 61, "--password", PASSWORD]
    assert "60 letters" in site.app.test_cli_runner().invoke(args=long).output
