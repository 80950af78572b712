"""The plan: everybody's idea is a proposal, the core group answers, the family's words come in exactly, nothing typed
is lost.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.plan.network import About, Answer, Said, about_body, leaving_body
from review.plan.plan import Kind, Plan, PlanLine, Standing, plan_of, proposal_body
from review.plan.text import Actor, Box, Origin, PlanText
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from tests.web.conftest import Browser, Site
from tests.web.desking import TRANSCRIPTS, at_the_desk, play

SET = "5e7" * 10
NAN_STAYS = "If there is drink in the house, Nan or Ray stays the night."
FIRST_WORRY = "On 3 and 19 May Dad was drunk"
ACTION: dict[str, Any] = {
    "words": "nan comes <round>",
    "box": "who_does_what",
    "origin": "family",
    "other": "Nan",
    "days": "Fridays",
}


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.fixture
def with_set(site: Site, maja: Account, case_file: CaseFile) -> str:
    """The set that the family's plan in the transcript is about."""
    text = (TRANSCRIPTS / "family_plan.main.yaml").read_text(encoding="utf-8").split("conversation:")[0]
    worry, goal, low, high = (
        " ".join(part.split())
        for part in re.findall(r"(?:worry|goal|low|high): (.*?)\n(?=- |  \w+:|  low|  high)", text, re.DOTALL)[:4]
    )
    body = wording_body(Wording(worry, goal, "Where is it today?", low, high))
    site.services.case_log.append(case_file.id, Topic.SET, SET, maja.id, site.clock(), body)
    return SET


def at(case: CaseFile, rest: str = "") -> str:
    return f"/desk/cases/{case.id}/plan{rest}"


def plan(site: Site, case: CaseFile) -> Plan:
    return plan_of(site.services.case_log.of_case(case.id))


def propose(site: Site, case: CaseFile, by: Account, text: PlanText, line: str = "ab12") -> int:
    body = proposal_body(Kind.ADD, text, "Nan")
    return site.services.case_log.append(case.id, Topic.PLAN, line, by.id, site.clock(), body).order


def answer(line: PlanLine, how: str = "accept", **more: str) -> dict[str, Any]:
    """What the core group's form sends about one line."""
    order = str(line.proposal.order) if line.proposal else ""
    said = {"on": "2026-03-02", "others": "Mum and Nan", f"p-{line.id}": order, f"s-{line.id}": str(line.seen)}
    return {**said, f"a-{line.id}": how, f"w-{line.id}": "", **more}


def test_the_plan_works(site: Site, desk: Browser, case_file: CaseFile, with_set: str) -> None:
    page = unescape(desk.get(at(case_file)).text)
    assert FIRST_WORRY in page
    for box in ("Signs it's going well", "Stresses and triggers", "Red flags", "Who does what then"):
        assert page.count(f">{box}") == 0
        assert page.count(f"{box}</h3>") == 2
    events = [(event.action, event.case_id) for event in site.services.audit.events()]
    assert ("read_plan", case_file.id) in events


def test_a_new_line_is_a_proposal_with_its_words_exactly(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "/lines/new?box=who_does_what"))
    page = desk.post(at(case_file, "/lines"), **ACTION, form=desk.field("form")).text
    assert "nan comes &lt;round&gt;" in page
    assert 'class="tag tag-proposed">Proposed<' in page
    line = plan(site, case_file).lines[0]
    assert (line.standing, line.text.words) == (Standing.PROPOSED, "nan comes <round>")
    assert line.text.origin is Origin.FAMILY


def test_a_form_sent_twice_makes_one_line(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "/lines/new"))
    form = desk.field("form")
    for _ in range(2):
        desk.post(at(case_file, "/lines"), **ACTION, form=form)
    assert len(plan(site, case_file).lines) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": " "}, "Write the line first."),
        ({"box": "attic"}, "Pick a box."),
        ({"origin": ""}, "Say whose idea it is."),
        ({"other": ""}, "Say who does it."),
        ({"starts": "soon"}, "That day could not be read."),
        ({"set": "gone"}, "That set is not there any more."),
        ({"other_paid": "1"}, "so it needs an end: “until …”"),
        ({"days": "x" * 201}, "Use 200 characters or fewer."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_line_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, typed: dict[str, Any], told: str
) -> None:
    desk.get(at(case_file, "/lines/new"))
    answered = desk.post(at(case_file, "/lines"), **{**ACTION, "safer": "he is <calm>", **typed})
    assert answered.status_code == 422
    assert told in unescape(answered.text)
    assert "he is &lt;calm&gt;</textarea>" in answered.text
    assert plan(site, case_file).lines == ()


