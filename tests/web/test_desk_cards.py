"""What a card shows beside words: details, pictures, steps, drawings, wishes, and how it was when they were said."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from store.desk_rows import KeptEntry
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play

BARE = re.compile(r"\{(item|worry|goal|low|high|reply|child|name)\}")


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def entry_at(site: Site, case: CaseFile, step: str, visit: int = 0) -> KeptEntry:
    entries = site.services.conversations.entries_of_case(case.id)
    return next(one for one in entries if one.entry.position[:2] == (step, visit))


def card_on(page: str, entry: KeptEntry) -> str:
    """The whole card that shows this entry, by itself or inside another."""
    at = page.index(f'id="e-{entry.id}"')
    start = page.rindex("<article", 0, at)
    return unescape(page[start : page.index("</article>", at)])


def map_of(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/map"


def standing(site: Site, case: CaseFile, entry: KeptEntry) -> list[DecisionKind]:
    return [one.kind for one in site.services.decisions.for_case(case.id).get(entry.id, ())]


def test_columns_beside_the_map_are_there_only_when_they_hold_anything(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "places_6_8.main", 2)
    page = desk.get(map_of(case_file)).text
    assert 'id="col-scale"' in page
    for kind in ("feeling", "set_view", "plan_rule"):
        assert f'id="col-{kind}"' not in page
    play(site, maja, case_file, "feelings.main", 2)
    play(site, maja, case_file, "sets.main", 1)
    play(site, maja, case_file, "family_plan.main", 1)
    page = unescape(desk.get(map_of(case_file)).text)
    for title in ("How they feel", "What they think of the shared worries and goals", "The family's own plan lines"):
        assert title in page
    assert not BARE.search(page)


def test_a_step_is_shown_with_all_five_words(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    play(site, maja, case_file, "places_6_8.main", 2)
    card = card_on(desk.get(map_of(case_file)).text, entry_at(site, case_file, "your_step"))
    assert "Step 3 of 5: In the middle" in card
    for words in ("Very worried", "A bit worried", "In the middle", "Mostly OK", "Happy and safe"):
        assert f'<span dir="auto">{words}</span>' in card
    assert "out of 10" not in card
    assert 'value="reword"' not in card


def test_pictures_stand_beside_their_words(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    talk = play(site, maja, case_file, "feelings.main", 2)
    for page in (
        card_on(desk.get(map_of(case_file)).text, entry_at(site, case_file, "today")),
        desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text,
    ):
        assert re.search(r'href="/static/pictures\.svg\?v=\w+#bear_8"/></svg><span dir="auto">A bear running<', page)


def test_a_drawing_is_shown_on_the_card_and_in_the_talk(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "feelings.main", 2)
    entry = entry_at(site, case_file, "own_words")
    for page in (
        card_on(desk.get(map_of(case_file)).text, entry),
        desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text,
    ):
        assert '<svg class="drawing" viewBox="0 0 1000 750" role="img" aria-label="A drawing by Ali">' in page
        assert f'<path d="{entry.entry.reply.drawing}"/>' in page
        assert "this is me too" in page


def test_a_wish_is_a_tag_that_names_the_worker(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    wishes = [("worry_place.0.0", "worker_first"), ("your_step.0.0", "meeting")]
    talk = play(site, maja, case_file, "places_6_8.main", 2, wishes=wishes)
    page = desk.get(map_of(case_file)).text
    assert "Wishes: only Maja first" in card_on(page, entry_at(site, case_file, "worry_place"))
    assert "Wishes: show at the meeting" in card_on(page, entry_at(site, case_file, "your_step"))
    assert "Wishes" not in card_on(page, entry_at(site, case_file, "wish_place"))
    assert "Wishes: only Maja first" in desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text
    for one in site.services.conversations.entries_of_case(case_file.id):
        site.services.decisions.decide(one.id, case_file.id, maja.id, DecisionKind.KEEP, "", "", site.clock())
    desk.get(f"/desk/cases/{case_file.id}/take-away")
    check = desk.post(f"/desk/cases/{case_file.id}/take-away/check", form="text").text
    assert "For 1 entry somebody asked that their worker sees it first." in check
    text = desk.post(f"/desk/cases/{case_file.id}/take-away", form="text").text
    assert "Asked that Maja sees this first.\n“when there is shouting" in unescape(text)


def test_how_it_was_is_one_line(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    talk = play(site, maja, case_file, "places_6_8.main", 2, helped=("other", "yes", "Nan <3"))
    line = "yped by somebody else, Nan <3 beside them, an interpreter helped"
    card = card_on(desk.get(map_of(case_file)).text, entry_at(site, case_file, "worry_place"))
    assert line in card
    page = desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text
    assert f"T{line}" in unescape(page)
    assert "Nan <3" not in page


def test_words_that_may_tell_of_harm_are_to_be_read_first(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "places_6_8.tells_of_harm", 2)
    noticed = [e for e in site.services.conversations.entries_of_case(case_file.id) if e.entry.given.noticed]
    quiet = [e for e in site.services.conversations.entries_of_case(case_file.id) if not e.entry.given.noticed]
    assert noticed
    assert "May tell of harm" in desk.get("/desk").text
    page = desk.get(map_of(case_file)).text
    tag = "May tell of harm: please read first"
    assert tag in card_on(page, noticed[0])
    assert "A list noticed them; only a person can judge." in card_on(page, noticed[0])
    assert tag not in card_on(page, quiet[0])
    assert tag in desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text


def test_the_inbox_says_in_words_what_to_read_first(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "feelings.main", 2)
    assert "tag-harm" not in desk.get("/desk").text
    play(site, maja, case_file, "places_6_8.main", 0, safe="no_went_on")
    page = desk.get("/desk").text
    assert "Said it was not safe" in page
    assert page.index("Alva") < page.index("How you are today")


def test_details_stand_in_the_card_of_their_worry(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "professional.main", 1)
    page = desk.get(map_of(case_file)).text
    card = card_on(page, entry_at(site, case_file, "worry"))
    assert card.count("<article") == 1
    for part in ("Where did you get this worry from?", "I saw it", "What was the impact of this on", "He jumped when"):
        assert part in card
    assert "Impact on the child not said" not in page
    column = page[page.index('id="col-worry"') :].split("</section>")[0]
    assert column.count("<article") == int(re.findall(r'class="n">(\d+)<', column)[0]) == 2


@pytest.mark.parametrize("skipped", [(), ("worry_impact",)])
def test_a_relative_s_worry_without_its_impact_says_so(
    site: Site, desk: Browser, maja: Account, skipped: tuple[str, ...]
) -> None:
    people = [NewPerson("parent", "Kim"), NewPerson("relative", "Ray"), NewPerson("child", "Ali")]
    case = site.services.cases.create("Ray's family", None, maja.id, people, site.clock())
    play(site, maja, case, "network.main", 1, without=skipped)
    card = card_on(desk.get(map_of(case)).text, entry_at(site, case, "worries"))
    assert ("Impact on the child not said" in card) is bool(skipped)


@pytest.mark.parametrize(
    ("form", "follows"),
    [
        ({"kind": "keep"}, DecisionKind.KEEP),
        ({"kind": "reword", "wording": "Cut hand, 19 May"}, DecisionKind.KEEP),
        ({"kind": "set_aside", "why_set_aside": "said twice"}, DecisionKind.SET_ASIDE),
        ({"kind": "ask_again"}, DecisionKind.ASK_AGAIN),
    ],
)
def test_details_go_the_way_of_their_card_and_come_back_with_it(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, form: dict[str, str], follows: DecisionKind
) -> None:
    play(site, maja, case_file, "professional.main", 1)
    whole, detail = entry_at(site, case_file, "worry"), entry_at(site, case_file, "worry_impact")
    own = entry_at(site, case_file, "worry_known")
    desk.get(map_of(case_file))
    desk.post(f"{map_of(case_file)}/{own.id}", kind="keep", seen="0")
    assert standing(site, case_file, whole) == []
    site.clock.pass_by(minutes=1)
    desk.post(f"{map_of(case_file)}/{whole.id}", seen="0", **form)
    assert standing(site, case_file, detail) == [follows]
    assert standing(site, case_file, own) == [DecisionKind.KEEP]
    desk.post(f"{map_of(case_file)}/{whole.id}", kind="undo", seen="1")
    assert standing(site, case_file, detail) == [follows, DecisionKind.UNDO]
    assert standing(site, case_file, own) == [DecisionKind.KEEP]
    assert "<strong>Not decided yet" not in card_on(desk.page, whole)
    desk.post(f"{map_of(case_file)}/{whole.id}", kind="keep", seen="2")
    desk.post(f"{map_of(case_file)}/{own.id}", kind="undo", seen="1")
    assert "<strong>Not decided yet" in card_on(desk.page, whole)
    decided = [event.subject for event in site.services.audit.events(case_file.id) if "decide" in event.action]
    assert detail.id in decided


def test_a_detail_can_be_decided_apart_and_its_card_comes_back_whole(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "professional.main", 1)
    whole, detail = entry_at(site, case_file, "worry"), entry_at(site, case_file, "worry_impact")
    desk.get(map_of(case_file))
    data = {"csrf_token": desk.field("csrf_token"), "kind": "set_aside", "seen": "0", "why_set_aside": ""}
    refused = desk.client.post(f"{map_of(case_file)}/{detail.id}", data=data, headers={"X-Partial": "1"})
    assert refused.status_code == 422
    assert refused.json is not None
    assert f'id="e-{detail.id}-told"' in refused.json["html"]
    assert f'id="e-{whole.id}-told"' not in refused.json["html"]
    taken = desk.client.post(
        f"{map_of(case_file)}/{detail.id}", data={**data, "why_set_aside": "hearsay"}, headers={"X-Partial": "1"}
    )
    assert taken.json is not None
    assert taken.json["html"].count("<article") == 1
    assert f'id="e-{whole.id}"' in taken.json["html"]
    assert "hearsay" in taken.json["html"]
    assert standing(site, case_file, whole) == []


def test_what_was_asked_about_each_shared_worry_stays_together(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "sets.main", 1)
    page = unescape(desk.get(map_of(case_file)).text)
    said = ["It was one time that things were thrown", "I would put my sister in it", "Nothing really. He is tired"]
    column = page[page.index('id="col-set_view"') :].split("</section>")[0]
    places = [column.index(words) for words in said]
    assert places == sorted(places)
    card = card_on(page, entry_at(site, case_file, "set_goal", 1))
    assert "The shared worry: <q" in card
    assert "Ms Cole and Priya are worried that Ali is tired" in card
    assert "Ali sleeps in his own bed" in card
    first, second = page.split('class="scale-row"')[1:3]
    assert "If Ray had a key." in first
    assert "Two alarms" not in first
    assert "Two alarms" in second


@pytest.mark.parametrize("name", ["sets.main", "network.main", "feelings.main", "professional.main"])
def test_a_question_of_a_loop_is_never_bare_in_another_language(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, name: str
) -> None:
    talk = play(site, maja, case_file, name, 2, locale="pl")
    for page in (desk.get(map_of(case_file)).text, desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text):
        assert not BARE.search(page)
        if name == "feelings.main":
            assert "Tell me about the bear for Mum." in page
            assert "You picked: A bear running. Tell me about that one." in page
    for one in site.services.conversations.entries_of_case(case_file.id):
        assert not BARE.search(one.entry.given.asked)


def test_what_was_said_before_a_question_of_a_loop_is_filled_in(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "sets.main", 1)
    page = unescape(desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text)
    assert page.count("Next come the worries and goals") == 1
    assert page.count("This is the worry that was written down:") == 2
    assert "Ms Cole and Priya are worried that Ali is tired and late for school" in page
    assert not BARE.search(page)


def test_feedback_with_a_name_is_read_in_its_talk_and_is_on_no_map(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "after_meeting.main", 1)
    said = [e for e in site.services.conversations.entries(talk) if e.entry.kind is EntryKind.FEEDBACK]
    words = next(one.entry.reply.text for one in said if one.entry.reply.text)
    page = unescape(desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text)
    assert words in page
    assert "about the meeting, not on the map" in page
    assert words not in unescape(desk.get(map_of(case_file)).text)


def test_another_worker_can_neither_see_nor_decide_about_a_detail(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "professional.main", 1)
    detail = entry_at(site, case_file, "worry_impact")
    olle = site.account("olle")
    other, browser = site.case(olle, "Olle's family"), at_the_desk(site, olle)
    token = browser.field("csrf_token")
    for case in (case_file, other):
        answer = browser.post(f"{map_of(case)}/{detail.id}", kind="keep", seen="0", csrf_token=token)
        assert answer.status_code == 404
        assert "jumped" not in answer.text
    assert site.services.decisions.for_case(case_file.id) == {}
