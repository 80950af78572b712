"""A conversation as it was held, and the inbox it arrives in."""

from __future__ import annotations

import pytest
from flask_socketio.test_client import SocketIOTestClient

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import FIRST_TRY, SAID, TAKEN_OUT, at_the_desk, hold, send_a_talk
from web.desk.live import arrived
from web.sockets import DESK, socketio


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def live(site: Site, browser: Browser) -> SocketIOTestClient:
    return SocketIOTestClient(site.app, socketio, namespace=DESK, flask_test_client=browser.client)


def test_the_conversation_works(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    talk = send_a_talk(site, case_file, alva)
    page = desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").text
    for part in (
        "This is a scripted chat.",
        "Here is one to try out.",
        "practice, not on the map",
        "bathroom &amp; ring &lt;nan&gt;</blockquote>",
        "changed 1 time before sending",
        "1 answer was changed before sending.",
        "Not today",
        "Skipped this question",
        f"Getting ready for your meeting, version {site.services.scripts['meeting_13_17'].version}",
        "pressed Send",
    ):
        assert part in page
    assert FIRST_TRY not in page
    assert TAKEN_OUT not in page
    assert "You said “[…]”. Is there anything else about that?" in page
    assert "No answer was sent here" in page


def test_the_first_opening_is_written_down_as_read(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva)
    assert "New" in desk.get("/desk").text
    for _ in range(2):
        desk.get(f"/desk/cases/{case_file.id}/talks/{talk}")
        site.clock.pass_by(minutes=1)
    facts = site.services.conversations.facts(talk)
    assert facts is not None
    assert facts.read_at is not None
    assert facts.read_at < site.clock()
    read = [event for event in site.services.audit.events(case_file.id) if event.action == "read_conversation"]
    assert [event.subject for event in read] == [talk, talk]
    assert site.services.audit.verify() == []
    assert "Nothing is waiting to be read." in desk.get("/desk").text


def test_a_chair_who_looks_takes_nothing_off_the_workers_list(
    site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva)
    robin = site.account("robin", "chair")
    site.services.cases.grant(case_file.id, robin.id, robin.id, site.clock())
    assert at_the_desk(site, robin).get(f"/desk/cases/{case_file.id}/talks/{talk}").status_code == 200
    facts = site.services.conversations.facts(talk)
    assert facts is not None
    assert facts.read_at is None
    assert "New" in desk.get("/desk").text


LOOKING = "You are looking: the family is not told."


def test_a_manager_who_looks_takes_nothing_off_the_workers_list_and_the_family_is_not_told(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva)
    mona, phone = site.account("mona", "manager"), site.browser()
    site.services.cases.grant(case_file.id, mona.id, maja.id, site.clock())
    there = f"/desk/cases/{case_file.id}/talks/{talk}"
    looked = at_the_desk(site, mona).get(there).text
    assert LOOKING in looked
    assert "It stays on the list of whoever works with them" in looked
    assert "data-waiting>1<" in desk.get("/desk").text
    phone.come_in(alva)
    assert "Your answers were read" not in phone.get("/").text
    assert LOOKING not in desk.get(there).text
    assert "data-waiting>0<" in desk.get("/desk").text
    assert "Your answers were read" in phone.get("/").text
    assert "It stays on the list" not in at_the_desk(site, mona).get(there).text


def test_a_managers_reading_counts_where_no_worker_has_the_case(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva)
    mona = site.account("mona", "manager")
    site.services.cases.grant(case_file.id, mona.id, maja.id, site.clock())
    site.services.accounts.disable(maja.id, site.clock())
    browser = at_the_desk(site, mona)
    assert LOOKING not in browser.get(f"/desk/cases/{case_file.id}/talks/{talk}").text
    facts = site.services.conversations.facts(talk)
    assert facts is not None
    assert facts.read_at is not None


def test_what_is_not_sent_is_seen_by_nobody(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    _, talk, _ = hold(site, case_file, alva, 0, SAID, "en", "yes")
    assert desk.get(f"/desk/cases/{case_file.id}/talks/{talk}").status_code == 404
    for path in ("/desk", f"/desk/cases/{case_file.id}", f"/desk/cases/{case_file.id}/map"):
        assert SAID["going_ok"] not in desk.get(path).text
    assert "Nothing is waiting to be read." in desk.get("/desk").text


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    talk = send_a_talk(site, case_file, alva)
    olle = site.account("olle")
    other = site.case(olle, "Olle's family")
    browser = at_the_desk(site, olle)
    assert browser.get(f"/desk/cases/{case_file.id}/talks/{talk}").status_code == 404
    assert browser.get(f"/desk/cases/{other.id}/talks/{talk}").status_code == 404
    assert "Alva" not in browser.get("/desk").text
    facts = site.services.conversations.facts(talk)
    assert facts is not None
    assert facts.read_at is None


def test_the_inbox_arrives_live(site: Site, desk: Browser, case_file: CaseFile, alva: IssuedInvite) -> None:
    socket = live(site, desk)
    assert socket.is_connected(DESK)
    send_a_talk(site, case_file, alva)
    arrived()
    assert {"name": "arrived", "args": [], "namespace": DESK} in socket.get_received(DESK)
    answer = socket.emit("since", {"order": 0}, namespace=DESK, callback=True)
    assert answer["ok"]
    assert answer["waiting"] == 1
    assert "Alva" in answer["html"]
    assert "bathroom" not in answer["html"]
    partial = desk.client.get("/desk", headers={"X-Partial": "1"}).json
    assert partial == answer


@pytest.mark.parametrize("odd", [None, {}, {"order": -1}, {"order": "1"}, {"order": 1, "case": "x"}, [1], "x"])
def test_an_odd_message_gets_a_plain_status(site: Site, desk: Browser, odd: object) -> None:
    assert live(site, desk).emit("since", odd, namespace=DESK, callback=True) == {"ok": False, "unread": True}


def test_another_worker_s_socket_gets_only_their_own(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    socket = live(site, at_the_desk(site, site.account("olle")))
    send_a_talk(site, case_file, alva)
    answer = socket.emit("since", {"order": 0}, namespace=DESK, callback=True)
    assert answer["waiting"] == 0
    assert "Alva" not in answer["html"]


def test_a_stranger_gets_no_socket_and_signing_out_cuts_it(site: Site, desk: Browser) -> None:
    assert not live(site, site.browser()).is_connected(DESK)
    socket = live(site, desk)
    desk.get("/desk")
    desk.post("/desk/sign-out")
    assert not socket.is_connected(DESK)
