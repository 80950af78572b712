"""The words of each language: placeholders, direction, digits, plurals, and saying so when English is all there is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from i18n.messages import FSI, PDI, Language, Messages, Phrase, fill
from i18n.negotiation import negotiate

LANGUAGES = """
en: {name: English, english_name: English, direction: ltr, digits: latn, checked_by: source}
ar: {name: العربية, english_name: Arabic, direction: rtl, digits: arab, checked_by: null}
pl: {name: Polski, english_name: Polish, direction: ltr, digits: latn, checked_by: null}
"""
MARCH = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
JULY = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def messages(tmp_path: Path) -> Messages:
    (tmp_path / "languages.yaml").write_text(LANGUAGES, encoding="utf-8")
    dialogs, interface = Catalog(locale="ar"), Catalog(locale="ar")
    dialogs.add("Hello {worker}.", "أهلاً {worker}.", context="s.hello.say.0")
    dialogs.add("Unsure", "غير متأكد", context="s.unsure.say.0", flags={"fuzzy"})
    interface.add("Send", "أرسل")
    interface.add(("{n} letter", "{n} letters"), tuple(f"شكل {form} {{n}}" for form in range(6)))
    folder = tmp_path / "packs" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name, catalog in (("dialogs", dialogs), ("interface", interface)):
        with (folder / f"{name}.po").open("wb") as file:
            write_po(file, catalog)
    return Messages(tmp_path)


def test_a_scripts_words_are_found_by_their_place(messages: Messages) -> None:
    arabic = messages.translator("ar")
    said = arabic.script("s.hello.say.0", "Hello {worker}.", {"worker": "Priya"})
    assert said == Phrase(f"أهلاً {FSI}Priya{PDI}.", "ar")
    assert arabic.script("s.other.say.0", "Hello {worker}.", {"worker": "Priya"}).locale == "en"


def test_what_is_missing_or_doubtful_stays_english_and_says_so(messages: Messages) -> None:
    assert messages.translator("ar").script("s.unsure.say.0", "Unsure", {}) == Phrase("Unsure", "en")
    assert messages.translator("pl").script("s.hello.say.0", "Hello {worker}.", {"worker": "P"}) == Phrase(
        "Hello P.", "en"
    )


@pytest.mark.parametrize(("n", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (11, 5), (100, 4)])
def test_counting_uses_the_packs_own_plurals_and_digits(messages: Messages, n: int, form: int) -> None:
    arabic = messages.translator("ar")
    assert arabic.count("{n} letter", "{n} letters", n) == f"شكل {form} {FSI}{arabic.number(n)}{PDI}"


def test_digits_and_days_are_written_as_the_language_writes_them(messages: Messages) -> None:
    arabic, english = messages.translator("ar"), messages.translator("en")
    assert arabic.number(10) == "١٠"
    assert "٢٠٢٦" in arabic.day(MARCH)
    assert english.day(MARCH) == "Monday 2 March 2026"


def test_times_are_londons_in_winter_and_summer(messages: Messages) -> None:
    english = messages.translator("en")
    assert english.clock(MARCH) == "23:30"
    assert english.clock(JULY) == "00:30"
    assert english.day(JULY) == "Friday 3 July 2026"


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Hi {name}", {"name": "{worker}"}, "Hi {worker}"),
        ("Hi {name.__class__}", {"name": "x"}, "Hi {name.__class__}"),
        ("Hi {other}", {"name": "x"}, "Hi {other}"),
        ("100% {name} %s", {"name": "x"}, "100% x %s"),
        ("Hi {name}", {"name": "مريم"}, f"Hi {FSI}مريم{PDI}"),
    ],
)
def test_filling_knows_names_only(text: str, values: dict[str, str], filled: str) -> None:
    assert fill(text, values, rtl=False) == filled


@pytest.mark.parametrize(
    ("header", "wish", "locale"),
    [
        ("", "", "en"),
        ("pl-PL,pl;q=0.9,en;q=0.8", "", "pl"),
        ("de, ar-SD;q=0.4, en;q=0.3", "", "ar"),
        ("pl", "ar", "ar"),
        ("pl", "xx", "pl"),
        ("x;q=oops,,;;,pl;q=1", "", "pl"),
        ("a" * 100_000, "", "en"),
    ],
)
def test_the_best_offered_language_is_picked(header: str, wish: str, locale: str) -> None:
    offered = [Language(one, one, one, "ltr", None) for one in ("en", "ar", "pl")]
    assert negotiate(offered, header, wish).locale == locale
