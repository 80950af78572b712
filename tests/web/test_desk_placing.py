"""Placing a card: sorted, undone, through the gate with nothing typed lost, split, merged, found again; and who may."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dialogs.conversation import Position
from review.case_event import Topic
from review.map.placing import Category, Gate, Part, Placing, placing_body, placings_of
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from store.desk_rows import KeptEntry
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID, WORRY, at_the_desk, play, send_a_talk

GATE = {
    "who": "Nan",
    "did": "fetched <Alva>",
    "when": "on Fridays",
    "how_often": "every time",
    "how_long": "May to July",
    "seen_by": "Mum",
}


@pytest.fixture
def talk(site: Site, case_file: CaseFile, alva: IssuedInvite) -> str:
    return send_a_talk(site, case_file, alva)


@pytest.fixture
def desk(site: Site, maja: Account, talk: str) -> Browser:
    return at_the_desk(site, maja)


@pytest.fixture
def danger(site: Site, maja: Account, case_file: CaseFile) -> str:
    """The id of the case's one set."""
    words = Wording("Dad may shout & hurt", "Calm nights", "How sure?", "never", "always")
    site.services.case_log.append(case_file.id, Topic.SET, "set-1", maja.id, site.clock(), wording_body(words))
    return "set-1"


def entry_of(site: Site, case: CaseFile, step: str = "worries") -> KeptEntry:
    entries = site.services.conversations.entries_of_case(case.id)
    return next(one for one in entries if one.entry.position == Position(step))


def at(case: CaseFile, entry: KeptEntry) -> str:
    return f"/desk/cases/{case.id}/map/{entry.id}/place"


def stands(site: Site, case: CaseFile, entry: KeptEntry) -> Placing:
    return placings_of(site.services.case_log.of_case(case.id, Topic.PLACING)).get(entry.id, Placing())


def put(site: Site, desk: Browser, case: CaseFile, entry: KeptEntry, do: str, **fields: Any) -> TestResponse:
    """Posts as the page would, from where the card stands now."""
    desk.get(at(case, entry))
    fields.setdefault("seen", str(stands(site, case, entry).seen))
    return desk.post(at(case, entry), do=do, **fields)


def card_on(page: str, entry: KeptEntry, part: str = "") -> str:
    return page[page.index(f'id="e-{entry.id}{part}"') :].split("</article>")[0]


def group_of(page: str, entry: KeptEntry, part: str = "") -> str:
    return re.findall(r'data-group="([a-z_-]+)"', page[: page.index(f'id="e-{entry.id}{part}"')])[-1]


def the_map(desk: Browser, case: CaseFile, query: str = "") -> str:
    return desk.get(f"/desk/cases/{case.id}/map{query}").text


def looked_for(desk: Browser, case: CaseFile, **wanted: str) -> str:
    """The map with only the cards that are looked for."""
    return desk.post(f"/desk/cases/{case.id}/map/look", **wanted).text


