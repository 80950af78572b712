"""Which cases an account may open: the one place that says so for every query about more than one case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from store.tables import case, case_access


def open_access(account_id: str) -> ColumnElement[bool]:
    """What holds for a case and its row of access when this account may open it now. Nobody opens an erased case."""
    return and_(
        func.length(case.c.wrapped_key) > 0,
        case_access.c.case_id == case.c.id,
        case_access.c.account_id == account_id,
        case_access.c.revoked_at.is_(None),
    )


def cases_open_to(account_id: str) -> Select[Any]:
    """The ids of the cases this account may open, to be looked for in with `IN`."""
    return select(case.c.id).join(case_access, open_access(account_id))
