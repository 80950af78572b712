"""Every rule an author is held to. Each `scripts/lint_*.yaml` makes one mistake and says at its top what is told.

The lines at the top are exactly the problems, with their line numbers: no more and no fewer.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialogs.lint import check
from dialogs.reading import read_folder, read_script, read_text
from dialogs.script import Script
from tests.dialogs.conftest import SCRIPTS

HOUSE = Path(__file__).parents[2] / "dialogs"
MISTAKES = sorted(SCRIPTS.glob("lint_*.yaml"))


def script(path: Path) -> Script:
    found = read_script(path)
    assert isinstance(found, Script), found
    return found


def saying(words: str, audience: str = "young_person", slot: str = "say") -> list[str]:
    """What is told about a script that says (or asks) these words."""
    said = f"say: ['{words.replace(chr(39), chr(39) * 2)}']" if slot == "say" else f"{slot}: '{words}'\n    reply: text"
    found = read_text(
        f"script: tiny\nversion: 1\naudience: {audience}\ntitle: Tiny\nabout: Tiny\nparts: [Only]\nstart: tell\n"
        f"steps:\n  tell:\n    {said}\n    next: end\n",
        "tiny.yaml",
    )
    assert isinstance(found, Script), found
    return [problem.text for problem in check(found)]


def test_the_shipped_scripts_have_no_problems() -> None:
    scripts, problems = read_folder(HOUSE / "scripts")
    assert problems == []
    assert {name: check(found) for name, found in scripts.items()} == dict.fromkeys(scripts, [])


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_each_mistake_is_told_with_its_line(path: Path) -> None:
    top = re.findall(r"^# (\d+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert top
    assert [(str(problem.line), problem.text) for problem in check(script(path))] == top


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_each_problem_names_the_file(path: Path) -> None:
    assert {problem.file for problem in check(script(path))} == {path.name}


@pytest.mark.parametrize(
    "words",
    [
        "I can't keep secrets if someone may get hurt.",
        "I can’t promise it will work out.",
        "No one at the council sees it until you send it.",
        "Tap “I need help” or call 999.",
        "You need your PIN. Say it is OK.",
        "What would you want, if you don't mind?",
    ],
)
def test_what_may_be_said(words: str) -> None:
    assert saying(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "Nobody will know.",
        "It is just between us.",
        "It’s confidential.",
        "I promise.",
        "I believe you.",
        "You are safe now.",
        "We keep it privately.",
    ],
)
def test_what_may_never_be_promised(words: str) -> None:
    assert any("promises what cannot be kept" in told for told in saying(words))


@pytest.mark.parametrize("words", ["Is it because of Dad?", "Isn’t it?", "Did someone hurt you?", "Who hurts you?"])
def test_leading_questions_are_told(words: str) -> None:
    assert any("leads to an answer" in told for told in saying(words))


def test_a_parent_may_be_asked_why_and_two_things_at_once() -> None:
    assert saying("What happened? And why?", "parent", "ask") == []
    assert len(saying("What happened? And why?", "child", "ask")) == 2


def test_the_young_are_told_why_we_ask() -> None:
    told = read_text(
        (SCRIPTS / "lint_no_why_or_simpler.yaml").read_text().replace("So Priya", "That is why Priya"), "x"
    )
    assert isinstance(told, Script)
    assert not any("“why”" in problem.text for problem in check(told))


def test_workers_may_use_their_own_words() -> None:
    assert saying("The assessment names the concerns.", "professional") == []
    assert saying("The assessment names the concerns.", "parent") != []


def test_the_example_in_the_readme_is_a_good_script() -> None:
    [example] = re.findall(r"```yaml\n(script: .+?)```", (HOUSE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    found = read_text(example, "example.yaml")
    assert isinstance(found, Script), found
    assert check(found) == []
