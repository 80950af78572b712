"""Reminds staff by e-mail that something in a timetable is due: a day before, and when it is overdue. Each once.

A message names nobody, holds no id and no link into a case; what is due is read at the desk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from store.deadlines import Taken
from web.notifying.choosing import notifier_from
from web.notifying.messages import Delivered, Message, NotDelivered
from web.services import Services

SUBJECT = "Something is due"
BODY = "Something in your timetable is due. Sign in to see what:\n{link}"
WAIT = timedelta(minutes=10)
"""How long nothing is tried after a mail server took none of the messages."""
log = structlog.get_logger("reminders")


class Reminders:
    """Sends what is to be reminded of now, called every few seconds. It remembers only when to try again."""

    def __init__(self, s: Services) -> None:
        self._s = s
        self._not_before: datetime | None = None

    def send(self) -> int:
        """Reminds everybody with access once of all that is due in their cases; how many messages left."""
        s, now = self._s, self._s.clock()
        if (self._not_before and now < self._not_before) or "email" not in notifier_from(s.settings).ways:
            return 0
        taken = s.deadlines.take(now)
        if not taken:
            return 0
        addresses = s.deadlines.whom(sorted({one.case_id for one in taken}))
        told = {address: _deliver(s, address, _of(address, taken, addresses)) for address in _everybody(addresses)}
        sent = sum(isinstance(outcome, Delivered) for outcome in told.values())
        if told and not sent and any(isinstance(one, NotDelivered) and one.again for one in told.values()):
            s.deadlines.give_back(taken)
            self._not_before = now + WAIT
        return sent


def _everybody(addresses: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted({address for ones in addresses.values() for address in ones})


def _of(address: str, taken: Sequence[Taken], addresses: dict[str, tuple[str, ...]]) -> list[Taken]:
    return [one for one in taken if address in addresses[one.case_id]]


def _deliver(s: Services, address: str, about: Sequence[Taken]) -> Delivered | NotDelivered:
    """Tries once. A second try about the same carries the same reference, by which a mailbox can tell."""
    marks = "".join(sorted(f"{one.id}{one.before}" for one in about))
    reference = f"due-{hashlib.sha256(f'{address}{marks}'.encode()).hexdigest()[:32]}"
    body = BODY.format(link=f"{s.settings.public_url.rstrip('/')}/desk/timetable")
    outcome = s.notifier.send(Message(address, "email", SUBJECT, body, reference))
    if isinstance(outcome, NotDelivered):
        log.warning("not reminded", reason=outcome.reason, again=outcome.again)
    return outcome
