"""Times on their way into and out of the tables: UTC, kept without offset."""

from __future__ import annotations

from datetime import UTC, datetime


class ATimeWithoutAZone(Exception):
    """A moment without a time zone could mean two different moments, so it is never kept."""


def to_keep(moment: datetime) -> datetime:
    """The moment in UTC without offset, as a column holds it."""
    if moment.tzinfo is None:
        raise ATimeWithoutAZone
    return moment.astimezone(UTC).replace(tzinfo=None)


def kept(moment: datetime) -> datetime:
    """The moment a column held, with its zone (UTC) again."""
    return moment.replace(tzinfo=UTC)


def kept_or_none(moment: datetime | None) -> datetime | None:
    """Like `kept`, for a column that may be empty."""
    return None if moment is None else kept(moment)
