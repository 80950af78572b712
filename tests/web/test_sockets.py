"""The conversation over a socket: the same rules as over forms, and hostile clients get a plain status."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask_socketio.test_client import SocketIOTestClient

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from web.sockets import FAMILY, rooms, socketio, sweep


@pytest.fixture
def phone(site: Site, alva: IssuedInvite) -> Browser:
    phone = site.browser()
    phone.come_in(alva)
    phone.reply(choices="start")
    return phone


def live(site: Site, browser: Browser) -> SocketIOTestClient:
    return SocketIOTestClient(site.app, socketio, namespace=FAMILY, flask_test_client=browser.client)


def reply(page: Browser, **values: Any) -> dict[str, Any]:
    return {
        "conversation": page.field("conversation"),
        "seq": int(page.field("seq")),
        "reply_id": page.field("reply_id"),
        "values": {"position": page.field("position"), **values},
    }


def ask(socket: SocketIOTestClient, data: Any) -> dict[str, Any]:
    answer: dict[str, Any] = socket.emit("reply", data, namespace=FAMILY, callback=True)
    return answer


def test_a_reply_is_acknowledged_with_what_comes_next_and_is_on_file(site: Site, phone: Browser) -> None:
    socket = live(site, phone)
    answer = ask(socket, reply(phone, text="<b>football</b>"))
    assert answer["ok"]
    assert answer["seq"] == 2
    assert not answer["whole"]
    assert "&lt;b&gt;football" in answer["html"]
    kept = site.services.conversations.load(phone.field("conversation"))
    assert kept is not None
    assert kept.turns[-1].reply.text == "<b>football</b>"


def test_the_same_reply_again_gets_the_first_outcome(site: Site, phone: Browser) -> None:
    socket = live(site, phone)
    data = reply(phone, text="football")
    first, again = ask(socket, data), ask(socket, data)
    assert (first["seq"], again["seq"]) == (2, 2)
    assert again["ok"]


def test_a_page_that_is_behind_gets_the_question_of_now_and_keeps_its_words(site: Site, phone: Browser) -> None:
    socket = live(site, phone)
    ask(socket, reply(phone, text="first"))
    answer = ask(socket, {**reply(phone, text="second"), "reply_id": "other-reply-id"})
    assert not answer["ok"]
    assert answer["seq"] == 2
    assert "second" in answer["html"]


def test_a_refused_reply_keeps_what_was_typed(site: Site, phone: Browser) -> None:
    answer = ask(live(site, phone), reply(phone, text="a" * 4001))
    assert not answer["ok"]
    assert "a" * 4001 in answer["html"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        "reply",
        [],
        {},
        {"conversation": 5},
        {"conversation": "x", "seq": "1", "reply_id": "abcdefgh", "values": {}},
        {"conversation": "x", "seq": -1, "reply_id": "abcdefgh", "values": {}},
        {"conversation": "x", "seq": 1, "reply_id": "'; DROP TABLE turn", "values": {}},
        {"conversation": "x", "seq": 1, "reply_id": "abcdefgh", "values": {"text": "a", "is_admin": True}},
        {"conversation": "x", "seq": 1, "reply_id": "abcdefgh", "values": {"people": [["a"]] * 3}},
        {"conversation": "\x00", "seq": 1, "reply_id": "abcdefgh", "values": {}},
    ],
)
def test_something_that_is_no_reply_gets_a_plain_status(site: Site, phone: Browser, data: Any) -> None:
    answer = ask(live(site, phone), data)
    assert answer == {"ok": False, "unread": True}


def test_the_form_that_comes_over_a_socket_can_be_posted_by_its_own_browser_only(site: Site, phone: Browser) -> None:
    socket, other = live(site, phone), site.browser()
    first = ask(socket, reply(phone, text="first"))
    phone.page = first["html"]
    phone.page = ask(socket, reply(phone, text="second"))["html"]
    other.get("/")
    form = {name: phone.field(name) for name in ("csrf_token", "conversation", "seq", "reply_id", "position")}
    assert other.client.post("/reply", data={**form, "text": "not mine"}).status_code == 400
    assert phone.client.post("/reply", data={**form, "text": "third"}).status_code == 303
    kept = site.services.conversations.load(form["conversation"])
    assert kept is not None
    assert [turn.reply.text for turn in kept.turns[-3:]] == ["first", "second", "third"]


def test_people_may_be_named_over_the_socket(site: Site, alva: IssuedInvite, phone: Browser) -> None:
    for _ in range(40):
        if 'name="who"' in phone.page:
            break
        phone.reply(move="no_more" if 'value="no_more"' in phone.page else "skip")
    answer = ask(live(site, phone), reply(phone, people=[["Nan", "my gran"], ["", ""]]))
    assert answer["ok"]
    assert "Nan (my gran)" in answer["html"]


def test_who_somebody_is_may_tell_of_harm_too(site: Site, phone: Browser) -> None:
    for _ in range(40):
        if 'name="who"' in phone.page:
            break
        phone.reply(move="no_more" if 'value="no_more"' in phone.page else "skip")
    assert ask(live(site, phone), reply(phone, people=[["Ray", "my uncle, he hits me"]]))["ok"]
    kept = site.services.conversations.load(phone.field("conversation"))
    assert kept is not None
    assert kept.turns[-1].given.noticed


def test_a_lone_surrogate_in_json_is_left_out_and_said(site: Site, phone: Browser) -> None:
    data = json.loads(json.dumps(reply(phone, text="placeholder")).replace("placeholder", "a\\ud800b"))
    answer = ask(live(site, phone), data)
    kept = site.services.conversations.load(phone.field("conversation"))
    assert kept is not None
    if answer.get("unread"):
        assert len(kept.turns) == 1
    else:
        assert kept.turns[-1].reply.text == "ab"


def test_another_persons_conversation_cannot_be_answered(
    site: Site, phone: Browser, maja: Account, case_file: CaseFile
) -> None:
    other = site.browser()
    other.come_in(site.invite(maja, case_file, "parent", 1))
    answer = ask(live(site, phone), {**reply(phone, text="not mine"), "conversation": other.field("conversation")})
    assert answer == {"ok": False, "gone": True}


def test_nobody_connects_without_a_sitting(site: Site) -> None:
    assert not live(site, site.browser()).is_connected(FAMILY)


def test_nobody_connects_before_saying_whether_it_is_safe(site: Site, alva: IssuedInvite) -> None:
    browser = site.browser()
    browser.get("/")
    browser.post("/open", token=alva.token, pin=alva.pin)
    assert not live(site, browser).is_connected(FAMILY)


def test_nothing_is_taken_after_the_sitting_locked(site: Site, phone: Browser) -> None:
    socket = live(site, phone)
    site.clock.pass_by(minutes=11)
    assert ask(socket, reply(phone, text="too late"))["gone"]


def test_a_new_pin_cuts_the_old_page_within_a_sweep(
    site: Site, phone: Browser, alva: IssuedInvite, case_file: CaseFile
) -> None:
    socket = live(site, phone)
    assert socket.is_connected(FAMILY)
    site.services.invites.reissue(case_file.id, alva.invite_id, site.clock(), 14)
    with site.app.app_context():
        sweep(site.services)
    assert rooms.of(phone.field("conversation")) == []
    assert not socket.is_connected(FAMILY)


def test_replies_faster_than_anyone_types_are_slowed_down(site: Site, phone: Browser) -> None:
    socket = live(site, phone)
    answers = [ask(socket, None) for _ in range(100)]
    assert any(answer.get("busy") for answer in answers)


def test_the_gate_refuses_a_handshake_without_the_pages_cookie(site: Site, phone: Browser) -> None:
    stranger = site.app.test_client()
    assert stranger.get("/socket.io/?EIO=4&transport=polling").status_code == 403
    assert phone.client.get("/socket.io/?EIO=4&transport=polling").status_code == 200
    evil = phone.client.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": "https://evil.example"})
    assert evil.status_code == 400
