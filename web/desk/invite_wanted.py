"""What a link is wanted for, as it was filled in: whose, about which child, which conversation, which sets."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dialogs.conversation import SharedSet
from dialogs.script import SETS, Script
from i18n.messages import N_, Language
from store.cases import CaseFile, Person
from web.desk.shared_sets import open_sets, read_picked, read_sets
from web.desk.words import CHILDREN, scripts_for
from web.services import Services

NO_PERSON = N_("Pick who the link is for.")
NO_SCRIPT = N_("There is no conversation for this person yet.")
NO_CHILD = N_("Pick the child it is about. If no child is listed, add the child to the case first.")


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
    picked, sets = read_picked(given, open_sets(s, case.id)), read_sets(given)
    if isinstance(picked, str) or isinstance(sets, str):
        return picked if isinstance(picked, str) else str(sets)
    return Wanted(person, child, script, language, picked.sets + sets, picked.keys, picked.stale)


def uses_sets(script: Script) -> bool:
    """Whether this conversation goes through shared worries and goals."""
    return any(step.for_each == SETS for step in script.steps.values())


def person_in(case: CaseFile, person_id: str) -> Person | None:
    """Somebody of the case, or None."""
    return next((person for person in case.people if person.id == person_id), None)
