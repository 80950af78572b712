"""All voices about one child: nobody's words become somebody else's, and what changed is told in exact words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogs.conversation import Position, SharedSet
from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from review.map.placing import Category, Part, Placing
from review.map.safety_map import MapEntry, SafetyMap, build
from review.sets.sets import SafetySet, SetVersion, Wording
from review.voices import Speaker, speakers
from review.voices_since import sendings, since
from tests.review.conftest import NOON, OnFile, decided, on_file

WELL, HAPPEN = EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN
ABOUT = {"ali": "ali", "mum": "ali", "nan": "ali", "sam": "sam", "mum-later": "ali"}
ROLES = {"ali": "child", "sam": "young_person", "mum": "parent", "nan": "relative"}


def said(words: str, who: str, kind: EntryKind = EntryKind.WORRY, talk: str = "", **more: Any) -> OnFile:
    given = {"person": who.title(), "person_id": who, "role": ROLES[who], "conversation_id": talk or who, **more}
    return on_file(words, kind, **given)


def drawn(*entries: OnFile, decisions: Any = None) -> SafetyMap:
    return build(entries, decisions or {}, "case-1")


def about_ali(found: SafetyMap, placings: dict[str, Placing] | None = None) -> tuple[Speaker, ...]:
    return speakers(found, "ali", ABOUT, placings or {}, ())


def test_children_come_first_and_only_who_spoke_about_this_child() -> None:
    found = drawn(said("w", "nan"), said("x", "mum"), said("y", "ali"), said("z", "sam"))
    assert [one.who for one in about_ali(found)] == ["Ali", "Mum", "Nan"]


def test_what_a_grown_up_thinks_a_child_would_say_stands_under_the_grown_up() -> None:
    guess = said("more pancakes", "mum", HAPPEN, position=Position("child_wants"))
    own = said("no shouting", "ali", HAPPEN, position=Position("child_wants"))
    ali, mum = about_ali(drawn(guess, own))
    assert [(quote.words, quote.guess) for quote in mum.column("needs_to_happen")] == [("more pancakes", True)]
    assert [(quote.words, quote.guess) for quote in ali.column("needs_to_happen")] == [("no shouting", False)]


def test_a_part_stands_in_its_own_column_with_its_own_sets() -> None:
    words = "He shouts. Nan takes Ali."
    parts = (Part(0, 10, Category.DANGER, ("one",)), Part(11, None, Category.STRENGTH, ("two",)))
    mum = about_ali(drawn(said(words, "mum", id="e")), {"e": Placing(parts)})[0]
    assert [quote.words for quote in mum.column("worry")] == ["He shouts."]
    assert [quote.words for quote in mum.column("working_well")] == ["Nan takes Ali."]
    assert [quote.words for quote in mum.about("two").quotes] == ["Nan takes Ali."]
    assert mum.about("three").silent


def test_a_card_behind_another_is_still_its_speakers_own_voice_about_the_same_sets() -> None:
    found = drawn(said("They row", "nan", id="front"), said("they shout", "ali", id="behind"))
    placings = {"front": Placing((Part(sets=("one",)),)), "behind": Placing(into="front")}
    ali = about_ali(found, placings)[0]
    assert [quote.words for quote in ali.about("one").quotes] == ["they shout"]


def test_what_is_set_aside_or_only_for_the_chair_is_not_shown() -> None:
    aside, chair = said("told twice", "mum", id="a"), said("can nan come", "mum", EntryKind.CHAIR_QUESTION)
    found = drawn(aside, chair, said("kept", "mum"), decisions={"a": (decided(DecisionKind.SET_ASIDE),)})
    assert [quote.words for quote in about_ali(found)[0].quotes] == ["kept"]


def test_the_same_words_said_again_are_shown_once_with_both_times() -> None:
    found = drawn(said("They row", "mum"), said("they  row", "mum", talk="mum-later", at=NOON + timedelta(days=9)))
    quote = about_ali(found)[0].quotes
    assert [one.words for one in quote] == ["they  row"]
    assert [one.words for one in quote[0].also] == ["They row"]


def agrees(shared: SharedSet, asked: str, days: int) -> MapEntry:
    at = NOON + timedelta(days=days)
    made = said("I agree", "mum", EntryKind.SET_VIEW, talk=f"talk-{days}", at=at, asked=asked)
    return replace(drawn(made).set_views[0], shared=shared)


def test_agreeing_with_one_set_or_question_is_not_agreeing_with_another() -> None:
    one, two = (
        SafetySet(name, (SetVersion(1, Wording(name, "g", "", "l", "h"), "maja", NOON),), number=number)
        for number, name in enumerate("AB", 1)
    )
    views = (
        agrees(one.wording.shared, "Is it fair?", 1),
        agrees(two.wording.shared, "Is it fair?", 3),
        agrees(two.wording.shared, "Is it fair?", 2),
        agrees(two.wording.shared, "Is this the goal?", 3),
    )
    talks = dict.fromkeys(("talk-1", "talk-2", "talk-3"), "ali")
    mum = speakers(SafetyMap("case-1", set_views=views), "ali", talks, {}, (one, two))[0]

    def told(set_id: str) -> list[tuple[str, int, list[int]]]:
        found = mum.about(set_id).quotes
        return [(q.asked, q.set_number, [(i.entry.given.at - NOON).days for i in (*q.also, q.item)]) for q in found]

    assert told("A") == [("Is it fair?", 1, [1])]
    assert told("B") == [("Is it fair?", 2, [2, 3]), ("Is this the goal?", 2, [3])]


def twice(then: tuple[OnFile, ...], now: tuple[OnFile, ...]) -> Any:
    found = drawn(*then, *now)
    first, second = sendings(found)
    return since(found, second, [first])


def later(words: str, step: str = "worries", **more: Any) -> OnFile:
    sent = NOON + timedelta(days=20)
    return said(words, "mum", talk="mum-later", sent_at=sent, position=Position(step), **more)


def test_new_said_again_not_said_and_not_asked_again_are_told_apart() -> None:
    then = (
        said("They row", "mum", position=Position("worries")),
        said("He is late", "mum", position=Position("more_worries")),
        said("Sunday dinners", "mum", WELL, position=Position("before")),
    )
    now = (later("they row"), later("It is damp", "more_worries"))
    found = twice(then, now)
    assert [item.words for item in found.new] == ["It is damp"]
    assert [item.words for item in found.again] == ["they row"]
    assert [item.words for item in found.gone] == ["He is late"]
    assert [item.words for item in found.not_asked] == ["Sunday dinners"]


def test_the_same_words_in_another_column_are_new() -> None:
    then = (said("Ray comes", "mum", WELL, position=Position("worries")),)
    assert [item.words for item in twice(then, (later("Ray comes"),)).new] == ["Ray comes"]
