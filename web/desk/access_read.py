"""What the panel “Who may open this case” shows: who is in, by whom and since when, who could be let in, and what
changed. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access.permissions import Role
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from store.case_access import Access, CaseAccess, Somebody, is_last
from store.cases import CaseFile
from web.services import Services

STAFF_ROLES = {
    Role.WORKER: N_("Worker"),
    Role.CHAIR: N_("Chair"),
    Role.MANAGER: N_("Manager"),
    Role.PRACTICE_LEAD: N_("Practice lead"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
ENDED = "access_ended"
"""What a log line about `case` does that says why somebody's access ended; its subject is the access that ended."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the panel's forms: at whom (an account's id, or `new`), what was typed, what is wrong with it."""

    at: str = ""
    account_id: str = ""
    reason: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed: when, whose access, what (`in`, `taken`, `left`), why, and by whom if it was done at the
    desk."""

    at: datetime
    who: str
    what: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel. `last`: the account id of the only one who may work on it, or nothing. `by`: names by account id."""

    inside: tuple[Access, ...]
    last: str
    others: tuple[Somebody, ...]
    changes: tuple[Change, ...]
    by: Mapping[str, str]
    typed: Typed


def ended_body(reason: str) -> dict[str, Any]:
    """The log line (about `case`, its subject the access) that says why somebody can no longer open the case."""
    return {"do": ENDED, "reason": reason}


def read_panel(s: Services, case: CaseFile, typed: Typed) -> Panel:
    """The panel of this case."""
    access = CaseAccess(s.database)
    ever = access.of_case(case.id)
    inside = tuple(one for one in ever if one.until is None)
    working = [one.who.account_id for one in inside if one.works]
    last = next((one for one in working if is_last(one, working)), "")
    names = s.accounts.names()
    changes = changes_of(ever, s.case_log.of_case(case.id, Topic.CASE), names)
    return Panel(inside, last, access.may_be_let_in(case.id), changes, names, typed)


def changes_of(ever: Sequence[Access], log: Sequence[CaseEvent], names: Mapping[str, str]) -> tuple[Change, ...]:
    """What changed about who may open a case, the newest first. Making the case is no change.

    Whoever gave access to themselves without making the case was let in by the command line: there nobody is signed
    in."""
    why = {event.subject: event for event in log if event.body.get("do") == ENDED}
    found: list[Change] = []
    for one in ever:
        if not one.made_the_case:
            by = "" if one.given_by == one.who.account_id else names.get(one.given_by, "")
            found.append(Change(one.since, one.who.name, "in", by, ""))
        if one.until is not None:
            said = why.get(one.id)
            left = said is not None and said.by == one.who.account_id
            by = names.get(said.by, "") if said is not None else ""
            reason = said.body["reason"] if said is not None else ""
            found.append(Change(one.until, one.who.name, "left" if left else "taken", by, reason))
    return tuple(sorted(found, key=lambda change: change.at, reverse=True))
