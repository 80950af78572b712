"""The chain that makes a changed or missing audit event show: each event's HMAC covers the one before it. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

BEGINNING = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what to what, when (UTC), and its links. Never a name and never a word a family said."""

    seq: int
    at: datetime
    account_id: str | None
    case_id: str | None
    action: str
    subject: str | None
    previous: bytes
    digest: bytes


def digest_of(
    key: bytes,
    seq: int,
    at: datetime,
    account_id: str | None,
    case_id: str | None,
    action: str,
    subject: str | None,
    previous: bytes,
) -> bytes:
    """The HMAC-SHA256 of an event and of the digest before it."""
    written = json.dumps([seq, at.isoformat(), account_id, case_id, action, subject], separators=(",", ":"))
    return hmac.new(key, previous + written.encode(), hashlib.sha256).digest()


def trouble_with(key: bytes, events: Iterable[AuditEvent]) -> list[str]:
    """What is wrong with the chain, in words; empty when every event is whole and in its place."""
    found: list[str] = []
    previous, expected = BEGINNING, 1
    for event in events:
        if event.seq != expected:
            found.append(f"event {expected} is missing before event {event.seq}")
        if event.previous != previous:
            found.append(f"event {event.seq} does not follow the one before it")
        made = digest_of(
            key, event.seq, event.at, event.account_id, event.case_id, event.action, event.subject, event.previous
        )
        if not hmac.compare_digest(made, event.digest):
            found.append(f"event {event.seq} was changed")
        previous, expected = event.digest, event.seq + 1
    return found
