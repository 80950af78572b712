"""A made-up family's map to export. Nobody in it is real."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogs.conversation import Entry, Given, Move, Named, Position, Reply
from dialogs.script import EntryKind, Mode, ReplyKind, Scale
from i18n.messages import Messages, Translator
from review.export.words import Someone, Takeaway
from review.map.decision import Decision, DecisionKind
from review.map.safety_map import build

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "the words that were set aside"


@dataclass(frozen=True)
class OnFile:
    """An entry as the store hands it over."""

    id: str
    entry: Entry
    case_id: str = "case-1"
    conversation_id: str = "talk-1"
    person_id: str = "sam"
    person: str = "Sam"
    role: str = "young_person"
    script: str = "meeting_13_17"
    sent_at: datetime = NOON + timedelta(hours=1)
    present: str | None = "alone"
    safe: str | None = "yes"
    typing: str | None = None
    interpreter: str | None = None
    beside: str = ""
    version: int | None = 3
    digest: str | None = "ab" * 32


_ids = itertools.count(1)


def on_file(words: str = "", kind: EntryKind = EntryKind.WORRY, **given: Any) -> OnFile:
    """An entry on file: `on_file("I worry")`, or with any part of the reply, the asking or the filing said."""
    number = next(_ids)
    reply = Reply(
        given.pop("move", Move.ANSWER),
        words,
        given.pop("choices", ()),
        given.pop("number", None),
        given.pop("people", ()),
        given.pop("drawing", ""),
    )
    asking = Given(
        f"reply-{number}",
        given.pop("at", NOON),
        given.pop("locale", "en"),
        given.pop("asked", "What worries you?"),
        given.pop("offered", ()),
        given.pop("simpler", False),
    )
    entry = Entry(
        number,
        given.pop("position", Position("worries")),
        kind,
        given.pop("reply_kind", ReplyKind.TEXT),
        reply,
        asking,
        given.pop("mode", None),
        given.pop("scale", None),
        given.pop("wish", None),
        given.pop("detail_of", None),
    )
    return OnFile(id=given.pop("id", f"entry-{number}"), entry=entry, **given)


def decided(kind: DecisionKind, wording: str = "", minutes: int = 0) -> Decision:
    """A decision made by Priya the day after."""
    return Decision(kind, "priya", NOON + timedelta(days=1, minutes=minutes), wording)


@pytest.fixture(scope="session")
def english() -> Translator:
    return Messages(Path(__file__).parents[2] / "i18n").translator("en")


@pytest.fixture
def takeaway(english: Translator) -> Callable[..., Takeaway]:
    """Makes a takeaway of these entries. All are kept, but for those `decisions` speaks of and those in `undecided`."""

    def make(*entries: OnFile, decisions: Any = None, undecided: tuple[str, ...] = (), **other: Any) -> Takeaway:
        kept = {one.id: (decided(DecisionKind.KEEP),) for one in entries if one.id not in undecided}
        made = Takeaway(
            receipt="receipt-1",
            council="Exampleshire Council",
            case_name="Made-up family",
            made_on=NOON + timedelta(days=2),
            made_by="Priya",
            map=build(entries, {**kept, **(decisions or {})}, "case-1"),
            words=english,
            people=(Someone("Sam", "young_person"),),
            accounts={"priya": "Priya"},
            languages={"en": "English", "ar": "Arabic", "pl": "Polish"},
        )
        return replace(made, **other)

    return make


FEAR = Scale("I don't feel safe at home at all", "I feel safe at home", "low_is_worst")


@pytest.fixture
def family() -> tuple[OnFile, ...]:
    """Everything a map can hold: three people, two directions, choices, a number, names, a declined question."""
    choices = (("mum", "Mum"), ("nan", "Nan 👵"), ("school", "Somebody at school"))
    ali = {"conversation_id": "talk-2", "person_id": "ali", "person": "علي", "role": "child", "script": "places_9_12"}
    ali |= {"sent_at": NOON + timedelta(hours=3), "present": "someone", "locale": "ar"}
    well, needs = EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN
    return (
        on_file(
            "When Dad drinks he shouts at Mum and I go upstairs 😟\n\nI put my music on so Ali can't hear.", id="w1"
        ),
        on_file("", move=Move.RATHER_NOT, asked="Is there anything else about that?", id="w2"),
        on_file("Nan comes round on Sundays 😊", well, asked="What is going OK in your life right now?", id="g1"),
        on_file(
            "",
            well,
            choices=("nan", "school"),
            offered=choices,
            reply_kind=ReplyKind.SOME_OF,
            asked="Who helps when things are hard?",
            id="g2",
        ),
        on_file("I want Dad to stop", needs, mode=Mode.WISH, asked="What would you like to be different?", id="n1"),
        on_file(
            "",
            EntryKind.SCALE,
            number=4,
            reply_kind=ReplyKind.SCALE,
            scale=FEAR,
            offered=(("low", FEAR.low), ("high", FEAR.high)),
            mode=Mode.FEELING,
            asked="What number is it now?",
            id="s1",
        ),
        on_file(
            "",
            EntryKind.PERSON,
            people=(Named("Nan", "my mum's mum"), Named("Mr Okafor")),
            reply_kind=ReplyKind.PEOPLE,
            asked="Who should know about this?",
            id="p1",
        ),
        on_file("أخاف عندما يصرخ أبي في البيت 😢", asked="ما الذي يقلقك؟", id="w3", **ali),
        on_file("أحب المدرسة و football كثيرا", well, asked="ما الذي يسير على ما يرام؟", id="g3", **ali),
        on_file(SECRET, id="w4"),
        on_file("Not looked at yet", id="w5"),
        on_file("Will Dad be in the room?", EntryKind.CHAIR_QUESTION, asked="Anything to ask the Chair?", id="c1"),
    )


@pytest.fixture
def whole(takeaway: Callable[..., Takeaway], family: tuple[OnFile, ...]) -> Takeaway:
    """The family's export: one entry reworded, one set aside, one undecided."""
    reworded = decided(DecisionKind.REWORD, "Sam worries about what happens when Dad has been drinking.")
    decisions = {"w1": (reworded,), "w4": (decided(DecisionKind.SET_ASIDE),), "g3": (decided(DecisionKind.ASK_AGAIN),)}
    return takeaway(*family, decisions=decisions, undecided=("w5",))
