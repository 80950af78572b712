"""Transcripts are the engine's main tests: a conversation on file, played again, must come out word for word the same.

`pytest --update` rewrites them; the difference is what a social worker approves.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.reading import read_folder
from dialogs.transcript import play

ROOT = Path(__file__).parents[2]
SCRIPTS, _ = read_folder(ROOT / "dialogs" / "scripts")
KINDS = ("main", "skip_everything", "tells_of_harm", "change_my_mind")
TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.yaml"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_approved(path: Path, request: pytest.FixtureRequest) -> None:
    script = SCRIPTS[path.name.split(".")[0]]
    approved = path.read_text(encoding="utf-8")
    played = play(script, approved)
    if request.config.getoption("--update"):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == approved


@pytest.mark.parametrize("name", sorted(SCRIPTS))
@pytest.mark.parametrize("kind", KINDS)
def test_every_script_has_a_transcript_of_each_kind(name: str, kind: str) -> None:
    assert (ROOT / "tests" / "transcripts" / f"{name}.{kind}.yaml").exists()
