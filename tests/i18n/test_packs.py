"""Packs are data from people we may not know: what could change a family's words is refused with file and line."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dialogs.reading import read_text
from dialogs.script import Script
from i18n.checks import check, completeness
from i18n.commands import check_packs
from i18n.extraction import carried_over, of_scripts, written

ROOT = Path(__file__).parents[2]
SCRIPT = """\
script: tiny
version: 1
audience: parent
title: Tiny
about: About tiny
parts: [Only]
start: ask_it
steps:
  ask_it:
    say: ["{worker} reads it. Ring 999 if you are in danger."]
    ask: How are things?
    note: Open on purpose.
    reply: text
    next: end
"""
SAY = "tiny.ask_it.say.0"
ENGLISH = "{worker} reads it. Ring 999 if you are in danger."
GOOD = "{worker} to czyta. W razie zagrożenia dzwoń pod 999."


def template(text: str = SCRIPT) -> Catalog:
    script = read_text(text, "tiny.yaml")
    assert isinstance(script, Script), script
    return of_scripts([script])


def pack(said: str, context: str = SAY, english: str = ENGLISH) -> Catalog:
    catalog = Catalog(locale="pl")
    catalog.add(english, said, context=context)
    again = BytesIO(written(catalog).encode())
    return read_po(again)


def test_a_good_translation_passes() -> None:
    assert check(pack(GOOD), template(), "pl", "pl/dialogs.po") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (GOOD.replace("{worker}", ""), "placeholders"),
        (GOOD.replace("{worker}", "{Worker}"), "placeholders"),
        (GOOD + " {child}", "placeholders"),
        (GOOD + " {", "placeholders"),
        (GOOD + " %s", "placeholders"),
        (GOOD.replace("999", "998"), "a number"),
        (GOOD.replace("999", "٩٩٨"), "a number"),
        (GOOD + " 0800 123 456", "a number"),
        (GOOD + " <b>x</b>", "markup"),
        (GOOD + " <img src=x", "markup"),
        (GOOD + " &lt;script&gt;", "markup"),
        (GOOD + " https://evil.example", "a link"),
        (GOOD + " evil.com", "a link"),
        (GOOD + " javascript:alert", "a link"),
        (GOOD + "\u202e", "hidden mark"),
        (GOOD + "\u0007", "hidden mark"),
        (GOOD + "\u2067", "not closed"),
        (GOOD + "\u2069", "not closed"),
        (GOOD + "x" * 300, "far longer"),
    ],
)
def test_a_translation_that_changes_what_is_told_is_refused(said: str, told: str) -> None:
    problems = check(pack(said), template(), "pl", "pl/dialogs.po")
    assert any(told in problem.text for problem in problems), [str(p) for p in problems]
    assert all(problem.file == "pl/dialogs.po" and problem.line > 0 for problem in problems)


def test_the_same_number_in_the_languages_own_digits_is_fine() -> None:
    assert check(pack(GOOD.replace("999", "٩٩٩")), template(), "pl", "f") == []


def test_a_text_nobody_asks_for_is_refused() -> None:
    problems = check(pack("x", "tiny.nowhere.ask", "Nothing"), template(), "pl", "f")
    assert any("nothing asks for this" in problem.text for problem in problems)


def test_a_pack_for_another_language_is_refused() -> None:
    assert any("header says" in problem.text for problem in check(pack(GOOD), template(), "ar", "f"))


def test_hundreds_of_spoiled_translations_are_refused_or_harmless() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    spoil = ["<script>", "{", "}", "{x}", "\u202e", "\u2066", "\x00", "http://x.org", "0800 11 11 22", "&amp;", "%(a)s"]
    for _ in range(400):
        at, what = dice.randrange(len(GOOD)), dice.choice(spoil)
        said = GOOD[:at] + what + GOOD[at:]
        catalog = Catalog(locale="pl")
        catalog.add(ENGLISH, said, context=SAY)
        assert check(catalog, template(), "pl", "f"), said


def test_the_note_for_translators_travels_with_the_words() -> None:
    assert "#. Open on purpose." in written(template())


def test_nothing_but_words_can_differ_between_two_extractions() -> None:
    assert written(template()) == written(template())
    assert "Date" not in written(template())
    assert ":1" not in written(template())


def test_a_changed_question_keeps_its_translation_but_waits_to_be_looked_at() -> None:
    new = template(SCRIPT.replace("How are things?", "How is it going?"))
    old = pack("Jak leci?", "tiny.ask_it.ask", "How are things?")
    moved = carried_over(new, old, "pl")
    message = moved.get("How is it going?", "tiny.ask_it.ask")
    assert message is not None
    assert (message.string, message.fuzzy) == ("Jak leci?", True)
    assert completeness(moved, new)[0] == 0


def test_an_unchanged_question_keeps_its_translation() -> None:
    moved = carried_over(template(), pack("Jak leci?", "tiny.ask_it.ask", "How are things?"), "pl")
    assert completeness(moved, template()) == (1, len([m for m in template() if m.id]))


def test_the_shipped_packs_have_no_problems() -> None:
    assert [str(problem) for problem in check_packs(ROOT)] == []
