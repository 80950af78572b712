"""The rules for a set: the worked example passes, and each rule says what is wrong where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from review.sets.lint import Around, Problem, Weight, problems, ready
from review.sets.names import called, names_somebody
from review.sets.proposal import propose
from review.sets.sets import Account, Wording

FAMILY = Around(children=("Ali", "Bo"), people=("Mum (Dee)", "Nan", "Ms Cole, teacher", "Priya"))
EXAMPLE = Wording(
    worry="Priya (social worker), Ms Cole (teacher) and Nan are worried about Ali (7). On 3 and 19 May Dad was drunk "
    "and he and Mum fought. Things were thrown. Ali hid in the bathroom and rang Nan. They are worried that if this "
    "goes on, Ali could be hit by something and badly hurt. He could also be too scared to sleep and start to think "
    "home is never calm.",
    goal="Mum, Dad, Nan and Uncle Ray will make sure a sober grown-up is always with Ali. If a row starts, one of them "
    "takes Ali to Nan's. Mum and Dad settle rows calmly or away from the house. Ali sleeps in his own bed and feels "
    "calm at home. Nan, Ms Cole and Priya will see this for six months.",
    question="Thinking about the rows at home: where is it today, from 0 to 10?",
    low="Ali is at home with no sober adult when a fight starts.",
    high="For six months Ali has had a sober adult with him every night and home has been calm.",
    dispute=(Account("Dad", "I have not thrown anything."),),
)
SCHOOL = Wording(
    worry="Ms Cole and Priya are worried that Ali is tired and late for school because the nights are loud. If this "
    "goes on, he could fall behind and feel left out.",
    goal="Ali sleeps in his own bed, gets up in time and comes to school on most days, for one school term.",
    question="Where is it today?",
    low="Ali is late or missing most days, and too tired to learn",
    high="For a whole term Ali has slept well and been at school on time",
)


def told(knows: Around | None = None, /, **changed: Any) -> tuple[Problem, ...]:
    return problems(replace(EXAMPLE, **changed), knows or FAMILY)


def weight(found: tuple[Problem, ...], field: str, words: str) -> Weight | None:
    """The weight of the problem in this field that says this, or None."""
    return next((one.weight for one in found if one.field == field and words in one.words), None)


def test_the_worked_example_has_no_problem() -> None:
    assert problems(EXAMPLE, FAMILY) == ()


def test_another_good_set_may_be_ready() -> None:
    assert ready(problems(SCHOOL, FAMILY))


@pytest.mark.parametrize("field", ["worry", "goal", "question", "low", "high"])
def test_a_set_is_ready_only_whole(field: str) -> None:
    changed: dict[str, Any] = {field: ""}
    found = problems(replace(EXAMPLE, **changed), FAMILY)
    assert [one.field for one in found if one.weight is Weight.BLOCKING] == [field]
    assert not ready(found)


@pytest.mark.parametrize("account", [Account("Dad", ""), Account("", "I did not")])
def test_half_an_account_blocks(account: Account) -> None:
    assert weight(told(dispute=(account,)), "dispute", "what they say") is Weight.BLOCKING


def test_the_child_is_named() -> None:
    unnamed = EXAMPLE.worry.replace("Ali (7)", "the boy").replace("Ali", "he")
    assert weight(told(worry=unnamed), "worry", "child's name") is Weight.BLOCKING


def test_a_child_named_inside_another_word_is_not_named() -> None:
    worry = "Nan is worried that Alison could be hurt on Friday."
    assert weight(told(worry=worry), "worry", "child's name") is Weight.BLOCKING


def test_a_case_without_a_child_says_so() -> None:
    assert weight(told(Around()), "worry", "no child in this case") is Weight.BLOCKING


@pytest.mark.parametrize(
    "nobody", ["Professionals are", "We are", "The school is", "Social workers are", "Everyone is", "There are people"]
)
def test_who_is_worried_has_a_name(nobody: str) -> None:
    worry = f"{nobody} worried that Ali could be hurt on Friday."
    assert weight(told(worry=worry), "worry", "by name who is worried") is Weight.BLOCKING


@pytest.mark.parametrize(
    "somebody", ["Nan is", "Mum and Dad are", "Dee is", "The teacher, Ms Cole, is", "Dr Osei is", "Uncle Ray is"]
)
def test_a_name_of_the_case_of_the_family_or_anybody_elses_will_do(somebody: str) -> None:
    worry = f"{somebody} worried that Ali could be hurt on Friday."
    assert weight(told(worry=worry), "worry", "by name who is worried") is None


def test_what_could_happen_to_the_child_is_said() -> None:
    worry = "Nan is worried about Ali. On 3 and 19 May Dad was drunk."
    assert weight(told(worry=worry), "worry", "could happen") is Weight.BLOCKING


def test_may_the_month_says_nothing_of_what_could_happen() -> None:
    worry = "Nan is worried about Ali. It was in May."
    assert weight(told(worry=worry), "worry", "could happen") is Weight.BLOCKING


def test_a_worry_without_a_day_is_noted() -> None:
    worry = "Nan is worried that Ali could be hurt."
    assert weight(told(worry=worry), "worry", "Say when") is Weight.WARNING


def test_the_other_way_round_blocks() -> None:
    for one in (EXAMPLE, SCHOOL):
        found = problems(replace(one, low=one.high, high=one.low), FAMILY)
        assert weight(found, "low", "other way round") is Weight.BLOCKING


@pytest.mark.parametrize(("field", "of"), [("low", "worry"), ("high", "goal")])
def test_an_end_that_is_about_something_else_blocks(field: str, of: str) -> None:
    found = told(**{field: "Bo plays football at weekends"})
    assert weight(found, field, f"words of the {of}") is Weight.BLOCKING


@pytest.mark.parametrize(("months", "told_so"), [("three", True), ("6", False), ("six", False)])
def test_ten_and_the_goal_last_as_long(months: str, told_so: bool) -> None:
    found = told(high=EXAMPLE.high.replace("six", months))
    assert (weight(found, "high", "another length of time") is Weight.WARNING) is told_so


def test_two_ends_that_say_the_same_block() -> None:
    assert weight(told(high=EXAMPLE.low), "high", "same") is Weight.BLOCKING


@pytest.mark.parametrize(
    "trade",
    ["domestic abuse", "domestic violence", "neglect", "failure to protect", "non-engagement", "dysregulated",
     "lifestyle", "contact", "concerns", "appropriate", "boundaries", "stable"],
)  # fmt: skip
def test_words_of_the_trade_are_named(trade: str) -> None:
    for field in ("worry", "goal"):
        found = told(**{field: f"{getattr(EXAMPLE, field)} There is {trade}."})
        assert (Weight.WARNING, trade) in [(one.weight, one.found) for one in found if one.field == field]


@pytest.mark.parametrize("no", ["will not argue", "will stop arguing", "never argue", "no longer argue", "won't argue"])
def test_a_goal_says_what_people_do(no: str) -> None:
    found = told(goal=f"{EXAMPLE.goal} Mum and Dad {no}.")
    assert weight(found, "goal", "not what stops") is Weight.WARNING


@pytest.mark.parametrize("way", ["attends a parenting course", "goes to the drug service", "has six sessions"])
def test_a_course_or_a_service_is_not_a_goal(way: str) -> None:
    assert weight(told(goal=f"{EXAMPLE.goal} Dad {way}."), "goal", "course or a service") is Weight.WARNING


def test_a_goal_says_for_how_long_and_who_sees_it() -> None:
    found = told(goal="A sober grown-up is always with Ali and home is calm every night.")
    assert weight(found, "goal", "how long") is Weight.WARNING
    assert weight(found, "goal", "who will see") is Weight.WARNING


def test_safe_is_not_yet_a_picture() -> None:
    assert weight(told(goal=f"{EXAMPLE.goal} Ali is safe."), "goal", "what that looks like") is Weight.WARNING


def test_long_texts_and_long_sentences_are_counted() -> None:
    long = " ".join(["word"] * 21)
    found = told(worry=f"{EXAMPLE.worry} {long}. " + "And one more. " * 12)
    assert {one.found for one in found if one.field == "worry"} >= {"21"}
    assert weight(found, "worry", "90 or fewer") is Weight.WARNING


@pytest.mark.parametrize(("beside", "told_so"), [(3, False), (4, True)])
def test_a_fifth_open_set_is_noted(beside: int, told_so: bool) -> None:
    found = told(replace(FAMILY, open_beside=beside))
    assert (weight(found, "set", "more than four") is Weight.WARNING) is told_so


def test_what_blocks_stands_first() -> None:
    found = told(worry="Nan is worried. Ali is safe.", goal="Ali is stable.")
    weights = [one.weight for one in found]
    assert weights == sorted(weights)
    assert set(weights) == {Weight.BLOCKING, Weight.WARNING}


def test_people_are_known_by_what_the_case_calls_them() -> None:
    assert called("Mum (Dee)") == ("Mum", "Dee")
    assert called("Sam Young") == ("Sam Young", "Sam")
    assert called("Ms Cole, teacher") == ("Ms Cole",)
    assert not names_somebody("The school and others", ())


def test_a_proposal_says_only_what_the_pair_says_and_passes() -> None:
    made = propose(EXAMPLE.worry, EXAMPLE.goal, FAMILY.children)
    assert made.low == "Ali is hit by something and badly hurt"
    assert made.high == (
        "For six months: a sober grown-up is always with Ali. Ali sleeps in his own bed and feels calm at home"
    )
    assert made.about == "Ali could be hit by something…"
    assert ready(told(low=made.low, high=made.high))


@pytest.mark.parametrize(
    ("could", "happens"),
    [
        ("Sam could be hurt on the street at night", "Sam is hurt on the street at night"),
        ("Ali and Bo could be left alone", "Ali and Bo are left alone"),
        ("the children could go hungry", "The children go hungry"),
        ("Bo might also miss school", "Bo also misses school"),
        ("he may have no bed", "He has no bed"),
        ("Ali could be hit and badly hurt", "Ali is hit and badly hurt"),
        ("Ali could fall behind and feel left out", "Ali will fall behind and feel left out"),
        ("Ali could be too scared to sleep and start to hide", "Ali will be too scared to sleep and start to hide"),
        ("they fight so much that Ali could be hurt", "They fight so much that Ali will be hurt"),
        ("his parents could leave Ali alone", "His parents leave Ali alone"),
        ("Ali might not be fed", "Ali will not be fed"),
    ],
)
def test_nought_is_what_could_happen_happening_where_that_is_plain_english(could: str, happens: str) -> None:
    assert propose(f"Nan is worried that if this goes on, {could}.", "", ("Ali", "Bo", "Sam")).low == happens


@pytest.mark.parametrize(
    ("goal", "high"),
    [
        (
            "Mum and Nan will make sure Sam is home by ten. Sam feels at home. Nan will see this for three months.",
            "For three months: Sam is home by ten. Sam feels at home",
        ),
        ("Mum makes sure that Sam has breakfast for one term.", "Sam has breakfast for one term"),
        ("Sam eats at home. Nan sees this for six weeks.", "Sam eats at home, for six weeks"),
        ("Dad is sober.", "Dad is sober"),
    ],
)
def test_ten_is_all_that_the_goal_says_of_the_childs_life(goal: str, high: str) -> None:
    assert propose("", goal, ("Ali", "Bo", "Sam")).high == high


@pytest.mark.parametrize(
    ("words", "told_so"),
    [
        ("neglect", "“neglect” is a word professionals use"),
        ("domestic abuse", "“domestic abuse” are words professionals use"),
        ("neglect and contact", "“neglect”, “contact” are words professionals use"),
    ],
)
def test_one_word_is_a_word_and_two_are_words(words: str, told_so: str) -> None:
    found = told(worry=f"{EXAMPLE.worry} There is {words}.")
    assert [one for one in found if one.words.replace("{found}", one.found).startswith(told_so)]


def test_a_pair_that_says_too_little_proposes_nothing() -> None:
    made = propose("", "", FAMILY.children)
    assert (made.about, made.low, made.high) == ("", "", "")
