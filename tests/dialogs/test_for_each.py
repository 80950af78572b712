"""Going through people, choices and shared worries one by one, without ever mixing up whose answer is whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs import engine, scene
from dialogs.conversation import Position, SharedSet
from dialogs.engine import Outcome
from dialogs.replies import Raw
from dialogs.transcript import SourceWords
from tests.dialogs.conftest import Holding

Hold = Callable[..., Holding]
HURT = SharedSet("People worry that Ali could be hurt.", "A calm grown-up is with Ali.", "It happens.", "It does not.")
TIRED = SharedSet("People worry that Ali is tired.", "Ali sleeps well.", "Ali falls asleep in class.", "Ali is rested.")


def named(*names: str) -> Raw:
    return Raw(people=tuple((name, "") for name in names))


def asked(talk: Holding) -> str:
    shown = scene.build(talk.script, talk.standing, SourceWords(), {})
    return shown.ask.text if shown.ask else "nothing"


def answered(talk: Holding) -> dict[str, str]:
    """What was said, by the question as it reads."""
    words, told = SourceWords(), {}
    for turn in talk.standing.replies():
        ask = scene.question(talk.script, talk.standing, turn.position, words, {})
        told[ask.text] = turn.reply.text
    return told


def test_everybody_named_is_asked_about_in_turn(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(named("Nan", "Ray"))
    heard = []
    while talk.standing.here and talk.standing.here.step != "check":
        heard.append(asked(talk))
        talk.say("something")
    assert heard == [
        "What does Nan do?",
        "On which days does Nan do that?",
        "What does Ray do?",
        "On which days does Ray do that?",
    ]


def test_nobody_named_means_nobody_asked_about(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.move("nothing")
    assert talk.standing.here == Position("check")


def test_no_more_than_at_most_are_gone_through(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(named("A", "B", "C", "D"))
    while talk.standing.here and talk.standing.here.step != "check":
        talk.move("skip")
    assert {stop.visit for stop in talk.standing.trail if stop.step == "what"} == {0, 1, 2}


def test_a_way_inside_can_lead_to_the_next_item(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(named("Nan", "Ray"))
    talk.move("skip")
    assert asked(talk) == "What does Ray do?"


@pytest.mark.parametrize("new", [("Ray",), ("Ray", "Nan"), ("Ray", "Bo")])
def test_words_about_one_person_never_end_up_beside_another(hold: Hold, new: tuple[str, ...]) -> None:
    talk = hold("for_each_people")
    talk.give(named("Nan", "Ray"))
    for words in ("Nan cooks", "Nan on Mondays", "Ray drives", "Ray on Fridays"):
        talk.say(words)
    talk.revise("who", named(*new))
    told = answered(talk)
    for who in ("Nan", "Ray"):
        if who in new:
            assert told[f"What does {who} do?"].startswith(who)
    assert "What does Bo do?" not in told


def test_a_person_left_out_and_named_again_has_their_answers_back(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(named("Nan", "Ray"))
    for words in ("Nan cooks", "Nan on Mondays", "Ray drives", "Ray on Fridays"):
        talk.say(words)
    before = talk.entries()
    outcome = talk.revise("who", named("Ray"))
    assert isinstance(outcome, Outcome)
    assert [turn.reply.text for turn in outcome.set_aside] == ["Nan cooks", "Nan on Mondays"]
    talk.revise("who", named("Nan", "Ray"))
    assert talk.entries() == before


def test_a_detail_knows_what_it_says_more_about(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(named("Nan", "Ray"))
    for words in ("Nan cooks", "Nan on Mondays", "Ray drives", "Ray on Fridays"):
        talk.say(words)
    made = {entry.verbatim: entry for entry in engine.entries(talk.script, talk.standing)}
    assert made["Nan on Mondays"].detail_of == made["Nan cooks"].turn
    assert made["Ray on Fridays"].detail_of == made["Ray drives"].turn
    assert made["Nan cooks"].detail_of is None


def test_each_shared_worry_is_shown_and_rated_between_its_own_ends(hold: Hold) -> None:
    talk = hold("for_each_sets", sets=(HURT, TIRED))
    shown = scene.build(talk.script, talk.standing, SourceWords(), {})
    assert [bubble.text for bubble in shown.bubbles if bubble.kind == "say"][-1] == HURT.worry
    talk.say("Dad says he threw nothing")
    ends = scene.build(talk.script, talk.standing, SourceWords(), {}).ask
    assert ends is not None
    assert ends.ends is not None
    assert (ends.ends.low.text, ends.ends.high.text, ends.about) == (HURT.low, HURT.high, HURT.worry)
    talk.give(Raw(number="4"))
    talk.say("Nan is there")
    talk.say("nothing")
    ends = scene.build(talk.script, talk.standing, SourceWords(), {}).ask
    assert ends is not None
    assert ends.ends is not None
    assert ends.ends.low.text == TIRED.low


def test_nothing_shared_is_said_and_not_gone_through(hold: Hold) -> None:
    talk = hold("for_each_sets")
    shown = scene.build(talk.script, talk.standing, SourceWords(), {})
    assert [bubble.text for bubble in shown.bubbles if bubble.kind == "say"] == ["Nothing was shared with you yet."]


def test_somebody_others_will_interview_is_not_shown_shared_worries(hold: Hold) -> None:
    talk = hold("for_each_sets", sets=(HURT,), contact_only=True)
    assert talk.standing.here == Position("check")
