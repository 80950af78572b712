"""The room's wall and the page beside it: only what may be shown, live hints only to those with the case, undo."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from flask_socketio.test_client import SocketIOTestClient

from dialogs.conversation import Position
from dialogs.script import EntryKind
from review.case_event import Topic
from review.map.decision import DecisionKind
from review.numbers.ratings import ratings_of
from review.room.in_the_room import SAID, said_of
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from store.desk_rows import KeptEntry
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID as SAID_THERE
from tests.web.desking import WORRY, at_the_desk, play, send_a_talk
from web.sockets import DESK, socketio, sweep

SET = Wording(
    worry="Maja is worried that Ali is hit.",
    goal="A sober grown-up is with Ali every night.",
    question="",
    low="Ali is alone with a row",
    high="Six calm months",
)


@pytest.fixture
def talk(site: Site, case_file: CaseFile, alva: IssuedInvite) -> str:
    return send_a_talk(site, case_file, alva)


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def entry_of(site: Site, case: CaseFile, step: str = "worries") -> KeptEntry:
    entries = site.services.conversations.entries_of_case(case.id)
    return next(one for one in entries if one.entry.position == Position(step))


def keep(site: Site, case: CaseFile, by: Account, entry: KeptEntry, wording: str = "") -> None:
    kind = DecisionKind.REWORD if wording else DecisionKind.KEEP
    site.services.decisions.decide(entry.id, case.id, by.id, kind, wording, "", site.clock())


def a_set(site: Site, case: CaseFile, by: Account) -> str:
    made = site.services.case_log.append(case.id, Topic.SET, "s1", by.id, site.clock(), wording_body(SET))
    return made.subject


def wall(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/wall"


def room(case: CaseFile, what: str = "") -> str:
    return f"/desk/cases/{case.id}/room{what}"


def say(desk: Browser, case: CaseFile, words: str = "Ray comes on Fridays", **more: str) -> Any:
    desk.get(room(case))
    given: dict[str, Any] = {"column": "needs_to_happen", "words": words, "by_name": "Uncle Ray", "set": "", **more}
    return desk.post(room(case, "/said"), form=desk.field("form"), **given)


def test_the_wall_works(site: Site, desk: Browser, case_file: CaseFile, maja: Account, talk: str) -> None:
    keep(site, case_file, maja, entry_of(site, case_file), wording="Rows at home frighten Alva.")
    a_set(site, case_file, maja)
    page = desk.get(wall(case_file)).text
    told = [SET.worry, SET.goal, SET.low, SET.high, "bathroom &amp; ring &lt;nan&gt;", "Rows at home frighten Alva."]
    assert [words for words in told if words not in page] == []
    assert page.index(SET.worry) < page.index("ring &lt;nan&gt;")
    assert [event.action for event in site.services.audit.events()].count("read_wall") == 1


def test_what_nobody_has_kept_and_how_it_was_said_is_on_neither_wall_nor_its_content(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account, talk: str
) -> None:
    page = desk.get(wall(case_file)).text
    assert "bathroom" not in page
    keep(site, case_file, maja, entry_of(site, case_file))
    content = desk.get(wall(case_file), headers={"X-Partial": "1"}).json
    assert content is not None
    assert "bathroom" in content["html"]
    assert "on their own" not in content["html"]


def test_another_worker_cannot_see_it(site: Site, case_file: CaseFile, talk: str) -> None:
    other = at_the_desk(site, site.account("other"))
    assert other.get(wall(case_file)).status_code == 404
    assert other.get(room(case_file)).status_code == 404
    for what in ("/said", "/number", "/take-back", "/turn", f"/wall/{entry_of(site, case_file).id}"):
        other.get("/desk/cases/new")
        assert other.post(room(case_file, what), to="next", on="1").status_code == 404


def test_a_chair_sees_the_wall_but_does_not_write_in_the_room(site: Site, case_file: CaseFile) -> None:
    chair = site.account("chair", "chair")
    site.services.cases.grant(case_file.id, chair.id, chair.id, site.clock())
    browser = at_the_desk(site, chair)
    assert browser.get(wall(case_file)).status_code == 200
    assert browser.get(room(case_file)).status_code == 403


def test_what_may_tell_of_harm_stays_off_until_a_worker_ticks_it(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    play(site, maja, case_file, "places_9_12.tells_of_harm", 2)
    entries = site.services.conversations.entries_of_case(case_file.id)
    noticed = next(one for one in entries if one.entry.given.noticed)
    keep(site, case_file, maja, noticed)
    words = noticed.entry.reply.text[:20]
    assert words not in desk.get(wall(case_file)).text
    assert "May tell of harm" in desk.get(room(case_file)).text
    show_all_the_same(desk, case_file, noticed)
    assert words in desk.get(wall(case_file)).text
    desk.get(room(case_file))
    desk.post(room(case_file, f"/wall/{noticed.id}"), on="0")
    assert words not in desk.get(wall(case_file)).text
    ticked = [event.action for event in site.services.audit.events() if event.action.startswith("wall_")]
    assert ticked == ["wall_on", "wall_off"]


def second_step(page: str, entry: KeptEntry) -> str:
    """What stands open, or closed, under “Show it all the same…” for this entry."""
    forms = page.split('<details class="hold"')[1:]
    return unescape(next(one.split("</details>")[0] for one in forms if f"/room/wall/{entry.id}" in one))


def show_all_the_same(desk: Browser, case: CaseFile, entry: KeptEntry) -> Any:
    step = second_step(desk.get(room(case)).text, entry)
    read = step.split('name="read" value="')[1].split('"')[0]
    return desk.post(room(case, f"/wall/{entry.id}"), on="1", read=read)


def test_what_is_held_back_is_shown_only_after_a_second_step_that_says_every_reason_and_can_be_undone_at_once(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    play(site, maja, case_file, "places_9_12.tells_of_harm", 2)
    noticed = next(one for one in site.services.conversations.entries_of_case(case_file.id) if one.entry.given.noticed)
    keep(site, case_file, maja, noticed)
    words = noticed.entry.verbatim
    asked = second_step(desk.get(room(case_file)).text, noticed)
    assert (asked.startswith(" open"), "It may tell of harm." in asked) == (False, True)
    assert "Put it on the wall" not in asked
    one_tap = desk.post(room(case_file, f"/wall/{noticed.id}"), on="1")
    assert (one_tap.status_code, words in unescape(desk.get(wall(case_file)).text)) == (422, False)
    assert second_step(one_tap.text, noticed).startswith(" open")
    done = unescape(show_all_the_same(desk, case_file, noticed).text)
    put = done.split('id="put"')[1].split("</form>")[0]
    assert all(told in put for told in ("On the wall now:", words, "Take it off"))
    assert done.index('id="put"') < done.index("Write what is said")
    assert words in done.split("Shown all the same")[1]
    desk.post(room(case_file, f"/wall/{noticed.id}"), on="0")
    again = second_step(desk.get(room(case_file)).text, noticed)
    assert "It was taken off the wall by hand." in again
    stale = desk.post(room(case_file, f"/wall/{noticed.id}"), on="1", read="harm")
    assert stale.status_code == 422


def test_the_second_step_repeats_what_somebody_asked_not_to_be_said(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account, alva: IssuedInvite
) -> None:
    send_a_talk(site, case_file, alva, said={**SAID_THERE, "not_in_front_of": "that i text jo"}, safe="no_went_on")
    entry = entry_of(site, case_file)
    keep(site, case_file, maja, entry)
    step = second_step(desk.get(room(case_file)).text, entry)
    assert "that i text jo" in step
    assert "when it may not have been safe to talk" in step


def test_a_card_nobody_kept_cannot_be_ticked(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    entry = entry_of(site, case_file)
    desk.get(room(case_file))
    assert desk.post(room(case_file, f"/wall/{entry.id}"), on="1").status_code == 404
    assert site.services.case_log.of_case(case_file.id, Topic.MEETING) == ()


def test_a_line_said_in_the_room_is_on_file_and_on_the_wall_and_can_be_taken_back(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    set_id = a_set(site, case_file, maja)
    say(desk, case_file, "Ray comes on <Fridays>", set=set_id)
    line = site.services.case_log.of_case(case_file.id, Topic.MEETING)[0]
    assert line.subject == SAID
    assert line.body == {
        "column": "needs_to_happen", "words": "Ray comes on <Fridays>", "by_name": "Uncle Ray", "set": set_id,
    }  # fmt: skip
    assert "Ray comes on &lt;Fridays&gt;" in desk.get(wall(case_file)).text
    desk.get(room(case_file))
    desk.post(room(case_file, "/take-back"), line=line.id)
    assert "Ray comes" not in desk.get(wall(case_file)).text
    events = site.services.case_log.of_case(case_file.id, Topic.MEETING)
    assert len(events) == 2
    assert said_of(events) == ()


def test_a_form_sent_twice_says_it_once(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(room(case_file))
    fields: dict[str, Any] = {
        "form": desk.field("form"),
        "column": "worry",
        "words": "no heating",
        "by_name": "",
        "nobody": "1",
        "set": "",
    }
    for _ in range(2):
        desk.post(room(case_file, "/said"), follow=False, **fields)
    assert len(site.services.case_log.of_case(case_file.id, Topic.MEETING)) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"words": " "}, "Write what was said first."),
        ({"words": "a" * 601}, "too long for a wall"),
        ({"column": "feeling"}, "Pick where it belongs."),
        ({"set": "no-such-set"}, "Pick the set it is about."),
        ({"by_name": "R" * 101}, "That name is too long."),
        ({"by_name": ""}, "Say who said it"),
    ],
    ids=str,
)
def test_a_line_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    site: Site, desk: Browser, case_file: CaseFile, given: dict[str, str], told: str
) -> None:
    desk.get(room(case_file))
    fields: dict[str, Any] = {"column": "worry", "words": "no heating", "by_name": "Dee", "set": "", **given}
    answer = desk.post(room(case_file, "/said"), form=desk.field("form"), **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert fields["words"].strip() in answer.text
    assert fields["by_name"] in answer.text
    assert site.services.case_log.of_case(case_file.id) == ()


def test_a_number_said_in_the_room_stands_on_the_line_of_its_set(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    set_id = a_set(site, case_file, maja)
    desk.get(room(case_file))
    refused = desk.post(
        room(case_file, "/number"), rated=set_id, who="Kim", number="11", why="", form=desk.field("form")
    )
    assert refused.status_code == 422
    assert "Pick a number from 0 to 10." in refused.text
    desk.post(room(case_file, "/number"), rated=set_id, who="Kim", number="4", why="calmer", form=desk.field("form"))
    (rating,) = ratings_of(site.services.case_log.of_case(case_file.id, Topic.RATING))
    assert (rating.set_id, rating.who, rating.number, rating.version) == (set_id, "Kim", 4, 1)
    assert rating.person_id == case_file.people[1].id
    assert '<span class="stop now">4</span>' in desk.get(wall(case_file)).text
    desk.get(room(case_file))
    desk.post(room(case_file, "/take-back"), line=rating.id)
    assert ratings_of(site.services.case_log.of_case(case_file.id, Topic.RATING)) == ()


def rate(desk: Browser, case: CaseFile, set_id: str, **more: str) -> str:
    given: dict[str, Any] = {"rated": set_id, "who": "Kim", "number": "4", **more}
    return unescape(desk.post(room(case, "/number"), form=desk.field("form"), **given).text)


def test_a_number_without_its_reasons_is_kept_and_the_missing_one_is_asked_for(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    set_id = a_set(site, case_file, maja)
    desk.get(room(case_file))
    asked = rate(desk, case_file, set_id, why="calmer")
    assert "4 from Kim is on the wall." in asked
    assert "Still to ask: what would make it one higher?" in asked
    told = rate(desk, case_file, set_id, why="calmer", one_higher="Ray here", instead=desk.field("instead"))
    assert "Still to ask" not in told
    (rating,) = ratings_of(site.services.case_log.of_case(case_file.id, Topic.RATING))
    assert (rating.number, rating.why, rating.one_higher) == (4, "calmer", "Ray here")
    assert "Still to ask" not in rate(desk, case_file, set_id, number="10", why="all well")


def test_what_says_more_is_inside_its_quote_and_the_question_stands_with_what_needs_it(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    play(site, maja, case_file, "network.main", 1)
    for entry in site.services.conversations.entries_of_case(case_file.id):
        keep(site, case_file, maja, entry)
    worry, source = entry_of(site, case_file), entry_of(site, case_file, "how_you_know")
    page = unescape(desk.get(wall(case_file)).text)
    whole = page.split(f'data-id="{worry.id}"')[1].split('<li class="said worry')[0]
    assert source.entry.verbatim in whole.split('class="insides"')[1]
    assert source.entry.given.asked in whole.split('class="insides"')[1]


def test_what_was_added_stands_inside_what_it_adds_to_and_is_listed_when_it_is_held_back_with_it(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    play(site, maja, case_file, "network.main", 1)
    entries = site.services.conversations.entries_of_case(case_file.id)
    added = next(one for one in entries if one.entry.position == Position("kept_safe", 0, 1))
    first = entry_of(site, case_file, "kept_safe")
    keep(site, case_file, maja, added)
    assert added.entry.verbatim not in unescape(desk.get(wall(case_file)).text)
    told = unescape(desk.get(room(case_file)).text).split('id="held"')[1].split("</section>")[0]
    assert "Adds to words that are not on the wall" in told
    assert added.entry.verbatim in told
    keep(site, case_file, maja, first)
    page = unescape(desk.get(wall(case_file)).text)
    inside = page.split(f'data-id="{first.id}"')[1].split('class="insides"')[1].split("</ul>")[0]
    assert added.entry.verbatim in inside
    assert "You said “…”. How often has that happened?" in inside


def test_the_wall_is_asked_to_show_a_part_it_has(site: Site, desk: Browser, case_file: CaseFile, maja: Account) -> None:
    a_set(site, case_file, maja)
    for to in ("set-1", "set-9", "next"):
        desk.get(room(case_file))
        desk.post(room(case_file, "/turn"), to=to)
    answer = desk.get(wall(case_file), headers={"X-Partial": "1"}).json
    assert answer is not None
    assert (answer["turn"], answer["to"]) == (2, "next")


def test_a_wall_that_has_everything_gets_no_content_again(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    first = desk.get(wall(case_file), headers={"X-Partial": "1"}).json
    assert first is not None
    again = desk.get(f"{wall(case_file)}?seen={first['seen']}", headers={"X-Partial": "1"}).json
    assert again is not None
    assert "html" not in again
    assert [event.action for event in site.services.audit.events()].count("read_wall") == 1
    a_set(site, case_file, maja)
    changed = desk.get(f"{wall(case_file)}?seen={first['seen']}", headers={"X-Partial": "1"}).json
    assert changed is not None
    assert SET.worry in changed["html"]


# ---- live --------------------------------------------------------------------------------------------------------


def live(site: Site, browser: Browser) -> SocketIOTestClient:
    return SocketIOTestClient(site.app, socketio, namespace=DESK, flask_test_client=browser.client)


def watching(site: Site, browser: Browser, case: CaseFile, is_wall: bool = True) -> SocketIOTestClient:
    socket = live(site, browser)
    answer = socket.emit("watch", {"case": case.id, "wall": is_wall}, namespace=DESK, callback=True)
    assert answer == {"ok": True}
    return socket


def heard(socket: SocketIOTestClient) -> list[tuple[str, Any]]:
    return [(one["name"], one["args"][0] if one["args"] else None) for one in socket.get_received(DESK)]


def draft(socket: SocketIOTestClient, case: CaseFile, words: str) -> Any:
    typed = {"case": case.id, "column": "worry", "words": words, "by_name": "Dee"}
    return socket.emit("draft", typed, namespace=DESK, callback=True)


def test_a_line_being_typed_reaches_the_walls_of_its_case_only_and_is_not_kept(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    other_worker = site.account("other")
    other_case = site.case(other_worker, "Another family")
    here = watching(site, desk, case_file)
    elsewhere = watching(site, at_the_desk(site, other_worker), other_case)
    typing = watching(site, at_the_desk(site, maja), case_file, is_wall=False)
    assert draft(typing, case_file, "no heating")["walls"] == 1
    assert heard(here) == [("tell", {}), ("draft", {"column": "worry", "words": "no heating", "by_name": "Dee"})]
    assert heard(elsewhere) == []
    assert heard(typing) == []
    assert site.services.case_log.of_case(case_file.id) == ()


def test_nobody_watches_or_types_into_a_case_they_may_not_open(site: Site, desk: Browser, case_file: CaseFile) -> None:
    here = watching(site, desk, case_file)
    stranger = live(site, at_the_desk(site, site.account("other")))
    answer = stranger.emit("watch", {"case": case_file.id, "wall": True}, namespace=DESK, callback=True)
    assert answer == {"ok": False, "gone": True}
    assert draft(stranger, case_file, "words") == {"ok": False, "gone": True}
    assert heard(here) == []


def test_a_change_made_anywhere_at_the_desk_is_hinted_at_without_a_word(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account, talk: str
) -> None:
    here = watching(site, at_the_desk(site, maja), case_file)
    entry = entry_of(site, case_file)
    desk.get(f"/desk/cases/{case_file.id}/map")
    desk.post(f"/desk/cases/{case_file.id}/map/{entry.id}", kind="keep", seen="0")
    assert ("changed", {}) in heard(here)
    assert WORRY in str(site.services.conversations.entries_of_case(case_file.id))


def test_a_closed_account_s_wall_gets_no_word_even_before_the_sweep(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    leaver = site.account("leaver")
    site.services.cases.grant(case_file.id, leaver.id, maja.id, site.clock())
    here = watching(site, at_the_desk(site, leaver), case_file)
    site.services.accounts.disable(leaver.id, site.clock())
    assert draft(live(site, desk), case_file, "no heating")["walls"] == 0
    assert heard(here) == []


def test_an_account_that_is_revoked_loses_its_wall_within_a_sweep(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    here = watching(site, desk, case_file)
    site.services.accounts.disable(maja.id, site.clock())
    with site.app.app_context():
        sweep(site.services)
    assert not here.is_connected(DESK)


def test_access_to_the_case_that_is_taken_away_ends_the_wall_and_every_hint(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    chair = site.account("chair", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    here = watching(site, at_the_desk(site, chair), case_file)
    site.services.cases.revoke(case_file.id, chair.id, site.clock())
    assert draft(live(site, desk), case_file, "no heating")["walls"] == 0
    assert heard(here) == []
    with site.app.app_context():
        sweep(site.services)
    assert [name for name, _ in heard(here)] == ["gone"]


def test_a_chair_cannot_type_onto_the_wall(site: Site, case_file: CaseFile) -> None:
    chair = site.account("chair", "chair")
    site.services.cases.grant(case_file.id, chair.id, chair.id, site.clock())
    assert draft(live(site, at_the_desk(site, chair)), case_file, "words") == {"ok": False, "gone": True}


def test_typing_is_not_slowed_down_and_a_flood_is(site: Site, desk: Browser, case_file: CaseFile) -> None:
    socket = live(site, desk)
    answers = [draft(socket, case_file, "a" * n) for n in range(1, 600)]
    assert all(answer["ok"] for answer in answers[:300])
    assert answers[-1].get("busy")


def test_every_column_can_be_written_to(site: Site, desk: Browser, case_file: CaseFile) -> None:
    for kind in (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN):
        say(desk, case_file, f"words for {kind.value}", column=kind.value)
    page = desk.get(wall(case_file)).text
    places = [page.index(f"words for {name}") for name in ("worry", "working_well", "needs_to_happen")]
    assert places == sorted(places)


def test_the_page_beside_the_wall_has_the_wording_and_the_translation_beside_the_words(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, talk: str
) -> None:
    entry, s = entry_of(site, case_file), site.services
    page = f"/desk/cases/{case_file.id}/room"
    keep(site, case_file, maja, entry, "He is frightened on Fridays.")
    own = unescape(desk.get(page).text).partition('class="room-beside"')[2].partition("</div>")[0]
    assert "In the worker's words" in own
    assert "He is frightened on Fridays." in own
    decided = (entry.id, case_file.id, maja.id, DecisionKind.REWORD, "He is afraid of Fridays.", "", s.clock())
    s.decisions.decide(*decided, translated_by="A. Nowak")
    told = unescape(desk.get(page).text).partition('class="room-beside"')[2].partition("</div>")[0]
    assert "Translated by A. Nowak" in told
    assert "He is afraid of Fridays." in told
