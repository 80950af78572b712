"""Worries and goals shared with a link: all of a pair or none, and the person is asked about exactly these words."""

from __future__ import annotations

import html
import re

import pytest

from dialogs.conversation import SharedSet
from dialogs.script import EntryKind
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from tests.web.test_desk_invites import link_on, pin_on
from web.desk.shared_sets import LONGEST, MOST_SETS

SETS = (
    SharedSet(
        "Nan & Ms Cole worry that <Ali> is hurt when Dad has drunk.",
        "A “sober” grown-up is with Ali, seen by Nan for six months.",
        "Ali is alone with a {fight}",
        "Ali's evenings are calm",
    ),
    SharedSet("Kim worries: Ali is tired.", "Ali sleeps in his bed.", "Never", "Every night"),
)
Fields = dict[str, list[str]]


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile) -> Browser:
    """Maja's browser, at the form for a link for Kim."""
    browser = at_the_desk(site, maja)
    browser.get(f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[1].id}")
    return browser


def typed(*sets: SharedSet) -> Fields:
    return {f"set_{field}": [getattr(one, field) for one in sets] for field in ("worry", "goal", "low", "high")}


def wanted(case: CaseFile, script: str = "sets") -> dict[str, str]:
    return {"person": case.people[1].id, "about": case.people[2].id, "script": script, "locale": "en"}


def values(page: str) -> list[str]:
    """Everything the page's fields for worries, goals and ends hold."""
    areas = re.findall(r'<textarea[^>]*name="set_\w+"[^>]*>([^<]*)</textarea>', page)
    lines = re.findall(r'<input[^>]*name="set_\w+"[^>]*value="([^"]*)"', page)
    return [html.unescape(one) for one in (*areas, *lines) if one]


def words_on(page: str) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub("<[^>]+>", " ", page))


def make(site: Site, desk: Browser, case: CaseFile, script: str = "sets", *sets: SharedSet) -> Browser:
    """Makes the link in both its steps and comes in through it; the person's phone."""
    here = f"/desk/cases/{case.id}/invites"
    desk.post(f"{here}/check", **wanted(case, script), **typed(*(sets or SETS)))
    hidden = {name: _hidden(desk.page, name) for name in typed()}
    page = desk.post(here, **wanted(case, script), **hidden, form=desk.field("form")).text
    phone = site.browser()
    phone.get("/")
    phone.post("/open", token=link_on(page), pin=pin_on(page))
    phone.post("/before", safe="yes", present="alone")
    return phone


def _hidden(page: str, name: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def test_sharing_works_and_is_shown_before_the_link_is_made(site: Site, desk: Browser, case_file: CaseFile) -> None:
    here = f"/desk/cases/{case_file.id}/invites"
    check = desk.post(f"{here}/check", **wanted(case_file), **typed(*SETS)).text
    for one in SETS:
        for words in (one.worry, one.goal, one.low, one.high):
            assert words in words_on(check)
    assert "<Ali>" not in check
    assert site.services.invites.of_case(case_file.id, site.clock()) == ()
    hidden = {name: _hidden(check, name) for name in typed()}
    desk.post(here, **wanted(case_file), **hidden, form=desk.field("form"))
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert site.services.invites.sets(invite.id) == SETS


def test_the_person_is_asked_about_exactly_these_words(site: Site, desk: Browser, case_file: CaseFile) -> None:
    phone = make(site, desk, case_file)
    phone.reply(choices="start")
    assert SETS[0].worry in words_on(phone.page)
    seen = ""
    for _ in range(60):
        seen += words_on(phone.page)
        if "Do you want to send this to" in phone.page:
            break
        if 'name="number"' in phone.page and SETS[1].low not in seen:
            assert SETS[0].low in words_on(phone.page)
            phone.reply(number="6")
            continue
        moves = [move for move in ("skip", "no_more") if f'name="move" value="{move}"' in phone.page]
        assert moves, phone.page
        phone.reply(move=moves[0])
    for one in SETS:
        for words in (one.worry, one.goal, one.low, one.high):
            assert words in seen
    phone.reply(move="answer")
    facts = next(iter(site.services.conversations.inbox(case_creator(site))))
    scale = next(
        kept.entry
        for kept in site.services.conversations.entries(facts.id)
        if kept.entry.kind is EntryKind.SCALE and kept.entry.reply.number is not None
    )
    assert (scale.reply.number, scale.given.about) == (6, SETS[0].worry)
    assert dict(scale.given.offered) == {"low": SETS[0].low, "high": SETS[0].high}


def case_creator(site: Site) -> str:
    """Maja's account."""
    found = site.services.accounts.find("maja@example.org")
    assert found is not None
    return found.id


@pytest.mark.parametrize("left", ["worry", "goal", "low", "high"])
def test_a_half_filled_pair_is_refused_kindly_with_what_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, left: str
) -> None:
    given = typed(*SETS)
    given[f"set_{left}"][1] = "  "
    here = f"/desk/cases/{case_file.id}/invites"
    for path, more in ((f"{here}/check", {}), (here, {"form": "f" * 12})):
        answer = desk.post(path, **wanted(case_file), **given, **more)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "Fill in all four" in answer.text
        assert re.search(r"\b(invalid|error)\b", words_on(answer.text), re.IGNORECASE) is None
        kept = [getattr(one, field) for one in SETS for field in ("worry", "goal", "low", "high")]
        kept.remove(getattr(SETS[1], left))
        assert sorted(values(answer.text)) == sorted(kept)
        assert _hidden(answer.text, "person") == [case_file.people[1].id]
        assert re.search(r'value="sets"[^>]* checked', answer.text) is not None
    assert site.services.invites.of_case(case_file.id, site.clock()) == ()


