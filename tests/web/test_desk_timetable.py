"""The timetable at the desk: dates in, what follows, ticks, invitations and their outcomes, and the list over cases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from html import unescape

import pytest
from sqlalchemy import Connection

from review.case_event import Topic
from review.dates.council import Council, Happening
from review.dates.council_files import read_council
from review.dates.due import london
from review.dates.timetable import date_body
from store import tables
from store.accounts import Account
from store.cases import CaseFile
from store.migrations.append_only import lift
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from web.meeting import due_list
from web.meeting.dates_kept import keep_every_deadline
from web.services import EXTENSION

INITIAL = date(2026, 3, 12)
"""Ten days on, as the case is made: a Thursday."""


@pytest.fixture
def southwark(site: Site) -> Site:
    """The same site where a council with limits of its own is set."""
    council = read_council("southwark")
    assert isinstance(council, Council)
    site.services = site.app.extensions[EXTENSION] = replace(site.services, council=council)
    return site


@pytest.fixture
def maja_there(southwark: Site, maja: Account) -> Browser:
    return at_the_desk(southwark, maja)


def here(case: CaseFile, more: str = "") -> str:
    return f"/desk/cases/{case.id}/timetable{more}"


def words(page: str) -> str:
    """The words of a page, without its marks and without what only orders them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def put(browser: Browser, case: CaseFile, kind: str, day: date | str, clock: str = "") -> str:
    browser.get(here(case))
    answer = browser.post(here(case, "/dates"), form=browser.field("form"), kind=kind, day=str(day), time=clock)
    assert answer.status_code == 200, answer.status
    return words(answer.text)


def tick(browser: Browser, case: CaseFile, key: str, **fields: str) -> tuple[int, str]:
    browser.get(here(case))
    fields = {"form": browser.field("form"), "seen": seen(browser.page, key), **fields}
    answer = browser.post(here(case, f"/due/{key}"), **fields)
    return answer.status_code, words(answer.text)


def seen(page: str, key: str) -> str:
    """Which line the form about this shows that its maker has seen."""
    found = re.search(rf'action="[^"]*/{re.escape(key)}">.*?name="seen" value="(\d+)"', page, re.DOTALL)
    return found[1] if found else "0"


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile) -> None:
    other = at_the_desk(site, site.account("omar"))
    assert other.get(here(case_file)).status_code == 404
    for place in ("/dates", "/dates/x", "/due/x.y", "/meeting", "/invitations", "/invitations/x", "/invitations/of/x"):
        other.get("/desk")
        assert other.post(here(case_file, place)).status_code == 404, place


