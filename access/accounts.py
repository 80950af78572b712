"""Rules for staff accounts: passwords, one-time codes, waiting after wrong tries, how long a session lasts. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
"""A staff session ends after this long without a touch, and after this long in any case (ASVS 7.3.1, 7.3.2)."""
FREE_TRIES = 4
LONGEST_WAIT = timedelta(minutes=5)
COMMON = frozenset({
    "password1234", "123456789012", "qwertyuiop12", "passwordpassword", "letmeinletmein", "socialworker1",
    "administrator",
    "changemechangeme", "welcome12345", "iloveyou1234", "111111111111", "qwerty123456", "password12345", "123456123456",
})  # fmt: skip


def trouble_with_password(password: str) -> str | None:
    """Why this password cannot be used, in words, or None. Length and common ones only; no rules about signs."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    if password.lower() in COMMON or len(set(password)) < 5:
        return "Many people use this one. Pick another."
    return None


def wait_after(wrong: int) -> timedelta:
    """How long to wait after this many wrong tries in a row: nothing at first, then doubling, never a lasting lock."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(wrong - FREE_TRIES + 1, 10)), LONGEST_WAIT)


def is_over(opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a staff session has lasted too long or been left alone too long."""
    return now - seen_at >= IDLE or now - opened_at >= AT_MOST


def step_of_code(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The time step a one-time code belongs to, when it is right and newer than the last one used (ASVS 6.5.1)."""
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // totp.interval
    for step in (current, current - 1):
        if (last_step is None or step > last_step) and pyotp.utils.strings_equal(totp.generate_otp(step), code.strip()):
            return step
    return None
