"""Keeps sittings: who holds a conversation now, through which browser, locked or open. On the path of every reply, so
what was read is believed for two seconds; whatever changes through here is believed at once.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import or_, select, update

from access.invites import NotOpened, Opened
from store.clock import kept, to_keep
from store.database import Database
from store.invites import Invites
from store.tables import case, invite, sitting
from store.vault import CaseSeal, Vault

BELIEVED = timedelta(seconds=2)
TOUCHED_AGAIN = timedelta(seconds=60)
"""A touch is written down at most this often."""
AT_MOST = timedelta(hours=12)
_REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Sitting:
    """A conversation being held through one browser. `state` is open, locked or ended. Times in UTC."""

    id: str
    invite_id: str
    case_id: str
    person_id: str
    script: str
    locale: str
    safe: str | None
    present: str | None
    state: str
    typing: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    row: dict[str, object]
    read_at: datetime


def beside_of(seal: CaseSeal, sitting_id: str | None, sealed: bytes | None) -> str:
    """Who was beside the person in a sitting, or nothing."""
    return "" if sealed is None else seal.open("sitting", str(sitting_id), "sealed_beside", sealed)


class Sittings:
    """Sittings on file, found by the hash of their cookie."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        idle: timedelta = timedelta(minutes=10),
        waits: Callable[[str], bool] = lambda script: False,
    ) -> None:
        """`idle`: left alone this long, a sitting is locked until the PIN is given again; not where `waits` says of its
        script that the server holds nothing anyway, and a family talks while the phone sleeps.
        """
        self._waits = waits
        self._database = database
        self._vault = vault
        self._invites = Invites(database, vault)
        self._idle = idle
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._keys: dict[object, bytes] = {}
        self._lock = Lock()

    def open(self, invite_id: str, locale: str, now: datetime) -> tuple[str, str]:
        """A new sitting: its id, and the secret for its cookie (kept only as a hash)."""
        sitting_id, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
        row = {
            "id": sitting_id,
            "invite_id": invite_id,
            "token_hash": self._vault.fingerprint("sitting", secret),
            "locale": locale,
            "opened_at": to_keep(now),
            "seen_at": to_keep(now),
        }
        self._database.write(lambda connection: connection.execute(sitting.insert(), row) and None)
        return sitting_id, secret

    def by_token(self, secret: str, now: datetime) -> Sitting | None:
        """The sitting of this cookie, or None. One left alone too long comes back locked."""
        key = self._vault.fingerprint("sitting", secret[:200])
        with self._lock:
            known = self._known.get(key)
        if known is None or not timedelta(0) <= now - known.read_at < BELIEVED:
            known = self._read(key, now)
            if known is None:
                return None
        return self._sitting(known.row, now)

    def touch(self, sitting_id: str, now: datetime) -> None:
        """Somebody is there. Written down at most once a minute."""
        known = self._of(sitting_id)
        if known is not None and now - kept(known.row["seen_at"]) < TOUCHED_AGAIN:  # type: ignore[arg-type]
            return
        self._change(sitting_id, seen_at=to_keep(now))

    def lock(self, sitting_id: str, now: datetime) -> None:
        """Locks it; the PIN opens it again."""
        self._change(sitting_id, locked_at=to_keep(now))

    def unlock(self, sitting_id: str, pin: str, now: datetime) -> Opened | NotOpened:
        """Opens a locked sitting when the PIN is right; wrong ones count on the invite."""
        with self._database.reading() as connection:
            invite_id = connection.scalar(select(sitting.c.invite_id).where(sitting.c.id == sitting_id))
        if invite_id is None:
            return NotOpened("unknown")
        outcome = self._invites.try_pin(invite_id, pin, now)
        if isinstance(outcome, Opened):
            self._change(sitting_id, locked_at=None, seen_at=to_keep(now))
        return outcome

    def end(self, sitting_id: str, now: datetime) -> None:
        """Ends it; the link and PIN begin a new one."""
        self._change(sitting_id, ended_at=to_keep(now))

    def set_locale(self, sitting_id: str, locale: str) -> None:
        """The language it is held in from now on."""
        self._change(sitting_id, locale=locale)

    def set_safe(self, sitting_id: str, safe: str, present: str | None) -> None:
        """What the person said about being safe to talk, and who is there."""
        self._change(sitting_id, safe=safe, present=present)

    def set_helped(self, sitting_id: str, case_id: str, typing: str, interpreter: str, beside: str) -> None:
        """Who types, whether somebody interprets, and who is beside the person, in their own words (sealed)."""
        with self._database.reading() as connection:
            wrapped = connection.execute(select(case.c.wrapped_key).where(case.c.id == case_id)).scalar_one()
        seal = self._vault.open_case(case_id, wrapped)
        sealed = seal.seal("sitting", sitting_id, "sealed_beside", beside) if beside else None
        self._change(sitting_id, typing=typing or None, interpreter=interpreter or None, sealed_beside=sealed)

    def let_go(self, invite_ids: Collection[str]) -> None:
        """Drops the sittings of these links from memory; what holds of them is read anew."""
        with self._lock:
            for key in [key for key, known in self._known.items() if known.row["invite_id"] in invite_ids]:
                self._keys.pop(self._known.pop(key).row["id"], None)

    def closed(self, sitting_ids: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Which of these are ended, locked or left alone too long: their live pages must be cut."""
        if not sitting_ids:
            return ()
        shut = or_(
            sitting.c.ended_at.is_not(None),
            sitting.c.locked_at.is_not(None),
            sitting.c.seen_at <= to_keep(now - self._idle),
        )
        query = select(sitting.c.id).where(sitting.c.id.in_(sitting_ids), shut)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def _read(self, key: bytes, now: datetime) -> _Known | None:
        query = (
            select(sitting, invite.c.case_id, invite.c.person_id, invite.c.script, invite.c.revoked_at)
            .join(invite, sitting.c.invite_id == invite.c.id)
            .where(sitting.c.token_hash == key)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        known = _Known(dict(row), now)
        with self._lock:
            self._known[key] = known
            self._keys[row["id"]] = key
            while len(self._known) > _REMEMBERED:
                self._keys.pop(self._known.popitem(last=False)[1].row["id"], None)
        return known

    def _of(self, sitting_id: str) -> _Known | None:
        with self._lock:
            key = self._keys.get(sitting_id)
            return None if key is None else self._known.get(key)

    def _change(self, sitting_id: str, **columns: object) -> None:
        changed = update(sitting).where(sitting.c.id == sitting_id).values(**columns)
        self._database.write(lambda connection: connection.execute(changed) and None)
        with self._lock:
            self._known.pop(self._keys.pop(sitting_id, b""), None)

    def _sitting(self, row: dict[str, object], now: datetime) -> Sitting:
        opened, seen = kept(row["opened_at"]), kept(row["seen_at"])  # type: ignore[arg-type]
        state = "open"
        if row["ended_at"] is not None or row["revoked_at"] is not None or now - opened >= AT_MOST:
            state = "ended"
        elif row["locked_at"] is not None or (now - seen >= self._idle and not self._waits(str(row["script"]))):
            state = "locked"
        names = (
            "id", "invite_id", "case_id", "person_id", "script", "locale", "safe", "present", "typing", "interpreter",
        )  # fmt: skip
        facts: dict[str, Any] = {name: row[name] for name in names}
        return Sitting(**facts, state=state)
