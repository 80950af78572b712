"""Recorded clips of a question, from the language packs: a person's own voice, served from here and nowhere else.

A clip lies at `i18n/packs/<locale>/clips/<context>.<mp3|ogg|wav>`; the context is the one the question is translated
under. Where there is no clip the phone's own voice reads, and where there is none of those there is no button.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, abort, send_file, url_for

KINDS = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav"}
FOR_A_DAY = 86_400


def read_clips(packs: Path) -> Mapping[tuple[str, str], Path]:
    """Every clip by its locale and context."""
    found = [path for path in sorted(packs.glob("*/clips/*")) if path.suffix in KINDS]
    return {(path.parent.parent.name, path.stem): path for path in found}


def serve_clips(app: Flask, packs: Path) -> None:
    """Registers the route and the template global `clip(context, locale)`: the address of a clip, or nothing."""
    clips = read_clips(packs)

    @app.get("/clips/<locale>/<context>", endpoint="clip")
    def _clip(locale: str, context: str) -> Response:
        path = clips.get((locale, context)) or abort(404)
        return send_file(path, mimetype=KINDS[path.suffix], max_age=FOR_A_DAY, conditional=True)

    def clip(context: str, locale: str) -> str:
        return url_for("clip", locale=locale, context=context) if (locale, context) in clips else ""

    app.jinja_env.globals["clip"] = clip
