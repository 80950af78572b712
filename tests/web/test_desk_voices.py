"""All voices about one child side by side, by set, and now against last time."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from ruamel.yaml import YAML

from dialogs.conversation import Position
from review.case_event import Topic
from review.map.decision import DecisionKind
from review.map.placing import Part, Placing, placing_body
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from tests.web.conftest import Browser, Site
from tests.web.desking import TRANSCRIPTS, at_the_desk, play, send_a_talk

OWN = "my nan picks me up on fridays and we get chips"


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.fixture
def told(site: Site, maja: Account, case_file: CaseFile) -> str:
    """Kim and Alva about Ali, and Ali themself."""
    play(site, maja, case_file, "network.main", 1)
    play(site, maja, case_file, "places_9_12.main", 2)
    return send_a_talk(site, case_file, site.invite(maja, case_file))


def place(case: CaseFile, query: str = "") -> str:
    return f"/desk/cases/{case.id}/voices{query}"


def row_of(page: str, name: str) -> str:
    return unescape(next(row for row in page.split("<tbody")[1].split("<tr role=") if f"<bdi>{name}</bdi>" in row))


def entry_at(site: Site, case: CaseFile, step: str) -> str:
    entries = site.services.conversations.entries_of_case(case.id)
    return next(one.id for one in entries if one.entry.position == Position(step))


def test_each_person_has_a_row_and_each_quote_its_card(
    site: Site, desk: Browser, case_file: CaseFile, told: str
) -> None:
    page = desk.get(place(case_file)).text
    body = page[page.index("<tbody") :]
    assert body.index("<bdi>Ali</bdi>") < body.index("<bdi>Alva</bdi>") < body.index("<bdi>Kim</bdi>")
    assert OWN in row_of(page, "Alva")
    assert OWN not in row_of(page, "Kim")
    assert f"map#e-{entry_at(site, case_file, 'going_ok')}" in row_of(page, "Alva")
    assert ("read_voices", case_file.id) in [(one.action, one.case_id) for one in site.services.audit.events()]


def test_a_grown_ups_guess_stands_under_the_grown_up_and_says_so(desk: Browser, case_file: CaseFile, told: str) -> None:
    page = desk.get(place(case_file)).text
    assert "What Kim thinks Ali would say" in row_of(page, "Kim")
    assert "would say" not in row_of(page, "Ali").replace("What would they say", "")


def test_a_long_quote_is_cut_with_a_mark_and_nothing_else(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    words = "they shout & shout " * 20
    send_a_talk(site, case_file, site.invite(maja, case_file), said={"worries": words})
    row = row_of(at_the_desk(site, maja).get(place(case_file)).text, "Alva")
    cut = row[row.index("they shout") :].split("</q>")[0]
    assert cut.endswith(" […]")
    assert words.startswith(cut.removesuffix(" […]"))


def test_another_child_has_voices_of_their_own(site: Site, desk: Browser, case_file: CaseFile, told: str) -> None:
    bo = site.services.cases.add_person(case_file.id, NewPerson("child", "Bo"), site.clock())
    page = desk.get(place(case_file, f"?child={bo.id}")).text
    assert "Nobody has said anything about Bo yet." in page
    assert OWN not in unescape(page)


def test_what_is_linked_to_a_set_stands_with_it(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, told: str
) -> None:
    log, entry = site.services.case_log, entry_at(site, case_file, "going_ok")
    words = Wording("Ali could be hit", "A sober adult is there", "How safe?", "No sober adult", "Six calm months")
    log.append(case_file.id, Topic.SET, "a", maja.id, site.clock(), wording_body(words))
    assert "Nobody's words are linked to this set yet." in unescape(desk.get(place(case_file, "?by=set")).text)
    body = placing_body(Placing((Part(sets=("a",)),)))
    log.append(case_file.id, Topic.PLACING, entry, maja.id, site.clock(), body)
    page = unescape(desk.get(place(case_file, "?by=set")).text)
    assert "Ali could be hit" in page
    assert OWN in page
    assert "<bdi>Kim</bdi>" not in page.split('class="set-voices"')[1].split("</section>")[0]


def test_now_and_last_time_are_laid_side_by_side(site: Site, maja: Account, case_file: CaseFile) -> None:
    first, second = {"going_ok": OWN, "worries": "the rows"}, {"going_ok": OWN, "worries": "the damp"}
    before = send_a_talk(site, case_file, site.invite(maja, case_file), said=first)
    site.clock.pass_by(days=20)
    send_a_talk(site, case_file, site.invite(maja, case_file), said=second)
    for query in ("?by=time", f"?then={before}", "?then=2026-03-10"):
        page = unescape(at_the_desk(site, maja).get(place(case_file, query)).text)
        new, gone = page.split("<h4>New")[1].split("<h4>Asked again, not said any more")
        assert "the damp" in new
        assert "the rows" not in new
        assert "the rows" in gone.split("</section>")[0]
        assert OWN in page.split("said again in the same words")[1]
        assert "6" in page.split("<h4>Numbers")[1].split("</div>")[0]


def test_a_day_with_nothing_before_it_says_so(desk: Browser, case_file: CaseFile, told: str) -> None:
    assert "Nobody sent answers both before and after that day." in desk.get(place(case_file, "?then=2020-01-01")).text
    assert "Nobody has sent answers twice yet." in desk.get(place(case_file, "?by=time")).text


def test_what_is_set_aside_is_not_beside_the_others(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, told: str
) -> None:
    entry = entry_at(site, case_file, "going_ok")
    now = site.clock()
    site.services.decisions.decide(entry, case_file.id, maja.id, DecisionKind.SET_ASIDE, "", "told twice", now)
    page = unescape(desk.get(place(case_file)).text)
    assert OWN not in page
    assert "1 card that is set aside is not shown here." in page


def test_a_case_without_a_child_says_whom_to_add(site: Site, desk: Browser, maja: Account) -> None:
    alone = site.services.cases.create("Alone", None, maja.id, [NewPerson("parent", "Kim")], site.clock())
    assert "There is no child in this case yet." in desk.get(place(alone)).text


def test_a_question_in_another_language_has_its_english_in_brackets(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "places_9_12.main", 2, locale="pl")
    row = row_of(desk.get(place(case_file)).text, "Ali")
    assert re.search(r'<span lang="pl" dir="auto">[^<]+</span> <span>\([A-Z][^<]+[.?]\)</span>', row)


def test_another_worker_cannot_see_it(site: Site, case_file: CaseFile, told: str) -> None:
    assert at_the_desk(site, site.account("olu")).get(place(case_file)).status_code == 404


def test_an_answer_about_a_set_stands_with_that_set_only_and_names_it_beside(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    document = YAML(typ="safe", pure=True).load((TRANSCRIPTS / "sets.main.yaml").read_text(encoding="utf-8"))
    for number, one in enumerate(document["sets"]):
        words = Wording(one["worry"], one["goal"], "How is it?", one["low"], one["high"])
        log, body = site.services.case_log, wording_body(words)
        log.append(case_file.id, Topic.SET, f"set{number}", maja.id, site.clock(), body)
    play(site, maja, case_file, "sets.main", 1)
    first, second = unescape(desk.get(place(case_file, "?by=set")).text).split('class="set-voices"')[1:]
    assert "I agree with some" in first
    assert "I agree with some" not in second
    beside = re.findall(r'class="soft voice-about">(.*?)</p>', unescape(desk.get(place(case_file)).text))
    assert [one for one in beside if "Do you agree with this worry?" in one and "Set 1" in one]
    assert not [one for one in beside if "Do you agree with this worry?" in one and "Set" not in one]
    log.append(case_file.id, Topic.SET, "set0", maja.id, site.clock(), wording_body(replace(words, worry="changed")))
    assert "about its wording then" in desk.get(place(case_file, "?by=set")).text
