"""The made-up family of the demo: it lays out, and everything it should show is there."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from dialogs.script import EntryKind
from review.case_event import Topic
from review.map.safety_map import build
from review.plan.plan import plan_of
from review.sets.lint import Around, problems
from review.sets.sets import sets_of
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import play
from web.demo import CHAIR, WORKER, lay_out, note, tell

PAGES = ("", "/map", "/sets", "/numbers", "/plan", "/network", "/voices", "/timetable", "/chair", "/answers", "/check")


@pytest.fixture
def told(site: Site) -> dict[str, str]:
    with site.app.app_context():
        lay_out(site.services)
    return dict(json.loads(note(site.services).read_text(encoding="utf-8")))


def signed_in(site: Site, email: str, password: str) -> Browser:
    browser = site.browser()
    browser.get("/desk/sign-in")
    assert browser.post("/desk/sign-in", email=email, password=password).status_code == 200
    return browser


def case_of(site: Site, told: dict[str, str]) -> CaseFile:
    worker = next(id_ for id_, name in site.services.accounts.names().items() if name == "Priya")
    found = site.services.cases.case_for(worker, told["case"])
    assert found is not None
    return found


def test_six_voices_two_sets_and_three_scalings_are_there(site: Site, told: dict[str, str]) -> None:
    s, case = site.services, case_of(site, told)
    drawn = build(s.conversations.entries_of_case(case.id), s.decisions.for_case(case.id), case.id)
    assert len({item.person for item in drawn}) >= 6
    sets = sets_of(s.case_log.of_case(case.id, Topic.SET, Topic.SHARING))
    assert [len(one.versions) for one in sets] == [2, 1]
    numbers = [item.entry.reply.number for item in drawn.column(EntryKind.SCALE) if item.person == "Ali"]
    assert numbers == [3, 4, 6]
    plan = plan_of(s.case_log.of_case(case.id, Topic.PLAN))
    assert plan.targets
    assert s.chair_notes.count(case.id) == 2
    assert [notice.acknowledged_at is not None for notice in s.notices.of_case(case.id)] == [True]
    assert any(one.translated_by for made in s.decisions.for_case(case.id).values() for one in made)


@pytest.mark.parametrize("email", [WORKER, CHAIR])
def test_every_page_of_the_case_opens(site: Site, told: dict[str, str], email: str) -> None:
    browser = signed_in(site, email, told["password"])
    here = f"/desk/cases/{told['case']}"
    assert {page: browser.get(here + page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def words_of(page: str) -> str:
    """What a page says, without the box that tells a worker what is not to be said."""
    shown = re.sub(r'<aside class="panel not-to-say.*?</aside>', "", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", shown.partition("<main")[2]))


def test_the_desk_would_mend_nothing_in_the_sets(site: Site, told: dict[str, str]) -> None:
    case, log = case_of(site, told), site.services.case_log
    people = ("Priya", *(one.name for one in case.people))
    worded = [version.wording for one in sets_of(log.of_case(case.id, Topic.SET)) for version in one.versions]
    assert len(worded) == 3
    for wording in worded:
        about = tuple(one.name for one in case.people if one.id in (wording.about or ()))
        assert about
        assert problems(wording, Around(about, people, open_beside=1)) == ()


@pytest.mark.parametrize("page", ["/wall", "/network", "/plan", "/sets", "/numbers"])
def test_what_the_children_asked_not_to_be_said_stands_nowhere(site: Site, told: dict[str, str], page: str) -> None:
    desk = signed_in(site, WORKER, told["password"])
    said = words_of(desk.get(f"/desk/cases/{told['case']}{page}").text)
    assert "Ali" in said
    assert re.findall(r"\bJo\b|my birthday", said) == []
    assert "who said about my birthday" in desk.get(f"/desk/cases/{told['case']}/network").text


def test_the_plan_keeps_the_birthday_calm_and_says_of_nobody_that_they_asked_for_it(
    site: Site, told: dict[str, str]
) -> None:
    (tea,) = plan_of(site.services.case_log.of_case(case_of(site, told).id, Topic.PLAN)).waiting
    assert tea.proposal is not None
    assert tea.proposal.text is not None
    assert "birthday" in tea.proposal.text.words
    assert not {"Ali", "Sam", "Bo"} & set(re.findall(r"\w+", f"{tea.proposal.whose} {tea.proposal.why}"))


@pytest.mark.parametrize("laid_out", [datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2027, 1, 3, 9, tzinfo=UTC)])
def test_every_day_told_of_is_before_the_day_it_was_told_on(site: Site, laid_out: datetime) -> None:
    site.clock.now = laid_out
    with site.app.app_context():
        lay_out(site.services)
    case = case_of(site, json.loads(note(site.services).read_text(encoding="utf-8")))
    sets = sets_of(site.services.case_log.of_case(case.id, Topic.SET))
    spoken = [(one.entry.verbatim, one.sent_at) for one in site.services.conversations.entries_of_case(case.id)]
    worded = [(version.wording.worry, version.at) for one in sets for version in one.versions]
    days = [(match, at) for words, at in spoken + worded for match in re.findall(r"\b\d{1,2} [A-Z][a-z]+\b", words)]
    assert len(days) >= 9
    for words, at in days:
        day, month = words.split()
        when = datetime.strptime(f"{day} {month} {at.year}", "%d %B %Y").replace(tzinfo=UTC)
        gone = (at - (when if when <= at else when.replace(year=at.year - 1))).days
        assert 0 < gone < 90, words


def test_somebody_says_more_when_they_are_asked_again(site: Site, told: dict[str, str]) -> None:
    entries = site.services.conversations.entries_of_case(case_of(site, told).id)
    more = [one.entry for one in entries if one.entry.position.round and one.entry.verbatim]
    assert {"good_place", "worries", "chair"} <= {entry.position.step for entry in more}
    assert all(entry.given.asked.startswith("You said “") for entry in more)


@pytest.mark.parametrize("name", ["parent.main", "meeting_13_17.main"])
def test_more_can_be_sent_into_it(site: Site, told: dict[str, str], name: str) -> None:
    worker = site.services.accounts.find(WORKER)
    assert worker is not None
    case = case_of(site, told)
    before = len(site.services.conversations.entries_of_case(case.id))
    play(site, worker, case, name, 1)
    assert len(site.services.conversations.entries_of_case(case.id)) > before


def test_it_is_laid_out_once(site: Site, told: dict[str, str]) -> None:
    before = len(site.services.accounts.names())
    with site.app.app_context():
        lay_out(site.services)
    assert len(site.services.accounts.names()) == before
    assert any(told["password"] in line for line in tell(site.services))


def test_the_practice_lead_has_something_to_read(site: Site, told: dict[str, str]) -> None:
    page = signed_in(site, told["lead"], told["password"]).get("/desk/feedback").text
    assert "Riverside" in page
    assert "11 sendings in all" in page
