"""All packs in memory, read once, and the translators made of them. It guesses nothing: a missing text stays English
and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from ruamel.yaml import YAML

LONDON = ZoneInfo("Europe/London")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
FSI, PDI = "\u2068", "\u2069"
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
ARAB_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def N_(source: str) -> str:
    """Marks words that are translated later, where they are shown."""
    return source


@dataclass(frozen=True, slots=True)
class Language:
    """One offered language. `checked_by` is None until a person fluent in it has checked its pack on screen."""

    locale: str
    name: str
    english_name: str
    direction: str
    checked_by: str | None
    digits: str = "latn"


class Phrase(NamedTuple):
    """A text and the locale it is really in."""

    text: str
    locale: str


def fill(text: str, values: Mapping[str, str], rtl: bool) -> str:
    """The text with `{name}` filled from the values; names it does not know stay as they are."""

    def one(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            return match[0]
        return f"{FSI}{value}{PDI}" if rtl or RTL_LETTER.search(value) else value

    return PLACEHOLDER.sub(one, text)


class Translator:
    """The words of one language."""

    def __init__(self, language: Language, domains: Mapping[str, GNUTranslations]) -> None:
        self.language = language
        self.locale = language.locale
        self._domains = domains
        self._rtl = language.direction == "rtl"

    def script(self, context: str, source: str, values: Mapping[str, str]) -> Phrase:
        """A script's words by their context; English, and said to be, when the pack has none."""
        found = self._domains["dialogs"].pgettext(context, source) if "dialogs" in self._domains else source
        locale = "en" if found == source else self.locale
        return Phrase(fill(found, values, self._rtl and locale == self.locale), locale)

    def text(self, source: str, **values: str) -> str:
        """Words of a page."""
        for domain in ("interface", "desk"):
            if domain in self._domains and (found := self._domains[domain].gettext(source)) != source:
                return fill(found, values, self._rtl)
        return fill(source, values, self._rtl)

    def count(self, one: str, many: str, n: int, **values: str) -> str:
        """Words that depend on a number; `{n}` is the number in this language's digits."""
        values = {"n": self.number(n), **values}
        for domain in ("interface", "desk"):
            if domain in self._domains:
                found = self._domains[domain].ngettext(one, many, n)
                if found not in (one, many):
                    return fill(found, values, self._rtl)
        return fill(one if n == 1 else many, values, self._rtl)

    def number(self, value: int) -> str:
        """A whole number in this language's digits."""
        return self._digits(str(value))

    def day(self, when: date | datetime) -> str:
        """A day in words, in London."""
        local = when.astimezone(LONDON).date() if isinstance(when, datetime) else when
        return self._digits(format_date(local, "EEEE d MMMM y", locale=self.locale))

    def moment(self, when: datetime) -> str:
        """A day and time, in London."""
        return self._digits(format_datetime(when.astimezone(LONDON), "d MMM y, HH:mm", locale=self.locale))

    def clock(self, when: datetime) -> str:
        """A time of day, in London."""
        return self._digits(format_time(when.astimezone(LONDON), "HH:mm", locale=self.locale))

    def _digits(self, text: str) -> str:
        return text.translate(ARAB_DIGITS) if self.language.digits == "arab" else text


class Messages:
    """Every offered language."""

    def __init__(self, folder: Path) -> None:
        rows = YAML(typ="safe", pure=True).load((folder / "languages.yaml").read_text(encoding="utf-8"))
        self.offered = tuple(Language(locale, **row) for locale, row in rows.items())
        self._translators = {
            language.locale: Translator(language, _read(folder / "packs" / language.locale / "LC_MESSAGES"))
            for language in self.offered
        }

    def translator(self, locale: str) -> Translator:
        """The translator of this locale; English when it is not offered."""
        return self._translators.get(locale) or self._translators["en"]


def _read(folder: Path) -> dict[str, GNUTranslations]:
    found = {}
    for path in sorted(folder.glob("*.po")):
        found[path.stem] = _compiled(path.read_bytes())
    return found


@lru_cache(maxsize=64)
def _compiled(pack: bytes) -> GNUTranslations:
    """The translations in the bytes of a .po file, worked out once in a process."""
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(pack)))
    compiled.seek(0)
    return GNUTranslations(compiled)
