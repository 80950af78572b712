"""Helpers for holding tiny conversations: one script file per feature in `scripts/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dialogs import engine, replies
from dialogs.conversation import Conversation, Given, Position
from dialogs.engine import Outcome, Standing
from dialogs.reading import read_script, read_shared
from dialogs.replies import Checked, Raw, Refusal
from dialogs.script import Script

SCRIPTS = Path(__file__).parent / "scripts"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class Holding:
    """A conversation in a test: replies in, standing out."""

    script: Script
    standing: Standing

    def give(self, raw: Raw, noticed: bool = False) -> Outcome | Refusal:
        here = self.standing.here
        assert here is not None
        checked = replies.check(self.script.steps[here.step], here.round, raw)
        if isinstance(checked, Refusal):
            return checked
        outcome = engine.reply(self.script, self.standing, checked.reply, replace(self._given(), noticed=noticed))
        if isinstance(outcome, Outcome):
            self.standing = outcome.standing
        return outcome

    def say(self, text: str) -> Outcome | Refusal:
        return self.give(Raw(text=text))

    def pick(self, *choices: str) -> Outcome | Refusal:
        return self.give(Raw(choices=choices))

    def move(self, name: str) -> Outcome | Refusal:
        return self.give(Raw(move=name))

    def revise(self, at: str, raw: Raw | None) -> Outcome | Refusal:
        position = Position.read(at) or Position(at)
        checked = (
            replies.taken_out() if raw is None else replies.check(self.script.steps[position.step], position.round, raw)
        )
        assert isinstance(checked, Checked)
        outcome = engine.revise(self.script, self.standing, position, checked.reply, self._given())
        if isinstance(outcome, Outcome):
            self.standing = outcome.standing
        return outcome

    def entries(self) -> list[tuple[str, str]]:
        return [(str(entry.kind), entry.verbatim) for entry in engine.entries(self.script, self.standing)]

    def _given(self) -> Given:
        here = self.standing.here
        before = None if here is None else self.standing.live.get(here._replace(round=here.round - 1))
        asked = "as asked" if before is None else f"You said “{before.reply.text}”."
        return Given(f"reply-{self.standing.seq + 1}", NOON, "en", asked)


@pytest.fixture
def hold() -> Callable[..., Holding]:
    """Begins a conversation with the tiny script of this name."""

    def begin(name: str, **more: Any) -> Holding:
        script = read_script(SCRIPTS / f"{name}.yaml", read_shared(SCRIPTS)[0])
        assert isinstance(script, Script), script
        return Holding(script, engine.fold(script, Conversation("c1", script.id, script.digest, **more)))

    return begin