def test_a_chair_reads_it_and_changes_nothing(site: Site, maja: Account, case_file: CaseFile) -> None:
    chair = site.account("iris", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    assert browser.get(here(case_file)).status_code == 200
    assert "Add a date" not in browser.page
    assert browser.post(here(case_file, "/dates"), kind="core_group", day="2026-03-20").status_code == 403


def test_the_meeting_of_the_case_is_enough_to_know_what_is_due(maja_there: Browser, case_file: CaseFile) -> None:
    said = words(maja_there.get(here(case_file)).text)
    assert "Report for the initial conference" in said
    assert "By Tuesday 10 March 2026, 12:00 · 48 hours before" in said
    assert "Share with the parents" in said
    assert "Send to the quality assurance unit" in said
    assert "By Thursday 26 March 2026 · within 10 working days after" in said


def test_a_date_that_was_put_in_stands_with_what_follows_from_it(maja_there: Browser, case_file: CaseFile) -> None:
    said = put(maja_there, case_file, "review_conference", "2026-06-10")
    assert "By Wednesday 3 June 2026 · 5 working days before" in said
    assert "Ask your council" in said


def test_what_is_still_to_do_has_no_mark_that_looks_like_a_box_to_tick(
    maja_there: Browser, case_file: CaseFile
) -> None:
    page = maja_there.get(here(case_file)).text
    marks = re.findall(r'<li class="due-line.*?<svg.*?</svg>', page, re.DOTALL)
    assert marks
    assert not [one for one in marks if "<rect" in one]


def test_what_is_missing_or_odd_is_said_and_what_was_typed_stays(maja_there: Browser, case_file: CaseFile) -> None:
    maja_there.get(here(case_file))
    answer = maja_there.post(
        here(case_file, "/dates"), form=maja_there.field("form"), kind="", day="12 May", time="07:15"
    )
    assert answer.status_code == 422
    assert "Pick what it is." in answer.text
    assert "That day could not be read." in answer.text
    assert 'value="07:15"' in answer.text
    assert maja_there.get(here(case_file)).text.count("Strategy discussion, ") == 0


def test_shared_is_not_sent_and_both_are_needed_to_be_on_time(maja_there: Browser, case_file: CaseFile) -> None:
    event = f"m{INITIAL:%Y%m%d}"
    status, said = tick(maja_there, case_file, f"initial_report_shared.{event}", day="2026-03-02", time="11:00")
    assert (status, "Shared on Monday 2 March 2026, 11:00" in said) == (200, True)
    assert "On time: all of it" not in said
    status, said = tick(maja_there, case_file, f"initial_report_sent.{event}", day="2026-03-01")
    assert (status, "On time: all of it" in said) == (200, True)


def test_what_was_shared_too_late_says_so(southwark: Site, maja: Account, case_file: CaseFile) -> None:
    southwark.clock.now = london(date(2026, 3, 11), time(15))
    maja_there = at_the_desk(southwark, maja)
    said = words(maja_there.get(here(case_file)).text)
    assert "1 day late" in said
    _, said = tick(maja_there, case_file, f"initial_report_shared.m{INITIAL:%Y%m%d}", day="2026-03-10", time="12:01")
    assert "after the limit" in said
    _, said = tick(maja_there, case_file, f"initial_report_sent.m{INITIAL:%Y%m%d}", day="2026-03-11", time="09:00")
    assert "Not on time" in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-03-03", "time": ""}, "That day is still to come."),
        ({"day": "", "time": "09:00"}, "Pick a day."),
        ({"do": "not_needed", "why": " "}, "Say in a few words why"),
        ({"do": "not_needed", "why": "x" * 301}, "Use 300 characters or fewer."),
    ],
)
def test_a_tick_that_cannot_be_taken_is_refused_kindly(
    maja_there: Browser, case_file: CaseFile, fields: dict[str, str], said: str
) -> None:
    status, page = tick(maja_there, case_file, f"initial_report_shared.m{INITIAL:%Y%m%d}", **fields)
    assert status == 422
    assert said in page


def test_a_limit_in_hours_asks_for_the_time_on_its_last_day(
    southwark: Site, maja: Account, case_file: CaseFile
) -> None:
    southwark.clock.now = london(date(2026, 3, 11))
    maja_there = at_the_desk(southwark, maja)
    status, said = tick(maja_there, case_file, f"initial_report_shared.m{INITIAL:%Y%m%d}", day="2026-03-10", time="")
    assert status == 422
    assert "Say at what time it was done." in said


def test_not_needed_says_why_and_can_be_taken_back(maja_there: Browser, case_file: CaseFile) -> None:
    key = f"first_review.m{INITIAL:%Y%m%d}"
    _, said = tick(maja_there, case_file, key, do="not_needed", why="no plan was made")
    assert "Not needed here: no plan was made" in said
    _, said = tick(maja_there, case_file, key, do="undo")
    assert "Not needed here: no plan was made" not in said


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    southwark: Site, maja: Account, maja_there: Browser, case_file: CaseFile
) -> None:
    s = southwark.services
    s.case_log.append(
        case_file.id, Topic.MEETING, "d1", maja.id, s.clock(), date_body(Happening.CORE_GROUP, date(2026, 4, 1), None)
    )
    maja_there.get(here(case_file))
    fields = {"form": maja_there.field("form"), "seen": seen(maja_there.page, "d1"), "kind": "core_group"}
    s.case_log.append(
        case_file.id, Topic.MEETING, "d1", maja.id, s.clock(), date_body(Happening.CORE_GROUP, date(2026, 4, 2), None)
    )
    answer = maja_there.post(here(case_file, "/dates/d1"), **fields, day="2026-04-09", time="")
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile." in words(answer.text)
    assert 'value="2026-04-09"' in answer.text
    assert "Thursday 2 April 2026" in words(answer.text)


