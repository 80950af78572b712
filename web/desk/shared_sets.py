"""Reads the worries and goals a worker shares with a link: open sets that were picked, or typed where a case has none.

Each comes with both ends of its scale, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dialogs.conversation import SharedSet
from dialogs.replies import tidy
from i18n.messages import N_
from review.case_event import Topic
from review.sets.sets import SafetySet, sets_of
from web.services import Services

MOST_SETS = 4
"""More pairs than this are not read by anyone (practice: try for no more than three)."""
LONGEST = 600
"""Characters of one field."""
FIELDS = ("worry", "goal", "low", "high")
HALF = N_("A worry needs its goal and both ends of the scale. Fill in all four, or leave all four empty.")
TOO_MANY = N_("Pick four sets or fewer. Nobody reads more in one go.")
TOO_LONG = N_("One of these texts is very long. Please use 600 letters or fewer.")


def typed_sets(form: MultiDict[str, str]) -> list[dict[str, str]]:
    """The rows of the form as they were typed, without empty ones."""
    columns = [form.getlist(f"set_{field}")[:MOST_SETS] for field in FIELDS]
    tidied = ([tidy(one)[0].strip() for one in row] for row in zip(*columns, strict=False))
    rows = [dict(zip(FIELDS, row, strict=True)) for row in tidied]
    return [row for row in rows if any(row.values())]


def read_sets(form: MultiDict[str, str]) -> tuple[SharedSet, ...] | str:
    """The sets in the posted form, or source words saying what is missing."""
    rows = typed_sets(form)
    if any(not all(row.values()) for row in rows):
        return HALF
    if any(len(words) > LONGEST for row in rows for words in row.values()):
        return TOO_LONG
    return tuple(SharedSet(**row) for row in rows)


@dataclass(frozen=True, slots=True)
class Picked:
    """Open sets picked for a link: their keys and words in the same order; `stale` when one of them has got another
    wording since the page was made."""

    keys: tuple[str, ...] = ()
    sets: tuple[SharedSet, ...] = ()
    stale: bool = False


def open_sets(s: Services, case_id: str) -> tuple[SafetySet, ...]:
    """The sets of a case that may be shared with a link, in their order."""
    return tuple(one for one in sets_of(s.case_log.of_case(case_id, Topic.SET, Topic.SHARING)) if one.is_open)


def key_of(one: SafetySet) -> str:
    """What a page calls a set in its newest wording."""
    return f"{one.id}:{one.now.number}"


def picked_ids(form: MultiDict[str, str]) -> frozenset[str]:
    """The ids of the sets that were picked, whatever their wording was then."""
    return frozenset(key.partition(":")[0] for key in form.getlist("pick"))


def read_picked(form: MultiDict[str, str], offered: Sequence[SafetySet]) -> Picked | str:
    """The picked sets in their newest wording, in their order, or source words saying why they cannot be taken."""
    ids = picked_ids(form)
    chosen = [one for one in offered if one.id in ids]
    if len(chosen) > MOST_SETS:
        return TOO_MANY
    keys = tuple(map(key_of, chosen))
    stale = set(keys) != set(form.getlist("pick"))
    return Picked(keys, tuple(one.wording.shared for one in chosen), stale)
