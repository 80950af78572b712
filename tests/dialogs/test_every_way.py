"""From any state of any shipped script, any mix of replies and moves leads somewhere, and replay equals live."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import engine, replies
from dialogs.conversation import Conversation, Given, Move, SharedSet
from dialogs.engine import Outcome, Standing
from dialogs.reading import read_folder
from dialogs.replies import Checked, Raw
from dialogs.script import ReplyKind, Script
from tests.dialogs.conftest import NOON, SCRIPTS

SHIPPED = Path(__file__).parents[2] / "dialogs" / "scripts"
SETS = (
    SharedSet("People worry that Ali could be hurt.", "Ali is with a calm grown-up.", "It happens.", "It does not."),
    SharedSet("People worry that Ali is tired.", "Ali sleeps well.", "Ali sleeps badly.", "Ali sleeps well."),
)
ALL = {**read_folder(SHIPPED)[0], **{k: v for k, v in read_folder(SCRIPTS)[0].items() if not k.startswith("lint_")}}


def begun(script: Script, dice: random.Random) -> Standing:
    """A new conversation: with or without shared sets, now and then with somebody who is not asked about worries."""
    sets = SETS[: dice.randrange(3)]
    contact_only = dice.random() < 0.2
    return engine.fold(script, Conversation("c", script.id, script.digest, sets=sets, contact_only=contact_only))


def any_reply(script: Script, standing: Standing, dice: random.Random) -> Raw:
    """Some reply the open question takes."""
    assert standing.here is not None
    step = script.steps[standing.here.step]
    moves = replies.moves_for(step, standing.here.round)
    if moves and dice.random() < 0.3:
        return Raw(move=dice.choice(moves))
    match step.reply:
        case ReplyKind.TEXT:
            return Raw(text=dice.choice(["ok", "nan helps me", "they shout"]))
        case ReplyKind.ONE_OF | ReplyKind.STEPS:
            return Raw(choices=(dice.choice(step.choices).id,))
        case ReplyKind.SOME_OF | ReplyKind.PICTURES:
            most = min(len(step.choices), step.at_most or 2)
            return Raw(choices=tuple(choice.id for choice in dice.sample(step.choices, dice.randint(1, most))))
        case ReplyKind.SCALE:
            return Raw(number=str(dice.randrange(11)))
        case ReplyKind.PEOPLE:
            names = dice.sample(["Nan", "Mum", "Uncle Ray", "Bo"], dice.randint(1, 3))
            return Raw(people=tuple((name, "") for name in names))
        case _:
            return Raw()


def step_on(script: Script, standing: Standing, raw: Raw, at: engine.Position | None = None) -> Outcome:
    here = at or standing.here
    assert here is not None
    checked = replies.check(script.steps[here.step], here.round, raw)
    assert isinstance(checked, Checked), (here, raw)
    given_ = Given(f"r{standing.seq}", NOON, "en", "asked")
    outcome = (
        engine.reply(script, standing, checked.reply, given_)
        if at is None
        else engine.revise(script, standing, at, checked.reply, given_)
    )
    assert isinstance(outcome, Outcome)
    return outcome


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_way_ends_and_replay_equals_live(name: str, seed: int) -> None:
    script, dice = ALL[name], random.Random(seed)
    standing = begun(script, dice)
    for _ in range(400):
        if standing.here is None:
            break
        standing = step_on(script, standing, any_reply(script, standing, dice)).standing
    assert standing.here is None
    assert engine.fold(script, standing.conversation) == standing


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_changing_an_answer_and_changing_it_back_restores_the_entries(name: str, seed: int) -> None:
    script, dice = ALL[name], random.Random(seed)
    standing = begun(script, dice)
    for _ in range(dice.randrange(1, 25)):
        if standing.here is None or script.steps[standing.here.step].reply is ReplyKind.READ_BACK:
            break
        standing = step_on(script, standing, any_reply(script, standing, dice)).standing
    can = [p for p in standing.trail if engine.can_change(script, standing, p)]
    if not can:
        return
    at = dice.choice(can)
    old = standing.live[at].reply
    before = [(e.position, e.reply) for e in engine.entries(script, standing)]
    step = script.steps[at.step]
    other = Raw(move=dice.choice(replies.moves_for(step, at.round) or (Move.SKIP,)))
    changed = step_on(script, standing, other, at).standing
    back = Raw(
        str(old.move),
        old.text,
        old.choices,
        "" if old.number is None else str(old.number),
        tuple((p.name, p.who) for p in old.people),
    )
    restored = step_on(script, changed, back, at).standing
    assert [(e.position, e.reply) for e in engine.entries(script, restored)] == before
    assert restored.here == standing.here
