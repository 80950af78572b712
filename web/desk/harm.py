"""Taking on words that somebody said back and that may tell of harm: the form, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_

LONGEST = 2000
SAY_WHAT = N_("Write one line about what you are doing now. The next person reads it.")
TOO_LONG = N_("That is too long. Use 2,000 characters or fewer.")
MORE_SAID = N_("More was said since you opened this page. Read it first; what you wrote is kept below.")


@dataclass(frozen=True, slots=True)
class Taking:
    """What somebody says they do about the words at one entry. `seen`: the place in the log of the newest words
    they had on their screen. `wrong`: source words."""

    entry_id: str
    done: str
    seen: int
    wrong: str = ""


def read_taking(form: MultiDict[str, str]) -> Taking:
    """The posted form, with what is wrong with it."""
    done = tidy(form.get("done", ""))[0].strip()
    seen = form.get("seen", "")
    wrong = SAY_WHAT if not done else TOO_LONG if len(done) > LONGEST else ""
    place = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    return Taking(form.get("entry", ""), done, place, wrong)
