"""The sets at the desk: written from the family's words, kept as versions, shown before the meeting, shared by link."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlalchemy import select

from dialogs.conversation import Position
from review.case_event import Topic
from review.map.decision import DecisionKind
from review.sets.sets import SafetySet, drafts_of, sets_of
from store.accounts import Account
from store.cases import CaseFile
from store.tables import case_event
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play
from web.services import Services

WORDS: dict[str, Any] = {
    "worry": "Kim and Nan are worried about Ali. On 3 May Dad was drunk and things were thrown. If this goes on, Ali "
    "could be hit by something and badly hurt.",
    "goal": "Kim and Nan make sure a sober grown-up is always with Ali. Ali sleeps in his own bed and feels calm at "
    "home. Nan and Maja see this for six months.",
    "question": "Where is it today, from 0 to 10?",
    "low": "Ali will be hit by something and badly hurt",
    "high": "Ali sleeps in his own bed and feels calm at home, for six months",
}
UNREADY = {**WORDS, "worry": "Everybody is worried & says <nothing>."}


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    """Maja's browser."""
    return at_the_desk(site, maja)


def at(case: CaseFile, *rest: str) -> str:
    return "/".join((f"/desk/cases/{case.id}/sets", *rest))


def sets(site: Site, case: CaseFile) -> tuple[SafetySet, ...]:
    return sets_of(site.services.case_log.of_case(case.id, Topic.SET, Topic.SHARING))


def write(desk: Browser, case: CaseFile, **changed: Any) -> int:
    """Writes a new set in the builder; the status of the answer."""
    desk.get(at(case, "new"))
    fields = {**WORDS, "do": "ready", **changed}
    return desk.post(at(case), form=desk.field("form"), seen=desk.field("seen"), follow=False, **fields).status_code


def change(desk: Browser, case: CaseFile, one: SafetySet, **changed: Any) -> int:
    desk.get(at(case, one.id, "change"))
    fields = {**WORDS, "do": "ready", **changed}
    path = at(case, one.id, "change")
    return desk.post(path, form=desk.field("form"), seen=desk.field("seen"), follow=False, **fields).status_code


