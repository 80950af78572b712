"""The key of a link between its opening and the right PIN. It comes in the part of an address that is never sent, and
goes from there into the form and into a cookie for a few minutes; it never stands in an address, a log or a title."""

from __future__ import annotations

import re
from typing import Final

from flask import Request
from werkzeug.wrappers import Response

from web.security import cookie, name, take_cookie
from web.settings import Settings

COOKIE: Final = "k"
SECONDS: Final = 15 * 60
"""How long a link that was opened waits for its PIN in this browser."""
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def typed_key(request: Request) -> str:
    """The link's key in the posted form; empty when there is none, or something that no link holds."""
    key = request.form.get("token", "").strip()
    return key if _KEY.fullmatch(key) else ""


def kept_key(request: Request, settings: Settings) -> str:
    """The key that this browser holds, or nothing."""
    key = cookie(request, COOKIE, settings) or ""
    return key if _KEY.fullmatch(key) else ""


def keep_key(response: Response, key: str, settings: Settings) -> Response:
    """Holds the key in the browser that gets this response: out of reach of scripts and other sites, and not for
    long."""
    response.set_cookie(
        name(COOKIE, settings),
        key,
        max_age=SECONDS,
        httponly=True,
        secure=settings.secure,
        samesite="Strict",
        path="/",
    )
    return response


def drop_key(response: Response, settings: Settings) -> Response:
    """Lets the key go: the door has opened, somebody has left, or a code is wanted instead."""
    take_cookie(response, COOKIE, settings)
    return response
