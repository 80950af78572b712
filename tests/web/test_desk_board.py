"""The scale board: everybody's number with their reason, numbers said in the room, and nothing averaged."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.numbers.ratings import ratings_of
from review.sets.sets import SafetySet, Wording, sets_of, wording_body
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play

WORRY = (
    "Priya, Ms Cole and Nan are worried that if Dad drinks and he and Mum fight, Ali could be hit by something and "
    "badly hurt."
)
GOAL = "Mum, Dad, Nan and Uncle Ray make sure a sober grown-up is with Ali every night, and Ali feels calm at home."
LOW = "Ali is at home with no sober grown-up when a fight starts."
HIGH = "For six months Ali has had a sober grown-up with him every night, and home has been calm."
QUESTION = "How safe is Ali at home at night?"
TYPED: dict[str, Any] = {
    "number": "4",
    "day": "2026-03-01",
    "name": "Uncle <Ray>",
    "why": "he & <Nan>",
    "one_higher": "a key",
}


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.fixture
def made(site: Site, maja: Account, case_file: CaseFile) -> SafetySet:
    """The set that two transcripts were held about."""
    word(site, maja, case_file, "a", Wording(WORRY, GOAL, QUESTION, LOW, HIGH))
    return the_set(site, case_file)


def word(site: Site, worker: Account, case: CaseFile, set_id: str, wording: Wording) -> None:
    s = site.services
    s.case_log.append(case.id, Topic.SET, set_id, worker.id, s.clock(), wording_body(wording))


def the_set(site: Site, case: CaseFile) -> SafetySet:
    return sets_of(site.services.case_log.of_case(case.id, Topic.SET))[0]


def place(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/numbers"


def panel(page: str, set_id: str) -> str:
    return unescape(page[page.index(f'id="set-{set_id}"') :].split("</section>")[0])


def drawn(part: str) -> str:
    """What the drawing says to somebody who does not see it."""
    return next(iter(re.findall(r'<svg class="scale-svg wide[^>]*aria-label="([^"]*)"', part)), "")


def ratings(site: Site, case: CaseFile) -> list[tuple[str, int]]:
    return [(one.who, one.number) for one in ratings_of(site.services.case_log.of_case(case.id, Topic.RATING))]


def save(desk: Browser, case: CaseFile, made: SafetySet, **fields: Any) -> tuple[int, str]:
    desk.get(place(case))
    answer = desk.post(place(case), set_id=made.id, version=str(made.now.number), form=desk.field("form"), **fields)
    return answer.status_code, unescape(answer.text)


def test_everybodys_number_stands_on_one_line_with_their_reason(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, made: SafetySet
) -> None:
    play(site, maja, case_file, "network.main", 1)
    play(site, maja, case_file, "professional.main", 0)
    part = panel(desk.get(place(case_file)).text, made.id)
    assert drawn(part) == (f"0: {LOW}. 10: {HIGH}. Alva: 4 on Monday 2 March 2026. Kim: 3 on Monday 2 March 2026.")
    for words in ("Nan cannot be there every night.", "I could ring at bedtime and come round if it sounds wrong."):
        assert words in part
    assert "average" not in part
    events = [(event.action, event.case_id) for event in site.services.audit.events()]
    assert ("read_numbers", case_file.id) in events


def test_without_sets_or_numbers_the_page_says_what_will_come(desk: Browser, case_file: CaseFile) -> None:
    assert "There are no numbers yet." in desk.get(place(case_file)).text


def test_a_number_said_in_the_room_is_written_down_once(
    site: Site, desk: Browser, case_file: CaseFile, made: SafetySet
) -> None:
    desk.get(place(case_file))
    form = desk.field("form")
    for _ in range(2):
        page = desk.post(place(case_file), set_id=made.id, version="1", form=form, person="", **TYPED).text
    part = panel(page, made.id)
    assert "Uncle <Ray>: 4 on Sunday 1 March 2026." in drawn(part)
    assert "he & <Nan>" in part
    assert "written down by Maja" in part
    assert ratings(site, case_file) == [("Uncle <Ray>", 4)]


def test_a_number_of_somebody_in_the_case_goes_on_their_own_path(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, made: SafetySet
) -> None:
    play(site, maja, case_file, "network.main", 1)
    site.clock.pass_by(days=9)
    desk = at_the_desk(site, maja)
    kim = case_file.people[1].id
    _, page = save(desk, case_file, made, **{**TYPED, "person": kim, "number": "6", "day": "2026-03-11"})
    told = drawn(panel(page, made.id))
    assert told.endswith("Kim: 6 on Wednesday 11 March 2026, before 3 on Monday 2 March 2026.")
    assert ratings(site, case_file) == [("Kim", 6)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Say whose number it is."),
        ({"number": ""}, "Pick a number from 0 to 10."),
        ({"number": "11"}, "Pick a number from 0 to 10."),
        ({"number": "٣"}, "Pick a number from 0 to 10."),
        ({"day": "2026-03-03"}, "Pick the day on which it was said, today or before."),
        ({"day": "soon"}, "Pick the day on which it was said, today or before."),
        ({"why": "x" * 4001}, "That is too long."),
        ({"person": "nobody of this case"}, "Say whose number it is."),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(
    site: Site, desk: Browser, case_file: CaseFile, made: SafetySet, wrong: dict[str, str], told: str
) -> None:
    status, page = save(desk, case_file, made, **{"person": "", **TYPED, **wrong})
    assert status == 422
    assert told in page
    assert "a key</textarea>" in page
    assert ratings(site, case_file) == []


def test_a_number_for_words_that_changed_meanwhile_is_not_saved_and_not_lost(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, made: SafetySet
) -> None:
    word(site, maja, case_file, made.id, Wording(WORRY, GOAL, QUESTION, LOW, "Calm for a year"))
    status, page = save(desk, case_file, made, person="", **TYPED)
    assert status == 409
    assert "The words of this set have changed since you opened the page." in page
    assert "a key</textarea>" in page
    assert "10: Calm for a year." in page
    assert ratings(site, case_file) == []


def test_other_ends_are_another_line(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, made: SafetySet
) -> None:
    play(site, maja, case_file, "network.main", 1)
    word(site, maja, case_file, made.id, Wording(WORRY, GOAL, QUESTION, LOW, "Calm for a year"))
    page = desk.get(place(case_file)).text
    assert drawn(panel(page, made.id)) == ""
    assert "Nobody has put a number on these words yet; 1 person did on the words before." in panel(page, made.id)
    assert "Earlier words for the ends" in page


def test_a_number_is_taken_back_with_a_reason(site: Site, desk: Browser, case_file: CaseFile, made: SafetySet) -> None:
    save(desk, case_file, made, person="", **TYPED)
    rating = ratings_of(site.services.case_log.of_case(case_file.id, Topic.RATING))[0]
    desk.get(place(case_file))
    back = f"{place(case_file)}/{rating.id}/take-back"
    assert desk.post(back, form=desk.field("form"), why=" ").status_code == 422
    assert ratings(site, case_file) == [("Uncle <Ray>", 4)]
    desk.post(back, form=desk.field("form"), why="It was about the other set")
    assert ratings(site, case_file) == []
    assert desk.post(back, form="another", why="again").status_code == 404


def test_worded_steps_are_words_and_never_on_a_line(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "places_6_8.main", 2)
    page = desk.get(place(case_file)).text
    assert "Steps in words" in page
    assert 'class="steps-drawn"' in page
    assert "scale-svg" not in page


def test_the_chair_reads_and_writes_no_number(site: Site, maja: Account, case_file: CaseFile, made: SafetySet) -> None:
    chair = site.account("chris", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    assert "Write down a number" not in browser.get(place(case_file)).text
    assert browser.post(place(case_file), set_id=made.id, version="1", form="f", **TYPED).status_code == 403
    assert ratings(site, case_file) == []


def test_another_worker_cannot_see_it(site: Site, case_file: CaseFile, made: SafetySet) -> None:
    other = at_the_desk(site, site.account("olu"))
    other.get("/desk")
    assert other.client.get(place(case_file)).status_code == 404
    assert other.post(place(case_file), set_id=made.id, version="1", form="f", **TYPED).status_code == 404
    other.get("/desk")
    assert other.post(f"{place(case_file)}/any/take-back", why="x").status_code == 404
    assert ratings(site, case_file) == []
