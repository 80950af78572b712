"""Everything a view or a socket handler may call, joined once by `app.py`. No logic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from dialogs.sitting import Sittings as Talks
from i18n.messages import Messages
from i18n.noticing import Noticing
from review.dates.council import Council
from store.accounts import Accounts
from store.audit import Audit
from store.case_log import CaseLog
from store.cases import Cases
from store.chair_notes import ChairNotes
from store.conversations import Conversations
from store.database import Database
from store.deadlines import Deadlines
from store.decisions import Decisions
from store.editions import Editions
from store.feedback import Feedback
from store.invites import Invites
from store.notices import Notices
from store.sittings import Sittings
from store.vault import Vault
from web.limits import Limits, Pace
from web.notifying.messages import Notifier
from web.outbox import Outbox
from web.settings import Settings
from web.shelf import Shelf

EXTENSION = "own_words"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the house. `scripts` holds the newest version of each script by id; `clock` gives UTC without
    offset.
    """

    settings: Settings
    database: Database
    vault: Vault
    cases: Cases
    invites: Invites
    sittings: Sittings
    accounts: Accounts
    audit: Audit
    conversations: Conversations
    decisions: Decisions
    case_log: CaseLog
    deadlines: Deadlines
    council: Council
    chair_notes: ChairNotes
    feedback: Feedback
    notices: Notices
    notifier: Notifier
    outbox: Outbox
    talks: Talks
    messages: Messages
    noticing: Noticing
    scripts: Shelf
    editions: Editions
    limits: Limits
    pace: Pace
    clock: Callable[[], datetime]


def services() -> Services:
    """The services of the running app."""
    return cast(Services, current_app.extensions[EXTENSION])
