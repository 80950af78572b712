"""Taking on words that somebody said back and that may tell of harm: the form, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_
from review.heard import TakenOn
from web.desk.answering import Voice
from web.desk.forms import whole_number

LONGEST = 2000
SAY_WHAT = N_("Write one line about what you are doing now. The next person reads it.")
TOO_LONG = N_("That is too long. Use 2,000 characters or fewer.")
ADD_IT = N_("What you wrote is kept below. Add it if it should stand there too.")
MORE_SAID = N_("More was said since you opened this page. Read it first; what you wrote is kept below.")


@dataclass(frozen=True, slots=True)
class Taking:
    """What somebody says they do about the words at one entry. `seen`: the place in the log of the newest words
    they had on their screen. `wrong`: source words."""

    entry_id: str
    done: str
    seen: int
    wrong: str = ""
    adds: bool = False
    """Whether they know that somebody took it on before them, and add what they do."""


def read_taking(form: MultiDict[str, str]) -> Taking:
    """The posted form, with what is wrong with it."""
    done = tidy(form.get("done", ""))[0].strip()
    wrong = SAY_WHAT if not done else TOO_LONG if len(done) > LONGEST else ""
    return Taking(form.get("entry", ""), done, whole_number(form.get("seen", "")), wrong, bool(form.get("add")))


def taken_already(voice: Voice, entry_id: str) -> tuple[TakenOn, ...]:
    """What others do about the newest words at this entry that may tell of harm, in their order; nothing while words
    there wait for somebody."""
    said = [one for _, one in voice.said_back if one.entry_id == entry_id and one.noticed]
    if not said or any(one.waits for one in said):
        return ()
    newest = max(said, key=lambda one: one.order)
    return (newest.taken_on, *newest.added) if newest.taken_on else ()
