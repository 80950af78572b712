"""Cookies, CSRF and size limits for the whole app. Who may see what is decided in `access/`."""

from __future__ import annotations

from flask import Flask, Request, abort
from flask import request as asked
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from web.keys import open_keys
from web.settings import Settings

LARGEST_POST = 256 * 1024
csrf = CSRFProtect()


def protect(app: Flask, settings: Settings) -> None:
    """Sets cookie flags, turns CSRF on for every form, and caps what may be posted (bytes)."""
    app.config.update(
        SECRET_KEY=open_keys(settings).signing,
        SESSION_COOKIE_NAME=name("t", settings),
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=LARGEST_POST,
        MAX_FORM_PARTS=200,
    )
    csrf.init_app(app)

    @app.before_request
    def _is_an_address() -> None:
        """No address has a NUL in it, and no database takes one to look for."""
        if "\0" in asked.path:
            abort(404)


def name(short: str, settings: Settings) -> str:
    """A cookie's name: neutral, and bound to this host where there is TLS (ASVS 3.3.1)."""
    return f"__Host-{short}" if settings.secure else short


def give_cookie(response: Response, short: str, value: str, settings: Settings) -> None:
    """Sets a session cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name(short, settings), value, httponly=True, secure=settings.secure, samesite="Strict", path="/"
    )


def take_cookie(response: Response, short: str, settings: Settings) -> None:
    """Removes a cookie set by `give_cookie`."""
    response.delete_cookie(name(short, settings), httponly=True, secure=settings.secure, samesite="Strict", path="/")


def cookie(request: Request, short: str, settings: Settings) -> str | None:
    """The value of a cookie set by `give_cookie`."""
    return request.cookies.get(name(short, settings))


def address(request: Request) -> str:
    """The network address a request came from, for counting tries only."""
    return request.remote_addr or "unknown"
