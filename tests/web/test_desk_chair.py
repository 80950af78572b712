"""The Chair's channel at the desk: who may write, who may read, receipts, and the sheet before the meeting."""

from __future__ import annotations

import json
import re

import pytest
from flask_socketio.test_client import SocketIOTestClient

from store.accounts import Account
from store.cases import CaseFile
from store.receipts import Receipts
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play, send_a_talk, take_file
from web.sockets import DESK, socketio

NOTE = "Dee leaves by the side door on Friday.\nHe <must> not know."


@pytest.fixture
def amara(site: Site, maja: Account, case_file: CaseFile) -> Account:
    """The Chair of the meeting."""
    chair = site.account("amara", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    return chair


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def live(site: Site, browser: Browser) -> SocketIOTestClient:
    return SocketIOTestClient(site.app, socketio, namespace=DESK, flask_test_client=browser.client)


def here(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/chair"


def sent(browser: Browser, case: CaseFile, words: str = NOTE, risk: str = "yes") -> None:
    browser.get(here(case))
    answer = browser.post(here(case), words=words, risk=risk, form=browser.field("form"))
    assert answer.status_code == 200, answer.status


def test_a_worker_sends_a_note_and_cannot_read_it_again(site: Site, desk: Browser, case_file: CaseFile) -> None:
    sent(desk, case_file)
    assert "Sent to the Chair only" in desk.page
    assert "Not read yet" in desk.page
    assert "side door" not in desk.page
    assert "side door" not in desk.get(here(case_file)).text
    assert desk.get(f"{here(case_file)}/notes").status_code == 403


def have_read(browser: Browser, case: CaseFile) -> str:
    """Opens the notes and says that what stands there was read."""
    browser.get(f"{here(case)}/notes")
    return browser.post(f"{here(case)}/notes", note=re.findall(r'name="note" value="([^"]+)"', browser.page)).text


def test_a_chair_reads_it_and_the_worker_learns_that(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    sent(desk, case_file)
    chair = at_the_desk(site, amara)
    assert "1 note you have not read" in chair.get(here(case_file)).text
    assert "side door" not in chair.page
    page = chair.get(f"{here(case_file)}/notes").text
    assert "He &lt;must&gt; not know." in page
    assert "Maja" in page
    assert 'class="note new"' in page
    assert 'class="note new"' not in have_read(chair, case_file)
    assert "I have read" not in chair.page
    assert "Read 2 Mar 2026" in desk.get(here(case_file)).text


def test_a_page_that_was_only_fetched_says_nothing_was_read(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    sent(desk, case_file)
    chair = at_the_desk(site, amara)
    for _ in range(2):
        assert "I have read it" in chair.get(f"{here(case_file)}/notes").text
    assert "Not read yet" in desk.get(here(case_file)).text


def test_a_note_that_came_meanwhile_stays_unread(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    sent(desk, case_file)
    chair = at_the_desk(site, amara)
    chair.get(f"{here(case_file)}/notes")
    shown = re.findall(r'name="note" value="([^"]+)"', chair.page)
    sent(desk, case_file, "And a second one.")
    chair.post(f"{here(case_file)}/notes", note=[*shown, "of-another-case"])
    assert site.services.chair_notes.count(case_file.id, unread=True) == 1


def test_only_a_chair_of_the_case_says_it_was_read(site: Site, desk: Browser, case_file: CaseFile) -> None:
    sent(desk, case_file)
    (note,) = site.services.chair_notes.of_case(case_file.id)
    assert desk.post(f"{here(case_file)}/notes", note=note.id).status_code == 403
    chair = at_the_desk(site, site.account("other", "chair"))
    assert chair.post(f"{here(case_file)}/notes", note=note.id).status_code == 404
    assert site.services.chair_notes.count(case_file.id, unread=True) == 1


def test_a_note_that_waits_stands_in_the_chairs_list_until_it_is_read(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    chair = at_the_desk(site, amara)
    assert "for you alone" not in chair.get("/desk").text
    sent(desk, case_file)
    page = chair.get("/desk").text
    assert "1 note waits for you alone" in page
    assert "The Example family" in page
    assert f'href="{here(case_file)}/notes"' in page
    assert "side door" not in page
    assert "data-waiting>1<" in page
    assert chair.get("/desk", headers={"X-Partial": "1"}).json["waiting"] == 1
    have_read(chair, case_file)
    assert "for you alone" not in chair.get("/desk").text
    assert "data-waiting>0<" in chair.page


@pytest.mark.parametrize("role", ["worker", "manager", "practice_lead", "administrator"])
def test_nobody_else_learns_that_a_note_waits(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, role: str
) -> None:
    sent(desk, case_file)
    other = site.account("olle", role)
    site.services.cases.grant(case_file.id, other.id, maja.id, site.clock())
    stranger = site.account("other", "chair")
    for browser in (desk, at_the_desk(site, other), at_the_desk(site, stranger)):
        assert "for you alone" not in browser.get("/desk").text
        assert browser.get("/desk", headers={"X-Partial": "1"}).json["waiting"] == 0
        assert "for you alone" not in browser.page


def heard(socket: SocketIOTestClient) -> list[str]:
    return [one["name"] for one in socket.get_received(DESK)]


def test_a_note_arrives_live_at_the_chairs_desk_and_leaves_it_live_once_read(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    chair = at_the_desk(site, amara)
    socket = live(site, chair)
    sent(desk, case_file)
    assert heard(socket) == ["arrived"]
    answer = socket.emit("since", {"order": 0}, namespace=DESK, callback=True)
    assert answer["waiting"] == 1
    assert "1 note waits for you alone" in answer["html"]
    assert "side door" not in answer["html"]
    have_read(chair, case_file)
    assert heard(socket) == ["arrived"]
    assert socket.emit("since", {"order": 0}, namespace=DESK, callback=True)["waiting"] == 0


def test_a_note_in_what_a_relative_sends_arrives_live_too(
    site: Site, maja: Account, amara: Account, case_file: CaseFile
) -> None:
    socket = live(site, at_the_desk(site, amara))
    phone, invite = site.browser(), site.invite(maja, case_file, "network", 1)
    phone.come_in(invite)
    while 'id="answer"' in phone.page and (steps := phone.field("position")):
        step = steps.split("@")[0].split(".")[0]
        if step == "chair_only":
            phone.reply(text=NOTE)
        elif 'value="skip"' in phone.page:
            phone.reply(move="skip")
        else:
            phone.reply(choices="start")
    assert heard(socket) == ["arrived"]
    answer = socket.emit("since", {"order": 0}, namespace=DESK, callback=True)
    assert "1 note waits for you alone" in answer["html"]


@pytest.mark.parametrize(
    ("move", "told"), [("nothing", "Was asked, and has no question for now"), ("skip", "Was asked, did not answer")]
)
def test_the_chair_knows_who_has_no_question_from_who_only_skipped_it(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, move: str, told: str
) -> None:
    phone = site.browser()
    phone.come_in(site.invite(maja, case_file, "network", 1))
    while 'id="answer"' in phone.page and (steps := phone.field("position")):
        step = steps.split("@")[0].split(".")[0]
        if 'value="skip"' in phone.page:
            phone.reply(move=move if step == "chair" else "skip")
        else:
            phone.reply(choices="start")
    said = re.findall(r'class="meet-what">([^<]*)', desk.get(here(case_file)).text)
    assert [one for one in said if "Was asked" in one] == [told]


@pytest.mark.parametrize("role", ["worker", "manager", "practice_lead", "administrator"])
def test_nothing_of_a_note_goes_to_another_desk(
    site: Site, maja: Account, desk: Browser, amara: Account, case_file: CaseFile, role: str
) -> None:
    other = site.account("olle", role)
    site.services.cases.grant(case_file.id, other.id, maja.id, site.clock())
    strangers = at_the_desk(site, site.account("other", "chair"))
    sockets = [live(site, browser) for browser in (desk, at_the_desk(site, other), strangers)]
    for socket in sockets:
        socket.emit("watch", {"case": case_file.id, "wall": False}, namespace=DESK, callback=True)
        heard(socket)
    sent(desk, case_file)
    have_read(at_the_desk(site, amara), case_file)
    assert [heard(socket) for socket in sockets] == [[], [], []]


def test_a_chairs_desk_hears_of_no_note_once_access_or_the_session_ended(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    socket = live(site, at_the_desk(site, amara))
    site.services.cases.revoke(case_file.id, amara.id, site.clock())
    sent(desk, case_file)
    assert heard(socket) == []
    site.services.cases.grant(case_file.id, amara.id, amara.id, site.clock())
    site.services.accounts.disable(amara.id, site.clock())
    sent(desk, case_file, "And a second one.")
    assert heard(socket) == []


def test_a_chair_whose_access_ended_is_told_of_no_note(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    sent(desk, case_file)
    site.services.cases.revoke(case_file.id, amara.id, site.clock())
    assert "for you alone" not in at_the_desk(site, amara).get("/desk").text
    assert site.services.chair_notes.unread_for(amara.id) == {}


def test_writing_and_reading_stand_in_the_trail(site: Site, desk: Browser, amara: Account, case_file: CaseFile) -> None:
    sent(desk, case_file)
    (note,) = site.services.chair_notes.of_case(case_file.id)
    at_the_desk(site, amara).get(f"{here(case_file)}/notes")
    told = {event.action: event.subject for event in site.services.audit.events(case_file.id)}
    assert told["write_chair_note"] == note.id
    assert told["read_chair_note"] == note.id
    assert "read_chair_sheet" in told


def test_a_manager_writes_and_never_reads(site: Site, maja: Account, case_file: CaseFile) -> None:
    mona = site.account("mona", "manager")
    site.services.cases.grant(case_file.id, mona.id, maja.id, site.clock())
    browser = at_the_desk(site, mona)
    sent(browser, case_file)
    assert browser.get(f"{here(case_file)}/notes").status_code == 403


def test_an_open_page_of_the_chairs_learns_how_many_notes_there_are_and_nobody_elses_does(
    site: Site, desk: Browser, amara: Account, case_file: CaseFile
) -> None:
    hers = at_the_desk(site, amara)
    for page in ("", "/notes"):
        assert 'data-notes="0"' in hers.get(here(case_file) + page).text
    sent(desk, case_file)
    assert hers.get(f"{here(case_file)}/news").json == {"notes": 1}
    assert "data-news" not in desk.get(here(case_file)).text
    assert desk.client.get(f"{here(case_file)}/news").status_code == 403
    assert at_the_desk(site, site.account("other", "chair")).client.get(f"{here(case_file)}/news").status_code == 404


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    for address in (here(case_file), f"{here(case_file)}/notes"):
        assert olle.get(address).status_code == 404
    for address in (here(case_file), f"{here(case_file)}/print"):
        assert olle.post(address, words=NOTE, risk="yes", csrf_token=token).status_code == 404
    assert site.services.chair_notes.count(case_file.id) == 0


def test_a_chair_of_another_case_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    sent(desk, case_file)
    chair = at_the_desk(site, site.account("other", "chair"))
    assert chair.get(f"{here(case_file)}/notes").status_code == 404


@pytest.mark.parametrize(
    ("words", "risk", "told"),
    [("", "yes", "Write the note first"), (NOTE, "", "Say first whether"), (NOTE, "no", "belongs in the open")],
)
def test_what_is_not_sent_stays_in_the_form(
    site: Site, desk: Browser, case_file: CaseFile, words: str, risk: str, told: str
) -> None:
    desk.get(here(case_file))
    answer = desk.post(here(case_file), words=words, risk=risk, form=desk.field("form"))
    assert answer.status_code == 422
    assert told in answer.text
    assert ("side door" in answer.text) is bool(words)
    assert site.services.chair_notes.count(case_file.id) == 0


def test_a_form_sent_twice_sends_one_note(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(here(case_file))
    form = desk.field("form")
    for _ in range(2):
        desk.post(here(case_file), words=NOTE, risk="not_sure", form=form)
    assert site.services.chair_notes.count(case_file.id) == 1


def test_the_sheet_has_the_childs_question_first_in_their_own_words(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "network.main", person=1)
    said = {"chair": "can nan <come> in with me", "not_in_front_of": "not the bathroom bit in front of dad"}
    send_a_talk(site, case_file, site.invite(maja, case_file), said=said)
    page = desk.get(here(case_file)).text
    young, adult = page.index("can nan &lt;come&gt; in with me"), page.index("Will you ask Ali what he wants?")
    assert young < adult
    first = page[page.index("Meet first") : page.index("Their questions for the Chair")]
    assert first.index("Ali") < first.index("Alva") < first.index("Kim")
    assert "Has sent nothing yet" in first
    views = page[page.index("How they want their views to go in") :]
    assert "not the bathroom bit in front of dad" in views
    assert "I&#39;d like to go" in views


def test_an_empty_sheet_says_what_to_do(desk: Browser, case_file: CaseFile) -> None:
    page = desk.get(here(case_file)).text
    assert "No question was sent so far" in page
    assert page.count("Has sent nothing yet") == 3


def test_the_page_of_a_conversation_does_not_tell_whether_the_chair_was_told(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    told = play(site, maja, case_file, "network.main", person=1)
    silent = play(site, maja, case_file, "network.main", person=1, without=["chair_only"])
    pages = [desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text for talk in (told, silent)]
    for page in pages:
        assert "One question is between this person and the Chair" in page
        assert "put someone at risk if it is read out? Only" not in page
    assert [page.count('class="exchange') for page in pages] == [pages[0].count('class="exchange')] * 2


def test_everything_on_file_is_whole_but_for_the_notes(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "network.main", person=1)
    send_a_talk(site, case_file, site.invite(maja, case_file))
    sent(desk, case_file)
    address = f"/desk/cases/{case_file.id}/take-away"
    desk.get(address)
    check = desk.post(f"{address}/check", form="on_file").text
    assert "2 notes for the Chair are withheld" in check
    answer = take_file(desk, address, form="on_file", chair="1")
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="own-words-{receipt.id}.json"'
    assert (receipt.format, receipt.complete) == ("on_file", True)
    file = json.loads(answer.data)
    assert file["chair_notes"] == {"withheld": 2}
    assert [one["id"] for one in file["conversations"]][0] == talk
    assert [one["taken_back_before_sending"] for one in file["conversations"]][1] == 2
    assert "please do not tell dad" not in answer.text
    assert len(file["entries"]) == len(site.services.conversations.entries_of_case(case_file.id))
    assert {"id", "name"} == set(file["done"][-1]["by"])
    assert not any("chair_note" in one["action"] for one in file["done"])
