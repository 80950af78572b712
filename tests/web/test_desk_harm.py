"""Words that somebody says back and that may tell of harm: first in the list, marked, and there until somebody says
what they do about it. Looking alone changes nothing."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.heard import response_body, responses_of
from store.accounts import Account
from store.cases import CaseFile
from store.heard import Heard
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play

ALI = 2
HARM = "dad hit me with his belt & <i> want to die"
DONE = "Rang Nan, seeing Ali at school at two."


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile) -> str:
    return play(site, maja, case_file, "places_9_12.main", ALI)


@pytest.fixture
def entry(site: Site, case_file: CaseFile, talk: str) -> str:
    """The entry about which Ali said what may tell of harm."""
    one = site.services.conversations.entries(talk)[0].id
    say(site, case_file, one, HARM)
    return one


@pytest.fixture
def desk(site: Site, maja: Account, entry: str) -> Browser:
    return at_the_desk(site, maja)


def say(site: Site, case: CaseFile, entry: str, words: str, topic: Topic = Topic.HARM) -> None:
    body, by = response_body("not_meant", words, "en"), case.people[ALI].id
    site.services.case_log.append(case.id, topic, entry, by, site.clock(), body)


def place(case: CaseFile, tail: str = "") -> str:
    return f"/desk/cases/{case.id}/answers{tail}"


def take_on(desk: Browser, case: CaseFile, entry: str, done: str = DONE, **more: str) -> str:
    """Presses it with the page's own hidden fields."""
    hidden = {name: hidden_of(desk.page, name) for name in ("seen", "form")}
    fields: dict[str, Any] = {"entry": entry, "done": done, **hidden, **more}
    response = desk.post(place(case, f"/{case.people[ALI].id}/harm"), **fields)
    return f"{response.status_code} {unescape(response.text)}"


def hidden_of(page: str, name: str) -> str:
    """A hidden field of the form that takes it on; other forms of the page have fields of the same name."""
    form = page.partition('class="told-harm"')[2].partition("</form>")[0]
    return form.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_it_stands_first_and_looking_at_it_does_not_take_it_away(
    site: Site, desk: Browser, case_file: CaseFile, talk: str
) -> None:
    other = site.services.conversations.entries(talk)[1].id
    say(site, case_file, other, "only on fridays", Topic.RESPONSE)
    home = desk.get("/desk").text
    assert home.index("May tell of harm: please read first") < home.index("1 thing was said back")
    assert "data-waiting>3<" in home
    for _ in range(2):
        page = unescape(desk.get(place(case_file)).text)
        assert page.index("May tell of harm: please read first") < page.index(HARM) < page.index("What they sent")
        assert page.count(HARM) == 1
    home = desk.get("/desk").text
    assert "1 thing said back waits until somebody takes it on" in home
    assert "was said back about how words were used" not in home
    assert "data-waiting>2<" in home
    assert "Answers, 1 new" in desk.get(place(case_file)).text


def test_saying_what_is_done_takes_it_on_and_keeps_it_marked(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, entry: str
) -> None:
    desk.get(place(case_file))
    same = {name: hidden_of(desk.page, name) for name in ("seen", "form")}
    page = take_on(desk, case_file, entry)
    for part in ("200", HARM, DONE, "Taken on", "May tell of harm"):
        assert part in page
    assert "Seen, and this is what I do" not in page
    assert "May tell of harm: please read first" not in desk.get("/desk").text
    s = site.services
    [said] = responses_of(s.case_log.of_case(case_file.id, Topic.HARM))[entry]
    assert said.taken_on is not None
    assert (said.taken_on.done, said.taken_on.by) == (DONE, maja.id)
    assert ("take_on_harm", entry) in [(one.action, one.subject) for one in s.audit.events(case_file.id)]
    take_on(desk, case_file, entry, **same)
    assert len(s.case_log.of_case(case_file.id, Topic.HARM)) == 2


@pytest.mark.parametrize(("done", "told"), [("  ", "Write one line"), ("a" * 2001, "That is too long")])
def test_nothing_said_and_too_much_said_keep_it_waiting(
    site: Site, desk: Browser, case_file: CaseFile, entry: str, done: str, told: str
) -> None:
    desk.get(place(case_file))
    page = take_on(desk, case_file, entry, done)
    assert page.startswith("422")
    assert told in page
    assert done.strip() in page
    assert Heard(site.services.database).harm([case_file.id]) == {case_file.id: 1}


