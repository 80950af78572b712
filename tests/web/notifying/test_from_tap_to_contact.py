"""From a tap on a phone to the people on duty: what arrives as e-mail and as text message, at whom, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

import app as joining
from access.secrets_kept import quick_hashing
from store.accounts import Account
from store.cases import CaseFile
from store.database import Database
from tests.web.conftest import Browser, Clock, Site
from tests.web.desking import at_the_desk
from tests.web.notifying import notify_standin, smtp_standin
from tests.web.notifying.conftest import DESK, PHONE
from tests.web.notifying.notify_standin import KEY, TEXT_TEMPLATE, NotifyStandIn
from tests.web.notifying.smtp_standin import SmtpStandIn
from web.services import EXTENSION, Services
from web.settings import Settings

SECOND_DESK, SECOND_PHONE = "second.desk@example.org", "+447700900456"
WORDS = "hippogriff words nobody else may read"


@pytest.fixture
def mail() -> Iterator[SmtpStandIn]:
    """The council's mail server."""
    with smtp_standin.smtp_standin(smtp_standin.Ways()) as server:
        yield server


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    """GOV.UK Notify."""
    with notify_standin.notify_standin(notify_standin.Ways()) as service:
        yield service


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, mail: SmtpStandIn, notify: NotifyStandIn) -> Iterator[Site]:
    """A site that sends e-mail and text messages, when `notices send` is run."""
    quick_hashing()
    clock = Clock()
    settings = Settings(
        background=False,
        instance=tmp_path / "instance",
        database_url=sqlite_database.url.render_as_string(hide_password=False),
        public_url="https://words.example",
        duty_email=DESK,
        duty_phone=PHONE,
        second_email=SECOND_DESK,
        second_phone=SECOND_PHONE,
        smtp_host="127.0.0.1",
        smtp_port=mail.port,
        smtp_tls="none",
        smtp_sender="no-reply@council.example",
        notify_key=SecretStr(KEY),
        notify_url=notify.url,
        notify_text_template=TEXT_TEMPLATE,
        send_seconds=5,
    )
    app = joining.create_app(settings, clock)
    app.testing = True
    found: Services = app.extensions[EXTENSION]
    yield Site(app, found, clock)
    found.database.close()


@pytest.fixture
def maja(site: Site) -> Account:
    """The worker on the case."""
    return site.account("maja")


@pytest.fixture
def family(site: Site, maja: Account) -> CaseFile:
    """Maja's case."""
    return site.case(maja)


@pytest.fixture
def phone(site: Site, maja: Account, family: CaseFile) -> Browser:
    """Alva's phone, in the middle of her questions."""
    phone = site.browser()
    phone.come_in(site.invite(maja, family))
    phone.reply(choices="start")
    phone.reply(text=WORDS)
    return phone


def send(site: Site) -> str:
    """What `flask notices send` says in the end; what could not leave is logged before that."""
    result = site.app.test_cli_runner().invoke(args=["notices", "send"])
    assert result.exit_code == 0, result.output
    return str(result.output).strip().splitlines()[-1]


def heard(mail: SmtpStandIn, notify: NotifyStandIn) -> list[str]:
    """Who was told, in the order of the alphabet."""
    letters = [to for kept in mail.kept for to in kept.to]
    return sorted([*letters, *(fields["phone_number"] for _, fields in notify.asked)])


def test_a_tap_arrives_as_e_mail_and_text_at_the_first_contact_and_later_at_the_second(
    site: Site, phone: Browser, mail: SmtpStandIn, notify: NotifyStandIn
) -> None:
    phone.post("/not-safe")
    assert send(site) == "0 messages sent"
    assert "We have told them" in phone.post("/not-safe", sure="1").text
    assert send(site) == "2 messages sent"
    assert heard(mail, notify) == sorted([DESK, PHONE])
    site.clock.pass_by(minutes=14)
    assert send(site) == "0 messages sent"
    site.clock.pass_by(minutes=1)
    assert send(site) == "2 messages sent"
    assert heard(mail, notify) == sorted([DESK, PHONE, SECOND_DESK, SECOND_PHONE])
    site.clock.pass_by(days=2)
    assert send(site) == "0 messages sent"


