"""Hashing of what people know: passwords and PINs. argon2id, about 50 ms a try on a small server."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's smallest recommended argon2id setting (19 MiB, two passes), so that many tries at once do not fill memory."""
_nobody = _hasher.hash("nobody knows this one")


def hashed(secret: str) -> str:
    """The hash to keep of a password or PIN."""
    return _hasher.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Whether a secret is the one that was kept. With nothing kept it does the same work and says no."""
    try:
        return _hasher.verify(kept or _nobody, secret) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def quick_hashing() -> None:
    """Makes hashing cheap for tests; never called by the product."""
    global _hasher, _nobody
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _nobody = _hasher.hash("nobody knows this one")
