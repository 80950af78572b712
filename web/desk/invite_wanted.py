"""What a link is wanted for, as it was filled in: whose, about which child, which conversation, which sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dialogs.conversation import SharedSet
from dialogs.script import SETS, Script
from i18n.messages import N_, Language
from review.sets.about import is_about
from review.sets.sets import SafetySet
from store.cases import CaseFile, Person
from web.desk.shared_sets import MOST_SETS, open_sets, picked_ids, read_picked, read_sets
from web.desk.words import CHILDREN, scripts_for
from web.services import Services

NO_PERSON = N_("Pick who the link is for.")
NO_SCRIPT = N_("There is no conversation for this person yet.")
NO_CHILD = N_("Pick the child it is about. If no child is listed, add the child to the case first.")

FOLLOWED = N_("The sets about this child are ticked now. Look at them, then go on.")
TICKED_FOR = "ticked_for"
"""The field that says for which child the sets on a form were ticked, as nobody has picked any by hand yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An invite somebody is about to make."""

    person: Person
    about: Person
    script: Script
    language: Language
    sets: tuple[SharedSet, ...] = ()
    picked: tuple[str, ...] = ()
    """Keys of the first of `sets`: those that are sets of the case, in their newest wording."""
    stale: bool = False
    """Whether one of them has got another wording since it was picked."""


def read_wanted(s: Services, case: CaseFile, given: MultiDict[str, str]) -> Wanted | str:
    """The invite in a form, or source words saying what is missing."""
    person = person_in(case, given.get("person", ""))
    if person is None:
        return NO_PERSON
    fitting = {script.id: script for script in scripts_for(s, person.role)}
    script = fitting.get(given.get("script", ""))
    if script is None:
        return NO_SCRIPT
    child = person if person.role in CHILDREN else person_in(case, given.get("about", ""))
    if child is None or child.role not in CHILDREN:
        return NO_CHILD
    locale = given.get("locale", "")
    language = next((one for one in s.messages.offered if one.locale == locale), s.messages.offered[0])
    if not uses_sets(script):
        return Wanted(person, child, script, language)
    offered = open_sets(s, case.id)
    if must_follow(case, given, offered):
        return FOLLOWED
    picked, sets = read_picked(given, offered), read_sets(given)
    if isinstance(picked, str) or isinstance(sets, str):
        return picked if isinstance(picked, str) else str(sets)
    return Wanted(person, child, script, language, picked.sets + sets, picked.keys, picked.stale)


def children_in(case: CaseFile) -> tuple[Person, ...]:
    """The children of the case."""
    return tuple(person for person in case.people if person.role in CHILDREN)


def asked_about(case: CaseFile, given: MultiDict[str, str]) -> str:
    """The id of the child a form is about: the only one where nobody has picked one; nothing where none is known."""
    person, children = person_in(case, given.get("person", "")), children_in(case)
    child = person if person in children else person_in(case, given.get("about", ""))
    if child in children:
        return child.id
    return children[0].id if len(children) == 1 else ""


def fitting_sets(offered: Sequence[SafetySet], case: CaseFile, child_id: str) -> frozenset[str]:
    """The ids of the sets to tick before anybody picks: those about this child; about every child while it is none."""
    children = children_in(case)
    asked = [one for one in children if child_id in ("", one.id)]
    found = (one for one in offered if all(is_about(one.wording, child, children) for child in asked))
    return frozenset([one.id for one in found][:MOST_SETS])


def must_follow(case: CaseFile, given: MultiDict[str, str], offered: Sequence[SafetySet]) -> bool:
    """Whether a form's ticks still stand as they did for another child than the one it is about now. Ticks that were
    set by hand stay."""
    child = asked_about(case, given)
    if not child or given.get(TICKED_FOR, child) == child:
        return False
    untouched = picked_ids(given) == fitting_sets(offered, case, given.get(TICKED_FOR, ""))
    return untouched and picked_ids(given) != fitting_sets(offered, case, child)


def uses_sets(script: Script) -> bool:
    """Whether this conversation goes through shared worries and goals."""
    return any(step.for_each == SETS for step in script.steps.values())


def person_in(case: CaseFile, person_id: str) -> Person | None:
    """Somebody of the case, or None."""
    return next((person for person in case.people if person.id == person_id), None)