def test_a_card_is_sorted_on_the_map_and_taken_out_again(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    assert group_of(the_map(desk, case_file), entry) == "worry-not_sorted"
    page = put(site, desk, case_file, entry, "sort", part="1", category="danger", **{"from": "map"}).text
    assert group_of(page, entry) == "worry-danger"
    assert 'value="" aria-pressed="true"' in card_on(page, entry)
    put(site, desk, case_file, entry, "sort", part="1", category="")
    assert group_of(the_map(desk, case_file), entry) == "worry-not_sorted"
    actions = [event.action for event in site.services.audit.events()]
    assert actions.count("place_sort") == 2
    assert "read_placing" in actions


def test_a_sorted_card_alone_knows_where_it_goes(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    desk.get(at(case_file, entry))
    fields = {"csrf_token": desk.field("csrf_token"), "do": "sort", "part": "1", "category": "danger", "seen": "0"}
    answer = desk.client.post(at(case_file, entry), data=fields, headers={"X-Partial": "1"})
    assert answer.status_code == 200
    assert 'data-sorted="danger" data-announce="Sorted: Danger"' in answer.text
    again = desk.client.post(at(case_file, entry), data=fields, headers={"X-Partial": "1"})
    assert (again.status_code, again.text) == (409, "")


def test_what_stood_before_is_put_back(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    put(site, desk, case_file, entry, "sort", category="danger")
    first = stands(site, case_file, entry).seen
    put(site, desk, case_file, entry, "sort", category="past_harm")
    page = desk.get(at(case_file, entry)).text
    assert page.count("Put it back so") == 2
    put(site, desk, case_file, entry, "before", line=str(first))
    assert stands(site, case_file, entry).parts[0].category is Category.DANGER
    put(site, desk, case_file, entry, "before", line="0")
    assert stands(site, case_file, entry).parts[0].category is None
    assert put(site, desk, case_file, entry, "before", line="999").status_code == 422


def test_a_strength_goes_through_the_gate_and_keeps_what_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, danger: str
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    page = put(site, desk, case_file, entry, "gate", part="1", danger=danger, **{**GATE, "seen_by": ""}).text
    assert "It stays a strength until every part is said" in page
    assert "Not said yet: who saw it." in re.sub(r"\s+", " ", page).replace(" who", " who")
    assert "fetched &lt;Alva&gt;</textarea>" in page
    assert stands(site, case_file, entry).parts[0].category is Category.STRENGTH
    assert "Not safety yet" in card_on(the_map(desk, case_file), entry)
    page = put(site, desk, case_file, entry, "gate", part="1", danger=danger, **GATE).text
    assert "Counts as safety" in page
    shown = the_map(desk, case_file)
    assert group_of(shown, entry) == "working_well-safety"
    assert "fetched &lt;Alva&gt;" in card_on(shown, entry)
    assert "Set 1" in card_on(shown, entry)


PROMISE = {
    "who": "Nan",
    "did": "Will have them on <Fridays> from now on",
    "when": "never",
    "how_often": "Once",
    "how_long": "x",
    "seen_by": "Nan",
}


def test_a_promise_is_safety_only_when_it_is_said_why_it_counts_all_the_same(
    site: Site, desk: Browser, case_file: CaseFile, danger: str
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    answer = put(site, desk, case_file, entry, "gate", part="1", danger=danger, **PROMISE)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert stands(site, case_file, entry) == Placing()
    for told in ("“from now on” is about what is still to come", "“Once” is not more than once",
                 "“never” names no time", "“x” says too little", "nobody saw it but whoever did it"):  # fmt: skip
        assert told in page, told
    assert "Will have them on <Fridays> from now on</textarea>" in page
    assert f'value="{danger}" selected' in page
    page = put(
        site, desk, case_file, entry, "gate", part="1", danger=danger, why_still="Ray saw it too", **PROMISE
    ).text
    assert "Counts as safety" in page
    card = card_on(the_map(desk, case_file), entry)
    assert group_of(desk.page, entry) == "working_well-safety"
    assert "Ray saw it too" in card
    assert "is not more than once" not in unescape(card)


def test_what_passed_the_gate_before_it_was_judged_says_so_beside_the_evidence(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, danger: str
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    safe = Part(category=Category.SAFETY, sets=(danger,), gate=Gate(danger=danger, **{**GATE, "how_often": "Once"}))
    body = placing_body(Placing((safe,)))
    del body["parts"][0]["gate"]["why_still"]
    site.services.case_log.append(case_file.id, Topic.PLACING, entry.id, maja.id, site.clock(), body)
    for page in (card_on(the_map(desk, case_file), entry), desk.get(at(case_file, entry)).text):
        assert "“Once” is not more than once" in page


def test_an_empty_gate_keeps_nothing_and_names_what_is_missing(
    site: Site, desk: Browser, case_file: CaseFile, danger: str
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    answer = put(site, desk, case_file, entry, "gate", part="1", danger="", **dict.fromkeys(GATE, " "))
    page = re.sub(r"\s+", " ", answer.text)
    assert answer.status_code == 422
    assert "Nothing was written, so nothing was kept." in page
    assert "which danger it met, who acted, what they did, when the danger was there, how often, over what time" in (
        page.replace(" ,", ",")
    )
    assert '<details class="gate more" id="gate-1" open>' in page
    assert stands(site, case_file, entry) == Placing()


def test_a_gate_somebody_passed_meanwhile_loses_nothing_that_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, danger: str
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    mine = {name: f"my {name} <3" for name in GATE}
    put(site, desk, case_file, entry, "gate", part="1", danger=danger, **{**GATE, "seen_by": ""})
    answer = put(site, desk, case_file, entry, "gate", part="1", danger=danger, seen="0", **mine)
    assert answer.status_code == 409
    for name in GATE:
        assert f"my {name} &lt;3</textarea>" in answer.text
    assert "What you typed is still in the form." in answer.text
    assert "fetched &lt;Alva&gt;" in answer.text, "what was saved meanwhile stands beside it"
    put(site, desk, case_file, entry, "gate", part="1", danger=danger, **GATE)
    for danger_picked in (danger, ""):
        answer = put(site, desk, case_file, entry, "gate", part="1", danger=danger_picked, seen="0", **mine)
        assert answer.status_code == 409
        for name in GATE:
            assert f"my {name} &lt;3</dd>" in answer.text
    assert stands(site, case_file, entry).parts[0].gate == Gate(danger=danger, **GATE)


def test_a_card_stands_behind_another_only_when_one_is_picked(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file, "parent", 1), 1, {"worries": "he shouts at night"})
    answer = put(site, desk, case_file, entry_of(site, case_file), "behind", front="")
    assert answer.status_code == 422
    assert "Pick a card.</p>" in answer.text
    desk.post(f"{at(case_file, entry_of(site, case_file))}?done=sort", do="behind", front="", seen="0")
    assert "Saved." not in desk.page
    assert "cannot be done" not in answer.text


def test_safety_is_taken_back_only_with_a_reason(site: Site, desk: Browser, case_file: CaseFile, danger: str) -> None:
    entry = entry_of(site, case_file, "going_ok")
    put(site, desk, case_file, entry, "gate", part="1", danger=danger, **GATE)
    for do, fields in (
        ("back", {"why": " "}),
        ("sort", {"category": "strength"}),
        ("before", {"line": "0"}),
        ("cut", {"cut": "5"}),
    ):
        answer = put(site, desk, case_file, entry, do, **fields)
        assert answer.status_code == 422, do
        assert "Say why" in answer.text, do
    assert stands(site, case_file, entry).parts[0].category is Category.SAFETY
    page = put(site, desk, case_file, entry, "back", part="1", why="Nan was away").text
    assert stands(site, case_file, entry).parts[0].category is Category.STRENGTH
    assert "Nan was away" in page


def test_a_card_is_cut_and_each_part_stands_by_itself(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    at_and = WORRY.index("& ring")
    put(site, desk, case_file, entry, "cut", cut=str(at_and))
    put(site, desk, case_file, entry, "sort", part="1", category="past_harm")
    put(site, desk, case_file, entry, "sort", part="2", category="strength")
    page = the_map(desk, case_file)
    assert group_of(page, entry) == "worry-past_harm"
    assert group_of(page, entry, "-2") == "working_well-strength"
    first, second = unescape(card_on(page, entry)), unescape(card_on(page, entry, "-2"))
    assert f">{WORRY[:at_and].strip()}</blockquote>" in first
    assert f">{WORRY[at_and:]}</blockquote>" in second
    assert "Part 2 of 2" in second
    assert f'href="{at(case_file, entry)}"' in second
    assert "data-decide" not in first, "a decision about the whole shows on all of its parts"
    assert 'value="keep"' not in second
    searched = looked_for(desk, case_file, q="the bathroom")
    assert f'id="e-{entry.id}"' in searched
    assert f'id="e-{entry.id}-2"' not in searched
    put(site, desk, case_file, entry, "whole")
    assert f">{WORRY}</blockquote>" in unescape(card_on(the_map(desk, case_file), entry))


def test_the_same_said_twice_is_one_card_that_counts_both(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file, "parent", 1), 1, {"worries": "he shouts at night"})
    child, mum = (
        next(one for one in site.services.conversations.entries_of_case(case_file.id) if one.entry.verbatim == words)
        for words in (WORRY, "he shouts at night")
    )
    refused = put(site, desk, case_file, child, "behind", front=mum.id)
    assert refused.status_code == 422, "a child's words never stand behind a grown-up's"
    put(site, desk, case_file, mum, "behind", front=child.id)
    page = the_map(desk, case_file)
    front = card_on(page, child)
    assert "Said once more" in front
    assert "he shouts at night" in front
    assert page.count(f'id="e-{mum.id}"') == 1
    assert "he shouts at night" in looked_for(desk, case_file, q="SHOUTS at")
    put(site, desk, case_file, mum, "alone")
    assert "Said once more" not in the_map(desk, case_file)


def test_cards_are_found_by_words_by_person_by_set_and_by_not_sorted(
    site: Site, desk: Browser, case_file: CaseFile, danger: str
) -> None:
    worry, well = entry_of(site, case_file), entry_of(site, case_file, "going_ok")
    put(site, desk, case_file, worry, "sets", part="1", set=danger)
    put(site, desk, case_file, worry, "sort", part="1", category="danger")
    kim = case_file.people[1].id
    for wanted, found in (
        ({"q": "FRIDAYS and"}, {well}),
        ({"set": danger}, {worry}),
        ({"sorted": "no"}, {well}),
        ({"person": well.person_id}, {worry, well}),
        ({"person": kim}, set()),
        ({"q": "<nan>"}, {worry}),
    ):
        page = looked_for(desk, case_file, **wanted)
        assert {one for one in (worry, well) if f'id="e-{one.id}"' in page} == found, wanted
    assert f'id="e-{worry.id}"' in the_map(desk, case_file, "?q=zebra"), "words are never taken from an address"
    assert "No card here fits" in looked_for(desk, case_file, q="zebra")
    unknown = put(site, desk, case_file, worry, "sets", part="1", set="set-of-another-case")
    assert unknown.status_code == 422


def test_somebody_who_placed_it_meanwhile_is_not_overwritten(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    put(site, desk, case_file, entry, "sort", category="danger")
    answer = put(site, desk, case_file, entry, "sort", category="past_harm", seen="0")
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.text
    assert stands(site, case_file, entry).parts[0].category is Category.DANGER


@pytest.mark.parametrize(
    "fields",
    [{"do": "burn"}, {"do": "sort", "category": "nonsense"}, {"do": "sort", "part": "9", "category": "danger"},
     {"do": "sort", "category": "safety"}, {"do": "whole"}, {"do": "alone"}, {"do": "cut"},
     {"do": "gate", "who": "x" * 4001}],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing_and_says_so(
    site: Site, desk: Browser, case_file: CaseFile, fields: dict[str, str]
) -> None:
    entry = entry_of(site, case_file, "going_ok")
    answer = put(site, desk, case_file, entry, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert stands(site, case_file, entry) == Placing()
    assert fields.get("who", "") in answer.text


def test_what_has_no_place_in_the_columns_has_no_page(site: Site, desk: Browser, case_file: CaseFile) -> None:
    for step in ("six_months", "one_higher"):
        answer = desk.get(at(case_file, entry_of(site, case_file, step)))
        assert answer.status_code == (404 if step == "six_months" else 200)
    assert desk.get(f"/desk/cases/{case_file.id}/map/nothing/place").status_code == 404


def test_a_child_that_was_not_heard_is_named_above_the_map(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    page = the_map(desk, case_file)
    assert "Nothing Ali said is on this map." in page
    assert "Nothing Alva said" not in page
    site.clock.pass_by(days=44)
    later = at_the_desk(site, maja)
    assert "Alva was last heard on Monday 2 March 2026, before the last conference." in the_map(later, case_file)


def test_a_guess_says_whose_it_is_on_its_card(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    said = {"child_likes": "he would say pancakes"}
    send_a_talk(site, case_file, site.invite(maja, case_file, "parent", 1), 1, said)
    card = card_on(the_map(desk, case_file), entry_of(site, case_file, "child_likes"))
    assert "Kim's guess of what Ali would say" in unescape(card)
    assert "Nothing Ali said is on this map." in desk.page


def test_a_worry_without_its_impact_says_what_to_do(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    site.services.cases.add_person(case_file.id, NewPerson("relative", "Nan"), site.clock())
    case = site.services.cases.case_for(maja.id, case_file.id)
    assert case
    play(site, maja, case, "network.main", 3, without=("worry_impact",))
    page = the_map(desk, case_file)
    assert "Impact on the child not said" in page
    assert "Ask again what it did to the child." in page
    assert "What did it do to the child?</textarea>" in page


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    entry = entry_of(site, case_file)
    other = at_the_desk(site, site.account("other"))
    assert other.get(at(case_file, entry)).status_code == 404
    other.get("/desk/cases/new")
    assert other.post(at(case_file, entry), do="sort", category="danger", seen="0").status_code == 404
    assert SAID["going_ok"] not in other.page
    assert stands(site, case_file, entry) == Placing()
