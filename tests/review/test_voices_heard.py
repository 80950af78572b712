"""Whether each child is heard: missing, old, from before the last conference; siblings apart; guesses never count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any

import pytest

from dialogs.conversation import Move
from dialogs.script import EntryKind, Mode
from review.map.safety_map import build
from review.voices_heard import OLD_AFTER, Heard, VoiceState, voices
from tests.review.conftest import NOON, OnFile, on_file


@dataclass(frozen=True)
class Somebody:
    id: str
    role: str
    name: str


ALI, BO = Somebody("ali", "child", "Ali"), Somebody("bo", "young_person", "Bo")
PEOPLE = (Somebody("mum", "parent", "Mum"), ALI, BO)


def by(person: Somebody, **more: Any) -> OnFile:
    made = on_file(more.pop("words", "we went to the park"), more.pop("kind", EntryKind.WORKING_WELL), **more)
    return OnFile(id=made.id, entry=made.entry, person_id=person.id, person=person.name, role=person.role)


def heard(*entries: OnFile, after: timedelta = timedelta(days=1), meeting: timedelta | None = None) -> list[VoiceState]:
    on = None if meeting is None else NOON + meeting
    return list(voices(PEOPLE, build(entries, {}, "case-1"), NOON + after, on))


def test_each_child_is_heard_by_itself() -> None:
    ali, bo = heard(by(ALI))
    assert (ali.name, ali.heard, ali.is_fresh) == ("Ali", Heard.HEARD, True)
    assert (bo.name, bo.heard, bo.newest, bo.is_fresh) == ("Bo", Heard.MISSING, None, False)


def test_a_grown_ups_guess_is_not_the_childs_voice() -> None:
    assert heard(by(PEOPLE[0], mode=Mode.GUESS))[0].heard is Heard.MISSING


@pytest.mark.parametrize("entry", [by(ALI, words="", move=Move.SKIP), by(ALI, kind=EntryKind.CHAIR_QUESTION)])
def test_a_left_out_question_and_one_for_the_chair_are_not_on_the_map(entry: OnFile) -> None:
    assert heard(entry)[0].heard is Heard.MISSING


def test_words_grow_old_after_six_weeks_and_the_newest_counts() -> None:
    assert heard(by(ALI), after=OLD_AFTER)[0].heard is Heard.HEARD
    state = heard(by(ALI), after=OLD_AFTER + timedelta(hours=1))[0]
    assert (state.heard, state.days, state.newest) == (Heard.OLD, 42, NOON)
    newer = by(ALI, at=NOON + timedelta(days=30))
    assert heard(newer, by(ALI), after=OLD_AFTER + timedelta(days=1))[0].heard is Heard.HEARD


def test_days_are_counted_on_the_calendar_of_whoever_reads_them() -> None:
    evening = NOON + timedelta(hours=11)
    said = build([by(ALI, at=evening)], {}, "case-1")
    next_morning = evening + timedelta(hours=9)
    assert voices(PEOPLE, said, next_morning)[0].days == 1
    ahead = timezone(timedelta(hours=2))
    assert voices(PEOPLE, said, next_morning.astimezone(ahead))[0].days == 0


def test_words_from_before_the_last_conference_are_old() -> None:
    assert heard(by(ALI), meeting=timedelta(hours=5))[0].heard is Heard.BEFORE_THE_MEETING
    assert heard(by(ALI), meeting=timedelta(days=5))[0].heard is Heard.HEARD
