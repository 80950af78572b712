"""Reads the worries and goals a worker shares with a link: each with both ends of its scale, or not at all."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from dialogs.conversation import SharedSet
from dialogs.replies import tidy
from i18n.messages import N_

MOST_SETS = 4
"""More pairs than this are not read by anyone (practice: try for no more than three)."""
LONGEST = 600
"""Characters of one field."""
FIELDS = ("worry", "goal", "low", "high")
HALF = N_("A worry needs its goal and both ends of the scale. Fill in all four, or leave all four empty.")
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
