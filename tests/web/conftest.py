"""A whole site in a test: an app on a fresh store, a worker with a case and an invite, and browsers to visit it
with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import app as joining
from access.secrets_kept import quick_hashing
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from store.database import Database
from store.invites import IssuedInvite
from web.services import EXTENSION, Services
from web.settings import Settings

PASSWORD = "four plain words here"


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Site:
    """An app on a fresh store, and what a test does with it."""

    app: Flask
    services: Services
    clock: Clock

    def account(self, name: str, role: str = "worker") -> Account:
        made = self.services.accounts.add(f"{name}@example.org", name.title(), role, PASSWORD, self.clock())
        assert isinstance(made, Account), made
        return made

    def case(self, worker: Account, family: str = "The Example family") -> CaseFile:
        people = [NewPerson("young_person", "Alva"), NewPerson("parent", "Kim"), NewPerson("child", "Ali")]
        when = self.clock() + timedelta(days=10)
        return self.services.cases.create(family, when, worker.id, people, self.clock())

    def invite(self, worker: Account, case: CaseFile, script: str = "meeting_13_17", person: int = 0) -> IssuedInvite:
        who, child = case.people[person].id, case.people[2].id
        return self.services.invites.issue(case.id, who, child, script, "en", worker.id, self.clock(), 14)

    def browser(self) -> Browser:
        return Browser(self.app.test_client())


class Browser:
    """One person's browser: follows redirects, carries the form's hidden fields like a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = ""

    def get(self, path: str = "/", **more: Any) -> TestResponse:
        response = self.client.get(path, **more)
        self.page = response.text
        return response

    def post(self, path: str, follow: bool = True, **fields: Any) -> TestResponse:
        data = {"csrf_token": self.field("csrf_token"), **fields}
        response = self.client.post(path, data=data)
        if follow and response.status_code == 303 and response.location.startswith("/"):
            return self.get(response.location)
        if response.mimetype == "text/html" and response.status_code != 303:
            self.page = response.text
        return response

    def field(self, name: str) -> str:
        """The value of a hidden field on the page."""
        found = re.findall(rf'name="{name}" value="([^"]*)"', self.page)
        return str(found[-1]) if found else ""

    def come_in(self, invite: IssuedInvite, **before: str) -> TestResponse:
        """Through the door and past the question whether it is safe."""
        self.get("/")
        self.post("/open", token=invite.token, pin=invite.pin)
        return self.post("/before", **{"safe": "yes", "present": "alone", **before})

    def reply(self, follow: bool = True, **fields: Any) -> TestResponse:
        """Answers the open question with the page's own hidden fields."""
        hidden = {name: self.field(name) for name in ("conversation", "seq", "reply_id", "position")}
        return self.post("/reply", follow, **{**hidden, **fields})


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    """A site on each kind of database."""
    quick_hashing()
    clock = Clock()
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(background=False, instance=tmp_path / "instance", database_url=url)
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
def case_file(site: Site, maja: Account) -> CaseFile:
    """Maja's case."""
    return site.case(maja)


@pytest.fixture
def alva(site: Site, maja: Account, case_file: CaseFile) -> IssuedInvite:
    """A young person's way in."""
    return site.invite(maja, case_file)
