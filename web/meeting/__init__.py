"""What a meeting is made with: the plan, the network, the numbers, the dates, the Chair's channel, the wall."""

from __future__ import annotations

import web.desk  # noqa: F401 - the desk, which these pages hang from, comes first
from web.meeting import (  # noqa: F401 - views register themselves
    board,
    chair,
    closed_days,
    dates_changes,
    dates_invited,
    due_list,
    network,
    pack,
    plan,
    timetable,
    wall,
)