def test_a_text_nobody_would_read_is_refused_and_kept(site: Site, desk: Browser, case_file: CaseFile) -> None:
    long = SharedSet("w" * (LONGEST + 1), "A goal", "Never", "Always")
    answer = desk.post(f"/desk/cases/{case_file.id}/invites/check", **wanted(case_file), **typed(long))
    assert answer.status_code == 422
    assert "600 letters or fewer" in answer.text
    assert "w" * (LONGEST + 1) in answer.text
    exact = SharedSet("w" * LONGEST, "A goal", "Never", "Always")
    answer = desk.post(f"/desk/cases/{case_file.id}/invites/check", **wanted(case_file), **typed(exact))
    assert answer.status_code == 200


def test_empty_pairs_are_no_pairs(site: Site, desk: Browser, case_file: CaseFile) -> None:
    empty = SharedSet("", " ", "", "\n")
    phone = make(site, desk, case_file, "sets", empty, SETS[1], empty)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert site.services.invites.sets(invite.id) == SETS[1:]
    phone.reply(choices="start")
    assert SETS[1].worry in words_on(phone.page)


def test_no_more_pairs_than_anybody_reads(site: Site, desk: Browser, case_file: CaseFile) -> None:
    many = [SharedSet(f"Worry {n}", "goal", "low", "high") for n in range(MOST_SETS + 1)]
    make(site, desk, case_file, "sets", *many)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert len(site.services.invites.sets(invite.id)) == MOST_SETS


def test_a_conversation_without_worries_and_goals_takes_none(site: Site, desk: Browser, case_file: CaseFile) -> None:
    scripts = site.services.scripts
    plain = next(
        script.id
        for script in scripts.values()
        if script.audience == "parent" and all(step.for_each != "sets" for step in script.steps.values())
    )
    desk.post(f"/desk/cases/{case_file.id}/invites/check", **wanted(case_file, plain), **typed(*SETS))
    assert SETS[0].goal not in words_on(desk.page)
    here = f"/desk/cases/{case_file.id}/invites"
    desk.post(here, **wanted(case_file, plain), **typed(*SETS), form=desk.field("form"))
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert site.services.invites.sets(invite.id) == ()


def test_what_was_shared_is_in_no_address_and_on_no_slip(site: Site, desk: Browser, case_file: CaseFile) -> None:
    make(site, desk, case_file)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    slip = desk.get(f"/desk/cases/{case_file.id}/invites/{invite.id}/slip").text
    for one in SETS:
        assert one.worry not in words_on(slip)
        assert one.goal not in words_on(slip)


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    make(site, desk, case_file)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    here = f"/desk/cases/{case_file.id}/invites"
    for answer in (
        olle.get(f"{here}/{invite.id}"),
        olle.post(f"{here}/check", **wanted(case_file), **typed(*SETS), csrf_token=token),
        olle.post(here, **wanted(case_file), **typed(*SETS), form="f" * 12, csrf_token=token),
    ):
        assert answer.status_code == 404
        assert SETS[1].worry not in words_on(answer.text)
    assert len(site.services.invites.of_case(case_file.id, site.clock())) == 1


def test_for_another_language_the_worker_is_told_that_sets_stay_in_english(desk: Browser, case_file: CaseFile) -> None:
    assert "ask the interpreter to be there" in desk.page
    check, told = f"/desk/cases/{case_file.id}/invites/check", "Please ask the interpreter to be there"
    assert told not in desk.post(check, **wanted(case_file), **typed(*SETS)).text
    page = words_on(desk.post(check, **{**wanted(case_file), "locale": "pl"}, **typed(*SETS)).text)
    assert f"Kim sees these in English, though the questions are in Polish. {told}" in page
    arabic = SharedSet("القلق", "الهدف", "لا", "نعم")
    assert told not in desk.post(check, **{**wanted(case_file), "locale": "ar"}, **typed(arabic)).text
