"""What may be given at a question: hostile and clumsy input gets a value back, and words survive as written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs import replies
from dialogs.replies import Checked, Raw, Refusal, Trouble
from tests.dialogs.conftest import Holding

Hold = Callable[[str], Holding]


def given(hold: Hold, script: str, step: str, raw: Raw) -> Checked | Refusal:
    return replies.check(hold(script).script.steps[step], 0, raw)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "he said <shut up> & left <3",
        "=cmd|' /C calc'!A0",
        "\u202egnp.exe",
        "{{7*7}} {worker} %(name)s",
        "two\nlines",
        "👩‍👧 مرحبا",
        "a" * 4000,
    ],
)
def test_words_are_kept_exactly_as_written(hold: Hold, words: str) -> None:
    checked = given(hold, "more", "well", Raw(text=words))
    assert isinstance(checked, Checked)
    assert checked.reply.text == words
    assert checked.dropped == 0


def test_4001_characters_are_refused_with_how_many_are_over(hold: Hold) -> None:
    assert given(hold, "more", "well", Raw(text="a" * 4001)) == Refusal(Trouble.TOO_LONG, 1)


def test_length_is_counted_after_composing_letters(hold: Hold) -> None:
    checked = given(hold, "more", "well", Raw(text="e\u0301" * 4000))
    assert isinstance(checked, Checked)
    assert checked.reply.text == "é" * 4000


@pytest.mark.parametrize(
    ("words", "kept", "dropped"), [("a\x00b", "ab", 1), ("a\x1b[0mb", "a[0mb", 1), ("x\ud800y", "xy", 1)]
)
def test_marks_no_screen_can_show_are_left_out_and_counted(hold: Hold, words: str, kept: str, dropped: int) -> None:
    checked = given(hold, "more", "well", Raw(text=words))
    assert isinstance(checked, Checked)
    assert (checked.reply.text, checked.dropped) == (kept, dropped)


def test_line_breaks_of_any_kind_become_one_kind(hold: Hold) -> None:
    checked = given(hold, "more", "well", Raw(text="a\r\nb\rc"))
    assert isinstance(checked, Checked)
    assert (checked.reply.text, checked.dropped) == ("a\nb\nc", 0)


@pytest.mark.parametrize("words", ["", "   ", "\n\n", "\x00"])
def test_nothing_typed_is_told_kindly(hold: Hold, words: str) -> None:
    assert given(hold, "more", "well", Raw(text=words)) == Refusal(Trouble.EMPTY)


@pytest.mark.parametrize("number", ["-1", "11", "", "five", "5.0", "٥", "1e1", "010"])
def test_only_whole_numbers_from_0_to_10_are_on_the_scale(hold: Hold, number: str) -> None:
    assert given(hold, "routes", "number", Raw(number=number)) == Refusal(Trouble.PICK_A_NUMBER)


@pytest.mark.parametrize("choices", [("nowhere",), ("home", "nowhere"), ("<b>",)])
def test_an_unknown_choice_is_refused(hold: Hold, choices: tuple[str, ...]) -> None:
    assert given(hold, "routes", "where", Raw(choices=choices)) == Refusal(Trouble.UNKNOWN_CHOICE)


def test_one_of_takes_exactly_one(hold: Hold) -> None:
    assert given(hold, "routes", "where", Raw(choices=())) == Refusal(Trouble.PICK_ONE)
    assert given(hold, "routes", "where", Raw(choices=("home", "school"))) == Refusal(Trouble.PICK_ONE)


def test_some_of_keeps_the_order_of_the_script_and_the_own_words(hold: Hold) -> None:
    raw = Raw(choices=("something_else", "sleep", "sleep"), text="my dog")
    checked = given(hold, "routes", "last", raw)
    assert isinstance(checked, Checked)
    assert (checked.reply.choices, checked.reply.text) == (("sleep", "something_else"), "my dog")


def test_a_move_that_is_not_offered_here_is_refused(hold: Hold) -> None:
    assert given(hold, "more", "well", Raw(move="no_more")) == Refusal(Trouble.NOT_HERE)
    assert given(hold, "more", "well", Raw(move="take_out")) == Refusal(Trouble.NOT_HERE)
    assert given(hold, "more", "check", Raw(move="skip")) == Refusal(Trouble.NOT_HERE)
    assert given(hold, "more", "well", Raw(move="__class__")) == Refusal(Trouble.NOT_HERE)


def test_people_are_kept_as_named_and_empty_rows_are_left_out(hold: Hold) -> None:
    checked = given(hold, "routes", "who", Raw(people=(("Nan", "my gran"), ("", ""), ("", "next door"))))
    assert isinstance(checked, Checked)
    assert [(p.name, p.who) for p in checked.reply.people] == [("Nan", "my gran"), ("next door", "")]


def test_too_many_people_and_too_long_names_are_told_apart(hold: Hold) -> None:
    many = tuple((f"p{n}", "") for n in range(13))
    assert given(hold, "routes", "who", Raw(people=many)) == Refusal(Trouble.TOO_MANY_PEOPLE, 1)
    assert given(hold, "routes", "who", Raw(people=(("n" * 101, ""),))) == Refusal(Trouble.NAME_TOO_LONG)
    assert given(hold, "routes", "who", Raw(people=())) == Refusal(Trouble.EMPTY)