@pytest.mark.parametrize("odd", ["9" * 5000, "٣", "-1", "x"])
def test_a_form_that_says_nothing_readable_of_what_it_has_seen_overwrites_nothing(
    southwark: Site, maja: Account, maja_there: Browser, case_file: CaseFile, odd: str
) -> None:
    s = southwark.services
    body = date_body(Happening.CORE_GROUP, date(2026, 4, 1), None)
    s.case_log.append(case_file.id, Topic.MEETING, "d1", maja.id, s.clock(), body)
    maja_there.get(here(case_file))
    fields = {"form": maja_there.field("form"), "seen": odd, "kind": "core_group", "day": "2026-04-09", "time": ""}
    assert maja_there.post(here(case_file, "/dates/d1"), **fields).status_code == 409
    assert len(s.case_log.of_case(case_file.id, Topic.MEETING)) == 1


def test_two_days_for_one_conference_are_settled_by_a_person(
    southwark: Site, maja: Account, maja_there: Browser, case_file: CaseFile
) -> None:
    said = put(maja_there, case_file, "initial_conference", "2026-03-20", "09:30")
    assert "The case says its meeting is on Thursday 12 March 2026, 12:00." in said
    maja_there.post(here(case_file, "/meeting"), form=maja_there.field("form"), take="here")
    found = southwark.services.cases.case_for(maja.id, case_file.id)
    assert found is not None
    assert found.meeting_on == london(date(2026, 3, 20), time(9, 30))
    assert "The case says its meeting is on" not in words(maja_there.get(here(case_file)).text)


def test_a_form_sent_twice_adds_one_date(maja_there: Browser, case_file: CaseFile) -> None:
    maja_there.get(here(case_file))
    form = maja_there.field("form")
    for _ in range(2):
        maja_there.post(here(case_file, "/dates"), form=form, kind="core_group", day="2026-03-25", time="")
    assert maja_there.get(here(case_file)).text.count('<p class="what">Core group</p>') == 1


def invite(browser: Browser, case: CaseFile, **fields: str) -> tuple[int, str]:
    browser.get(here(case))
    event = f"m{INITIAL:%Y%m%d}"
    usual = {
        "who": "Dr Patel",
        "role": "gp",
        "event": event,
        "how": "office",
        "day": "2026-02-20",
        "outcome": "",
        "proof": "",
    }
    answer = browser.post(here(case, "/invitations"), form=browser.field("form"), **{**usual, **fields})
    return answer.status_code, words(answer.text)


def first_invitation(browser: Browser) -> str:
    found = re.search(r"/timetable/invitations/([0-9a-f]{16})\"", browser.page)
    assert found
    return found[1]


