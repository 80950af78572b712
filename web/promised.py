"""Whether somebody waits longer than families are promised, counted in the council's working days. It says nothing to
anybody; pages do.
"""

from __future__ import annotations

from datetime import datetime

from flask import g

from review.heard import is_overdue
from web.meeting.dates_kept import council_now
from web.services import Services


def waits_too_long(s: Services, sent_at: datetime, read_at: datetime | None) -> bool:
    """Whether nobody read what was sent then (UTC) within the promised days. A request reads the calendar once."""
    if "calendar" not in g:
        g.calendar = council_now(s).calendar
    return is_overdue(sent_at, read_at, s.settings.reading_days, s.clock(), g.calendar)
