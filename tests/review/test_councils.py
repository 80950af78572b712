"""Councils on file: what ships can be read and says what its papers say; mistakes come back with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dialogs.references import Problem
from review.dates.council import GENERAL, Council, Happening, Level, Means, Unit
from review.dates.council_files import FOLDER, read_council, read_councils
from review.dates.working_days import Nation

HEAD = "council: north\ntitle: North\nabout: For tests\nnation: scotland\n"
RULE = """rules:
  - key: report
    what: Report
    event: review_conference
    offset: 5
    unit: days
    when: before
    means: sent
    recipient: the office
    source: a paper
"""


def read(folder: Path, text: str, name: str = "north") -> Council | list[Problem]:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_council(name, folder)


def shipped(name: str) -> Council:
    council = read_council(name)
    assert isinstance(council, Council), council
    return council


def test_everything_that_ships_can_be_read() -> None:
    councils, problems = read_councils()
    assert problems == []
    assert set(councils) == {"general", "surrey", "southwark", "norfolk", "solihull", "cheshire_east"}
    assert set(councils) == {path.stem for path in FOLDER.glob("*.yaml")}


def test_every_limit_says_where_it_comes_from() -> None:
    councils, _ = read_councils()
    assert [rule.key for council in councils.values() for rule in council.rules if not rule.source] == []


def test_the_national_limits_count_for_every_council() -> None:
    councils, _ = read_councils()
    national = councils["general"].rules
    assert {(rule.key, rule.offset, rule.unit) for rule in national} == {
        ("referral_decision", 1, Unit.WORKING_DAYS),
        ("assessment", 45, Unit.WORKING_DAYS),
        ("initial_conference", 15, Unit.WORKING_DAYS),
        ("first_core_group", 10, Unit.WORKING_DAYS),
        ("first_review", 3, Unit.MONTHS),
        ("next_review", 6, Unit.MONTHS),
    }
    assert [name for name, council in councils.items() if not set(national) <= set(council.rules)] == []


def test_southwark_counts_sharing_and_sending_apart_and_says_what_its_paper_leaves_open() -> None:
    own = {rule.key: rule for rule in shipped("southwark").rules if rule.recipient}
    assert {(rule.event, rule.offset, rule.means) for rule in own.values()} == {
        (Happening.INITIAL_CONFERENCE, 48, Means.SHARED),
        (Happening.INITIAL_CONFERENCE, 48, Means.SENT),
        (Happening.REVIEW_CONFERENCE, 5, Means.SHARED),
        (Happening.REVIEW_CONFERENCE, 5, Means.SENT),
    }
    assert [rule.key for rule in own.values() if rule.offset == 5 and "Ask your council" not in rule.note] == []


def test_surrey_shares_the_review_report_at_the_core_group_two_weeks_before() -> None:
    rule = shipped("surrey").rule("review_report_core_group")
    assert rule is not None
    assert (rule.offset, rule.unit, rule.before, rule.means, rule.recipient) == (
        2, Unit.WEEKS, True, Means.SHARED, "the core group",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["norfolk", "solihull", "cheshire_east"])
def test_a_council_whose_paper_gives_no_limits_says_so(name: str) -> None:
    council = shipped(name)
    assert council.rules == shipped("general").rules
    assert any("Ask your council" in note for note in council.notes)


def test_words_differ_by_level_and_fall_back_to_the_usual_ones(tmp_path: Path) -> None:
    assert shipped("cheshire_east").words[Level.IN_NEED].worry == "Worry statement"
    found = read(tmp_path, HEAD + "words:\n  protection: {worry: Danger, goal: Goal, meeting: Panel}\n")
    assert isinstance(found, Council)
    assert found.words[Level.PROTECTION].meeting == "Panel"
    assert found.words[Level.IN_NEED] == GENERAL[Level.IN_NEED]


def test_a_file_has_its_nation_and_closed_days(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "closed: [2026-12-24]\n" + RULE)
    assert isinstance(found, Council)
    assert found.calendar.nation is Nation.SCOTLAND
    assert not found.calendar.is_open(date(2026, 12, 24))


def test_a_limit_of_the_same_key_replaces_the_one_it_builds_on(tmp_path: Path) -> None:
    read(tmp_path, HEAD.replace("north", "base") + RULE, "base")
    found = read(tmp_path, HEAD + "also: base\n" + RULE.replace("offset: 5", "offset: 7"))
    assert isinstance(found, Council)
    assert [rule.offset for rule in found.rules] == [7]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + "colour: red\n", 5, "colour: there is no such key here"),
        (HEAD.replace("scotland", "france"), 4, "nation: "),
        (HEAD + RULE.replace("unit: days", "unit: fortnights"), 10, "rules.0.unit: "),
        (HEAD + RULE.replace("offset: 5", "offset: five"), 9, "write a whole number"),
        (HEAD + RULE.replace("    recipient: the office\n", ""), 6, "`recipient` says whom"),
        (
            HEAD + RULE.replace("means: sent", "means: held").replace("    recipient: the office\n", ""),
            6,
            "`meeting` says",
        ),
        (HEAD + RULE + RULE.removeprefix("rules:\n"), 15, "there are two limits called `report`"),
        (HEAD.replace("council: north", "council: south"), 1, "the file must be south.yaml"),
        (HEAD + "also: nowhere\n", 1, "there is no other file nowhere.yaml"),
        (HEAD + "title: [\n", 6, "a bracket is opened and not closed"),
        ("- just a list\n", 1, "a council starts with"),
    ],
)
def test_a_mistake_comes_back_with_its_line_and_what_to_do(tmp_path: Path, text: str, line: int, said: str) -> None:
    problems = read(tmp_path, text)
    assert isinstance(problems, list)
    assert (problems[0].file, problems[0].line) == ("north.yaml", line)
    assert said in problems[0].text


def test_a_council_that_is_not_there_is_told_which_are(tmp_path: Path) -> None:
    [problem] = read_council("atlantis") or []  # type: ignore[misc]
    assert "southwark" in problem.text