def test_invitations_cannot_be_closed_while_an_outcome_is_missing(maja_there: Browser, case_file: CaseFile) -> None:
    event = f"m{INITIAL:%Y%m%d}"
    invite(maja_there, case_file, who="PC Marsh", role="police", how="not_invited", day="")
    _, said = invite(maja_there, case_file)
    assert "1 invited" in " ".join(said.replace("invited 1", "1 invited").split())
    page = maja_there.page
    closing = {"form": maja_there.field("form"), "seen": "0", "do": "close"}
    refused = maja_there.post(here(case_file, f"/invitations/of/{event}"), **closing)
    assert refused.status_code == 422
    assert "It cannot be closed yet" in words(refused.text)
    patel = re.findall(r"/timetable/invitations/([0-9a-f]{16})\"", page)[1]
    maja_there.get(here(case_file))
    logged = {"how": "office", "day": "2026-02-20", "outcome": "report_only", "proof": "rang back"}
    answer = maja_there.post(
        here(case_file, f"/invitations/{patel}"),
        form=maja_there.field("form"),
        seen=seen(maja_there.page, patel),
        **logged,
    )
    assert "Report only" in words(answer.text)
    closed = maja_there.post(
        here(case_file, f"/invitations/of/{event}"), **{**closing, "form": maja_there.field("form")}
    )
    assert "Closed: every outcome is logged." in words(closed.text)
    again = maja_there.post(
        here(case_file, f"/invitations/{patel}"),
        form=maja_there.field("form"),
        seen="0",
        **{**logged, "outcome": "absent"},
    )
    assert again.status_code == 422


def test_counts_say_how_many_were_asked_answered_and_came(maja_there: Browser, case_file: CaseFile) -> None:
    for who, outcome, how in (
        ("A", "attended_report", "office"),
        ("B", "absent", "worker_spoken"),
        ("C", "apology", "worker_written"),
        ("D", "", "not_invited"),
    ):
        invite(maja_there, case_file, who=who, outcome=outcome, how=how)
    sums = re.search(r'<dl class="sums">(.*?)</dl>', maja_there.page, re.DOTALL)
    assert sums
    assert words(sums[1]) == "invited 3 not invited 1 sent a report 1 came 1 absent 1 outcome not logged 0"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"who": ""}, "Say who was invited."),
        ({"role": ""}, "Pick who they are."),
        ({"how": ""}, "Pick how they were invited"),
        ({"day": ""}, "Pick a day."),
        ({"event": "x"}, "Pick which conference it is."),
        ({"outcome": "not_invited"}, "Pick what came of it."),
    ],
)
def test_an_invitation_that_cannot_be_taken_keeps_what_was_typed(
    maja_there: Browser, case_file: CaseFile, fields: dict[str, str], said: str
) -> None:
    status, page = invite(maja_there, case_file, proof="by recorded letter", **fields)
    assert status == 422
    assert said in page
    assert "by recorded letter" in maja_there.page


def test_saving_with_no_outcome_picked_says_what_to_do(maja_there: Browser, case_file: CaseFile) -> None:
    invite(maja_there, case_file, proof="rang back")
    there = first_invitation(maja_there)
    usual = {"how": "office", "day": "2026-02-20", "proof": "rang back", "outcome": ""}

    def save(**fields: str) -> tuple[int, str]:
        known = {"form": maja_there.field("form"), "seen": seen(maja_there.page, there)}
        answer = maja_there.post(here(case_file, f"/invitations/{there}"), **known, **{**usual, **fields})
        return answer.status_code, words(answer.text)

    status, said = save()
    assert status == 422
    assert "Nothing was picked yet. Pick what came of it, then save." in said
    assert f'aria-describedby="inv-{there}-outcome-said"' in maja_there.page
    assert 'value="rang back"' in maja_there.page
    assert save(proof="by recorded letter")[0] == 200
    assert save(proof="by recorded letter", outcome="absent")[0] == 200


def test_a_line_written_down_by_mistake_goes(maja_there: Browser, case_file: CaseFile) -> None:
    invite(maja_there, case_file)
    there = first_invitation(maja_there)
    maja_there.post(
        here(case_file, f"/invitations/{there}"),
        form=maja_there.field("form"),
        seen=seen(maja_there.page, there),
        do="out",
    )
    assert "Dr Patel" not in maja_there.page


