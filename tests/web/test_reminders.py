"""Reminders by e-mail: to whom, when, how often, and that a message names nobody and no case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import app as joining
from access.secrets_kept import quick_hashing
from store.accounts import Account
from store.cases import CaseFile
from store.database import Database
from tests.web.conftest import Clock, Site
from tests.web.notifying import smtp_standin
from tests.web.notifying.smtp_standin import SmtpStandIn
from web.meeting.dates_kept import keep_deadlines
from web.outbox import Outbox
from web.reminders import BODY, SUBJECT, WAIT, Reminders
from web.services import EXTENSION, Services
from web.settings import Settings


@pytest.fixture
def mail() -> Iterator[SmtpStandIn]:
    """The council's mail server."""
    with smtp_standin.smtp_standin(smtp_standin.Ways()) as server:
        yield server


def settings_for(database: Database, tmp_path: Path, mail: SmtpStandIn, **more: object) -> Settings:
    """A site in Southwark, whose reports are due 48 hours before a conference."""
    given = {
        "background": False,
        "council": "southwark",
        "instance": tmp_path / "instance",
        "database_url": database.url.render_as_string(hide_password=False),
        "public_url": "https://words.example",
        "smtp_host": "127.0.0.1",
        "smtp_port": mail.port,
        "smtp_tls": "none",
        "smtp_sender": "no-reply@council.example",
        "send_seconds": 5,
    }
    return Settings(**{**given, **more})


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, mail: SmtpStandIn) -> Iterator[Site]:
    """A site that can send e-mail and sends nothing by itself."""
    quick_hashing()
    clock = Clock()
    app = joining.create_app(settings_for(sqlite_database, tmp_path, mail), clock)
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
    """Maja's case, with a conference in ten days: its reports are due in eight."""
    case = site.case(maja)
    keep_deadlines(site.services, case)
    return case


def to(mail: SmtpStandIn) -> list[str]:
    """Whom the mail server has letters for since it was last asked."""
    found = sorted(address for kept in mail.kept for address in kept.to)
    mail.kept.clear()
    return found


def test_everybody_with_access_is_reminded_once_the_day_before_and_once_when_it_is_late(
    site: Site, maja: Account, family: CaseFile, mail: SmtpStandIn
) -> None:
    colleague, stranger = site.account("omar"), site.account("zoe")
    site.services.cases.grant(family.id, colleague.id, maja.id, site.clock())
    reminders = Reminders(site.services)
    site.clock.pass_by(days=6, hours=23)
    assert (reminders.send(), to(mail)) == (0, [])
    site.clock.pass_by(hours=1)
    assert (reminders.send(), to(mail)) == (2, [maja.email, colleague.email])
    assert (reminders.send(), to(mail)) == (0, [])
    site.clock.pass_by(days=1, minutes=1)
    assert (reminders.send(), to(mail)) == (2, [maja.email, colleague.email])
    site.clock.pass_by(hours=3)
    assert (reminders.send(), to(mail)) == (0, [])
    assert stranger.email not in to(mail)


def test_a_message_says_nothing_but_that_something_is_due(
    site: Site, maja: Account, family: CaseFile, mail: SmtpStandIn
) -> None:
    site.clock.pass_by(days=7, hours=12)
    assert Reminders(site.services).send() == 1
    [kept] = mail.kept
    assert kept.letter["Subject"] == SUBJECT
    assert kept.words.strip() == BODY.format(link="https://words.example/desk/timetable")
    said = kept.raw.decode()
    hidden = (family.id, family.name, maja.name, "Alva", "Kim", "report", "conference", "Southwark")
    assert [word for word in hidden if word.lower() in said.replace(maja.email, "").lower()] == []
    assert re.findall(r"[0-9a-f]{32}", kept.words) == []


def test_what_is_done_or_not_yet_due_is_not_reminded_of(site: Site, family: CaseFile, mail: SmtpStandIn) -> None:
    s = site.services
    done = [replace(one, done_at=site.clock()) for one in s.deadlines.of_case(family.id)]
    s.deadlines.keep(family.id, done)
    site.clock.pass_by(days=9)
    assert (Reminders(s).send(), to(mail)) == (0, [])


def test_when_the_mail_server_is_away_it_is_tried_again_after_a_while(
    site: Site, maja: Account, family: CaseFile, mail: SmtpStandIn
) -> None:
    mail.ways.answers["MAIL"] = "451 later please"
    site.clock.pass_by(days=7, hours=12)
    reminders = Reminders(site.services)
    assert reminders.send() == 0
    mail.ways.answers.clear()
    assert reminders.send() == 0
    site.clock.pass_by(minutes=WAIT / timedelta(minutes=1))
    assert (reminders.send(), to(mail)) == (1, [maja.email])


def test_an_address_that_is_refused_for_good_is_not_tried_for_ever(
    site: Site, family: CaseFile, mail: SmtpStandIn
) -> None:
    mail.ways.answers["RCPT"] = "550 nobody here"
    site.clock.pass_by(days=7, hours=12)
    reminders = Reminders(site.services)
    assert reminders.send() == 0
    heard = len(mail.heard)
    site.clock.pass_by(hours=2)
    assert (reminders.send(), len(mail.heard)) == (0, heard)


def test_where_nothing_can_be_sent_nothing_is_used_up(
    sqlite_database: Database, tmp_path: Path, mail: SmtpStandIn, site: Site, maja: Account, family: CaseFile
) -> None:
    without = joining.join(settings_for(sqlite_database, tmp_path, mail, smtp_host="", smtp_sender=""), site.clock)
    site.clock.pass_by(days=7, hours=12)
    assert Reminders(without).send() == 0
    without.database.close()
    assert (Reminders(site.services).send(), to(mail)) == (1, [maja.email])


def test_the_verb_for_a_timer_sends_reminders_too(
    site: Site, maja: Account, family: CaseFile, mail: SmtpStandIn
) -> None:
    site.clock.pass_by(days=7, hours=12)
    said = site.app.test_cli_runner().invoke(args=["notices", "send"])
    assert said.output.strip().splitlines()[-1] == "1 messages sent"
    assert to(mail) == [maja.email]


@pytest.mark.parametrize("background", [True, False])
def test_a_running_server_reminds_by_itself_only_where_it_is_to(
    sqlite_database: Database, tmp_path: Path, mail: SmtpStandIn, monkeypatch: pytest.MonkeyPatch, background: bool
) -> None:
    quick_hashing()
    begun: list[Callable[[], object]] = []
    monkeypatch.setattr(Outbox, "start", lambda self, app, send: begun.append(send))
    clock = Clock()
    app = joining.create_app(settings_for(sqlite_database, tmp_path, mail, background=background), clock)
    site = Site(app, app.extensions[EXTENSION], clock)
    maja = site.account("maja")
    keep_deadlines(site.services, site.case(maja))
    clock.pass_by(days=7, hours=12)
    site.browser().get("/")
    for send in begun:
        send()
    site.services.database.close()
    assert to(mail) == ([maja.email] if background else [])
