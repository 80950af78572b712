"""Feedback by team and quarter: small groups are not shown, and cannot be worked out from what is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.feedback import FEWEST, Answer, Sending, by_quarter, hidden, quarter_of, total_of

SIZES = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 12), max_size=7)


def sent(team: str, words: str = "", named: bool = False, quarter: str = "2026-Q1") -> Sending:
    answers = (Answer("listening", "Tell us how people listened.", ("Answered",), words),)
    return Sending("after_meeting", team, quarter, named, answers)


@given(SIZES)
def test_no_group_under_five_is_shown(sizes: dict[str, int]) -> None:
    assert {name for name, size in sizes.items() if size < FEWEST} <= hidden(sizes)


@given(SIZES)
def test_who_knows_the_sum_and_which_are_small_cannot_work_a_hidden_group_out(sizes: dict[str, int]) -> None:
    gone = sorted(hidden(sizes))
    if not gone or len(gone) == len(sizes):
        return
    left = sum(sizes[name] for name in gone)
    could_be = [range(1, FEWEST) if sizes[name] < FEWEST else range(FEWEST, left + 1) for name in gone]
    for place in range(len(gone)):
        others = [one for at, one in enumerate(could_be) if at != place]
        sums = _sums(others, left)
        assert sum(left - size in sums for size in could_be[place]) > 1


def _sums(parts: list[range], most: int) -> set[int]:
    """Every sum of one number from each, up to `most`."""
    sums = {0}
    for part in parts:
        sums = {before + one for before in sums for one in part if before + one <= most}
    return sums


@given(SIZES)
def test_no_total_stands_beside_a_hidden_group(sizes: dict[str, int]) -> None:
    assert (total_of(sizes) is None) == (bool(hidden(sizes)) or not sizes)


@given(SIZES)
def test_nothing_is_hidden_when_no_group_is_small(sizes: dict[str, int]) -> None:
    if all(size >= FEWEST for size in sizes.values()):
        assert hidden(sizes) == frozenset()


@given(SIZES)
def test_never_exactly_one_group_of_several_is_hidden(sizes: dict[str, int]) -> None:
    assert len(hidden(sizes)) != 1 or len(sizes) == 1


def test_the_neighbour_that_is_hidden_too_is_the_smallest() -> None:
    assert hidden({"north": 4, "south": 9, "west": 6}) == {"north", "west"}
    assert hidden({"north": 1, "south": 1, "west": 6, "east": 8}) == {"north", "south", "west"}
    assert hidden({"north": 4, "south": 4, "west": 6}) == {"north", "south", "west"}
    assert total_of({"south": 9, "west": 6}) == 15


def test_a_hidden_group_says_nothing_but_why() -> None:
    small = [sent("north", f"n{n}") for n in range(4)]
    [quarter] = by_quarter([*small, *(sent("south", f"s{n}") for n in range(9)), *(sent("west") for _ in range(6))])
    north, south, west = quarter.groups
    assert (north.count, north.small, north.questions) == (None, True, ())
    assert (west.count, west.small, west.questions) == (None, False, ())
    assert south.count == 9
    assert south.questions[0].ways == (("Answered", 9),)
    assert south.questions[0].words == tuple(f"s{n}" for n in range(9))


def test_words_are_read_only_where_five_left_their_name_out() -> None:
    four = [sent("north", f"w{n}") for n in range(4)]
    [quarter] = by_quarter([*four, *(sent("north", named=True) for _ in range(5))])
    [group] = quarter.groups
    assert group.count == 5
    assert group.questions[0].words == ()
    [quarter] = by_quarter([*four, sent("north", "w4"), sent("north", "not to be read", named=True)])
    assert quarter.groups[0].questions[0].words == ("w0", "w1", "w2", "w3", "w4")


def test_quarters_are_their_own_groups_the_newest_first() -> None:
    assert [quarter_of(month) for month in ("2026-01", "2026-03", "2026-04", "2026-12")] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip
    found = by_quarter([sent("north", quarter=one) for one in ["2026-Q1"] * 3 + ["2026-Q2"] * 3])
    assert [(one.quarter, one.total, one.groups[0].count) for one in found] == [
        ("2026-Q2", None, None),
        ("2026-Q1", None, None),
    ]


def test_fewer_than_five_without_a_name_are_not_counted_beside_others() -> None:
    named, four = [sent("north", named=True) for _ in range(6)], [sent("north", f"w{n}") for n in range(4)]
    [quarter] = by_quarter([*named, *four])
    assert quarter.groups[0].count == 6
    assert quarter.groups[0].questions[0].ways == (("Answered", 6),)
    [quarter] = by_quarter([*named, *four, sent("north", "w4")])
    assert quarter.groups[0].count == 11


def test_a_running_quarter_says_only_that_it_is_running() -> None:
    five = [sent("north", f"w{n}", quarter="2026-Q2") for n in range(5)]
    [quarter] = by_quarter(five, running="2026-Q2")
    assert (quarter.running, quarter.total, quarter.groups) == (True, None, ())
    [quarter] = by_quarter(five, running="2026-Q3")
    assert quarter.total == 5