def test_more_said_meanwhile_is_read_before_it_is_taken_on(
    site: Site, desk: Browser, case_file: CaseFile, entry: str
) -> None:
    desk.get(place(case_file))
    say(site, case_file, entry, "he does it every friday")
    page = take_on(desk, case_file, entry)
    for part in ("409", "More was said since you opened this page.", "he does it every friday", DONE):
        assert part in page
    assert Heard(site.services.database).harm([case_file.id]) == {case_file.id: 2}
    assert take_on(desk, case_file, entry).startswith("200")
    assert Heard(site.services.database).harm([case_file.id]) == {}


def test_whose_words_may_tell_of_harm_comes_first(
    site: Site, maja: Account, case_file: CaseFile, desk: Browser
) -> None:
    theirs = site.services.conversations.entries(play(site, maja, case_file, "sets.main", 1))[0]
    body = response_body("not_meant", "no", "en")
    site.services.case_log.append(case_file.id, Topic.RESPONSE, theirs.id, theirs.person_id, site.clock(), body)
    page = desk.get(place(case_file)).text
    assert page.index(f'id="p-{case_file.people[ALI].id}"') < page.index(f'id="p-{theirs.person_id}"')


def test_a_chair_can_read_it_and_cannot_take_it_on(site: Site, maja: Account, case_file: CaseFile, entry: str) -> None:
    chair = site.account("rosa", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    page = browser.get(place(case_file)).text
    assert HARM in unescape(page)
    assert "Seen, and this is what I do" not in page
    assert take_on(browser, case_file, entry, seen="1").startswith("403")


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile, entry: str) -> None:
    other = at_the_desk(site, site.account("vik"))
    assert "May tell of harm" not in other.get("/desk").text
    assert take_on(other, case_file, entry, seen="1").startswith("404")
    assert Heard(site.services.database).harm([case_file.id]) == {case_file.id: 1}


def test_it_stands_first_on_the_page_of_its_case_until_it_is_taken_on(
    desk: Browser, case_file: CaseFile, entry: str
) -> None:
    page = desk.get(f"/desk/cases/{case_file.id}").text
    assert "1 thing said back waits until somebody takes it on" in page
    assert page.index("1 thing said back waits") < page.index("People and their links")
    desk.get(place(case_file))
    take_on(desk, case_file, entry)
    assert "said back waits until" not in desk.get(f"/desk/cases/{case_file.id}").text


def test_the_second_to_take_it_on_is_told_what_the_first_does_and_loses_nothing(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, entry: str
) -> None:
    vik = site.account("vik")
    site.services.cases.grant(case_file.id, vik.id, maja.id, site.clock())
    second = at_the_desk(site, vik)
    for browser in (desk, second):
        browser.get(place(case_file))
    take_on(desk, case_file, entry)
    mine = "Told my manager & rang Dad's <probation>."
    page = take_on(second, case_file, entry, mine)
    for part in ("409", "Maja took this on (", DONE, mine, "Add what I do"):
        assert part in page
    s = site.services
    assert len(s.case_log.of_case(case_file.id, Topic.HARM)) == 2
    page = take_on(second, case_file, entry, mine, add="1")
    assert page.startswith("200")
    assert page.index(DONE) < page.index(mine)
    [said] = responses_of(s.case_log.of_case(case_file.id, Topic.HARM))[entry]
    assert said.taken_on is not None
    assert (said.taken_on.done, [(one.done, one.by) for one in said.added]) == (DONE, [(mine, vik.id)])


def test_adding_does_not_take_on_what_was_said_since(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, entry: str
) -> None:
    second = at_the_desk(site, maja)
    for browser in (desk, second):
        browser.get(place(case_file))
    take_on(desk, case_file, entry)
    take_on(second, case_file, entry, "Rang Mum.")
    say(site, case_file, entry, "he did it again")
    page = take_on(second, case_file, entry, "Rang Mum.", add="1")
    for part in ("409", "More was said since", "he did it again", "Rang Mum."):
        assert part in page
    assert Heard(site.services.database).harm([case_file.id]) == {case_file.id: 1}
