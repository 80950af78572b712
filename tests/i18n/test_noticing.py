"""The lists that raise reading order: what they catch and miss on sentences they have and have not been shaped on."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from i18n.noticing import Noticing, Places, check_noticing, read_list, words_of

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "i18n" / "packs"
SENTENCES = Path(__file__).parent / "noticing"
LOCALES = ("en", "cy", "pl", "ar")
FLOORS = {"en": (0.85, 0.1), "cy": (0.9, 0.1), "pl": (0.9, 0.1), "ar": (0.9, 0.1)}
"""Least recall and most false alarms, for either half: just under what was measured when the lists were written."""


@pytest.fixture(scope="module")
def shipped() -> Noticing:
    return Noticing(PACKS)


def sentences(locale: str, half: str) -> dict[str, list[str]]:
    tree = YAML(typ="safe", pure=True).load((SENTENCES / f"{locale}.yaml").read_text(encoding="utf-8"))
    return {kind: list(tree[half].get(kind, [])) for kind in ("tells", "hints", "ordinary")}


def made(folder: Path, locale: str, text: str) -> Path:
    path = folder / locale / "noticing.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path) -> Noticing:
    made(tmp_path, "en", ENGLISH)
    made(tmp_path, "ar", "phrases:\n  a: [ضربني]\n")
    return Noticing(tmp_path)


ENGLISH = """\
words:
  kin: [mum, dad]
phrases:
  hurt:
    - <kin> ... hit* me !up
    - smack _ me
    - scared of him|her
    - kill myself
    - don't tell
