"""Serves the files under `static/`: small, compressed once, named by their content so that a phone keeps them for
good.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

FOR_GOOD = "public, max-age=31536000, immutable"
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
        plain = path.read_bytes()
        small = gzip.compress(plain, 9, mtime=0) if path.suffix in COMPRESSED else None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        version = hashlib.sha256(plain).hexdigest()[:10]
        found[path.relative_to(folder).as_posix()] = Asset(plain, small, kind, version)
    return found


def serve_assets(app: Flask, folder: Path) -> None:
    """Registers the static route and the `asset(name)` template global."""
    assets = read_assets(folder)

    def asset(name: str) -> str:
        if app.debug:
            assets.update(read_assets(folder))
        if name not in assets:
            raise ThereIsNoSuchAsset(name)
        return f"/static/{name}?v={assets[name].version}"

    @app.get("/static/<path:name>", endpoint="static")
    def _static(name: str) -> Response:
        found = assets.get(name) or abort(404)
        squeeze = found.small is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(found.small if squeeze and found.small else found.plain, content_type=found.kind)
        if squeeze:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        exact = request.args.get("v") == found.version
        response.headers["Cache-Control"] = FOR_GOOD if exact else "no-cache"
        return response

    app.jinja_env.globals["asset"] = asset