def test_names_of_partners_are_shown_as_written_and_kept_sealed(
    southwark: Site, maja_there: Browser, case_file: CaseFile
) -> None:
    invite(maja_there, case_file, who="Dr <b>Zebulon</b>")
    assert "Dr &lt;b&gt;Zebulon&lt;/b&gt;" in maja_there.page
    file = southwark.services.database.file
    if file is not None:
        southwark.services.database.empty_the_log()
        assert b"Zebulon" not in file.read_bytes()


def test_what_is_due_in_all_cases_stands_in_one_list_and_is_counted(
    southwark: Site, maja: Account, case_file: CaseFile
) -> None:
    southwark.clock.pass_by(days=9)
    maja_there = at_the_desk(southwark, maja)
    other = southwark.case(southwark.account("omar"), "Somebody else's family")
    keep_every_deadline(southwark.services)
    said = words(maja_there.get("/desk/timetable").text)
    assert "Late 2" in said
    assert "Tuesday 10 March 2026, 12:00 1 day late" in said
    assert other.name not in said
    assert re.search(r"Due 2 \(2 late\)", said), said[:200]
    southwark.services.cases.revoke(case_file.id, maja.id, southwark.clock())
    assert "Nothing is due." in words(maja_there.get("/desk/timetable").text)


def test_the_list_over_all_cases_goes_on_leaf_by_leaf(
    southwark: Site, maja: Account, maja_there: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_list, "ON_A_LEAF", 3)
    for number in range(2):
        southwark.case(maja, f"Family {number}")
    keep_every_deadline(southwark.services)
    in_all = southwark.services.deadlines.open_for(maja.id, southwark.clock(), 99)
    found, leaf = 0, 1
    while True:
        page = maja_there.get(f"/desk/timetable?leaf={leaf}").text
        found += page.count('class="row-who"')
        if f"leaf={leaf + 1}" not in page:
            break
        leaf += 1
    assert found == len(in_all) > 3


def test_a_limit_the_council_changed_is_kept_when_the_server_is_prepared(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    keep_every_deadline(site.services)
    before = site.services.deadlines.of_case(case_file.id)
    council = read_council("southwark")
    assert isinstance(council, Council)
    site.app.extensions[EXTENSION] = replace(site.services, council=council)
    with site.app.app_context():
        assert site.app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    after = site.services.deadlines.of_case(case_file.id)
    assert {one.key for one in after} != {one.key for one in before}


def test_a_log_that_does_not_open_keeps_no_server_from_starting(site: Site, maja: Account, case_file: CaseFile) -> None:
    other = site.case(maja, "Another family")
    line = date_body(Happening.CORE_GROUP, INITIAL, None)
    site.services.case_log.append(case_file.id, Topic.MEETING, "d1", maja.id, site.clock(), line)

    def spoil(connection: Connection) -> None:
        lift(connection)
        connection.execute(tables.case_event.update().values(sealed=b"spoilt"))

    site.services.database.write(spoil)
    assert keep_every_deadline(site.services) == (case_file.id,)
    assert site.services.deadlines.of_case(other.id)


def test_nothing_is_due_before_there_is_a_date(site: Site, maja: Account) -> None:
    site.services.cases.create("No day yet", None, maja.id, (), site.clock())
    browser = at_the_desk(site, maja)
    assert "Nothing is due." in words(browser.get("/desk/timetable").text)


def test_reading_and_changing_it_leave_a_trace_without_a_word(
    southwark: Site, maja: Account, maja_there: Browser, case_file: CaseFile
) -> None:
    invite(maja_there, case_file)
    events = southwark.services.audit.events(case_file.id)
    assert {"read_timetable", "add_invitation"} <= {one.action for one in events}
    assert "Patel" not in repr(events)


def test_every_council_that_ships_has_a_page_that_opens(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    for name in ("general", "surrey", "norfolk", "solihull", "cheshire_east"):
        council = read_council(name)
        assert isinstance(council, Council)
        site.app.extensions[EXTENSION] = replace(site.services, council=council)
        assert council.title in words(browser.get(here(case_file)).text)
