"""Moving through a script: routes, follow-ups, loops, changing an answer, and what becomes an entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs import engine
from dialogs.conversation import Conversation, Position
from dialogs.engine import Outcome, TurnDoesNotFollow
from dialogs.replies import Raw, Refusal, Trouble
from tests.dialogs.conftest import Holding

Hold = Callable[[str], Holding]


def test_the_first_question_is_open_after_what_is_said_first(hold: Hold) -> None:
    assert hold("routes").standing.here == Position("where")


@pytest.mark.parametrize(("choice", "next_step"), [("home", "home"), ("school", "school")])
def test_a_choice_picks_the_way(hold: Hold, choice: str, next_step: str) -> None:
    talk = hold("routes")
    talk.pick(choice)
    assert talk.standing.here == Position(next_step)


@pytest.mark.parametrize(("number", "next_step"), [("0", "raise"), ("3", "raise"), ("4", "raise"), ("9", "who")])
def test_a_number_picks_the_way(hold: Hold, number: str, next_step: str) -> None:
    talk = hold("routes")
    talk.pick("school")
    talk.say("fine")
    talk.give(Raw(number=number))
    assert talk.standing.here == Position(next_step)
    assert (Position("low") in talk.standing.trail) == (int(number) < 4)


def test_a_declined_question_takes_the_other_way(hold: Hold) -> None:
    talk = hold("routes")
    talk.pick("home")
    talk.move("rather_not")
    assert talk.standing.here == Position("number")


@pytest.mark.parametrize(("start", "heard"), [("school", "school_bye"), ("home", "home_bye")])
def test_an_earlier_answer_can_pick_the_way(hold: Hold, start: str, heard: str) -> None:
    talk = hold("routes")
    talk.pick(start)
    talk.say("words")
    if start == "home":
        talk.say("Nan helps")
    talk.give(Raw(number="9"))
    talk.move("nothing")
    assert Position("nobody") in talk.standing.trail
    talk.pick("sleep", "something_else")
    assert Position(heard) in talk.standing.trail


def test_follow_ups_stop_when_the_person_says_that_is_all(hold: Hold) -> None:
    talk = hold("more")
    talk.say("chips on fridays")
    assert talk.standing.here == Position("well", 0, 1)
    talk.move("no_more")
    assert talk.standing.here == Position("check")
    assert talk.entries() == [("working_well", "chips on fridays")]


def test_follow_ups_stop_at_their_most(hold: Hold) -> None:
    talk = hold("more")
    for words in ("one", "two", "three"):
        talk.say(words)
    assert talk.standing.here == Position("check")
    assert [words for _, words in talk.entries()] == ["one", "two", "three"]


def test_each_time_round_a_loop_is_a_question_of_its_own(hold: Hold) -> None:
    talk = hold("loop")
    for words, more in (("first", "yes_one"), ("second", "no_more")):
        talk.say(words)
        talk.pick(more)
    assert talk.standing.here == Position("check")
    assert talk.entries() == [("worry", "first"), ("worry", "second")]


def test_a_loop_that_never_stops_is_ended_kindly(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_TURNS", 10)
    talk = hold("loop")
    for _ in range(5):
        talk.say("again")
        last = talk.pick("yes_one")
    assert isinstance(last, Outcome)
    assert talk.say("one more") == Refusal(Trouble.ENOUGH)


def test_changing_an_answer_says_what_it_sets_aside_and_keeps_the_rest(hold: Hold) -> None:
    talk = hold("routes")
    talk.pick("home")
    talk.say("shouting")
    talk.say("nan")
    talk.give(Raw(number="5"))
    outcome = talk.revise("home", Raw(move="skip"))
    assert isinstance(outcome, Outcome)
    assert [turn.position.step for turn in outcome.set_aside] == ["helps"]
    assert talk.standing.here == Position("raise")
    assert ("scale", "5") in talk.entries()
    assert ("working_well", "nan") not in talk.entries()


def test_changing_back_brings_back_what_was_set_aside(hold: Hold) -> None:
    talk = hold("routes")
    talk.pick("home")
    talk.say("shouting")
    talk.say("nan")
    before = talk.entries()
    talk.revise("where", Raw(choices=("school",)))
    assert talk.entries() == []
    outcome = talk.revise("where", Raw(choices=("home",)))
    assert isinstance(outcome, Outcome)
    assert [turn.position.step for turn in outcome.brought_back] == ["home", "helps"]
    assert talk.entries() == before


def test_an_answer_taken_out_is_no_entry_and_its_question_is_not_asked_again(hold: Hold) -> None:
    talk = hold("more")
    talk.say("something private")
    talk.move("no_more")
    talk.revise("well", None)
    assert talk.standing.here == Position("check")
    assert talk.entries() == []


def test_a_skipped_question_is_data(hold: Hold) -> None:
    talk = hold("more")
    talk.move("dont_know")
    [entry] = engine.entries(talk.script, talk.standing)
    assert (entry.reply.move, entry.verbatim) == ("dont_know", "")


def test_nothing_can_be_changed_after_sending(hold: Hold) -> None:
    talk = hold("more")
    talk.move("skip")
    talk.give(Raw())
    assert talk.standing.conversation.sent
    assert talk.standing.here is None
    assert talk.revise("well", Raw(text="too late")) == Refusal(Trouble.ALREADY_SENT)


def test_a_question_that_was_never_asked_cannot_be_changed(hold: Hold) -> None:
    talk = hold("routes")
    assert talk.revise("home", Raw(text="x")) == Refusal(Trouble.NOT_HERE)


def test_replaying_the_turns_gives_the_same_standing(hold: Hold) -> None:
    talk = hold("loop")
    talk.say("one")
    talk.pick("yes_one")
    talk.say("two")
    talk.revise("worry", Raw(text="one, better said"))
    again = engine.fold(talk.script, talk.standing.conversation)
    assert again == talk.standing


def test_turns_with_a_gap_are_refused(hold: Hold) -> None:
    talk = hold("loop")
    talk.say("one")
    talk.pick("yes_one")
    first, second = talk.standing.conversation.turns
    with pytest.raises(TurnDoesNotFollow):
        engine.fold(talk.script, Conversation("c", "loop", talk.script.digest, (first, first)))
    assert second.seq == 2


def test_one_machine_serves_everybody(hold: Hold) -> None:
    one, two = hold("more"), hold("more")
    assert engine.machine(one.script) is engine.machine(two.script)


@pytest.mark.parametrize("raw", [Raw(text="something else"), None])
def test_words_taken_back_are_not_repeated_by_the_question_that_followed_them(hold: Hold, raw: Raw | None) -> None:
    talk = hold("more")
    talk.say("uncle ray shouts")
    talk.say("at night")
    talk.revise("well", raw)
    asked = [entry.given.asked for entry in engine.entries(talk.script, talk.standing) if entry.position.round == 1]
    assert len(asked) == (1 if raw else 0)
    assert not any("uncle ray" in words for words in asked)
