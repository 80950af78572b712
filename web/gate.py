"""The outermost door in front of `/socket.io`: no handshake without the page's own short-lived cookie, and never more
live pages than there are threads for. A raw socket costs a thread for life, so it is refused before it gets one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from itsdangerous import BadSignature, TimestampSigner
from werkzeug.wrappers import Response

from web.settings import Settings

COOKIE = "g"
SECONDS = 2 * 60 * 60
"""How long a page may open a live connection after it was last loaded or posted."""
WORD = "live"


def _signer(secret: str) -> TimestampSigner:
    return TimestampSigner(secret, salt="own-words-gate")


def open_gate(response: Response, settings: Settings) -> Response:
    """Lets the browser that gets this response open a live connection."""
    from flask import current_app

    from web.security import give_cookie

    give_cookie(response, COOKIE, _signer(str(current_app.secret_key)).sign(WORD).decode(), settings)
    return response


class Gate:
    """WSGI middleware; everything but `/socket.io` passes untouched."""

    def __init__(self, app: Callable[..., Iterable[bytes]], secret: str, cookie: str, most: int) -> None:
        self._app = app
        self._signer = _signer(secret)
        self._cookie = cookie
        self._room = threading.BoundedSemaphore(most)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith("/socket.io"):
            return self._app(environ, start_response)
        if not self._invited(environ.get("HTTP_COOKIE", "")):
            return _refuse(start_response, "403 Forbidden")
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return self._app(environ, start_response)
        if not self._room.acquire(blocking=False):
            return _refuse(start_response, "503 Service Unavailable")
        try:
            return self._app(environ, start_response)
        finally:
            self._room.release()

    def _invited(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(self._cookie)
            return morsel is not None and self._signer.unsign(morsel.value, max_age=SECONDS) == WORD.encode()
        except (BadSignature, CookieError):
            return False


def _refuse(start_response: Callable[..., Any], status: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "0"), ("Cache-Control", "no-store")])
    return [b""]
