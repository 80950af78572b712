"""Telling the people on duty: the right contact at the right time, tried again, and never a name in a message."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import current_app
from structlog.testing import capture_logs

import app as joining
from access.secrets_kept import quick_hashing
from store.accounts import Account
from store.cases import CaseFile
from store.database import Database
from store.invites import IssuedInvite
from store.notices import MOST_TRIES, Told
from tests.web.conftest import Clock, Site
from web import outbox
from web.duty import BODY, SUBJECT, raise_notice, send_due, somebody_watches
from web.notifying.messages import Delivered, Message, NotDelivered, unsendable
from web.outbox import Outbox
from web.services import EXTENSION, Services
from web.settings import Settings

FIRST = {"duty_email": "duty@example.org", "duty_phone": "+447700900001"}
SECOND = {"second_email": "second@example.org", "second_phone": "+447700900002"}
Wish = Callable[[Message], Delivered | NotDelivered]
AWAY = NotDelivered("the mail server could not be reached", again=True)
NEVER = NotDelivered("this is not an address for e-mail", again=False)


@dataclass
class StandIn:
    """A way of sending that keeps what it was given, and says what a test wants."""

    says: Wish = lambda message: Delivered(message.reference)
    sent: list[Message] = field(default_factory=list)
    woken: threading.Event = field(default_factory=threading.Event)

    def send(self, message: Message) -> Delivered | NotDelivered:
        self.sent.append(message)
        self.woken.set()
        return self.says(message)

    def take(self) -> list[tuple[str, str]]:
        """To whom and how since it was last asked."""
        taken, self.sent = [(message.to, message.kind) for message in self.sent], []
        return taken


@dataclass
class Duty:
    """A site with a stand-in for sending, and a sitting in which somebody may tap."""

    site: Site
    post: StandIn
    worker: Account
    case: CaseFile
    invite: IssuedInvite
    sitting: str

    @property
    def services(self) -> Services:
        found: Services = self.site.app.extensions[EXTENSION]
        return found

    def tap(self) -> str:
        here = self.services.sittings.by_token(self.sitting, self.site.clock())
        assert here is not None
        return raise_notice(self.services, here)

    def told(self) -> list[Told]:
        [notice] = self.services.notices.of_case(self.case.id)
        return list(notice.told)


@pytest.fixture
def on_duty(sqlite_database: Database, tmp_path: Path) -> Iterator[Callable[..., Duty]]:
    """Makes a site with these settings."""
    quick_hashing()
    opened: list[Services] = []

    def make(**settings: object) -> Duty:
        clock, url = Clock(), sqlite_database.url.render_as_string(hide_password=False)
        where = Settings(instance=tmp_path / "instance", database_url=url, background=False)
        app = joining.create_app(where.model_copy(update={"public_url": "https://words.example/", **settings}), clock)
        app.testing = True
        post = StandIn()
        app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], notifier=post)
        site = Site(app, app.extensions[EXTENSION], clock)
        opened.append(site.services)
        worker = site.account("maja")
        case = site.case(worker)
        invite = site.invite(worker, case)
        _, secret = site.services.sittings.open(invite.invite_id, "en", clock())
        return Duty(site, post, worker, case, invite, secret)

    yield make
    for services in opened:
        services.database.close()


@pytest.fixture
def duty(on_duty: Callable[..., Duty]) -> Duty:
    """Both contacts are set up, both ways."""
    return on_duty(**FIRST, **SECOND, second_after=15)


def test_the_first_contact_is_told_at_once_and_the_second_when_nobody_has_it_in_time(duty: Duty) -> None:
    duty.tap()
    assert send_due(duty.services) == 2
    assert sorted(duty.post.take()) == [("+447700900001", "text"), ("duty@example.org", "email")]
    duty.site.clock.pass_by(minutes=14, seconds=59)
    assert (send_due(duty.services), duty.post.take()) == (0, [])
    duty.site.clock.pass_by(seconds=1)
    assert send_due(duty.services) == 2
    assert sorted(duty.post.take()) == [("+447700900002", "text"), ("second@example.org", "email")]
    duty.site.clock.pass_by(days=1)
    assert (send_due(duty.services), duty.post.take()) == (0, [])


def test_how_long_the_second_waits_can_be_set(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(**FIRST, **SECOND, second_after=5)
    duty.tap()
    send_due(duty.services)
    duty.post.take()
    duty.site.clock.pass_by(minutes=5)
    assert send_due(duty.services) == 2


def test_taken_on_in_between_the_second_hears_nothing(duty: Duty) -> None:
    notice_id = duty.tap()
    send_due(duty.services)
    duty.post.take()
    duty.services.notices.acknowledge(notice_id, duty.worker.id, "going there", duty.site.clock())
    duty.site.clock.pass_by(days=1)
    assert (send_due(duty.services), duty.post.take()) == (0, [])


def test_taken_on_while_messages_leave_the_rest_of_them_stays(duty: Duty) -> None:
    notice_id = duty.tap()
    duty.site.clock.pass_by(minutes=20)  # nobody could send until now: all four are due at once

    def taken_meanwhile(message: Message) -> Delivered:
        duty.services.notices.acknowledge(notice_id, duty.worker.id, "going there", duty.site.clock())
        return Delivered(message.reference)

    duty.post.says = taken_meanwhile
    send_due(duty.services)
    assert len(duty.post.take()) == 1


def test_a_message_that_cannot_leave_is_tried_again_until_it_does(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(duty_email="duty@example.org")
    duty.tap()
    duty.post.says = lambda message: AWAY
    assert send_due(duty.services) == 0
    assert send_due(duty.services) == 0  # not again before its time
    assert len(duty.post.take()) == 1
    duty.site.clock.pass_by(minutes=1)
    duty.post.says = lambda message: Delivered(message.reference)
    assert send_due(duty.services) == 1
    assert len(duty.post.take()) == 1
    [told] = duty.told()
    assert (told.sent_at, told.given_up) == (duty.site.clock(), False)


def test_each_try_of_a_message_carries_the_same_reference(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(duty_email="duty@example.org")
    duty.tap()
    duty.post.says = lambda message: AWAY
    for _ in range(3):
        send_due(duty.services)
        duty.site.clock.pass_by(minutes=10)
    assert len(duty.post.sent) == 3
    assert len({message.reference for message in duty.post.sent}) == 1


def test_it_is_given_up_after_many_tries_and_the_desk_says_why(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(duty_email="duty@example.org")
    duty.tap()
    duty.post.says = lambda message: AWAY
    for _ in range(MOST_TRIES + 5):
        send_due(duty.services)
        duty.site.clock.pass_by(minutes=10)
    assert len(duty.post.take()) == MOST_TRIES
    [told] = duty.told()
    assert (told.sent_at, told.given_up, told.reason) == (None, True, AWAY.reason)


def test_what_can_never_leave_is_not_tried_again_and_holds_nothing_up(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(**FIRST)
    duty.tap()
    duty.post.says = lambda message: NEVER if message.kind == "email" else Delivered(message.reference)
    assert send_due(duty.services) == 1
    duty.site.clock.pass_by(hours=1)
    assert (send_due(duty.services), len(duty.post.take())) == (0, 2)
    assert sorted((told.kind, told.given_up) for told in duty.told()) == [("email", True), ("text", False)]


def test_trouble_is_logged_without_an_address(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty(**FIRST)
    duty.tap()
    duty.post.says = lambda message: AWAY
    with capture_logs() as logged:
        send_due(duty.services)
    assert {(line["contact"], line["kind"], line["reason"]) for line in logged} == {
        ("first", "email", AWAY.reason),
        ("first", "text", AWAY.reason),
    }
    assert not [value for value in FIRST.values() if value in repr(logged)]


def test_where_nobody_is_set_up_nothing_is_sent_and_the_notice_waits_at_the_desk(on_duty: Callable[..., Duty]) -> None:
    duty = on_duty()
    assert not somebody_watches(duty.services.settings)
    notice_id = duty.tap()
    assert (send_due(duty.services), duty.post.take(), duty.told()) == (0, [], [])
    assert [notice.id for notice in duty.services.notices.open_for(duty.worker.id)] == [notice_id]


def test_an_address_that_is_taken_out_of_the_settings_is_not_written_to(duty: Duty) -> None:
    duty.tap()
    duty.site.app.extensions[EXTENSION] = replace(duty.services, settings=Settings(duty_phone=FIRST["duty_phone"]))
    duty.post.says = lambda message: unsendable(message) or Delivered(message.reference)
    assert send_due(duty.services) == 1
    assert [told.given_up for told in duty.told() if told.contact == "first" and told.kind == "email"] == [True]


def test_a_message_names_nobody_and_says_where_to_look(duty: Duty) -> None:
    notice_id = duty.tap()
    send_due(duty.services)
    for message in duty.post.sent:
        assert message.subject == SUBJECT
        assert message.body == BODY.format(link=f"https://words.example/desk/notices/{notice_id}")
        assert unsendable(message) is None
        private = ["Alva", "Kim", "Ali", "Maja", duty.case.name, duty.case.id, *(one.id for one in duty.case.people)]
        assert [word for word in private if word in repr((message.subject, message.body, message.reference))] == []


def test_a_second_tap_tells_nobody_twice(duty: Duty) -> None:
    assert duty.tap() == duty.tap()
    assert send_due(duty.services) == 2


def test_sending_goes_on_after_the_store_was_away(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LOOKED_EVERY", 0.01)
    looked, again = threading.Event(), threading.Event()

    def send() -> None:
        if not looked.is_set():
            looked.set()
            raise LookupError("Alva")
        again.set()

    with capture_logs() as logged:
        Outbox().start(duty.site.app, send)
        assert again.wait(20)
    assert [(line["event"], line["kind"]) for line in logged] == [("outbox", "LookupError")]
    assert "Alva" not in repr(logged)


def test_the_outbox_wakes_at_once_when_somebody_taps(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LOOKED_EVERY", 3600.0)
    waiting = threading.Event()
    box = Outbox()
    duty.site.app.extensions[EXTENSION] = replace(duty.services, outbox=box)

    def send() -> int:
        assert current_app.name == duty.site.app.name
        left = send_due(duty.services)
        waiting.set()
        return left

    box.start(duty.site.app, send)
    box.start(duty.site.app, lambda: pytest.fail("a second start must change nothing"))
    box.wake()
    assert waiting.wait(20)
    assert duty.post.sent == []
    duty.tap()
    assert duty.post.woken.wait(20)
    assert duty.post.sent[0].to in FIRST.values()


@pytest.mark.parametrize("background", [True, False])
def test_a_process_looks_by_itself_only_where_it_is_to(on_duty: Callable[..., Duty], background: bool) -> None:
    duty = on_duty(**FIRST, background=background)
    started: list[object] = []
    duty.services.outbox.start = lambda app, send: started.append(send)  # type: ignore[method-assign]
    duty.site.browser().get("/")
    assert bool(started) is background
