"""Live pages over Socket.IO. Every event passes one wrapper: still allowed -> rate limit -> shape -> one call ->
answer.

A socket may only hint and carry replies; whatever it says can be read again from the store by a plain page.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_socketio import SocketIO, disconnect
from pydantic import BaseModel, ValidationError

from web.gate import COOKIE, Gate
from web.limits import Pace
from web.security import name
from web.services import Services, services
from web.settings import Settings

LARGEST_MESSAGE = 64 * 1024
FAMILY, DESK = "/family", "/desk"
SWEPT_EVERY = 1.5
"""Seconds; a revoked sitting or account loses its sockets within two."""
SESSION = "own_words.session"
log = structlog.get_logger("sockets")
socketio = SocketIO(
    async_mode="threading",
    async_handlers=False,  # a live page has its own thread, and its events come one after another in it
    manage_session=False,
    max_http_buffer_size=LARGEST_MESSAGE,
    ping_interval=25,
    ping_timeout=20,
    logger=False,
    engineio_logger=False,
)


class ReadOnce(SecureCookieSessionInterface):
    """Flask's session, its cookie read once for each live page: the events of a socket all carry its first request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie of this request says; a copy, so that no event changes it for the next."""
        if SESSION not in request.environ:
            opened = super().open_session(app, request)
            request.environ[SESSION] = None if opened is None else dict(opened)
        kept: dict[str, Any] | None = request.environ[SESSION]
        return None if kept is None else self.session_class(kept)


class Rooms:
    """Which sockets belong to which sitting or staff session, so that ending one cuts its sockets at once."""

    def __init__(self) -> None:
        self._sids: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._started = False

    def add(self, owner: str, sid: str, namespace: str) -> None:
        """Remembers a socket of this owner."""
        with self._lock:
            self._sids[owner].add((sid, namespace))

    def remove(self, sid: str) -> None:
        """Forgets a socket that has closed."""
        with self._lock:
            for owner in [owner for owner, sids in self._sids.items() if any(s == sid for s, _ in sids)]:
                self._sids[owner] = {pair for pair in self._sids[owner] if pair[0] != sid}
                if not self._sids[owner]:
                    del self._sids[owner]

    def first(self) -> bool:
        """True once: whoever gets it starts what runs while sockets are open."""
        with self._lock:
            was, self._started = self._started, True
        return not was

    def of(self, owner: str) -> list[tuple[str, str]]:
        """The sockets of this owner."""
        with self._lock:
            return list(self._sids.get(owner, ()))

    def owners(self) -> list[str]:
        """Everybody who has a socket open."""
        with self._lock:
            return list(self._sids)


rooms = Rooms()
_also_swept: list[Callable[[Services], None]] = []


def also_sweep(more: Callable[[Services], None]) -> None:
    """Has this run with every sweep."""
    _also_swept.append(more)


def shut(owner: str) -> None:
    """Cuts every socket of a sitting or staff session that has ended or locked."""
    for sid, namespace in rooms.of(owner):
        socketio.emit("locked", to=sid, namespace=namespace)
        socketio.server.disconnect(sid, namespace=namespace)


def sweep(s: Services) -> None:
    """Cuts the sockets of every sitting and staff session that has ended, locked or run out, also from elsewhere."""
    open_now = rooms.owners()
    for owner in (*s.sittings.closed(open_now, s.clock()), *s.accounts.closed(open_now, s.clock())):
        shut(owner)
    for more in _also_swept:
        more(s)


def _keep_sweeping(app: Flask) -> None:
    while True:
        time.sleep(SWEPT_EVERY)
        try:
            sweep(services_of(app))
        except Exception as problem:  # a store that is away for a moment must not end the sweeping
            log.error("sweep", kind=type(problem).__name__)


def hint(owner: str, event: str, data: dict[str, object], namespace: str, but: str = "") -> None:
    """Tells the pages of one owner that there is something new to read. Lost hints cost nothing: pages re-read."""
    for sid, where in rooms.of(owner):
        if where == namespace and sid != but:
            socketio.emit(event, data, to=sid, namespace=namespace)


def origins(settings: Settings) -> list[str]:
    """The pages that may open a socket: our own address, by either of its names when it is this machine."""
    own = settings.public_url.rstrip("/")
    parts = urlsplit(own)
    if parts.hostname in ("127.0.0.1", "localhost"):
        port = f":{parts.port}" if parts.port else ""
        return [f"{parts.scheme}://{host}{port}" for host in ("127.0.0.1", "localhost")]
    return [own]


def open_sockets(app: Flask) -> None:
    """Joins Socket.IO to this app, behind the gate."""
    from web.desk import live as _desk  # noqa: F401 - registers its handlers
    from web.family import live as _family  # noqa: F401 - registers its handlers

    settings = services_of(app).settings
    app.session_interface = ReadOnce()
    socketio.init_app(app, cors_allowed_origins=origins(settings))
    app.wsgi_app = Gate(  # type: ignore[method-assign]
        app.wsgi_app, str(app.secret_key), name(COOKIE, settings), settings.most_sockets
    )


def services_of(app: Flask) -> Services:
    """The services joined to this app."""
    from typing import cast

    from web.services import EXTENSION

    return cast(Services, app.extensions[EXTENSION])


def event(
    namespace: str,
    called: str,
    shape: type[BaseModel],
    owner: Callable[[Services], tuple[str, Any] | None],
    pace: Pace | None = None,
) -> Callable[[Callable[..., dict[str, object] | None]], Callable[..., dict[str, object]]]:
    """Registers a handler behind the wrapper. `owner` finds who is speaking anew each time (id, value), or None. `pace`
    counts this event by itself, where it comes more often than replies."""

    def register(handler: Callable[..., dict[str, object] | None]) -> Callable[..., dict[str, object]]:
        def guarded(data: object = None) -> dict[str, object]:
            s = services()
            _forget_request()
            who = owner(s)
            if who is None:
                disconnect()
                return {"ok": False, "gone": True}
            if not (pace or s.pace).allows(who[0]):
                return {"ok": False, "busy": True}
            try:
                parsed = shape.model_validate(data)
            except ValidationError:
                return {"ok": False, "unread": True}
            try:
                return handler(s, who[1], parsed) or {"ok": False, "gone": True}
            except Exception as problem:
                log.error("socket event", called=called, kind=type(problem).__name__)
                return {"ok": False, "again": True}

        socketio.on_event(called, guarded, namespace=namespace)
        return guarded

    return register


def connects(namespace: str, owner: Callable[[Services], tuple[str, Any] | None]) -> None:
    """Accepts a socket only from somebody who may hold a page of this namespace."""

    def connect(auth: object = None) -> bool:
        _forget_request()
        who = owner(services())
        if who is None:
            return False
        rooms.add(who[0], request.sid, namespace)  # type: ignore[attr-defined]
        if rooms.first():
            app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
            socketio.start_background_task(_keep_sweeping, app)
        return True

    def leave(reason: object = None) -> None:
        rooms.remove(request.sid)  # type: ignore[attr-defined]

    socketio.on_event("connect", connect, namespace=namespace)
    socketio.on_event("disconnect", leave, namespace=namespace)


def _forget_request() -> None:
    """A socket's request context lives as long as the socket; nothing from an earlier event may be believed."""
    for known in ("translator", "sitting", "conversation", "account"):
        g.pop(known, None)
