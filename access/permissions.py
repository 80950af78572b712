"""What each role may do. Anything not in the table is refused; words of a family also need access to the case,
always.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What somebody who works here is."""

    WORKER = "worker"
    CHAIR = "chair"
    MANAGER = "manager"
    PRACTICE_LEAD = "practice_lead"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done at the desk."""

    SEE_DESK = "see_desk"
    MAKE_CASE = "make_case"
    SEE_CASE = "see_case"
    CHANGE_CASE = "change_case"
    INVITE = "invite"
    DECIDE = "decide"
    TAKE_AWAY = "take_away"
    MANAGE_ACCOUNTS = "manage_accounts"
    WRITE_SCRIPTS = "write_scripts"
    READ_CHAIR = "read_chair"
    """Opening what was sent to the Chair only. Nobody else's role has it, not even a manager's."""
    WRITE_CHAIR = "write_chair"
    SEE_FEEDBACK = "see_feedback"
    CLOSE_DAYS = "close_days"
    """Saying on which days the office is closed; when things are due in every case follows from it."""


OF_A_CASE = frozenset(
    {
        Action.SEE_CASE,
        Action.CHANGE_CASE,
        Action.INVITE,
        Action.DECIDE,
        Action.TAKE_AWAY,
        Action.READ_CHAIR,
        Action.WRITE_CHAIR,
    }
)
_READS = {Action.SEE_DESK, Action.SEE_CASE}
_WORKS = _READS | {
    Action.MAKE_CASE,
    Action.CHANGE_CASE,
    Action.INVITE,
    Action.DECIDE,
    Action.TAKE_AWAY,
    Action.WRITE_CHAIR,
}
_MAY = {
    Role.WORKER: frozenset(_WORKS),
    Role.MANAGER: frozenset(_WORKS | {Action.SEE_FEEDBACK, Action.CLOSE_DAYS}),
    Role.CHAIR: frozenset(_READS | {Action.READ_CHAIR, Action.WRITE_CHAIR}),
    Role.PRACTICE_LEAD: frozenset({Action.SEE_DESK, Action.WRITE_SCRIPTS, Action.SEE_FEEDBACK, Action.CLOSE_DAYS}),
    Role.ADMINISTRATOR: frozenset({Action.SEE_DESK, Action.MANAGE_ACCOUNTS, Action.CLOSE_DAYS}),
}


def may(role: str, has_case_access: bool, action: Action) -> bool:
    """Whether somebody of this role may do this; for a case only with access to that case."""
    if role not in set(Role):
        return False
    return action in _MAY[Role(role)] and (action not in OF_A_CASE or has_case_access)


def roles_that_may(action: Action) -> frozenset[Role]:
    """The roles that may do this, in a case they have access to."""
    return frozenset(role for role in Role if may(role, True, action))


def reading_counts(role: str, on_the_case: Iterable[str]) -> bool:
    """Whether somebody of this role opening what a family sent is the reading the family was promised: it leaves the
    list and they are told. `on_the_case`: the roles of everybody who may open the case.

    A worker's always is. A manager's only where no worker has the case, because then it is the manager who works with
    the family; else they look, and looking tells nobody. Nobody else's ever is."""
    if not may(role, True, Action.DECIDE):
        return False
    return role == Role.WORKER or Role.WORKER not in set(on_the_case)
