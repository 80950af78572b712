"""What a worker types in the builder of a set: read from the form, judged by the rules, told in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_
from review.sets.about import named
from review.sets.lint import Around, Problem, problems, ready
from review.sets.proposal import propose
from review.sets.sets import WORDS, Account, Draft, SafetySet, Wording
from web.desk.forms import whole_number
from web.desk.sets_read import Here
from web.desk.words import CHILDREN
from web.language import translator
from web.services import Services

LONGEST = 4000
"""Characters of one field, as many as an answer."""
MOST_ACCOUNTS = 6
MOST_QUOTES = 60
MOST_CHILDREN = 30
TOO_LONG = N_("That is very long. Use 4,000 letters or fewer.")
NO_WHY = N_("Say why it changes. The family sees the reason beside what changed.")
NOTHING_CHANGED = N_("These are the words that stand already. Change them first, or go back.")
NO_SUCH_CHILD = N_("Somebody you ticked is not a child in this case. Look at who is ticked now, then save again.")
EMPTY = N_("There is nothing to keep yet. Write something first.")
ASK = N_("Thinking about this: “{about}” Where is it today, from 0 to 10?")
ASK_PLAIN = N_("Where is it today, from 0 to 10?")
PROPOSED = N_("Proposed below from the words of the worry and the goal. Change it until it says what you mean.")
NO_LOW = N_("Nothing to propose for 0: the worry does not say yet what could happen to the child.")
NO_HIGH = N_("Nothing to propose for 10: there is no goal yet.")


@dataclass(frozen=True, slots=True)
class Typed:
    """The builder's form as it was typed. `seen` is the newest line about the set its writer had seen."""

    wording: Wording = Wording("", "", "", "", "")
    why: str = ""
    seen: int = 0
    form: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The rows for who sees it differently: those typed and one empty one."""
        return (*self.wording.dispute, Account("", ""))


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem as the page shows it."""

    field: str
    blocking: bool
    words: str


def read_typed(form: MultiDict[str, str]) -> Typed:
    """The builder's form; nothing that was typed is left out."""
    pairs = zip(form.getlist("who"), form.getlist("says"), strict=False)
    dispute = tuple(Account(_line(who), _text(says)) for who, says in pairs if who.strip() or says.strip())
    quotes = tuple(dict.fromkeys(one[:64] for one in form.getlist("quote")))[:MOST_QUOTES]
    said = {name: _text(form.get(name, "")) for name in WORDS}
    number = whole_number(form.get("seen", ""))
    about = tuple(dict.fromkeys(one[:64] for one in form.getlist("about")))[:MOST_CHILDREN]
    asked = about if "asks_about" in form else None
    wording = Wording(**said, dispute=dispute[:MOST_ACCOUNTS], quotes=quotes, about=asked)
    return Typed(wording, _text(form.get("why", "")), number, form.get("form", "")[:64], too_long(wording))


def too_long(wording: Wording) -> dict[str, str]:
    """The fields that are longer than anybody reads, with source words."""
    wrong = {name: TOO_LONG for name in WORDS if len(getattr(wording, name)) > LONGEST}
    if any(len(one.who) + len(one.says) > LONGEST for one in wording.dispute):
        wrong["dispute"] = TOO_LONG
    return wrong


def from_file(one: SafetySet | None, draft: Draft | None) -> Typed:
    """The form as the builder opens with it: the draft when there is one, else the wording that stands."""
    seen = max(one.seen if one else 0, draft.seen if draft else 0)
    if draft is not None:
        return Typed(draft.wording, draft.why, seen)
    return Typed(one.wording if one else Wording("", "", "", "", ""), "", seen)


def ticked(wording: Wording, here: Here) -> frozenset[str]:
    """The ids of the children whose boxes are ticked: as was said, else those whose names stand in the words."""
    if wording.about is not None:
        return frozenset(wording.about)
    return frozenset(one.id for one in named(wording, here.children))


def around(s: Services, here: Here, set_id: str, about: Collection[str] | None = None) -> Around:
    """What the rules know of this case; only the children `about` are its children where some are ticked."""
    known = {one.id for one in here.case.people if one.role in CHILDREN}
    children = known.intersection(about or ()) or known
    people, colleagues = here.case.people, s.cases.colleagues(here.case.id)
    return Around(
        children=tuple(person.name for person in people if person.id in children),
        people=(
            *(person.name for person in people if person.id not in children),
            *(one.name for one in colleagues),
        ),
        open_beside=sum(one.id != set_id for one in here.open),
    )


def remarks(found: tuple[Problem, ...]) -> tuple[Remark, ...]:
    """The problems in the desk's words."""
    words = translator()
    return tuple(
        Remark(one.field, one.weight.value == "blocking", words.text(one.words, found=one.found)) for one in found
    )


def judged(typed: Typed, knows: Around) -> tuple[tuple[Remark, ...], bool]:
    """What the rules say about these words, and whether the set may be ready."""
    found = problems(typed.wording, knows)
    return remarks(found), ready(found)


def proposed(wording: Wording, knows: Around, over: bool = False) -> Wording:
    """The wording with its question and ends proposed from the pair, where they are empty (or `over` what is there)."""
    made, words = propose(wording.worry, wording.goal, knows.children), translator()
    question = words.text(ASK, about=made.about) if made.about else words.text(ASK_PLAIN)
    fresh: dict[str, Any] = {"question": question, "low": made.low, "high": made.high}
    return replace(
        wording, **{name: text for name, text in fresh.items() if text and (over or not getattr(wording, name))}
    )


def told_of_proposal(wording: Wording, knows: Around) -> str:
    """What a proposal from this pair says of itself: what it found nothing for, or that it is only a beginning."""
    made = propose(wording.worry, wording.goal, knows.children)
    missing = [words for end, words in ((made.low, NO_LOW), (made.high, NO_HIGH)) if not end]
    return " ".join(translator().text(one) for one in missing or [PROPOSED])


def _text(text: str) -> str:
    return tidy(text)[0].strip()


def _line(text: str) -> str:
    return " ".join(_text(text).split())
