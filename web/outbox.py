"""A thread of its own that looks after what must leave, so that no page waits for a mail server. It decides nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from flask import Flask

LOOKED_EVERY = 5.0
"""Seconds between two looks while nobody wakes it."""
log = structlog.get_logger("outbox")


class Outbox:
    """Looks when woken, and every few seconds. One in a process."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._started = False
        self._lock = threading.Lock()

    def wake(self) -> None:
        """Something may have to leave now."""
        self._woken.set()

    def start(self, app: Flask, send: Callable[[], object]) -> None:
        """Begins to look, calling `send` inside the app's context; later calls change nothing."""
        with self._lock:
            if self._started:
                return
            self._started = True
        threading.Thread(target=self._run, args=(app, send), name="outbox", daemon=True).start()

    def _run(self, app: Flask, send: Callable[[], object]) -> None:
        while True:
            self._woken.wait(LOOKED_EVERY)
            self._woken.clear()
            try:
                with app.app_context():
                    send()
            except Exception as problem:  # a store that is away for a moment must not end the sending
                log.error("outbox", kind=type(problem).__name__)
