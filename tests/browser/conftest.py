"""A running server and a real browser. Each test has its own invite, so none depends on another."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app import join
from store.cases import NewPerson
from tests.browser.acting import Invitation, Server
from web.settings import Settings

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("OWN_WORDS_TEST_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The machine's own Chromium."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A small phone."""
    phone = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True, "locale": "en-GB"}
    return {**browser_context_args, **phone}


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[str]:
    """The neutral site that Leave goes to."""

    class Weather(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Weather</title><h1>Sunny</h1>")

        def log_message(self, *words: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}/weather"
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """The app as `make run` serves it, with an empty store. The listening socket is ours: nothing has to be polled."""
    instance = tmp_path_factory.mktemp("instance")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(background=False, instance=instance, public_url=url, leave_to=elsewhere)
        services = join(settings, lambda: datetime.now(UTC))
        services.database.migrate()
        wanted = {"INSTANCE": str(instance), "PUBLIC_URL": url, "LEAVE_TO": elsewhere, "THREADS": "60"}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}", "--workers", "1"]
        command += ["--worker-class", "gthread", "--threads", "60", "--graceful-timeout", "1", "--no-control-socket"]
        running = subprocess.Popen(
            [*command, "app:create_app()"],
            cwd=ROOT,
            env={**os.environ, **{f"OWN_WORDS_{name}": value for name, value in wanted.items()}},
            pass_fds=[listening.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield Server(url, elsewhere, services)
        running.terminate()
        running.wait(10)
        services.database.close()


@pytest.fixture
def invite(server: Server) -> Callable[..., Invitation]:
    """Makes invites: `invite()`, or `invite("parent", role="parent")`."""

    def make(script: str = "meeting_13_17", role: str = "young_person", locale: str = "en") -> Invitation:
        s = server.services
        now = s.clock()
        word = secrets.token_hex(8)
        worker = s.accounts.add(email=f"{word}@example.org", name="Priya", role="worker", password=word * 2, now=now)
        people = [NewPerson(role, "Sam")]
        family = s.cases.create(
            name="Made up", meeting_on=now + timedelta(days=12), by=worker.id, people=people, at=now
        )
        person = family.people[0].id
        issued = s.invites.issue(
            case_id=family.id,
            person_id=person,
            about_person_id=person,
            script=script,
            locale=locale,
            by=worker.id,
            at=now,
            days=2,
        )
        link = f"{server.url}/#{issued.token}"
        return Invitation(issued.invite_id, link, issued.code, issued.pin, server)

    return make
