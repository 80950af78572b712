"""Starts the servers that are measured, each in its own process and folder, and prepares conversations to hold."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port and its one worker process."""

    port: int
    worker: psutil.Process

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        times = self.worker.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Resident bytes."""
        return int(self.worker.memory_info().rss)


@dataclass(frozen=True)
class Held:
    """A conversation somebody may reply in: its id and the cookies of the page."""

    conversation: str
    cookies: Mapping[str, str]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(app: str, port: int, threads: int, **environment: str) -> Iterator[Server]:
    """This app under gunicorn, as `make run` starts it."""
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1",
        "--threads", str(threads), "--worker-connections", str(threads + 400), "--no-control-socket",
        "--log-level", "error", app,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        for _ in range(200):
            with socket.socket() as one:
                children = psutil.Process(process.pid).children()
                if children and one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        time.sleep(1.5)
        yield Server(port, psutil.Process(process.pid).children()[0])
    finally:
        process.kill()
        for child in psutil.Process().children(recursive=True):
            child.kill()
        process.wait()


def own_settings(folder: Path, port: int) -> dict[str, str]:
    """The environment of our server for measuring."""
    return {
        "OWN_WORDS_INSTANCE": str(folder),
        "OWN_WORDS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "OWN_WORDS_SCRIPTS": str(ROOT / "benchmarks" / "scripts"),
        "OWN_WORDS_REPLIES_PER_MINUTE": "100000000",
        "OWN_WORDS_MOST_SOCKETS": "1500",
    }


def hold(folder: Path, port: int, how_many: int) -> list[Held]:
    """Makes this many conversations, each past the door with its first question open."""
    os.environ.update(own_settings(folder, port))
    from app import create_app
    from store.accounts import Account
    from store.cases import NewPerson
    from web.services import EXTENSION

    app = create_app()
    services = app.extensions[EXTENSION]
    services.database.migrate()
    now = services.clock()
    worker = services.accounts.add("bench@example.org", "Bench", "worker", "four plain words here", now)
    if not isinstance(worker, Account):
        raise RuntimeError(worker.why)
    case = services.cases.create("Bench", None, worker.id, [NewPerson("parent", f"P{n}") for n in range(how_many)], now)
    held = []
    for person in case.people:
        issued = services.invites.issue(case.id, person.id, None, "long", "en", worker.id, now, 14)
        sitting_id, secret = services.sittings.open(issued.invite_id, "en", now)
        services.sittings.set_safe(sitting_id, "yes", "alone")
        browser = app.test_client()
        browser.set_cookie("s", secret)
        page = browser.get("/").text
        found = re.search(r'name="conversation" value="([^"]+)"', page)
        if found is None:
            raise RuntimeError("the page has no conversation")
        cookies = {name: browser.get_cookie(name).value for name in ("s", "g", "t")}  # type: ignore[union-attr]
        held.append(Held(found[1], cookies))
    services.database.close()
    return held