"""


@pytest.mark.parametrize("half", ["tuned", "held_back"])
@pytest.mark.parametrize("locale", LOCALES)
def test_lists_catch_most_tellings_and_leave_most_ordinary_talk(shipped: Noticing, locale: str, half: str) -> None:
    kinds = sentences(locale, half)
    missed = [text for kind in ("tells", "hints") for text in kinds[kind] if not shipped.notices(text, locale)]
    stirred = [text for text in kinds["ordinary"] if shipped.notices(text, locale)]
    told = len(kinds["tells"]) + len(kinds["hints"])
    recall, alarms = 1 - len(missed) / told, len(stirred) / len(kinds["ordinary"])
    print(f"\n{locale} {half}: recall {recall:.2f} of {told}, false alarms {alarms:.2f} of {len(kinds['ordinary'])}")
    print(*(f"  missed: {text}" for text in missed), *(f"  false alarm: {text}" for text in stirred), sep="\n")
    lowest, highest = FLOORS[locale]
    assert recall >= lowest
    assert alarms <= highest


def test_there_are_enough_sentences_to_say_anything() -> None:
    for locale in LOCALES:
        tuned, held_back = sentences(locale, "tuned"), sentences(locale, "held_back")
        least = 35 if locale == "en" else 7
        assert all(len(half[kind]) >= least for half in (tuned, held_back) for kind in ("tells", "ordinary"))
        assert not {text for texts in tuned.values() for text in texts} & {t for ts in held_back.values() for t in ts}


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/noticing.yaml")), ids=lambda path: path.parent.name)
def test_every_line_of_every_shipped_list_can_be_read(path: Path) -> None:
    assert [str(problem) for problem in check_noticing(path)] == []


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/noticing.yaml")), ids=lambda path: path.parent.name)
def test_every_shipped_list_says_who_has_checked_it_and_what_it_never_does(path: Path) -> None:
    opening = path.read_text(encoding="utf-8").split("words:")[0]
    assert "Checked by:" in opening
    assert "never does" in opening


@pytest.mark.parametrize(
    "text",
    [
        "dad hits me",
        "DAD HITS ME!!",
        "my dad he always hiiiits me",
        "dad h1ts me",
        "dad hit me. it hurt",
        "smack on me",
        "scared of her",
        "I’ll kill myself",
        "don’t tell",
        "dont tell",
        "ki\u0301ll myself",
    ],
)
def test_a_phrase_is_found_however_it_is_written(small: Noticing, text: str) -> None:
    assert small.notices(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "dad hit me up for a game",
        "I saw dad. Later the ball hit me",
        "dad said that the big red ball hit me",
        "smack me",
        "smack it on me",
        "scared of the dark",
        "",
        "...",
        "\u0000\u202e😀",
    ],
)
def test_words_that_only_look_like_a_phrase_are_left(small: Noticing, text: str) -> None:
    assert not small.notices(text, "en")


@pytest.mark.parametrize("text", ["ضربني", "ضَرَبَنِي", "ضـــربني", "وضربني", "\ufebf\ufeae\ufe91\ufee8\ufef2"])
def test_arabic_is_found_with_harakat_tatweel_shapes_and_beginnings(small: Noticing, text: str) -> None:
    assert small.notices(text, "ar")


def test_the_english_list_works_beside_every_other(small: Noticing) -> None:
    assert small.notices("dad hits me", "ar")
    assert not small.notices("ضربني", "en")


@pytest.mark.parametrize("locale", ["xx", "", "en-GB", "../en", "ar_EG"])
def test_an_unknown_locale_falls_back_to_english(small: Noticing, locale: str) -> None:
    assert small.notices("dad hits me", locale)
    assert not small.notices("dad bakes a cake", locale)


def test_one_list_cannot_take_away_from_another(tmp_path: Path) -> None:
    made(tmp_path, "en", "phrases: {a: [hits me]}\n")
    made(tmp_path, "pl", "phrases: {a: [dad !hits]}\n")
    assert Noticing(tmp_path).notices("dad hits me", "pl")


HOSTILE = ["he ", "he hit ", "h", "hiiit ", ". ", "don't want to tell he me my ", "@$", "ضربني ", "\u0301", "he... "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_is_the_same_however_hostile_the_text(piece: str) -> None:
    phrases, _ = read_list(PACKS / "en" / "noticing.yaml")
    most = sum(1 + part.gap for phrase in phrases for part in phrase)
    places = Places(words_of((piece * 4000)[:4000]))
    indexing = places.steps
    for phrase in phrases:
        places.has(phrase)
    assert indexing <= 4000
    assert places.steps - indexing <= most


def test_indexing_grows_with_the_text_and_no_faster() -> None:
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(2000)]
    half, whole = Places(words_of(" ".join(words[:1000]))), Places(words_of(" ".join(words)))
    assert whole.steps <= 2.1 * half.steps


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("'... hits me'", "between two words"),
        ("hits ...", "starts and ends with a word"),
        ("hits ... ... me", "between two words"),
        ("hits _", "starts and ends with a word"),
        ("'!up'", "straight after a word"),
        ("hits ... !up", "straight after a word"),
        ("<nobody> hits me", "no <nobody>"),
        ("hi* me", "3 to 24 letters"),
        ("no-one hits", "not one word"),
        ("hi*ts me", "not one word"),
        ("hits| me", "not one word"),
        ("''", "starts and ends with a word"),
        ("12", "in quotes"),
        ("true", "in quotes"),
        ("hits: me", "in quotes"),
        (" ".join(["a"] * 17), "at most 16"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_others_still_count(tmp_path: Path, line: str, told: str) -> None:
    path = made(tmp_path, "en", f"phrases:\n  a:\n    - hurts me\n    - {line}\n    - scares me\n")
    [problem] = check_noticing(path)
    assert (problem.line, problem.file.endswith("/en/noticing.yaml")) == (4, True)
    assert told in problem.text
    noticing = Noticing(tmp_path)
    assert noticing.problems == [problem]
    assert noticing.notices("it hurts me", "en")
    assert noticing.notices("it scares me", "en")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("phrases:\n  a:\n    - *x\n", 3, "words cannot begin with *"),
        ("phrases:\n  a: [x]\n  a: [y]\n", 3, "`a` stands here twice"),
        ("phrases:\n  a: hits me\n", 2, "start with `- `"),
        ("phrases: [hits me]\n", 1, "holds headings"),
        ("words: {a: [b]}\n", 1, "has `phrases:`"),
        ("phrases: {}\nsafe: {}\n", 1, "has `phrases:`"),
        ("", 1, "has `phrases:`"),
        ("# " + "x" * 262_144, 1, "over 256 KB"),
        ("phrases:\n  a: [" + "x, " * 5001 + "]\n", 2, "more than 5000"),
    ],
)
def test_a_file_that_is_no_list_is_told(tmp_path: Path, text: str, line: int, told: str) -> None:
    problems = check_noticing(made(tmp_path, "en", text))
    assert [(problem.line, told in problem.text) for problem in problems] == [(line, True)]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in check_noticing(tmp_path / "en" / "noticing.yaml")[0].text
