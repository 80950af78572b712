"""Which cases an account may open: the one place that says so for every query about more than one case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from access.permissions import Action, roles_that_may
from store.tables import account, case, case_access

_SEES = sorted(roles_that_may(Action.SEE_CASE))
_asking = account.alias("asking")


def open_access(account_id: str) -> ColumnElement[bool]:
    """What holds for a case and its row of access when this account may open it now. Nobody opens an erased case."""
    return and_(
        func.length(case.c.wrapped_key) > 0,
        case_access.c.case_id == case.c.id,
        case_access.c.account_id == account_id,
        case_access.c.revoked_at.is_(None),
    )


def listed(account_id: str) -> ColumnElement[bool]:
    """The same for lists over many cases: nothing stands in them for a role that may see no case, not even one it was
    given access to."""
    sees = exists().where(_asking.c.id == account_id, _asking.c.role.in_(_SEES))
    return and_(open_access(account_id), sees)


def cases_open_to(account_id: str) -> Select[Any]:
    """The ids of the cases this account may open, to be looked for in with `IN`."""
    return select(case.c.id).join(case_access, listed(account_id))
