"""Tells the people on duty when somebody taps “I'm not safe”: raises the notice, sends what is due, and tries again.

A message names nobody and holds no family's word; it only says that somebody must look, and where.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from flask import Flask

from store.notices import Contact, Due
from store.sittings import Sitting
from web.notifying.choosing import notifier_from
from web.notifying.messages import Delivered, Kind, Message, fits
from web.outbox import Outbox
from web.reminders import Reminders
from web.services import EXTENSION, Services
from web.settings import Settings

SUBJECT = "Somebody needs you now"
BODY = "Somebody pressed “I'm not safe”. Please open this and say that you have it:\n{link}"
KINDS: tuple[Kind, ...] = ("email", "text")
log = structlog.get_logger("duty")


def somebody_watches(settings: Settings) -> bool:
    """Whether a first contact can be reached, so that a tap goes to a person and not only to the desk."""
    ways = notifier_from(settings).ways
    return any(kind in ways and fits(kind, address_of(settings, "first", kind)) for kind in KINDS)


def unreachable(settings: Settings) -> list[str]:
    """Which contacts no message can ever reach, and why; or that there is none at all."""
    ways = notifier_from(settings).ways
    carriers = {"email": "a mail server or a Notify e-mail template", "text": "a Notify text template"}
    names = {"email": "EMAIL", "text": "PHONE"}
    found = []
    for contact, first in (("first", "DUTY"), ("second", "SECOND")):
        for kind in KINDS:
            address = address_of(settings, contact, kind)
            setting = f"OWN_WORDS_{first}_{names[kind]}"
            if address and kind not in ways:
                found.append(f"{setting} is set, but nothing can carry it there: it needs {carriers[kind]}")
            elif address and not fits(kind, address):
                found.append(f"{setting} is not an address a message can go to")
    if not (settings.duty_email or settings.duty_phone):
        found.append("nobody is set up to be told: OWN_WORDS_DUTY_EMAIL or OWN_WORDS_DUTY_PHONE")
    return found


def address_of(settings: Settings, contact: str, kind: str) -> str:
    """Where a message to this contact goes; empty when that is not set up."""
    ways = {
        ("first", "email"): settings.duty_email,
        ("first", "text"): settings.duty_phone,
        ("second", "email"): settings.second_email,
        ("second", "text"): settings.second_phone,
    }
    return ways[contact, kind]


def raise_notice(s: Services, sitting: Sitting) -> str:
    """Raises the notice of a tap, durably, with a message for everybody set up, and wakes the sender."""
    now = s.clock()
    later = now + timedelta(minutes=s.settings.second_after)
    contacts = [
        Contact(contact, kind, now if contact == "first" else later)
        for contact in ("first", "second")
        for kind in ("email", "text")
        if address_of(s.settings, contact, kind)
    ]
    notice_id = s.notices.raise_one(sitting.case_id, sitting.person_id, sitting.invite_id, contacts, now)
    s.audit.record("not_safe", None, sitting.case_id, notice_id, now)
    s.outbox.wake()
    return notice_id


def keep_telling(app: Flask) -> None:
    """Looks into the outbox from the first request on, where this process is to send notices by itself. What is due in
    a timetable goes in a thread of its own, so that nobody who is not safe waits behind it."""
    s: Services = app.extensions[EXTENSION]
    if s.settings.background:
        reminding, reminders = Outbox(), Reminders(s)

        def look() -> None:
            reminding.start(app, reminders.send)
            send_due(s)

        app.before_request(lambda: s.outbox.start(app, look))


def send_due(s: Services) -> int:
    """Tries everything that is due, once; how many left. Never raises: what fails is noted and tried again."""
    sent = 0
    for one in s.notices.due(s.clock()):
        sent += s.notices.is_waiting(one.id) and _send(s, one)
    return sent


def _send(s: Services, one: Due) -> bool:
    address = address_of(s.settings, one.contact, one.kind)
    link = f"{s.settings.public_url.rstrip('/')}/desk/notices/{one.notice_id}"
    kind = "email" if one.kind == "email" else "text"
    outcome = s.notifier.send(Message(address, kind, SUBJECT, BODY.format(link=link), one.id))  # type: ignore[arg-type]
    if isinstance(outcome, Delivered):
        s.notices.note_sent(one.id, s.clock())
        return True
    log.warning("not told", contact=one.contact, kind=one.kind, reason=outcome.reason, again=outcome.again)
    s.notices.note_failed(one, outcome.reason, outcome.again, s.clock())
    return False
