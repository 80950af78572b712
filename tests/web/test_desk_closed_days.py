"""Days the office is closed: who reads them, who adds and takes back, and that what is due follows at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from review.case_event import Topic
from review.dates.council import Happening
from review.dates.timetable import date_body
from store.accounts import Account
from store.cases import CaseFile
from store.closed_days import ClosedDays
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from web.meeting.dates_kept import keep_every_deadline

PAGE = "/desk/closed-days"
MAY = ["manager", "practice_lead", "administrator"]
STRATEGY = date(2026, 12, 18)
"""A Friday: the initial conference is due 15 working days later, across Christmas."""


@pytest.fixture
def strategy(site: Site, maja: Account, case_file: CaseFile) -> CaseFile:
    """A case whose strategy discussion is a week before Christmas."""
    line = date_body(Happening.STRATEGY_DISCUSSION, STRATEGY, None)
    site.services.case_log.append(case_file.id, Topic.MEETING, "s1", maja.id, site.clock(), line)
    keep_every_deadline(site.services)
    return case_file


@pytest.fixture
def mona(site: Site) -> Browser:
    """A manager's browser."""
    return at_the_desk(site, site.account("mona", "manager"))


def add(browser: Browser, day: str, until: str = "", reason: str = "Christmas closure") -> str:
    browser.get(PAGE)
    browser.post(PAGE, day=day, until=until, reason=reason, form=browser.field("form"))
    return words(browser.page)


def take_back(browser: Browser, day_id: str, why: str) -> int:
    browser.get(PAGE)
    return browser.post(f"{PAGE}/{day_id}", why=why, form=browser.field("form")).status_code


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def conference_due(site: Site, case: CaseFile) -> datetime:
    """The moment after which the initial conference is late."""
    kept = {one.key: one for one in site.services.deadlines.of_case(case.id)}
    return kept["initial_conference.s1"].due_at


def days(site: Site) -> list[date]:
    return [one.day for one in ClosedDays(site.services.database).of("general") if one.opened_at is None]


def test_days_that_are_added_move_what_is_due_and_it_says_how_much(
    site: Site, strategy: CaseFile, mona: Browser
) -> None:
    assert conference_due(site, strategy) == datetime(2027, 1, 14, tzinfo=UTC)
    page = add(mona, "2026-12-24", "2027-01-03", "Between Christmas and New Year")
    assert days(site) == [date(2026, 12, day) for day in (24, 29, 30, 31)]
    assert "1 date that is due has moved, in 1 case." in page
    assert page.count("Between Christmas and New Year Added by Mona, 2 Mar 2026") == 4
    assert conference_due(site, strategy) == datetime(2027, 1, 20, tzinfo=UTC)
    assert "Nothing that is due has moved." in add(mona, "2026-06-01")


def test_the_timetable_and_its_page_count_with_the_same_days(
    site: Site, maja: Account, strategy: CaseFile, mona: Browser
) -> None:
    add(mona, "2026-12-24", "2027-01-03")
    worker = at_the_desk(site, maja)
    page = words(worker.get(f"/desk/cases/{strategy.id}/timetable").text)
    assert "By Tuesday 19 January 2027" in page
    assert f'href="{PAGE}"' in worker.page
    assert conference_due(site, strategy) == datetime(2027, 1, 20, tzinfo=UTC)
    with site.app.app_context():
        assert site.app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    assert conference_due(site, strategy) == datetime(2027, 1, 20, tzinfo=UTC)


def test_a_day_that_is_taken_back_counts_again_and_stays_on_file_with_who_and_why(
    site: Site, strategy: CaseFile, mona: Browser
) -> None:
    add(mona, "2026-12-24", reason="Half day")
    (one,) = ClosedDays(site.services.database).of("general")
    assert take_back(mona, one.id, "  ") == 422
    assert "Say in a few words why it is a working day after all." in words(mona.page)
    assert take_back(mona, one.id, "We are open till noon") == 200
    page = words(mona.page)
    assert "1 date that is due has moved, in 1 case." in page
    assert "We are open till noon Taken back by Mona, 2 Mar 2026" in page
    assert "Was: Half day. Added by Mona" in page
    assert days(site) == []
    assert conference_due(site, strategy) == datetime(2027, 1, 14, tzinfo=UTC)
    assert take_back(mona, one.id, "Again") == 409
    assert "Somebody else opened that day meanwhile." in words(mona.page)
    add(mona, "2026-12-24", reason="Closed after all")
    assert days(site) == [date(2026, 12, 24)]


