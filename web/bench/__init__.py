"""The author's bench at the desk: a practice lead reads, uploads, compares, publishes and withdraws scripts.

Texts are written in files elsewhere and uploaded here; nothing that is kept is ever changed.
"""

from __future__ import annotations

from flask import Blueprint, request

from web.desk import desk

LARGEST_POST = 1024 * 1024
"""An upload may hold a file and a pasted text of 256 KB each; the rest of the site takes less."""

bench = Blueprint("bench", __name__, url_prefix="/scripts")


@bench.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, object] | None) -> None:
    request.max_content_length = request.max_form_memory_size = LARGEST_POST


import web.bench.pages  # noqa: E402 - views register themselves
import web.bench.play  # noqa: E402
import web.bench.publish  # noqa: E402
import web.bench.upload  # noqa: E402, F401

desk.register_blueprint(bench)
