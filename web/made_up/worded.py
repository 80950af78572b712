"""The made-up family's sets in their words, the first one also as it was. A day in braces is one of `days.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from review.sets.sets import Account, Wording
from web.made_up.days import days_of

ROWS = Wording(
    worry="Priya (social worker), Ms Cole (teacher) and Nan are worried about Ali. On {first} and {second} Dad was "
    "drunk and he and Mum fought. Things were thrown. Ali hid in the bathroom and rang Nan. If this goes on, Ali could "
    "be hit by something and badly hurt. He could also be too scared to sleep.",
    goal="Mum, Nan and Uncle Ray will make sure a sober grown-up is always with Ali. If a row starts, one of them "
    "takes Ali to Nan's. Ali sleeps in his own bed and feels calm at home. Nan, Ms Cole and Priya will see this for "
    "six months.",
    question="Thinking about the rows at home: where is it today?",
    low="Ali is at home with no sober grown-up when a fight starts",
    high="For six months Ali has had a sober grown-up with him every night and home has been calm",
    dispute=(
        Account("Dad (Rob)", "I have not thrown anything."),
        Account("Mum (Dee)", "He was not drunk the first time."),
    ),
)
ROWS_BEFORE = replace(
    ROWS,
    goal="Mum and Nan will make sure a sober grown-up is always with Ali. If a row starts, Nan takes Ali to hers. Ali "
    "sleeps in his own bed and feels calm at home. Nan, Ms Cole and Priya will see this for three months.",
    high="For three months Ali has had a sober grown-up with him every night and home has been calm",
)
SCHOOL = Wording(
    worry="Priya and Ms Cole are worried about Bo (6). Between {hungry_from} and {hungry_until} Bo came to school "
    "without breakfast on eleven days. Twice nobody fetched her until five. If this goes on, Bo could be too hungry to "
    "learn, or be hurt on the way home alone.",
    goal="Mum, Nan and Ciocia Ewa will make sure Bo eats before school. A grown-up fetches her by half past three. Bo "
    "has had breakfast and joins in. Ms Cole will see this for three months.",
    question="Thinking about Bo's mornings and afternoons: where is it today?",
    low="Bo comes hungry and goes home alone",
    high="For three months Bo has eaten every morning and a grown-up has fetched her every day",
    dispute=(Account("Mum (Dee)", "It was nine days, not eleven. Two days she was ill at home."),),
)


def on_its_days(wording: Wording, today: date) -> Wording:
    """A set with its days named, counted back from today."""
    return replace(wording, worry=wording.worry.format_map(days_of(today)))
