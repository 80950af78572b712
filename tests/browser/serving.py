"""A second running server for the browser tests: somebody is on duty, and its packs hold a recorded clip."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

import app as joining
from tests.browser.acting import Server
from web.clips import serve_clips
from web.settings import Settings

ROOT = Path(__file__).parent.parent.parent
ON_DUTY = {
    "DUTY_EMAIL": "duty@example.org",
    "DUTY_HOURS": "Monday to Friday, 9 to 5",
    "SECOND_EMAIL": "second@example.org",
    "SECOND_AFTER": "15",
    "SMTP_HOST": "mail.example.org",
    "SMTP_SENDER": "desk@example.org",
    "BACKGROUND": "0",
}


def with_packs(packs: str) -> Flask:
    """The app, with the clips of another packs folder. Run by gunicorn."""
    vars(joining)["serve_clips"] = lambda app, _: serve_clips(app, Path(packs))
    return joining.create_app()


@contextmanager
def serving(instance: Path, packs: Path, elsewhere: str) -> Iterator[Server]:
    """Runs it until the block ends, with an empty store. Nothing is sent to anybody: tests look at what is due."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        services = joining.join(Settings(instance=instance, public_url=url), lambda: datetime.now(UTC))
        services.database.migrate()
        wanted = {"INSTANCE": str(instance), "PUBLIC_URL": url, "LEAVE_TO": elsewhere, "THREADS": "60", **ON_DUTY}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}", "--workers", "1"]
        command += ["--worker-class", "gthread", "--threads", "60", "--graceful-timeout", "1", "--no-control-socket"]
        running = subprocess.Popen(
            [*command, f"tests.browser.serving:with_packs({str(packs)!r})"],
            cwd=ROOT,
            env={**os.environ, **{f"OWN_WORDS_{name}": value for name, value in wanted.items()}},
            pass_fds=[listening.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Server(url, elsewhere, services)
        finally:
            running.terminate()
            running.wait(10)
            services.database.close()
