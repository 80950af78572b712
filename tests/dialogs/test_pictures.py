"""The pictures children choose from: each has a sentence that says what is drawn and leaves the meaning to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml.error import YAMLError

from dialogs.pictures import PICTURES, APictureHasNoSentence, read_pictures

DRAWINGS = Path(__file__).parents[2] / "static" / "pictures"
FEELINGS = re.compile(
    r"\b(sad|happ|angr|anger|scar|afraid|fear|fright|worr|anxi|upset|cry|tear|smil|laugh|glad|joy|excit|lone|proud"
    r"|calm|cross|mad|shy|brave|tired|bor(ed|ing)|hurt|asham|hid|safe|danger|love|hate|feel|emotion|mood|(nice|bad|good)\b)",
    re.IGNORECASE,
)


def test_every_picture_has_a_sentence_and_every_sentence_a_picture() -> None:
    assert {file.stem for file in DRAWINGS.glob("*.svg")} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_sentence_is_short_and_says_no_feeling(name: str) -> None:
    sentence = PICTURES[name]
    assert len(sentence.split()) < 12
    assert sentence[0].isupper()
    assert FEELINGS.search(sentence) is None


def test_no_two_pictures_say_the_same() -> None:
    assert len(set(PICTURES.values())) == len(PICTURES)


def test_there_are_sixteen_bears_and_five_steps() -> None:
    assert [name for name in PICTURES if name.startswith("bear_")] == [f"bear_{n}" for n in range(1, 17)]
    assert [name for name in PICTURES if name.startswith("step_")] == [f"step_{n}" for n in range(1, 6)]


@pytest.mark.parametrize("text", ["sun:\n", "sun: 3\n", 'sun: "  "\n', "sun: [The sun]\n", "1: The sun\n"])
def test_a_picture_without_a_sentence_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pictures.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(APictureHasNoSentence):
        read_pictures(tmp_path / "pictures.yaml")


def test_a_picture_named_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pictures.yaml").write_text("sun: The sun\nsun: A sun\n", encoding="utf-8")
    with pytest.raises(YAMLError):
        read_pictures(tmp_path / "pictures.yaml")


def test_nobody_can_change_the_list() -> None:
    with pytest.raises(TypeError):
        PICTURES["sun"] = "The moon"  # type: ignore[index]
