"""Pictures, worded steps, drawings, sharing wishes, help, contact only, shared steps, and sending without a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs import engine, scene
from dialogs.conversation import Position, SharingWish
from dialogs.fixed import YOUNG
from dialogs.reading import KEPT_SHARED, read_text
from dialogs.replies import Raw, Refusal, Trouble
from dialogs.scene import shuffled
from dialogs.script import Script
from dialogs.shown import Scene
from dialogs.transcript import SourceWords
from tests.dialogs.conftest import Holding

Hold = Callable[..., Holding]
LINE = "M10 20 30 40"


def shown(talk: Holding) -> Scene:
    return scene.build(talk.script, talk.standing, SourceWords(), {"worker": "Priya"})


def test_a_wordless_picture_is_kept_as_what_it_shows(hold: Hold) -> None:
    ask = shown(hold("kinds")).ask
    assert ask is not None
    words = {option.id: (option.text, option.wordless) for option in ask.options}
    assert words["one"] == ("A bear sitting with its head down", True)
    assert words["four"] == ("The fourth", False)


def test_pictures_stand_in_an_order_of_their_own_and_none_is_last(hold: Hold) -> None:
    choices = hold("kinds").script.steps["bears"].choices
    orders = {tuple(choice.id for choice in shuffled(choices, f"talk {n}")) for n in range(20)}
    assert len(orders) > 1
    assert {order[-1] for order in orders} == {"none_of_these"}
    assert shuffled(choices, "talk 1") == shuffled(choices, "talk 1")


def test_no_more_pictures_than_asked_for(hold: Hold) -> None:
    talk = hold("kinds")
    assert talk.pick("one", "two", "three") == Refusal(Trouble.TOO_MANY, 2)
    assert not isinstance(talk.pick("one", "two"), Refusal)


def test_a_drawing_is_an_answer_without_words(hold: Hold) -> None:
    talk = hold("kinds")
    talk.pick("one")
    assert talk.give(Raw(drawing="<svg>")) == Refusal(Trouble.DRAWING)
    talk.give(Raw(drawing=LINE))
    [entry] = [entry for entry in engine.entries(talk.script, talk.standing) if entry.position.step == "about"]
    assert entry.reply.drawing == LINE
    assert talk.standing.here == Position("where"), "a drawing is not asked about again"


def test_a_step_in_words_is_kept_in_words_and_picks_the_way(hold: Hold) -> None:
    talk = hold("kinds")
    talk.pick("one")
    talk.move("skip")
    assert talk.pick("step_1", "step_2") == Refusal(Trouble.PICK_ONE)
    talk.pick("step_1")
    assert Position("low") in talk.standing.trail
    assert talk.standing.live[Position("where")].reply.number == 1
    answers = [bubble.text for bubble in shown(talk).bubbles if bubble.kind == "answer"]
    assert answers[-1] == "Very worried"


def test_a_sharing_wish_stands_on_its_own_answer(hold: Hold) -> None:
    talk = hold("kinds")
    talk.pick("one")
    talk.say("my room")
    talk.move("no_more")
    talk.pick("step_5")
    talk.give(Raw(wishes=(("about.0.0", "worker_first"), ("bears.0.0", "shout it"), ("../x", "meeting"))))
    wishes = {entry.position.step: entry.wish for entry in engine.entries(talk.script, talk.standing)}
    assert wishes == {"bears": None, "about": SharingWish.WORKER_FIRST, "where": None}


def test_words_that_may_tell_of_harm_bring_one_kind_reply_and_no_further_question(hold: Hold) -> None:
    talk = hold("kinds")
    talk.pick("one")
    talk.give(Raw(text="words"), noticed=True)
    assert talk.standing.here == Position("where")
    replies = [bubble.text for bubble in shown(talk).bubbles if bubble.kind == "kind_reply"]
    assert replies == ["\n".join(line.replace("{worker}", "Priya") for line in YOUNG)]
    assert engine.noticed(talk.script, talk.standing)


def test_the_kind_reply_is_not_said_twice(hold: Hold) -> None:
    talk = hold("for_each_people")
    talk.give(Raw(people=(("Nan", ""),)))
    talk.give(Raw(text="one"), noticed=True)
    talk.give(Raw(text="two"), noticed=True)
    assert [bubble.kind for bubble in shown(talk).bubbles].count("kind_reply") == 1


def test_somebody_others_will_interview_is_not_asked_about_worries(hold: Hold) -> None:
    talk = hold("kinds", contact_only=True)
    talk.pick("one")
    assert talk.standing.here == Position("where")
    assert Position("about") not in talk.standing.trail


def test_what_was_said_before_contact_only_stays(hold: Hold) -> None:
    talk = hold("kinds")
    talk.pick("one")
    talk.say("my words")
    turns = talk.standing.conversation.turns
    later = hold("kinds", contact_only=True, turns=turns)
    assert ("worry", "my words") in later.entries()


@pytest.mark.parametrize(("choice", "anonymous"), [("named", False), ("unnamed", True)])
def test_a_name_can_be_left_out(hold: Hold, choice: str, anonymous: bool) -> None:
    talk = hold("unnamed")
    talk.say("it was long")
    talk.pick(choice)
    assert engine.is_anonymous(talk.script, talk.standing) is anonymous


def test_a_shared_step_brings_its_words_and_is_translated_once(hold: Hold) -> None:
    script = hold("uses_shared").script
    assert script.steps["day"].ask == "Tell me about your day."
    assert "shared.day.ask" in [context for context, _, _ in script.messages()]


def test_a_kept_script_brings_the_shared_steps_as_they_were(hold: Hold) -> None:
    script = hold("uses_shared").script
    assert KEPT_SHARED in script.source
    again = read_text(script.source, "uses_shared.yaml", {"day": {"ask": "Something else", "reply": "text"}})
    assert isinstance(again, Script)
    assert again == script
    assert again.steps["day"].ask == "Tell me about your day."


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{shared: nothing, next: end}", "there is no shared step called `nothing`"),
        ("{shared: day, ask: Other words, next: end}", "`ask` cannot stand beside `shared`"),
    ],
)
def test_a_shared_step_that_cannot_be_used_is_told_with_its_line(step: str, told: str) -> None:
    head = "script: t\nversion: 1\naudience: parent\ntitle: T\nabout: T\nparts: [Only]\nstart: day\nsteps:\n"
    found = read_text(f"{head}  day: {step}\n", "t.yaml", {"day": {"ask": "Tell me.", "reply": "text"}})
    assert isinstance(found, list)
    assert (found[0].line, told in found[0].text) == (9, True)
