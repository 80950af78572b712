"""What a worker shows the room although it was held back: every reason is told, and nothing comes along unsaid."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation import Position, SharingWish
from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from review.map.safety_map import SafetyMap, build
from review.room.all_the_same import comes_along, reasons, shown_all_the_same
from review.room.on_the_wall import Held
from tests.review.conftest import OnFile, decided, on_file


def kept(*entries: OnFile) -> SafetyMap:
    return build(entries, {one.id: (decided(DecisionKind.KEEP),) for one in entries})


def of_harm(made: OnFile) -> OnFile:
    entry = made.entry
    return replace(made, entry=replace(entry, given=replace(entry.given, noticed=True)))


def said_more(made: OnFile) -> OnFile:
    """The same, as an answer to “What else?”."""
    return replace(made, entry=replace(made.entry, position=made.entry.position._replace(round=1)))


def test_every_reason_is_told_not_only_the_first() -> None:
    first = of_harm(on_file("he hit me", id="a", wish=SharingWish.WORKER_FIRST))
    assert reasons(kept(first), {}) == {"a": (Held.HARM, Held.WORKER_FIRST)}
    assert reasons(kept(first), {"a": False}) == {"a": (Held.TAKEN_OFF, Held.HARM, Held.WORKER_FIRST)}
    assert reasons(kept(first), {"a": True}) == {}


def test_what_adds_to_words_that_stay_off_says_so_beside_its_own_reason() -> None:
    first, more = of_harm(on_file("he hit me", id="a")), of_harm(said_more(on_file("again", id="b")))
    assert reasons(kept(first, more), {})["b"] == (Held.HARM, Held.ADDS_TO)


def test_what_comes_along_is_named() -> None:
    first, more = of_harm(on_file("he hit me", id="a")), said_more(on_file("again", id="b"))
    assert [one.id for one in comes_along(kept(first, more), "a", {})] == ["b"]
    assert comes_along(kept(first, more), "a", {"b": False}) == ()


def test_only_what_would_be_held_back_by_itself_counts_as_shown_all_the_same() -> None:
    calm = on_file("we get chips", EntryKind.WORKING_WELL, id="b", position=Position("going_ok"))
    made = kept(of_harm(on_file("he hit me", id="a")), calm)
    assert [one.id for one in shown_all_the_same(made, {"a": True, "b": True})] == ["a"]
    assert shown_all_the_same(made, {"b": True}) == ()