def said(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def test_no_set_yet_teaches_with_an_example(desk: Browser, case_file: CaseFile) -> None:
    page = said(desk.get(at(case_file)).text)
    assert "No set has been written yet" in page
    assert "Ms Cole (teacher) and Nan are worried about Ali (7)" in page


def test_a_set_is_kept_word_for_word_and_shown(site: Site, desk: Browser, case_file: CaseFile) -> None:
    assert write(desk, case_file, who=["Dad"], says=["I threw <nothing>."]) == 303
    (one,) = sets(site, case_file)
    assert {name: getattr(one.wording, name) for name in WORDS} == WORDS
    for page in (desk.get(at(case_file)).text, desk.get(at(case_file, one.id)).text):
        assert all(words in said(page) for words in (*WORDS.values(), "I threw", "Not shared yet", "Maja"))
        assert "&lt;nothing&gt;" in page


def test_a_set_that_is_not_ready_stands_nowhere_and_nothing_typed_is_lost(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    assert write(desk, case_file, **UNREADY, who=["Dad"], says=["No."]) == 422
    assert sets(site, case_file) == ()
    assert "Everybody is worried &amp; says &lt;nothing&gt;." in desk.page
    assert 'value="No."' in desk.page
    for needed in ("Use the child's name", "by name who is worried", "could happen to the child"):
        assert needed in said(desk.page)


def test_it_may_be_kept_as_a_draft_and_written_on(site: Site, desk: Browser, case_file: CaseFile) -> None:
    assert write(desk, case_file, **{**UNREADY, "do": "draft"}) == 303
    (draft,) = drafts_of(site.services.case_log.of_case(case_file.id))
    assert "Everybody is worried & says" in said(desk.get(at(case_file)).text)
    assert "says &lt;nothing&gt;" in desk.get(at(case_file, draft.set_id, "change")).text
    fields = {**WORDS, "do": "ready", "form": desk.field("form"), "seen": desk.field("seen")}
    desk.post(at(case_file, draft.set_id, "change"), **fields)
    (one,) = sets(site, case_file)
    assert one.id == draft.set_id
    assert one.now.number == 1
    assert drafts_of(site.services.case_log.of_case(case_file.id)) == ()


def test_a_draft_is_put_away(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file, do="draft")
    (draft,) = drafts_of(site.services.case_log.of_case(case_file.id))
    desk.get(at(case_file))
    assert "No set has been written yet" not in desk.post(at(case_file, draft.set_id, "drop"), seen="0").text
    assert "No set has been written yet" in desk.post(at(case_file, draft.set_id, "drop"), seen=str(draft.seen)).text


def test_a_form_sent_twice_makes_one_set(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "new"))
    fields = {**WORDS, "do": "ready", "form": desk.field("form"), "seen": "0", "csrf_token": desk.field("csrf_token")}
    where = {desk.client.post(at(case_file), data=fields).location for _ in range(2)}
    (one,) = sets(site, case_file)
    assert where == {at(case_file, one.id)}


def test_a_change_says_why_and_shows_both_wordings(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    goal = WORDS["goal"].replace("six", "three")
    assert change(desk, case_file, one, goal=goal) == 422
    assert "Say why it changes" in desk.page
    assert "three months" in desk.page
    assert change(desk, case_file, one, goal=goal, why="Kim asked for it") == 303
    (one,) = sets(site, case_file)
    assert [version.wording.goal for version in one.versions] == [WORDS["goal"], goal]
    page = desk.get(at(case_file, one.id, "history")).text
    assert re.search(r"<del>.*?taken out:.*?six.*?</del>", page)
    assert re.search(r"<ins>.*?put in:.*?three.*?</ins>", page)
    assert all(words in said(page) for words in ("Kim asked for it", "Maja", "Version 1 to version 2"))


def test_saving_the_same_words_is_no_new_version(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    assert change(desk, case_file, one, why="no reason") == 422
    assert len(sets(site, case_file)[0].versions) == 1


def test_two_workers_writing_at_once_lose_nothing(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    path = at(case_file, one.id, "change")
    desk.get(path)
    mine = {"form": desk.field("form"), "seen": desk.field("seen")}
    assert change(desk, case_file, one, high=WORDS["high"] + " now", why="the other one") == 303
    late = {**WORDS, "question": "And mine?", "why": "mine", "do": "ready"}
    answer = desk.post(path, follow=False, **late, **mine)
    assert answer.status_code == 409
    assert all(words in said(answer.text) for words in ("while you were writing", "for six months now", "And mine?"))
    again = {**late, "form": desk.field("form"), "seen": desk.field("seen")}
    assert desk.post(path, follow=False, **again).status_code == 303
    assert [v.why for v in sets(site, case_file)[0].versions] == ["", "the other one", "mine"]


def test_a_form_that_is_stale_and_not_ready_hears_of_the_conflict_first(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    path = at(case_file, one.id, "change")
    desk.get(path)
    mine = {"form": desk.field("form"), "seen": desk.field("seen")}
    assert change(desk, case_file, one, high=WORDS["high"] + " now", why="the other one") == 303
    answer = desk.post(path, follow=False, **{**WORDS, "goal": "", "question": "And mine?", "do": "ready"}, **mine)
    assert answer.status_code == 409
    page = said(answer.text)
    assert all(words in page for words in ("while you were writing", "for six months now", "And mine?"))
    assert "Say why it changes" in page
    assert page.count("Needed:") >= 1
    assert re.search(r'name="goal"[^>]*aria-invalid="true"', answer.text)


def test_the_rules_answer_while_one_types_and_keep_nothing(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "new"))
    judged = desk.post(at(case_file, "judge"), **{**WORDS, "goal": "Kim will not drink.", "low": "", "high": ""})
    told = judged.json
    assert told is not None
    assert told["ok"]
    assert not told["ready"]
    assert {"field": "goal", "blocking": False} in [
        {k: one[k] for k in ("field", "blocking")} for one in told["problems"]
    ]
    assert any("“not”" in one["words"] for one in told["problems"])
    assert told["low"] == "Ali is hit by something and badly hurt"
    assert sets(site, case_file) == ()
    assert site.services.case_log.newest(case_file.id) == 0


def test_the_scale_is_proposed_from_the_pair_without_javascript(desk: Browser, case_file: CaseFile) -> None:
    assert write(desk, case_file, question="", low="", high="", do="propose") == 200
    assert "Ali is hit by something and badly hurt</textarea>" in desk.page
    assert "For six months: a sober grown-up is always with Ali. Ali sleeps" in desk.page


def test_a_proposal_is_asked_for_only_where_the_pair_says_something(desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file, worry="", goal="", low="my own end", do="propose")
    assert "my own end</textarea>" in desk.page


def test_what_could_not_be_proposed_is_said_in_words(desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file, worry="Nan is worried about Ali.", goal="", low="", high="", question="", do="propose")
    assert "Nothing to propose for 0: the worry does not say yet" in desk.page
    assert "Nothing to propose for 10: there is no goal yet." in desk.page
    write(desk, case_file, do="propose")
    assert "Nothing to propose" not in desk.page
    assert "Proposed below" in desk.page


def kept_words(s: Services, case: CaseFile, worker: Account) -> tuple[str, str, str]:
    """Keeps one card and sets one aside: (id and words of the kept one, words of the one set aside)."""
    (kept, away, *_) = s.conversations.entries_of_case(case.id)
    s.decisions.decide(kept.id, case.id, worker.id, DecisionKind.KEEP, "", "", s.clock(), after=0)
    s.decisions.decide(away.id, case.id, worker.id, DecisionKind.SET_ASIDE, "", "not now", s.clock(), after=0)
    return kept.id, kept.entry.verbatim, away.entry.verbatim


def test_only_words_somebody_decided_to_keep_are_offered(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "places_9_12.main", 2)
    id_, words, away = kept_words(site.services, case_file, maja)
    page = desk.get(at(case_file, "new")).text
    assert words in said(page)
    assert away not in said(page)
    assert page.count('name="quote"') == 1
    assert "wait for your decision" in said(page)
    picked = {**WORDS, "do": "pick", "quote": id_}
    ticked = desk.post(at(case_file), form=desk.field("form"), seen="0", follow=False, **picked).text
    assert f'data-from="{id_}"' in ticked
    assert re.search(rf'value="{id_}" checked', ticked)
    write(desk, case_file, quote=[id_])
    (one,) = sets(site, case_file)
    assert one.wording.quotes == (id_,)
    assert words in said(desk.get(at(case_file, one.id)).text)


def test_a_set_is_closed_and_opened_again_with_a_reason(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    desk.get(at(case_file, one.id))
    path = at(case_file, one.id, "close")
    hidden = {"form": desk.field("form"), "seen": desk.field("seen")}
    assert desk.post(path, follow=False, why="", **hidden).status_code == 422
    assert desk.post(path, follow=False, why="seen for six months", **hidden).status_code == 303
    assert not sets(site, case_file)[0].is_open
    assert "seen for six months" in said(desk.get(at(case_file)).text)
    desk.get(at(case_file, one.id))
    hidden = {"form": desk.field("form"), "seen": desk.field("seen"), "reopen": "1"}
    assert desk.post(path, follow=False, why="it came back", **hidden).status_code == 303
    assert sets(site, case_file)[0].is_open


def test_closing_what_changed_meanwhile_does_nothing(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    desk.get(at(case_file, one.id))
    hidden = {"form": desk.field("form"), "seen": desk.field("seen")}
    change(desk, case_file, one, question="And now?", why="plainer")
    answer = desk.post(at(case_file, one.id, "close"), follow=False, why="done", **hidden)
    assert answer.status_code == 409
    assert sets(site, case_file)[0].is_open


def test_sets_stand_in_the_order_they_are_put_in(site: Site, desk: Browser, case_file: CaseFile) -> None:
    for question in ("First?", "Second?", "Third?"):
        write(desk, case_file, question=question)
    last = sets(site, case_file)[2]
    desk.get(at(case_file))
    desk.post(at(case_file, last.id, "move"), to="up")
    assert [one.wording.question for one in sets(site, case_file)] == ["First?", "Third?", "Second?"]
    desk.post(at(case_file, last.id, "move"), to="down")
    desk.post(at(case_file, last.id, "move"), to="down")
    assert [one.wording.question for one in sets(site, case_file)] == ["First?", "Second?", "Third?"]


def test_a_fifth_open_set_is_warned_about_and_still_kept(site: Site, desk: Browser, case_file: CaseFile) -> None:
    for _ in range(4):
        write(desk, case_file)
    desk.get(at(case_file, "new"))
    judged = desk.post(at(case_file, "judge"), **WORDS).json
    assert judged is not None
    assert judged["ready"]
    assert [one["field"] for one in judged["problems"]] == ["set"]
    assert write(desk, case_file) == 303
    assert "5 sets are open" in said(desk.get(at(case_file)).text)


def test_the_level_decides_what_the_halves_are_called(desk: Browser, case_file: CaseFile) -> None:
    assert "Danger statement" in desk.get(at(case_file)).text
    page = desk.post(at(case_file, "level"), level="in_need").text
    assert "Wellbeing goal" in page
    assert "Danger statement" not in page
    assert "Worry statement" in desk.get(at(case_file, "new")).text


def test_every_reading_and_change_is_written_down(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    for page in (at(case_file), at(case_file, one.id), at(case_file, one.id, "history")):
        desk.get(page)
    change(desk, case_file, one, question="And?", why="plainer")
    actions = [event.action for event in site.services.audit.events(case_file.id)]
    assert {"make_set", "change_set", "read_sets", "read_set", "read_map"} <= set(actions)
    events = site.services.audit.events(case_file.id)
    assert all("worried" not in (event.subject or "") for event in events)


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    other = at_the_desk(site, site.account("noor"))
    for page in ("", "new", one.id, f"{one.id}/change", f"{one.id}/history"):
        assert other.get(at(case_file, page) if page else at(case_file)).status_code == 404
    before = site.services.case_log.newest(case_file.id)
    for path in ("", "judge", "level", f"{one.id}/change", f"{one.id}/close", f"{one.id}/sharing", f"{one.id}/move"):
        other.get("/desk/cases/new")
        where = at(case_file, path) if path else at(case_file)
        answer = other.post(where, follow=False, why="x", form="y" * 12, **WORDS)
        assert answer.status_code == 404
    assert site.services.case_log.newest(case_file.id) == before


def test_a_set_of_another_case_is_not_here(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    elsewhere = site.case(maja, "The Other family")
    for page in (one.id, f"{one.id}/change", f"{one.id}/history"):
        assert desk.get(at(elsewhere, page)).status_code == 404


def test_a_chair_reads_the_sets_and_changes_none(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    chair = site.account("cleo", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    page = browser.get(at(case_file, one.id)).text
    assert WORDS["low"] in said(page)
    assert "Close this set" not in page
    assert "Change the words" not in page
    assert browser.get(at(case_file, one.id, "change")).status_code == 403


def test_the_words_of_a_set_are_sealed(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    with site.services.database.reading() as connection:
        rows = connection.execute(select(case_event)).all()
    assert rows
    assert not any(b"worried" in bytes(part) for row in rows for part in row if isinstance(part, bytes))


def test_what_says_more_stands_after_its_words_with_the_question_it_needs(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "network.main", 1)
    s = site.services
    found = {one.entry.position: one for one in s.conversations.entries_of_case(case_file.id)}
    whole, detail = found[Position("worries")], found[Position("how_you_know")]
    for entry in (detail, whole):
        s.decisions.decide(entry.id, case_file.id, maja.id, DecisionKind.KEEP, "", "", s.clock(), after=0)
    cards = desk.get(at(case_file, "new")).text.split('<li class="quote-card')[1:]
    places = {one.id: n for n, card in enumerate(cards) for one in (whole, detail) if one.id in card}
    assert places[detail.id] == places[whole.id] + 1
    assert cards[places[detail.id]].startswith(' inside"')
    assert detail.entry.given.asked in said(cards[places[detail.id]])
