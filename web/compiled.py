"""Keeps compiled templates beside the store, so that the first page after a start is not slower than the next ones.

Only `flask prepare` and `flask demo` write there. A template that changed since is compiled anew: the kept form carries
the digest of what it was made from.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

FOLDER = "compiled"


def use_compiled(app: Flask, instance: Path) -> None:
    """Takes templates from what `compile_all` kept in this folder's `compiled`, when there is such a folder."""
    folder = instance / FOLDER
    if folder.is_dir():
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def compile_all(app: Flask, instance: Path) -> None:
    """Compiles every template and keeps it, readable by this system user only."""
    (instance / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    use_compiled(app, instance)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
