"""A family member's way in: the link's token, the short code typed by hand, the PIN, and the rules about tries.

Only rules here; `store/invites.py` keeps the hashes and counts the tries.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

MOST_WRONG_PINS = 5
"""After this many the invite is locked until the worker makes a new one."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I or O, no 0 or 1: letters that are not taken for one another on a cracked screen."""
LOOK_ALIKE = str.maketrans({"O": "Q", "0": "Q", "I": "L", "1": "L"})
"""What is typed for a letter that is never used is taken for the one it looks like."""
CODE_LENGTH = 8
PIN_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Opened:
    """The PIN was right: the invite it opened."""

    invite_id: str


@dataclass(frozen=True, slots=True)
class NotOpened:
    """It did not open. The person is never told which of the reasons it was; the desk may be."""

    reason: str


def new_token() -> str:
    """A link's token: 192 bits, url-safe."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """A code to type by hand, as eight letters and digits (40 bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(code: str) -> str:
    """A code as it is read aloud and written: two fours."""
    return f"{code[:4]}-{code[4:]}"


def typed_code(typed: str) -> str:
    """What somebody typed, as the code it must mean: spaces, dashes, case and look-alikes do not matter."""
    kept = "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum())
    return kept.translate(LOOK_ALIKE)[:CODE_LENGTH]


def new_pin() -> str:
    """Six digits the worker tells separately; never one that people guess first."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"
        steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
        if len(steps) > 1 and pin[:3] != pin[3:]:
            return pin


def typed_pin(typed: str) -> str:
    """The digits of what was typed, in any of the world's digits, without spaces."""
    return "".join(str(int(ch)) for ch in typed if ch.isdecimal())[: PIN_LENGTH + 2]


def why_shut(wrong_pins: int, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> str | None:
    """Why an invite cannot be opened by anyone just now, or None."""
    if revoked_at is not None:
        return "revoked"
    if wrong_pins >= MOST_WRONG_PINS:
        return "locked"
    return "expired" if now >= expires_at else None
