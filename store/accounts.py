"""Keeps staff accounts and their sessions. Wrong, unknown and disabled all cost the same work and get the same
answer.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import pyotp
from sqlalchemy import Connection, RowMapping, select, update

from access.accounts import is_over, step_of_code, trouble_with_password, wait_after
from access.permissions import Role
from access.secrets_kept import hashed, matches
from store.clock import kept, to_keep
from store.database import Database
from store.tables import account, staff_session
from store.vault import Vault

BELIEVED = timedelta(seconds=2)
TOUCHED_AGAIN = timedelta(seconds=60)
LONGEST_TEAM = 60
_WITH_ACCOUNT = select(
    staff_session.c.id.label("session_id"),
    staff_session.c.opened_at,
    staff_session.c.seen_at,
    staff_session.c.ended_at,
    account,
).join(account, staff_session.c.account_id == account.c.id)
"""A session with whose it is."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here."""

    id: str
    email: str
    name: str
    role: str
    has_totp: bool = False
    team: str = ""
    """The team they work in, or nothing. What people say about their meetings is counted by it."""


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Why an account was not made, in words for whoever makes it."""

    why: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The password (and code) were right: a new session's id and the secret for its cookie."""

    account: Account
    session_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """It did not work. `wait` is how long until the next try; `code_asked` when only the one-time code was missing."""

    wait: timedelta = timedelta(0)
    code_asked: bool = False


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in browser."""

    id: str
    account: Account


class Accounts:
    """Accounts and sessions on file."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._wrong: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._known: OrderedDict[bytes, tuple[RowMapping, datetime]] = OrderedDict()
        self._lock = Lock()

    def add(self, email: str, name: str, role: str, password: str, now: datetime, team: str = "") -> Account | NotAdded:
        """A new account, in a team when one is named."""
        email = email.strip().lower()
        trouble = trouble_with_password(password)
        if trouble is None and ("@" not in email or len(email) > 254 or not name.strip() or len(name) > 120):
            trouble = "An account needs an e-mail address and a name."
        if trouble is None and len(team.strip()) > LONGEST_TEAM:
            trouble = f"A team's name has {LONGEST_TEAM} letters or fewer."
        if trouble is None and role not in set(Role):
            trouble = f"Pick a role: {', '.join(Role)}."
        if trouble is None and self._by_email(email) is not None:
            trouble = "There is an account with this e-mail already."
        if trouble is not None:
            return NotAdded(trouble)
        row = {
            "id": secrets.token_hex(16),
            "email": email,
            "name": name.strip(),
            "role": role,
            "password_hash": hashed(password),
            "created_at": to_keep(now),
            "team": team.strip() or None,
        }
        self._database.write(lambda connection: connection.execute(account.insert(), row) and None)
        return Account(str(row["id"]), email, name.strip(), role, team=team.strip())

    def sign_in(self, email: str, password: str, code: str, now: datetime, address: str) -> SignedIn | NotSignedIn:
        """A new session when e-mail, password and (when set up) one-time code are right."""
        email = email.replace("\0", "").strip().lower()[:254]  # no database looks for a NUL
        who = (f"account:{email}", f"address:{address}")
        wait = self._wait(who, now)
        if wait > timedelta(0):
            return NotSignedIn(wait)
        row = self._by_email(email)
        right = matches(None if row is None else row["password_hash"], password[:1000])
        if row is None or not right or row["disabled_at"] is not None:
            self._count(who, now)
            return NotSignedIn()
        if row["sealed_totp"] is not None:
            if not code.strip():
                return NotSignedIn(code_asked=True)
            if not self._use_code(row, code, now):
                self._count(who, now)
                return NotSignedIn(code_asked=True)
        self._forgive(who)
        return self._begin(row, now)

    def by_token(self, secret: str, now: datetime) -> StaffSession | None:
        """The session of this cookie, or None when it is over, signed out or its account disabled."""
        key = self._vault.fingerprint("staff session", secret[:200])
        with self._lock:
            known = self._known.get(key)
        row = known[0] if known is not None and timedelta(0) <= now - known[1] < BELIEVED else self._read(key, now)
        if row is None or _has_ended(row, now):
            return None
        if now - kept(row["seen_at"]) >= TOUCHED_AGAIN:
            self._change(row["session_id"], seen_at=to_keep(now))
        return StaffSession(row["session_id"], _account(row))

    def end(self, session_id: str, now: datetime) -> None:
        """Signs one browser out."""
        self._change(session_id, ended_at=to_keep(now))

    def disable(self, account_id: str, now: datetime) -> None:
        """Closes an account and every session of it."""

        def job(connection: Connection) -> None:
            connection.execute(update(account).where(account.c.id == account_id).values(disabled_at=to_keep(now)))
            mine = (staff_session.c.account_id == account_id, staff_session.c.ended_at.is_(None))
            connection.execute(update(staff_session).where(*mine).values(ended_at=to_keep(now)))

        self._database.write(job)
        with self._lock:
            self._known.clear()

    def named(self, account_id: str) -> Account | None:
        """The account with this id."""
        with self._database.reading() as connection:
            row = connection.execute(select(account).where(account.c.id == account_id)).mappings().first()
        return None if row is None else _account(row)

    def find(self, email: str) -> Account | None:
        """The account with this e-mail address."""
        row = self._by_email(email.strip().lower())
        return None if row is None else _account(row)

    def names(self) -> dict[str, str]:
        """Every account's name by its id, for showing who decided what."""
        with self._database.reading() as connection:
            return {row.id: row.name for row in connection.execute(select(account.c.id, account.c.name))}

    def set_up_totp(self, account_id: str) -> str:
        """A new one-time-code secret for this account, to show once as a QR code."""
        secret = pyotp.random_base32()
        sealed = self._vault.seal("account", account_id, "sealed_totp", secret)
        kept_ = update(account).where(account.c.id == account_id).values(sealed_totp=sealed, totp_last_step=None)
        self._database.write(lambda connection: connection.execute(kept_) and None)
        return secret

    def closed(self, session_ids: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Which of these sessions are over: their live pages must be cut."""
        return tuple(row["session_id"] for row in self._sessions(session_ids) if _has_ended(row, now))

    def holders(self, session_ids: Sequence[str], now: datetime) -> dict[str, Account]:
        """Whose sessions these are, by their ids; those that are over are left out."""
        rows = self._sessions(session_ids)
        return {row["session_id"]: _account(row) for row in rows if not _has_ended(row, now)}

    def _sessions(self, session_ids: Sequence[str]) -> Sequence[RowMapping]:
        if not session_ids:
            return ()
        with self._database.reading() as connection:
            return connection.execute(_WITH_ACCOUNT.where(staff_session.c.id.in_(session_ids))).mappings().all()

    def _begin(self, row: RowMapping, now: datetime) -> SignedIn:
        session_id, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
        made = {
            "id": session_id,
            "account_id": row["id"],
            "token_hash": self._vault.fingerprint("staff session", secret),
            "opened_at": to_keep(now),
            "seen_at": to_keep(now),
        }
        self._database.write(lambda connection: connection.execute(staff_session.insert(), made) and None)
        return SignedIn(_account(row), session_id, secret)

    def _use_code(self, row: RowMapping, code: str, now: datetime) -> bool:
        """A one-time code works once: the step it belongs to is written down in the same breath."""
        secret = self._vault.open("account", row["id"], "sealed_totp", row["sealed_totp"])

        def job(connection: Connection) -> bool:
            mine = select(account.c.totp_last_step).where(account.c.id == row["id"]).with_for_update()
            step = step_of_code(secret, code, now, connection.scalar(mine))
            if step is None:
                return False
            connection.execute(update(account).where(account.c.id == row["id"]).values(totp_last_step=step))
            return True

        return self._database.write(job)

    def _by_email(self, email: str) -> RowMapping | None:
        with self._database.reading() as connection:
            return connection.execute(select(account).where(account.c.email == email)).mappings().first()

    def _read(self, key: bytes, now: datetime) -> RowMapping | None:
        query = _WITH_ACCOUNT.where(staff_session.c.token_hash == key)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is not None:
            with self._lock:
                self._known[key] = (row, now)
                while len(self._known) > 1000:
                    self._known.popitem(last=False)
        return row

    def _change(self, session_id: str, **columns: object) -> None:
        changed = update(staff_session).where(staff_session.c.id == session_id).values(**columns)
        self._database.write(lambda connection: connection.execute(changed) and None)
        with self._lock:
            for key in [key for key, (row, _) in self._known.items() if row["session_id"] == session_id]:
                del self._known[key]

    def _wait(self, who: Sequence[str], now: datetime) -> timedelta:
        with self._lock:
            counted = [self._wrong[one] for one in who if one in self._wrong]
        return max((last + wait_after(wrong) - now for wrong, last in counted), default=timedelta(0))

    def _count(self, who: Sequence[str], now: datetime) -> None:
        with self._lock:
            for one in who:
                self._wrong[one] = (self._wrong.pop(one, (0, now))[0] + 1, now)
            while len(self._wrong) > 20_000:
                self._wrong.popitem(last=False)

    def _forgive(self, who: Sequence[str]) -> None:
        with self._lock:
            for one in who:
                self._wrong.pop(one, None)


def _account(row: RowMapping) -> Account:
    return Account(row["id"], row["email"], row["name"], row["role"], row["sealed_totp"] is not None, row["team"] or "")


def _has_ended(row: RowMapping, now: datetime) -> bool:
    over = is_over(kept(row["opened_at"]), kept(row["seen_at"]), now)
    return row["ended_at"] is not None or row["disabled_at"] is not None or over
