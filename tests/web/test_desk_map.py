"""The map: exact words in three columns, and decisions that are taken, refused, undone, and never lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dialogs.conversation import Position
from review.map.decision import DecisionKind
from store.accounts import Account
from store.cases import CaseFile
from store.desk_rows import KeptEntry
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import FIRST_TRY, SAID, TAKEN_OUT, at_the_desk, send_a_talk


@pytest.fixture
def talk(site: Site, case_file: CaseFile, alva: IssuedInvite) -> str:
    return send_a_talk(site, case_file, alva)


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def entry_of(site: Site, case: CaseFile, step: str = "worries") -> KeptEntry:
    entries = site.services.conversations.entries_of_case(case.id)
    return next(one for one in entries if one.entry.position == Position(step))


def card_on(page: str, entry: KeptEntry) -> str:
    return page[page.index(f'id="e-{entry.id}"') :].split("</article>")[0]


def place(case: CaseFile, entry: KeptEntry | None = None) -> str:
    here = f"/desk/cases/{case.id}/map"
    return here if entry is None else f"{here}/{entry.id}"


def version(site: Site) -> str:
    return f"version {site.services.scripts['meeting_13_17'].version}"


def standing(site: Site, case: CaseFile, entry: KeptEntry) -> list[DecisionKind]:
    return [one.kind for one in site.services.decisions.for_case(case.id).get(entry.id, ())]


def test_the_map_works(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    page = desk.get(place(case_file)).text
    card = card_on(page, entry_of(site, case_file))
    assert "when they shout i go in the bathroom &amp; ring &lt;nan&gt;</blockquote>" in card
    for part in ("Alva", "Tell me about anything", "on their own", "2 Mar 2026", version(site)):
        assert part in card
    assert 'lang="en" dir="auto"' in card
    assert FIRST_TRY not in page
    assert TAKEN_OUT not in page
    follow_up = "You said “[…]”. Is there anything else about that?"
    assert page.index("ring &lt;nan&gt;") < page.index(follow_up)
    skipped = card_on(page, entry_of(site, case_file, "six_months"))
    assert "Skipped this question" in skipped
    assert "blockquote" not in skipped
    events = [(event.action, event.case_id) for event in site.services.audit.events()]
    assert ("read_map", case_file.id) in events


def test_an_empty_map_says_what_will_come(desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    page = desk.get(place(case_file)).text
    assert "The map is empty until somebody sends" in page
    assert "1 link is out" in page


def test_numbers_stand_on_a_line_with_their_reasons(desk: Browser, case_file: CaseFile, talk: str) -> None:
    page = desk.get(place(case_file)).text
    line = page[page.index('class="scales') :].split("</section>")[0]
    assert "I don't feel safe at home at all" in line.replace("&#39;", "'")
    assert SAID["one_higher"] in line


def test_words_in_another_language_ask_for_a_qualified_translation(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    invite = site.invite(maja, case_file)
    texts = [step.id for step in site.services.scripts["meeting_13_17"].steps.values() if step.reply == "text"]
    send_a_talk(site, case_file, invite, said=dict.fromkeys(texts, "Boję się wracać"), locale="pl")
    page = desk.get(place(case_file)).text
    entries = site.services.conversations.entries_of_case(case_file.id)
    polish = next(one for one in entries if one.entry.given.locale == "pl" and one.entry.reply.text)
    card = card_on(page, polish)
    step = site.services.scripts["meeting_13_17"].steps[polish.entry.position.step]
    assert "Needs a qualified translation" in card
    assert 'lang="pl"' in card
    assert f"({step.ask})" in unescape(card)
    assert "Polish" in card


def test_a_translation_is_kept_with_who_made_it_and_shown_wherever_the_words_are(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file), said={"worries": "Boję się wracać"}, locale="pl")
    polish = entry_of(site, case_file)
    card = card_on(desk.get(place(case_file)).text, polish)
    assert 'name="translation"' in card
    fields = {"kind": "reword", "seen": "0", "wording": "I am afraid to go home"}
    unnamed = desk.post(place(case_file, polish), translation="1", **fields)
    assert (unnamed.status_code, standing(site, case_file, polish)) == (422, [])
    assert "Say who translated it." in card_on(unnamed.text, polish)
    assert 'name="translation" value="1" checked' in unnamed.text
    unticked = desk.post(place(case_file, polish), translated_by="A. Nowak", **fields)
    assert (unticked.status_code, 'value="A. Nowak"' in unticked.text) == (422, True)
    desk.post(place(case_file, polish), translation="1", translated_by=" A. Nowak,  interpreter ", **fields)
    (kept,) = site.services.decisions.for_case(case_file.id)[polish.id]
    assert (kept.wording, kept.translated_by) == ("I am afraid to go home", "A. Nowak, interpreter")
    card = card_on(desk.get(place(case_file)).text, polish)
    assert "Translated by A. Nowak, interpreter" in card
    assert "Boję się wracać" in card
    assert "Needs a qualified translation" not in card
    for page in ("sets/new", "wall"):
        shown = unescape(desk.get(f"/desk/cases/{case_file.id}/{page}").text)
        assert "Translated by A. Nowak, interpreter" in shown, page
        assert "Boję się wracać" in shown, page
    assert "Put the translation into the worry" in desk.get(f"/desk/cases/{case_file.id}/sets/new").text
    desk.get(place(case_file))
    desk.post(place(case_file, polish), kind="undo", seen="1")
    card = card_on(desk.get(place(case_file)).text, polish)
    assert "Needs a qualified translation" in card


def test_a_wording_of_one_s_own_is_no_translation(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file), said={"worries": "Boję się wracać"}, locale="pl")
    polish = entry_of(site, case_file)
    desk.get(place(case_file))
    fields = {"kind": "reword", "seen": "0", "wording": "Afraid of going home"}
    unsaid = desk.post(place(case_file, polish), **fields)
    assert (unsaid.status_code, standing(site, case_file, polish)) == (422, [])
    assert "Say whether your wording is a translation" in card_on(unsaid.text, polish)
    assert "Afraid of going home</textarea>" in card_on(unsaid.text, polish)
    desk.post(place(case_file, polish), translation="no", **fields)
    card = card_on(desk.get(place(case_file)).text, polish)
    assert "Needs a qualified translation" in card
    assert "Not a translation: the worker's own summary" in unescape(card)
    shown = unescape(desk.get(f"/desk/cases/{case_file.id}/wall").text)
    assert "Not a translation: the worker's own summary" in shown
    assert "In the worker's words" not in shown


def test_not_safe_is_told_on_the_card(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    send_a_talk(site, case_file, alva, safe="not_sure_went_on")
    assert "was not sure it was safe to talk" in card_on(desk.get(place(case_file)).text, entry_of(site, case_file))


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("keep", {}, "Kept"),
        ("reword", {"wording": "Alva rings <b>nan</b>"}, "Alva rings &lt;b&gt;nan&lt;/b&gt;"),
        ("set_aside", {"why_set_aside": "Said twice"}, "Said twice"),
        ("ask_again", {"why_ask_again": "Ask when"}, "Ask when"),
    ],
)
def test_each_decision_works_and_can_be_undone(
    site: Site, desk: Browser, case_file: CaseFile, talk: str, kind: str, more: dict[str, str], told: str
) -> None:
    entry = entry_of(site, case_file)
    desk.get(place(case_file))
    card = card_on(desk.post(place(case_file, entry), kind=kind, seen="0", **more).text, entry)
    assert told in card
    assert "Maja" in card
    assert "ring &lt;nan&gt;</blockquote>" in card
    assert 'value="keep"' not in card
    card = card_on(desk.post(place(case_file, entry), kind="undo", seen="1").text, entry)
    assert 'value="keep"' in card
    assert "Undone" in card
    assert standing(site, case_file, entry) == [DecisionKind(kind), DecisionKind.UNDO]


def test_a_decision_without_its_words_is_refused_and_keeps_what_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, talk: str
) -> None:
    entry, skipped = entry_of(site, case_file), entry_of(site, case_file, "six_months")
    desk.get(place(case_file))
    for at, fields in (
        (entry, {"kind": "reword", "wording": "  "}),
        (entry, {"kind": "set_aside", "why_set_aside": "\x00"}),
        (entry, {"kind": "set_aside", "why_set_aside": "x" * 4001}),
        (entry, {"kind": "undo"}),
        (entry, {"kind": "burn"}),
        (skipped, {"kind": "reword", "wording": "Alva meant yes"}),
    ):
        answer = desk.post(place(case_file, at), seen="0", **fields)
        assert answer.status_code == 422
        assert 'class="refusal"' in card_on(answer.text, at)
    assert site.services.decisions.for_case(case_file.id) == {}
    answer = desk.post(place(case_file, entry), kind="set_aside", seen="0", why_set_aside="x" * 4001)
    assert "x" * 4001 in answer.text


@pytest.mark.parametrize(
    ("kind", "field"), [("reword", "wording"), ("set_aside", "why_set_aside"), ("ask_again", "why_ask_again")]
)
def test_what_was_typed_about_a_card_somebody_decided_about_is_kept_and_can_still_be_taken(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, talk: str, kind: str, field: str
) -> None:
    entry, keep = entry_of(site, case_file), DecisionKind.KEEP
    desk.get(place(case_file))
    site.services.decisions.decide(entry.id, case_file.id, maja.id, keep, "", "", site.clock())
    typed = {"kind": kind, field: "typed at <length>"}
    answer = desk.post(place(case_file, entry), seen="0", show="open", **typed)
    card = card_on(answer.text, entry)
    assert answer.status_code == 409
    assert re.search(rf'<textarea[^>]* name="{field}"[^>]*>typed at &lt;length&gt;</textarea>', card)
    assert "What you typed is still here." in card
    assert 'class="settled"' not in card
    assert "has changed since" in card_on(desk.post(place(case_file, entry), kind="keep", seen="0").text, entry)
    assert "still here" not in card_on(desk.page, entry)
    card = card_on(desk.post(place(case_file, entry), seen="1", instead="1", **typed).text, entry)
    assert "typed at &lt;length&gt;" in card
    assert standing(site, case_file, entry) == [keep, DecisionKind.UNDO, DecisionKind(kind)]


def test_a_decided_card_is_two_lines_and_stands_after_what_is_to_be_decided(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, talk: str
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file), said={"worries": "he shouts"})
    first, *others = re.findall(r'<article[^>]* id="(e-\w+)"', group_on(desk.get(place(case_file)).text))
    desk.post(place(case_file) + "/" + first.removeprefix("e-"), kind="keep", seen="0")
    page = desk.get(place(case_file)).text
    assert re.findall(r'<article[^>]* id="(e-\w+)"', group_on(page)) == [*others, first]
    cards = {id_: page[page.index(f'id="{id_}"') :].split("</article>")[0] for id_ in (first, others[0])}
    assert 'class="settled"' not in cards[others[0]]
    short, whole = cards[first].split("</summary>", 1)
    assert re.sub(r"<[^>]+>|\s+", " ", unescape(short)).split()[-3:] == ["Alva", "·", "Kept"]
    assert "</blockquote>" in whole
    assert 'value="undo"' in whole


def group_on(page: str) -> str:
    """The worries that are not sorted."""
    return page[page.index('data-group="worry-not_sorted"') :].split("data-group=")[1]


def test_how_it_was_is_told_on_a_card_only_when_it_was_otherwise(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite, talk: str
) -> None:
    card = card_on(desk.get(place(case_file)).text, entry_of(site, case_file))
    line, more = card.split('class="who"')[1].split("</p>")[0], card.split("<dt>How it was</dt>")[1]
    assert "on their own" not in line
    assert "said they were on their own" in more


def test_the_numbers_above_the_map_are_not_mixed_in_one_line(desk: Browser, case_file: CaseFile, talk: str) -> None:
    page = desk.get(place(case_file)).text
    summary = page[page.index('class="numbers"') :].split("</summary>")[0]
    assert "Alva" not in summary
    assert "1 question" in summary
    assert "Every number, and how it moved" in page


def test_only_the_newest_number_of_each_person_stands_above_the_map(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, talk: str
) -> None:
    site.clock.pass_by(minutes=10)
    send_a_talk(site, case_file, site.invite(maja, case_file))
    page = desk.get(place(case_file)).text
    newest = [
        one for one in site.services.conversations.entries_of_case(case_file.id) if one.entry.reply.number is not None
    ]
    newest.sort(key=lambda one: one.entry.given.at)
    line = page[page.index('class="scales') :].split("</section>")[0]
    assert re.findall(r'<a href="#e-(\w+)"><bdi>Alva</bdi><span class="unseen">', line) == [newest[-1].id]


@pytest.mark.parametrize("seen", ["0", "2", "", "x"])
def test_a_stale_card_is_answered_with_the_card_as_it_is(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, talk: str, seen: str
) -> None:
    entry = entry_of(site, case_file)
    desk.get(place(case_file))
    keep = DecisionKind.KEEP
    site.services.decisions.decide(entry.id, case_file.id, maja.id, keep, "", "", site.clock())
    answer = desk.post(place(case_file, entry), kind="set_aside", seen=seen, why_set_aside="no")
    assert answer.status_code == 409
    card = card_on(answer.text, entry)
    assert "has changed since you opened it" in card
    assert "Kept" in card
    assert standing(site, case_file, entry) == [keep]


def test_a_live_page_gets_the_card_alone(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    entry = entry_of(site, case_file)
    desk.get(place(case_file))
    data = {"csrf_token": desk.field("csrf_token"), "kind": "keep", "seen": "0"}
    answers = [desk.client.post(place(case_file, entry), data=data, headers={"X-Partial": "1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    first, second = (answer.json for answer in answers)
    assert first is not None
    assert second is not None
    assert (first["ok"], second["ok"]) == (True, False)
    assert first["html"].count("<article") == 1
    assert "Kept" in second["html"]
    assert re.match(r"\d+ cards wait", first["words"])


def test_only_open_cards_are_shown_when_asked(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    entry = entry_of(site, case_file)
    desk.get(place(case_file))
    desk.post(place(case_file, entry), kind="keep", seen="0", show="open")
    assert f'id="e-{entry.id}"' not in desk.page
    assert f'id="e-{entry.id}"' in desk.get(place(case_file)).text


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    olle = site.account("olle")
    other = site.case(olle, "Olle's family")
    browser = at_the_desk(site, olle)
    entry, token = entry_of(site, case_file), browser.field("csrf_token")
    assert browser.get(place(case_file)).status_code == 404
    assert browser.post(place(case_file, entry), kind="keep", seen="0", csrf_token=token).status_code == 404
    assert browser.post(place(other, entry), kind="keep", seen="0", csrf_token=token).status_code == 404
    assert "bathroom" not in browser.get(place(other)).text
    assert site.services.decisions.for_case(case_file.id) == {}