def test_both_say_where_to_look_and_nothing_of_the_family(
    site: Site, maja: Account, family: CaseFile, phone: Browser, mail: SmtpStandIn, notify: NotifyStandIn
) -> None:
    phone.post("/not-safe", sure="1")
    send(site)
    [kept] = mail.kept
    [(_, fields)] = notify.asked
    [notice] = site.services.notices.open_for(maja.id)
    link = f"https://words.example/desk/notices/{notice.id}"
    assert link in kept.words
    assert link in fields["personalisation"]["body"]
    everything = kept.raw.decode() + kept.words + repr(fields)
    private = ("Alva", "Kim", "Ali", "Maja", family.name, "hippogriff", family.id, family.people[0].id)
    assert [word for word in private if re.search(rf"\b{re.escape(word)}\b", everything)] == []


def test_the_link_in_the_message_opens_the_notice_for_who_may_see_it(
    site: Site, maja: Account, phone: Browser, mail: SmtpStandIn
) -> None:
    phone.post("/not-safe", sure="1")
    send(site)
    [path] = re.findall(r"https://words\.example(/\S+)", mail.kept[0].words)
    assert "Alva" in at_the_desk(site, maja).get(path).text
    stranger = site.browser()
    answer = stranger.client.get(path)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_taken_on_in_between_the_second_hears_nothing(
    site: Site, maja: Account, phone: Browser, mail: SmtpStandIn, notify: NotifyStandIn
) -> None:
    phone.post("/not-safe", sure="1")
    send(site)
    [notice] = site.services.notices.open_for(maja.id)
    desk = at_the_desk(site, maja)
    desk.get(f"/desk/notices/{notice.id}")
    site.clock.pass_by(minutes=10)
    desk.post(f"/desk/notices/{notice.id}", done="rang her, she is at her nan's")
    site.clock.pass_by(minutes=10)
    assert send(site) == "0 messages sent"
    assert heard(mail, notify) == sorted([DESK, PHONE])


def test_a_mail_server_that_is_busy_gets_it_again_and_the_text_does_not_wait(
    site: Site, maja: Account, phone: Browser, mail: SmtpStandIn, notify: NotifyStandIn
) -> None:
    mail.ways.answers["hello"] = "421 busy"
    phone.post("/not-safe", sure="1")
    assert send(site) == "1 messages sent"
    assert heard(mail, notify) == [PHONE]
    del mail.ways.answers["hello"]
    site.clock.pass_by(minutes=1)
    assert send(site) == "1 messages sent"
    assert heard(mail, notify) == sorted([DESK, PHONE])
    [notice] = site.services.notices.open_for(maja.id)
    assert all(told.sent_at is not None for told in notice.told if told.contact == "first")


def test_an_address_that_is_refused_for_good_is_shown_at_the_desk(
    site: Site, maja: Account, phone: Browser, mail: SmtpStandIn
) -> None:
    mail.ways.answers["RCPT"] = f"550 5.1.1 <{DESK}> is not known"
    phone.post("/not-safe", sure="1")
    send(site)
    site.clock.pass_by(hours=1)
    send(site)
    [notice] = site.services.notices.open_for(maja.id)
    page = at_the_desk(site, maja).get(f"/desk/notices/{notice.id}").text
    assert "would not take this address (550)" in page
    assert DESK not in page


def test_a_process_that_stopped_in_between_leaves_nothing_unsent(
    site: Site, phone: Browser, mail: SmtpStandIn, notify: NotifyStandIn
) -> None:
    phone.post("/not-safe", sure="1")
    again = joining.create_app(site.services.settings, site.clock)
    found: Services = again.extensions[EXTENSION]
    assert send(Site(again, found, site.clock)) == "2 messages sent"
    found.database.close()
    assert heard(mail, notify) == sorted([DESK, PHONE])
    assert send(site) == "0 messages sent"