def test_a_professional_with_an_end_is_taken(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "/lines/new"))
    desk.post(at(case_file, "/lines"), **ACTION, other_paid="1", until="Easter", form=desk.field("form"))
    text = plan(site, case_file).lines[0].text
    assert (text.until, text.actors) == ("Easter", (Actor("Nan", "", professional=True),))


def test_the_core_group_accepts_and_declines_in_one_go(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"), "aa")
    propose(site, case_file, maja, PlanText(Box.TRIGGERS, "pay day"), "bb")
    page = desk.get(at(case_file, "/core-group")).text
    assert page.index("he goes quiet") < page.index("pay day")
    before = plan(site, case_file)
    sent = {**answer(before.lines[0]), **answer(before.lines[1], "decline", **{"w-bb": "it is every day"})}
    desk.post(at(case_file, "/core-group"), **sent)
    after = plan(site, case_file)
    assert [one.standing for one in after.lines] == [Standing.ACCEPTED, Standing.DECLINED]
    said = after.lines[0].history[0].answer
    assert said is not None
    assert (said.on, said.there) == (date(2026, 3, 2), "Mum and Nan")
    page = desk.get(at(case_file, "/lines/bb")).text
    assert "it is every day" in page
    assert "Mum and Nan" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on": ""}, "on which day the core group met"),
        ({"on": "2026-03-03"}, "still to come"),
        ({"on": "2026-03-01"}, "Nothing of this was proposed by that day"),
        ({"on": "2020-05-01", "a-ab12": ""}, "Nothing of this was proposed by that day"),
        ({"others": ""}, "Say who was there."),
        ({"a-ab12": "decline"}, "Say why it was declined"),
        ({"a-ab12": ""}, "Pick accept or decline"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_answer_that_cannot_be_taken_keeps_everything(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, typed: dict[str, Any], told: str
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    desk.get(at(case_file, "/core-group"))
    sent = {**answer(plan(site, case_file).lines[0]), "there": "Priya & co", **typed}
    if "others" in typed:
        del sent["there"]
    answered = desk.post(at(case_file, "/core-group"), **sent)
    assert answered.status_code == 422
    assert told in unescape(answered.text)
    assert plan(site, case_file).waiting
    if "others" not in typed:
        assert 'value="Mum and Nan"' in answered.text


def test_the_core_group_may_have_met_on_any_day_since_the_first_proposal_it_answers(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    site.clock.now += timedelta(days=3)
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "the van is outside"), "cd34")
    desk = at_the_desk(site, maja)
    assert 'min="2026-03-02" max="2026-03-05"' in desk.get(at(case_file, "/core-group")).text
    early, late = plan(site, case_file).lines
    assert desk.post(at(case_file, "/core-group"), **answer(late, on="2026-03-04")).status_code == 422
    desk.post(at(case_file, "/core-group"), **{**answer(early), **answer(late)})
    assert plan(site, case_file).waiting == ()


def test_who_was_there_is_asked_again_at_the_first_name(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    desk.get(at(case_file, "/core-group"))
    page = desk.post(at(case_file, "/core-group"), **answer(plan(site, case_file).lines[0], others="")).text
    assert re.findall(r'<input[^>]* name="(\w+)"[^>]*aria-describedby="there-wrong"', page) == ["there"]


def test_a_professionals_action_without_an_end_is_not_accepted(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    paid = PlanText(Box.WHO_DOES_WHAT, "visits", actors=(Actor("Dr Patel", "", professional=True),))
    propose(site, case_file, maja, paid)
    desk.get(at(case_file, "/core-group"))
    answered = desk.post(at(case_file, "/core-group"), **answer(plan(site, case_file).lines[0]))
    assert answered.status_code == 422
    assert "Add an end" in answered.text
    assert plan(site, case_file).accepted == ()


def test_a_proposal_that_changed_meanwhile_is_not_accepted_unread(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    propose(site, case_file, maja, PlanText(Box.TRIGGERS, "pay day"), "bb")
    before = plan(site, case_file)
    desk.get(at(case_file, "/core-group"))
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "something else"))
    sent = {**answer(before.lines[0], **{"w-ab12": "we agreed"}), **answer(before.lines[1])}
    answered = desk.post(at(case_file, "/core-group"), **sent)
    assert answered.status_code == 409
    assert "something else" in answered.text
    assert "Your other answers were kept." in answered.text
    assert "we agreed</textarea>" in answered.text
    assert [one.id for one in plan(site, case_file).accepted] == ["bb"]


@pytest.mark.parametrize("others_wait", [True, False])
def test_an_answer_somebody_else_was_quicker_with_is_shown_with_its_reason_and_what_stands(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, others_wait: bool
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    if others_wait:
        propose(site, case_file, maja, PlanText(Box.TRIGGERS, "pay day"), "bb")
    desk.get(at(case_file, "/core-group"))
    mine = answer(plan(site, case_file).lines[0], "decline", **{"w-ab12": "Bo <never> heard of it"})
    desk.post(at(case_file, "/core-group"), **answer(plan(site, case_file).lines[0], others="Dee and Ray"))
    answered = desk.post(at(case_file, "/core-group"), **mine)
    page = unescape(answered.text)
    assert answered.status_code == 409
    assert "Your answer to it was not kept." in page
    for part in ("he goes quiet", "Accepted", "Dee and Ray", "Decline · ", "Bo <never> heard of it"):
        assert part in page
    assert plan(site, case_file).lines[0].standing is Standing.ACCEPTED
    assert "other answers were" not in page


def test_an_answer_to_what_moved_meanwhile_is_told_even_when_the_form_cannot_be_taken(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    propose(site, case_file, maja, PlanText(Box.TRIGGERS, "pay day"), "bb")
    first, second = plan(site, case_file).lines
    desk.get(at(case_file, "/core-group"))
    desk.post(at(case_file, "/core-group"), **answer(first))
    propose(site, case_file, maja, PlanText(Box.TRIGGERS, "every Friday"), "bb")
    sent = {**answer(first, "decline", **{"w-ab12": "not us"}), **answer(second), "on": ""}
    answered = desk.post(at(case_file, "/core-group"), **sent)
    assert answered.status_code == 422
    assert "not us" in answered.text
    assert "Somebody changed this meanwhile." in answered.text
    assert "were kept" not in answered.text


def around(site: Site, case: CaseFile, by: Account, about: About, id_: str) -> None:
    site.services.case_log.append(case.id, Topic.NETWORK, id_, by.id, site.clock(), about_body(about))


def ticks(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"[^>]*><span><bdi>(?:[^<]*)</bdi>', page)


def test_who_is_in_the_case_and_the_network_is_one_box_to_tick(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    teacher = site.services.cases.add_person(case_file.id, NewPerson("professional", "Ms Cole, teacher"), site.clock())
    around(site, case_file, maja, About("Ms Cole"), "c0")
    around(site, case_file, maja, About("Kim", "next door"), "k1")
    around(site, case_file, maja, About("Kim", "dad's mum", willing=Answer(Said.YES)), "k2")
    propose(site, case_file, maja, PlanText(Box.WHO_DOES_WHAT, "rings", actors=(Actor("Ms Cole", "c0"),), until="May"))
    page = unescape(desk.get(at(case_file, "/lines/ab12/change")).text)
    boxes = ticks(page, "actor")
    assert "c0" not in boxes
    assert "k1" not in boxes
    assert boxes.count("k2") == 1
    assert "Kim (dad's mum)" in page
    assert f'value="{teacher.id}" checked' in page
    there = ticks(unescape(desk.get(at(case_file, "/core-group")).text), "there")
    assert [one for one in there if "Cole" in one] == ["Ms Cole, teacher"]


def test_who_has_not_said_that_they_are_willing_is_only_a_suggestion(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    around(site, case_file, maja, About("Pepper", "our cat", entries=("e1",)), "p1")
    around(site, case_file, maja, About("Ray", willing=Answer(Said.YES)), "r1")
    page = desk.get(at(case_file, "/lines/new")).text
    first, others = page.split('<details class="unasked">')
    assert "r1" in ticks(first, "actor")
    assert "p1" not in ticks(first, "actor")
    assert ticks(others.split("</details>")[0], "actor") == ["p1"]


def test_somebody_who_left_the_network_goes_on_doing_what_they_do_when_a_line_is_changed(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    around(site, case_file, maja, About("Ray"), "r1")
    propose(site, case_file, maja, PlanText(Box.WHO_DOES_WHAT, "rings", actors=(Actor("Ray", "r1"),)))
    site.services.case_log.append(case_file.id, Topic.NETWORK, "r1", maja.id, site.clock(), leaving_body("moved"))
    assert 'value="r1" checked' in desk.get(at(case_file, "/lines/ab12/change")).text
    typed = {"words": "rings on Fridays", "box": "who_does_what", "origin": "family", "why": "agreed", "actor": "r1"}
    desk.post(at(case_file, "/lines/ab12"), **typed, seen=desk.field("seen"))
    assert plan(site, case_file).lines[0].text.actors == (Actor("Ray", "r1"),)


def test_a_change_is_proposed_beside_what_stands(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    desk.get(at(case_file, "/core-group"))
    desk.post(at(case_file, "/core-group"), **answer(plan(site, case_file).lines[0]))
    desk.get(at(case_file, "/lines/ab12/change"))
    typed = {"words": "he goes very quiet", "box": "red_flags", "origin": "network", "seen": desk.field("seen")}
    refused = desk.post(at(case_file, "/lines/ab12"), **typed)
    assert refused.status_code == 422
    assert "he goes very quiet</textarea>" in refused.text
    page = desk.post(at(case_file, "/lines/ab12"), **typed, why="Nan noticed").text
    for part in ("he goes quiet", "he goes very quiet", "Proposed change", "Nan noticed"):
        assert part in page
    line = plan(site, case_file).lines[0]
    assert line.now is not None
    assert line.now.words == "he goes quiet"


def test_two_writers_do_not_overwrite_each_other(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    desk.get(at(case_file, "/lines/ab12/change"))
    seen = desk.field("seen")
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "theirs"))
    typed = {"words": "mine", "box": "red_flags", "origin": "family", "why": "because", "seen": seen}
    answered = desk.post(at(case_file, "/lines/ab12"), **typed)
    assert answered.status_code == 409
    assert "theirs" in answered.text
    assert "mine</textarea>" in answered.text
    assert plan(site, case_file).lines[0].text.words == "theirs"
    desk.post(at(case_file, "/lines/ab12"), **{**typed, "seen": desk.field("seen")})
    assert plan(site, case_file).lines[0].text.words == "mine"


def test_taking_out_asks_why_and_waits_for_the_core_group(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    desk.get(at(case_file, "/core-group"))
    desk.post(at(case_file, "/core-group"), **answer(plan(site, case_file).lines[0]))
    desk.get(at(case_file, "/lines/ab12/change"))
    out = {"kind": "take_out", "seen": desk.field("seen")}
    assert desk.post(at(case_file, "/lines/ab12"), **out).status_code == 422
    desk.post(at(case_file, "/lines/ab12"), **out, why="he is in the room now")
    line = plan(site, case_file).lines[0]
    assert line.standing is Standing.ACCEPTED
    assert line.proposal is not None
    assert line.proposal.kind is Kind.TAKE_OUT
    desk.get(at(case_file, "/core-group"))
    desk.post(at(case_file, "/core-group"), **answer(line))
    assert plan(site, case_file).gone


def test_the_familys_lines_come_in_with_one_press_and_their_exact_words(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, with_set: str
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    page = unescape(desk.get(at(case_file)).text)
    assert "From the family's own plan" in page
    entry = re.findall(r'name="entry" value="([0-9a-f]{32})"', page[page.index(NAN_STAYS) :])[0]
    desk.post(at(case_file, "/family"), entry=entry, words="something else")
    line = plan(site, case_file).lines[0]
    assert (line.text.words, line.text.set_id, line.text.box) == (NAN_STAYS, SET, Box.WHO_DOES_WHAT)
    assert (line.text.origin, line.standing) == (Origin.FAMILY, Standing.PROPOSED)
    page = unescape(desk.get(at(case_file)).text)
    assert f'name="entry" value="{entry}"' not in page
    assert f"/map#e-{entry}" in page
    assert desk.post(at(case_file, "/family"), entry=entry).status_code == 409
    assert len(plan(site, case_file).lines) == 1


def test_all_of_them_come_in_where_they_belong(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, with_set: str
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    desk.get(at(case_file))
    desk.post(at(case_file, "/family"), entry="all")
    found = plan(site, case_file)
    assert [one.text.words for one in found.box(SET, Box.TRIGGERS)] == [
        "Pay day. When Dad's team loses. When the baby has been up all night."
    ]
    assert "Ray gets a key cut on Saturday." in [one.text.words for one in found.of_set("")]
    assert "From the family's own plan" not in unescape(desk.get(at(case_file)).text)


def test_the_place_of_a_familys_line_can_be_picked(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, with_set: str
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    page = unescape(desk.get(at(case_file)).text)
    entry = re.findall(r'name="entry" value="([0-9a-f]{32})"', page[page.index(NAN_STAYS) :])[0]
    desk.post(at(case_file, "/family"), entry=entry, set="", box="going_well")
    text = plan(site, case_file).lines[0].text
    assert (text.set_id, text.box, text.words) == ("", Box.GOING_WELL, NAN_STAYS)


def test_a_sign_is_seen_or_not(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    propose(site, case_file, maja, PlanText(Box.GOING_WELL, "Ali sleeps"))
    here = at(case_file, "/lines/ab12")
    desk.get(here)
    typed = {"on": "2026-03-01", "by": "Nan", "words": "out like a <light>", "form": desk.field("form")}
    refused = desk.post(f"{here}/seen", **typed)
    assert refused.status_code == 422
    assert "out like a &lt;light&gt;</textarea>" in refused.text
    desk.post(f"{here}/seen", **typed, seen="seen")
    desk.post(f"{here}/seen", **typed, seen="seen")
    line = plan(site, case_file).lines[0]
    assert [(one.seen, one.on, one.who) for one in line.sightings] == [(True, date(2026, 3, 1), "Nan")]
    page = desk.get(at(case_file)).text
    assert 'class="mark yes"' in page
    assert "Seen · Sunday 1 March 2026" in page
    assert desk.post(f"{here}/seen", **{**typed, "on": "2026-03-03"}, seen="seen").status_code == 422


def test_first_things_come_first_by_hand_and_by_date(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    for line, day in (("aa", 20), ("bb", 10), ("cc", 15)):
        propose(site, case_file, maja, PlanText(Box.WHO_DOES_WHAT, f"do {line}", starts=date(2026, 3, day)), line)
    page = desk.get(at(case_file)).text
    assert page.index(">do bb") < page.index(">do cc") < page.index(">do aa")
    desk.post(at(case_file, "/order"), line="aa", way="up", seen="0")
    assert [one.id for one in plan(site, case_file).timeline] == ["bb", "aa", "cc"]
    stale = desk.post(at(case_file, "/order"), line="aa", way="up", seen="0")
    assert stale.status_code == 409
    assert "Somebody else has changed the order" in stale.text
    desk.post(at(case_file, "/order"), way="by_date", seen=str(plan(site, case_file).seen))
    assert [one.id for one in plan(site, case_file).timeline] == ["bb", "cc", "aa"]


def test_the_target_is_a_goal_with_a_day_or_a_reason(site: Site, desk: Browser, case_file: CaseFile) -> None:
    here = at(case_file, "/target")
    desk.get(here)
    assert "Pick a day, or say why there is none." in desk.post(here, on="", why="", seen="0").text
    page = desk.post(here, on="2026-09-01", seen="0").text
    assert "Tuesday 1 September 2026" in page
    assert "A goal, not a promise." in page
    seen = str(plan(site, case_file).seen)
    desk.get(here)
    assert desk.post(here, on="2026-12-01", seen=seen).status_code == 422
    assert desk.post(here, on="2026-12-01", why="Dad <moved>", seen="0").status_code == 409
    assert "Dad &lt;moved&gt;" in desk.page
    desk.post(here, on="", why="Dad moved", seen=seen)
    assert [one.on for one in plan(site, case_file).targets] == [date(2026, 9, 1), None]
    page = desk.get(here).text
    assert "Tuesday 1 September 2026" in page


def test_a_chair_reads_the_plan_and_changes_nothing(site: Site, maja: Account, case_file: CaseFile) -> None:
    chair = site.account("chairperson", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    browser = at_the_desk(site, chair)
    page = browser.get(at(case_file)).text
    assert "he goes quiet" in page
    assert "Add a line" not in page
    assert browser.post(at(case_file, "/lines"), **ACTION).status_code == 403


@pytest.mark.parametrize(
    "rest", ["", "/lines/new", "/lines/ab12", "/lines/ab12/change", "/core-group", "/target"], ids=str
)
def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, rest: str) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    stranger = at_the_desk(site, site.account("sol"))
    answered = stranger.get(at(case_file, rest))
    assert answered.status_code == 404
    assert "quiet" not in answered.text


@pytest.mark.parametrize("rest", ["/lines", "/lines/ab12", "/lines/ab12/seen", "/core-group", "/order", "/family"])
def test_another_worker_cannot_change_it(site: Site, maja: Account, case_file: CaseFile, rest: str) -> None:
    propose(site, case_file, maja, PlanText(Box.RED_FLAGS, "he goes quiet"))
    stranger = at_the_desk(site, site.account("sol"))
    stranger.get("/desk")
    assert stranger.post(at(case_file, rest), **ACTION).status_code == 404
    assert len(plan(site, case_file).lines) == 1


@pytest.mark.parametrize("until", ["Bo has eaten", "until Bo has eaten", "Until: Bo has eaten"])
def test_until_is_said_once_however_it_was_written(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, until: str
) -> None:
    propose(site, case_file, maja, PlanText(Box.WHO_DOES_WHAT, "rings", until=until))
    assert 'class="until">until <bdi>Bo has eaten</bdi>' in desk.get(at(case_file)).text
