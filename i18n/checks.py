"""Refuses a pack that could change what a family is told: lost placeholders, new links or numbers, markup, hidden
marks.

A pack is data from somebody we may not know. Whatever fails here never reaches a screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message

from dialogs.reading import Problem

LONGEST = 2000
"""Characters of one translation."""
GROWTH, ROOM = 3, 40
"""A translation may be three times as long as the English, and forty characters more."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]|%\(?\w*\)?[sd]")
_TAG = re.compile(r"<[^>]*>?|&\w+;")
_LINK = re.compile(r"https?:|www\.|mailto:|tel:|sms:|javascript:|data:|\w\.(?:com|org|net|uk|info|io)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d\s-]{1,}\d|\d{3,}")
_OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_FORBIDDEN = {"\u202d", "\u202e"}


def check(catalog: Catalog, template: Catalog, locale: str, file: str) -> list[Problem]:
    """Everything that keeps this pack from being used."""
    found = [Problem(file, 1, words) for words in _header(catalog, locale)]
    known = {(str(_sources(message)[0]), message.context) for message in template if message.id}
    for message in catalog:
        if not message.id:
            continue
        line = message.lineno or 1
        if (str(_sources(message)[0]), message.context) not in known:
            found.append(Problem(file, line, f"{_name(message)}: nothing asks for this; run `flask i18n extract`"))
        found += [Problem(file, line, f"{_name(message)}: {words}") for words in _message(message, catalog)]
    return found


def completeness(catalog: Catalog, template: Catalog) -> tuple[int, int]:
    """How many of the template's texts this pack says, and how many there are."""
    wanted = [message for message in template if message.id]
    done = 0
    for message in wanted:
        mine = catalog.get(str(_sources(message)[0]), message.context)
        done += mine is not None and not mine.fuzzy and all(_translations(mine))
    return done, len(wanted)


def _header(catalog: Catalog, locale: str) -> Iterator[str]:
    said = catalog.locale_identifier
    if said is not None and said != locale:
        yield f"the header says this is {said}, the folder says {locale}"
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        yield f"{locale} is not a language Babel knows"


def _message(message: Message, catalog: Catalog) -> Iterator[str]:
    sources, said = _sources(message), [text for text in _translations(message) if text]
    if len(sources) > 1 and said and len(_translations(message)) != catalog.num_plurals:
        yield f"needs {catalog.num_plurals} plural forms, has {len(_translations(message))}"
    allowed = " ".join(sources)
    for text in said:
        yield from _text(text, sources, allowed)


def _text(text: str, sources: Sequence[str], allowed: str) -> Iterator[str]:
    wanted = [sorted(_PLACEHOLDER.findall(source)) for source in sources]
    if sorted(_PLACEHOLDER.findall(text)) not in wanted:
        yield f"the placeholders must be {' or '.join(str(one) for one in wanted)}"
    if sorted(_TAG.findall(text)) not in [sorted(_TAG.findall(source)) for source in sources]:
        yield "markup that the English does not have"
    if _LINK.search(text) and not _LINK.search(allowed):
        yield "a link or address that the English does not have"
    numbers = {re.sub(r"\D", "", _western(found)) for found in _DIGITS.findall(text)}
    if not numbers <= {re.sub(r"\D", "", found) for found in _DIGITS.findall(allowed)}:
        yield "a number that the English does not have"
    if any(unicodedata.category(ch) in ("Cc", "Cs", "Co") and ch != "\n" for ch in text) or _FORBIDDEN & set(text):
        yield "a hidden mark that has no place here"
    if not _balanced(text):
        yield "text-direction marks that are not closed"
    if len(text) > LONGEST or len(text) > GROWTH * max(map(len, sources)) + ROOM:
        yield "far longer than the English"


def _western(digits: str) -> str:
    return "".join(str(unicodedata.digit(ch)) if ch.isdigit() else ch for ch in digits)


def _balanced(text: str) -> bool:
    waiting: list[str] = []
    for ch in text:
        if ch in _OPENERS:
            waiting.append(_OPENERS[ch])
        elif ch in _OPENERS.values() and (not waiting or waiting.pop() != ch):
            return False
    return not waiting


def _sources(message: Message) -> list[str]:
    return [str(one) for one in message.id] if isinstance(message.id, tuple | list) else [str(message.id)]


def _translations(message: Message) -> list[str]:
    string = message.string
    return [str(one) for one in string] if isinstance(string, tuple | list) else [str(string or "")]


def _name(message: Message) -> str:
    return message.context or f"“{_sources(message)[0][:40]}”"


def packs_of(root: Path) -> Iterator[tuple[str, str, Path]]:
    """(locale, domain, file) of every pack file in the tree."""
    for path in sorted((root / "i18n" / "packs").glob("*/LC_MESSAGES/*.po")):
        yield path.parent.parent.name, path.stem, path
