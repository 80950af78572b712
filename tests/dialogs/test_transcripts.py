"""Transcripts are the engine's main tests: a conversation on file, played again, must come out word for word the same.

`pytest --update` rewrites them; the difference is what a social worker approves.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.reading import read_script
from dialogs.script import Script
from dialogs.transcript import play

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.yaml"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_approved(path: Path, request: pytest.FixtureRequest) -> None:
    script = read_script(ROOT / "dialogs" / "scripts" / f"{path.name.split('.')[0]}.yaml")
    assert isinstance(script, Script)
    approved = path.read_text(encoding="utf-8")
    played = play(script, approved)
    if request.config.getoption("--update"):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == approved


def test_there_are_transcripts_for_every_script() -> None:
    told = {path.name.split(".")[0] for path in TRANSCRIPTS}
    assert {path.stem for path in (ROOT / "dialogs" / "scripts").glob("*.yaml")} <= told
