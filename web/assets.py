"""Serves the files under `static/`: small, compressed once, named by their content so that a phone keeps them for
good.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

from web.pictures import sprite

FOR_GOOD = "public, max-age=31536000, immutable"
SMALLEST_SQUEEZED = 1000
PICTURES = "pictures"
"""The folder whose drawings are served as one file, `pictures.svg`."""
SLIMMED = {".css", ".js"}
COMPRESSED = {".css", ".js", ".svg", ".txt"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file in memory: as it is, compressed where that helps, and the start of its SHA-256."""

    plain: bytes
    small: bytes | None
    kind: str
    version: str


class ThereIsNoSuchAsset(Exception):
    """A template names a file that is not under `static/`."""


def read_assets(folder: Path) -> dict[str, Asset]:
    """Every file under the folder by its path from there."""
    found: dict[str, Asset] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.parent.name != PICTURES:
            name = path.relative_to(folder).as_posix()
            own = path.suffix in SLIMMED and not name.startswith("vendor/")
            found[name] = _asset(
                slim(path.read_text(encoding="utf-8")).encode() if own else path.read_bytes(), path.name
            )
    if (folder / PICTURES).is_dir():
        found[f"{PICTURES}.svg"] = _asset(sprite(folder / PICTURES).encode(), f"{PICTURES}.svg")
    return found


def slim(text: str) -> str:
    """Our own style or script without indentation, blank lines and comments: every phone would have to fetch them.
    Neither holds a text of several lines, or one with a comment's marks in it, where that would change anything.
    """
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines())
    kept = (re.sub(r"(^|\s)// .*$", "", line) for line in lines)
    return "\n".join(line for line in kept if line and not line.startswith("//")) + "\n"


def _asset(plain: bytes, name: str) -> Asset:
    small = gzip.compress(plain, 9, mtime=0) if Path(name).suffix in COMPRESSED else None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Asset(plain, small, kind, hashlib.sha256(plain).hexdigest()[:10])


def serve_assets(app: Flask, folder: Path) -> None:
    """Registers the static route and the `asset(name)` template global."""
    assets = read_assets(folder)

    def find(name: str) -> Asset | None:
        """A file, or several joined by + in one answer."""
        parts = name.split("+")
        if name not in assets and len(parts) <= 4 and all(part in assets for part in parts):
            assets[name] = _asset(b"\n".join(assets[part].plain for part in parts), parts[0])
        return assets.get(name)

    def asset(name: str) -> str:
        """The address of a file; `base.css+family.css` are both in one answer. Raises ThereIsNoSuchAsset."""
        if app.debug:
            assets.clear()
            assets.update(read_assets(folder))
        found = find(name)
        if found is None:
            raise ThereIsNoSuchAsset(name)
        return f"/static/{name}?v={found.version}"

    @app.get("/static/<path:name>", endpoint="static")
    def _static(name: str) -> Response:
        found = find(name) or abort(404)
        squeeze = found.small is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(found.small if squeeze and found.small else found.plain, content_type=found.kind)
        if squeeze:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        exact = request.args.get("v") == found.version
        response.headers["Cache-Control"] = FOR_GOOD if exact else "no-cache"
        return response

    app.jinja_env.globals["asset"] = asset


def squeeze_pages(app: Flask) -> None:
    """Sends pages compressed. Our cookies are SameSite=Strict, so no other site can have a page with a person's words
    made again and again to guess at them from its size (BREACH)."""

    @app.after_request
    def _squeeze(response: Response) -> Response:
        wanted = "gzip" in request.headers.get("Accept-Encoding", "") and response.mimetype == "text/html"
        if wanted and not response.direct_passthrough and "Content-Encoding" not in response.headers:
            body = response.get_data()
            if len(body) > SMALLEST_SQUEEZED:
                response.set_data(gzip.compress(body, 6, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
            response.vary.add("Accept-Encoding")
        return response
