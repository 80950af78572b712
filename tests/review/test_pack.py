"""What goes to a professional who is invited: by when, about whom without a name, and the questions on paper."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from dialogs.reading import read_folder
from dialogs.script import EntryKind, Script
from i18n.messages import Messages, Translator
from review.case_event import CaseEvent, Topic
from review.dates.council import Council, Happening, Means, Rule, Unit
from review.dates.due import Dated
from review.dates.pack import (
    PACK,
    Told,
    initials,
    latest_day,
    report_limits,
    says_full_name,
    told_body,
    told_of,
    wanted_by,
)
from review.dates.timetable import Timetable, deadlines_of
from review.export.blank_report import BlankReport, Question, blank_report
from review.export.invitation import Facts, letter
from review.export.invitation_document import write

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
INITIAL, CORE = Happening.INITIAL_CONFERENCE, Happening.CORE_GROUP
EVENT = Dated("x", INITIAL, date(2026, 3, 16), time(10))
RULES = (
    Rule("sent", "Report", INITIAL, 2, Unit.WORKING_DAYS, True, Means.SENT, "the office"),
    Rule("shared", "Report", INITIAL, 5, Unit.WORKING_DAYS, True, Means.SHARED, "the parents"),
    Rule("core", "First core group", INITIAL, 10, Unit.WORKING_DAYS, False, Means.HELD, meeting=CORE),
    Rule("minutes", "Minutes", INITIAL, 5, Unit.DAYS, False, Means.SENT, "everybody"),
)
LIMITS = report_limits(
    deadlines_of(Timetable((EVENT, Dated("y", INITIAL, date(2026, 9, 7)))), Council("t", "T", "", rules=RULES)), "x"
)
FACTS = Facts(
    "Dr Patel", "Initial conference", "16 March", "", "Initials A.", ("Share by 9 March",), "", "Maja", "duty", "X"
)


@pytest.fixture(scope="module")
def words() -> Translator:
    return Messages(ROOT / "i18n").translator("en")


@pytest.fixture(scope="module")
def script() -> Script:
    return read_folder(ROOT / "dialogs" / "scripts")[0]["professional"]


@pytest.fixture(scope="module")
def form(script: Script, words: Translator) -> BlankReport:
    return blank_report(script, words, "Maja", "the duty team")


def every(questions: tuple[Question, ...]) -> list[Question]:
    return [found for one in questions for found in (one, *every(one.more))]


def in_report(form: BlankReport) -> list[Question]:
    return [one for section in form.sections for one in every(section.questions)]


def line(order: int, subject: str, body: dict[str, object], topic: Topic = Topic.MEETING) -> CaseEvent:
    return CaseEvent(f"{order}", "c", order, topic, subject, "maja", NOW, body)


def test_a_report_is_shared_by_one_day_and_sent_by_another_and_only_what_comes_before_the_conference_counts() -> None:
    assert [(one.rule.key, one.due.day) for one in LIMITS] == [
        ("shared", date(2026, 3, 9)),
        ("sent", date(2026, 3, 12)),
    ]


def test_a_day_that_staff_want_counts_until_the_councils_own_limit_and_not_after() -> None:
    assert latest_day(EVENT, LIMITS) == date(2026, 3, 9)
    assert wanted_by(Told(wanted=date(2026, 3, 9)), EVENT, LIMITS) == date(2026, 3, 9)
    assert wanted_by(Told(wanted=date(2026, 3, 10)), EVENT, LIMITS) is None
    assert wanted_by(Told(wanted=date(2026, 3, 16)), EVENT, ()) == date(2026, 3, 16)
    assert wanted_by(Told(wanted=date(2026, 3, 17)), EVENT, ()) is None


def test_a_limit_on_a_day_off_leaves_the_last_working_day_before_it() -> None:
    sunday = Rule("shared", "Report", INITIAL, 1, Unit.DAYS, True, Means.SHARED, "the parents")
    limits = report_limits(deadlines_of(Timetable((EVENT,)), Council("t", "T", "", rules=(sunday,))), "x")
    assert latest_day(EVENT, limits) == date(2026, 3, 13)


def test_the_newest_line_about_this_conference_is_what_its_invitations_say() -> None:
    newest = Told("Room 2", "office@example.org", "A.K., 2019", date(2026, 3, 6))
    events = [
        line(1, f"{PACK}x", told_body(Told(place="Room 1"))),
        line(2, f"{PACK}x", told_body(newest)),
        line(3, f"{PACK}y", told_body(Told(place="Another"))),
        line(4, f"{PACK}x", told_body(Told(place="Not about a meeting")), Topic.NETWORK),
    ]
    assert told_of(events, "x") == Told("Room 2", "office@example.org", "A.K., 2019", date(2026, 3, 6), 2)
    assert told_of(events, "z") == Told()


def test_initials_stand_for_a_name() -> None:
    assert [initials(name) for name in ("Ali", "ali  khan", "Anne-Marie Özil", "")] == ["A.", "A.K.", "A.M.Ö.", ""]


@pytest.mark.parametrize(
    ("said", "found"),
    [("about Ali Khan", True), ("ALI-KHAN, 2019", True), ("Ali", False), ("Ali Khanna", False), ("A.K.", False)],
)
def test_a_full_name_is_noticed_and_a_first_name_is_not(said: str, found: bool) -> None:
    assert says_full_name(said, ["Ali Khan", "Sam"]) is found


def test_the_form_asks_what_the_script_asks_in_its_words_and_order(script: Script, form: BlankReport) -> None:
    on_paper = {"like_about", "working_well", "worry", "need_to_see", "who_helps", "what_next"}
    asked = [one.id for one in in_report(form)]
    assert on_paper <= set(asked)
    assert asked == [name for name in script.steps if name in asked]
    for one in in_report(form):
        assert one.ask == (script.steps[one.id].ask or "").replace("{child}", "the child")
        assert "{" not in one.ask + one.help + "".join(one.boxes)
    assert [section.title for section in form.sections] == ["Working well", "Your points", "What next"]


def test_what_is_for_the_chair_or_about_a_shared_worry_is_not_in_the_report(script: Script, form: BlankReport) -> None:
    kinds = {script.steps[one.id].entry for one in in_report(form)}
    assert not kinds & {EntryKind.CHAIR_ONLY, EntryKind.CHAIR_QUESTION, EntryKind.SCALE, EntryKind.SET_VIEW}
    assert [one.id for one in every(form.slip)] == ["can_you_come", "keeps_you", "shared_with_parents"]


def test_a_worry_is_asked_with_its_source_and_its_impact(form: BlankReport) -> None:
    worry = next(one for one in in_report(form) if one.id == "worry")
    assert worry.kind == "A worry"
    assert [one.id for one in worry.more] == ["worry_source", "worry_impact", "worry_known"]
    assert worry.more[0].boxes[0] == "I saw it"


def test_no_box_to_tick_only_leads_to_another_question(form: BlankReport) -> None:
    seen = next(one for one in in_report(form) if one.id == "nothing_seen")
    assert seen.boxes == ("I have seen nothing working well", "I have not seen enough of the child to say")
    assert seen.kind == "Before you go on"


def test_the_message_says_when_by_when_and_what_not_to_write(words: Translator) -> None:
    made = letter(FACTS, words)
    assert made.subject == "Invitation: initial conference, 16 March"
    for said in ("To Dr Patel", "When: 16 March", "Where: we will tell you", "Initials A.", "Share by 9 March", "999"):
        assert said in made.text
    assert "PIN" not in made.text


def test_with_a_link_the_message_says_that_the_pin_comes_another_way(words: Translator) -> None:
    made = letter(FACTS, words, "https://words.example.org/#token")
    assert (
        "https://words.example.org/#token\nThe page asks for a PIN. You are told it by phone or in person" in made.text
    )


def test_the_word_file_holds_the_letter_and_every_question_and_is_the_same_each_time(
    words: Translator, form: BlankReport
) -> None:
    content = write(letter(FACTS, words), form, "A \x0bcouncil", words, NOW)
    assert content == write(letter(FACTS, words), form, "A \x0bcouncil", words, NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body = re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())
    for said in ("To Dr Patel", "Share by 9 March", *[one.ask for one in (*in_report(form), *every(form.slip))]):
        assert said in body
    assert body.count("☐") == sum(len(one.boxes) for one in (*in_report(form), *every(form.slip)))
