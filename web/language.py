"""Which language a page speaks, and the words of every template. The choice itself is made in `i18n/negotiation.py`."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import Flask, g, request

from dialogs.strokes import path
from i18n.messages import Language, Translator
from i18n.negotiation import negotiate
from web.security import cookie
from web.services import services

WISH = "l"
"""Cookie with the locale picked at the door, before there is a sitting to keep it."""


def translator() -> Translator:
    """The translator of this request: the sitting's language, or the best one for this browser."""
    if "translator" not in g:
        s = services()
        wish = cookie(request, WISH, s.settings) or ""
        header = request.headers.get("Accept-Language", "")
        use_language(negotiate(s.messages.offered, header, wish).locale)
    return cast(Translator, g.translator)


def use_language(locale: str) -> Translator:
    """Makes the rest of this request speak this locale."""
    g.translator = services().messages.translator(locale)
    return cast(Translator, g.translator)


def speak(app: Flask) -> None:
    """Gives templates their words, dates and numbers."""

    def text(source: str, **values: object) -> str:
        return translator().text(source, **{key: str(value) for key, value in values.items()})

    def count(one: str, many: str, n: int, **values: object) -> str:
        return translator().count(one, many, n, **{key: str(value) for key, value in values.items()})

    def day(when: datetime) -> str:
        return translator().day(when)

    def moment(when: datetime) -> str:
        return translator().moment(when)

    def number(value: int) -> str:
        return translator().number(value)

    def offered() -> tuple[Language, ...]:
        return services().messages.offered

    @app.context_processor
    def _words() -> dict[str, object]:
        leave_to = services().settings.leave_to
        return {"language": translator().language, "languages": offered(), "leave_to": leave_to}

    app.jinja_env.globals.update(stroke_path=path)
    app.jinja_env.globals.update(_=text, _n=count, day=day, moment=moment, number=number)
