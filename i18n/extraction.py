"""Gathers every translatable text into templates (`packs/*.pot`) and carries them into the packs.

Files are written so that a difference shows only words: no dates, no line numbers, no wrapping; in the order of the
scripts and pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from dialogs.fixed import fixed_messages
from dialogs.reading import read_folder
from dialogs.script import Script

DOMAINS = ("dialogs", "interface", "desk")
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "_n": (1, 2), "N_": None, "text": None, "count": (1, 2)}
"""`_` and `_n` in templates; `N_` marks words, `text` and `count` say them in Python."""
DESK = (
    "templates/desk", "templates/bench", "templates/meeting", "web/desk", "web/bench", "web/meeting", "review",
    "web/council_commands.py",
)  # fmt: skip
INTERFACE = ("templates/family", "templates/errors", "templates/base.html", "web", "i18n")
_TODAY = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By")


def templates(root: Path) -> dict[str, Catalog]:
    """The template of each domain, made from the scripts, pages and code under `root`."""
    scripts, _ = read_folder(root / "dialogs" / "scripts")
    desk = list(_files(root, DESK))
    family = [path for path in _files(root, INTERFACE) if path not in desk]
    return {
        "dialogs": of_scripts(scripts.values()),
        "interface": _of_pages(root, family),
        "desk": _of_pages(root, desk),
    }


def of_scripts(scripts: Iterable[Script]) -> Catalog:
    """Every text of these scripts; the context of each is `script.step.slot`."""
    catalog = _empty()
    for script in scripts:
        for context, words, _ in script.messages():
            step = script.steps.get(context.split(".")[1])
            notes = [] if step is None or step.note is None else [step.note]
            where = [(f"dialogs/scripts/{script.id}.yaml", 1)]
            catalog.add(words, context=context, locations=where, auto_comments=notes)
    for context, words in fixed_messages():
        catalog.add(words, context=context, locations=[("dialogs/fixed.py", 1)])
    return catalog


def written(catalog: Catalog) -> str:
    """A catalog as text, without anything that changes when words do not."""
    out = BytesIO()
    write_po(out, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines()
    kept = [line for line in lines if not any(line.startswith(f'"{name}') for name in _TODAY)]
    return "\n".join(line for line in kept if not line.startswith("# FIRST AUTHOR")).strip() + "\n"


def carried_over(template: Catalog, old: Catalog | None, locale: str) -> Catalog:
    """The template with an older pack's translations. Where the English of a context changed, the translation stays
    but is marked fuzzy: it is not shown until somebody has looked at it. What is no longer asked for is left out.
    """
    new = Catalog(locale=locale, fuzzy=False, header_comment=_HEADER)
    by_context = {} if old is None else {message.context: message for message in old if message.id and message.context}
    for message in template:
        if not message.id:
            continue
        before = None if old is None else old.get(_key(message), message.context)
        stale = by_context.get(message.context) if message.context else None
        made = new.add(
            message.id,
            context=message.context,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=() if before is None else before.user_comments,
        )
        if before is not None:
            made.string, made.flags = before.string, set(before.flags)
        elif stale is not None:
            made.string, made.flags, made.previous_id = stale.string, {"fuzzy"}, [str(stale.id)]
    return new


def read_catalog(path: Path, locale: str | None = None) -> Catalog:
    """A catalog from a file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale)


_HEADER = "# Own Words. How to translate: i18n/README.md"


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _empty() -> Catalog:
    return Catalog(fuzzy=False, header_comment=_HEADER)


def _files(root: Path, places: Iterable[str]) -> Iterable[Path]:
    for place in places:
        path = root / place
        found = [path] if path.is_file() else [*path.rglob("*.html"), *path.rglob("*.py")]
        yield from sorted(found)


def _of_pages(root: Path, paths: Iterable[Path]) -> Catalog:
    catalog = _empty()
    for path in paths:
        method: Any = babel_extract if path.suffix == ".html" else extract_python
        with path.open("rb") as file:
            found = extract(method, file, keywords=KEYWORDS, comment_tags=("Translators:",), options={})
            for _, words, comments, context in found:
                where = [(path.relative_to(root).as_posix(), 1)]
                catalog.add(words, context=context, locations=where, auto_comments=comments)
    return catalog