def test_a_date_that_was_met_before_is_not_said_to_have_moved(
    site: Site, maja: Account, strategy: CaseFile, mona: Browser
) -> None:
    held = date_body(Happening.INITIAL_CONFERENCE, date(2026, 12, 21), None)
    site.services.case_log.append(strategy.id, Topic.MEETING, "c1", maja.id, site.clock(), held)
    site.clock.now = datetime(2026, 12, 22, 12, tzinfo=UTC)
    keep_every_deadline(site.services)
    lead = at_the_desk(site, site.account("lena", "practice_lead"))
    assert "1 date that is due has moved, in 1 case." in add(lead, "2026-12-24")  # the first core group, and only that


@pytest.mark.parametrize(
    ("day", "until", "reason", "told"),
    [
        ("", "", "x", "Pick a day."),
        ("2026-13-01", "", "x", "That day could not be read."),
        ("2026-12-24", "soon", "x", "That day could not be read."),
        ("2026-12-24", "2026-12-23", "x", "The last day comes before the first."),
        ("2026-06-01", "2026-09-01", "x", "That is more than 31 days."),
        ("2028-01-04", "", "x", "Pick a day from Wednesday 1 January 2025 to Friday 31 December 2027."),
        ("2026-12-26", "", "x", "it is a weekend"),
        ("2026-12-25", "", "x", "it is a bank holiday"),
        ("2026-12-24", "", "", "Say in a few words why the office is closed."),
        ("2026-12-24", "", "a" * 121, "Use 120 characters or fewer."),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(
    site: Site, mona: Browser, day: str, until: str, reason: str, told: str
) -> None:
    assert told in add(mona, day, until, reason)
    if reason:
        assert f'value="{reason}"' in mona.page
    assert days(site) == []


def test_a_day_that_stands_already_is_not_added_twice(site: Site, mona: Browser) -> None:
    add(mona, "2026-12-24")
    assert "The office is closed then already." in add(mona, "2026-12-24")
    mona.get(PAGE)
    form = mona.field("form")
    for _ in range(2):
        mona.post(PAGE, day="2026-12-29", reason="x", form=form)
    assert days(site) == [date(2026, 12, 24), date(2026, 12, 29)]


@pytest.mark.parametrize("role", MAY)
def test_those_who_answer_for_the_calendar_change_it(site: Site, role: str) -> None:
    browser = at_the_desk(site, site.account("olle", role))
    add(browser, "2026-12-24")
    (one,) = ClosedDays(site.services.database).of("general")
    assert take_back(browser, one.id, "open") == 200
    assert [event.action for event in site.services.audit.events()][-2:] == ["close_day", "open_day"]


@pytest.mark.parametrize("role", ["worker", "chair"])
def test_everybody_else_reads_it_and_changes_nothing(site: Site, mona: Browser, role: str) -> None:
    add(mona, "2026-12-24", reason="Between <the> years")
    (one,) = ClosedDays(site.services.database).of("general")
    browser = at_the_desk(site, site.account("olle", role))
    page = browser.get(PAGE).text
    assert "Between &lt;the&gt; years" in page
    assert "Boxing Day" in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]
    assert browser.post(PAGE, day="2026-12-29", reason="x", form="abc").status_code == 403
    browser.get(PAGE)
    assert browser.post(f"{PAGE}/{one.id}", why="x", form="abc").status_code == 403
    assert days(site) == [date(2026, 12, 24)]


def test_a_stranger_is_sent_to_the_door_and_a_day_that_is_not_there_is_not_found(site: Site, mona: Browser) -> None:
    stranger = site.browser()
    assert stranger.get(PAGE).status_code == 303
    mona.get(PAGE)
    assert mona.post(f"{PAGE}/{'e' * 32}", why="x", form=mona.field("form")).status_code == 404


def test_it_shows_this_year_and_the_next_as_the_clock_goes_on(site: Site, mona: Browser) -> None:
    add(mona, "2026-12-24")
    assert "Friday 25 December 2026" in words(mona.page)
    site.clock.now += timedelta(days=365)
    later = words(at_the_desk(site, site.account("nora", "manager")).get(PAGE).text)
    assert "Friday 25 December 2026" not in later
    assert "Thursday 24 December 2026" in later
    assert "Monday 25 December 2028" in later
