"""What staff type for the invitations to a conference, and what cannot be taken of it. It may not name a child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict

from i18n.messages import N_
from review.dates.due import Dated
from review.dates.pack import Told, latest_day, says_full_name
from review.dates.timetable import Deadline
from web.desk.forms import one_line
from web.meeting.dates_forms import TOO_LONG, Wrong, read_day

LONGEST = 200
FIELDS = ("place", "send_to", "about")
FULL_NAME = N_("Leave a child's full name out: this goes into messages. Use initials, or a number they know.")
TOO_LATE = N_("The council's limit is earlier. Pick a day no later than {day}.")
AFTER_IT = N_("That is after the conference. Pick a day no later than {day}.")


def read_told(
    form: MultiDict[str, str], event: Dated, limits: Sequence[Deadline], children: Sequence[str]
) -> Told | Wrong:
    """What the invitations to this conference are to say, or what is wrong with which field."""
    words = {name: one_line(form.get(name, "")) for name in FIELDS}
    wrong: Wrong = {name: TOO_LONG for name, said in words.items() if len(said) > LONGEST}
    wrong |= {name: FULL_NAME for name, said in words.items() if says_full_name(said, children)}
    wanted: date | str | None = read_day(form) if form.get("day", "").strip() else None
    if isinstance(wanted, str):
        wrong["day"] = wanted
    elif wanted is not None and wanted > latest_day(event, limits):
        wrong["day"] = TOO_LATE if limits else AFTER_IT
    if wrong or isinstance(wanted, str):
        return wrong
    return Told(words["place"], words["send_to"], words["about"], wanted)
