"""The desk over a socket: a hint without content that something arrived or changed, and the inbox again for whoever
asks. Words cross it in one case only: a line being typed in the meeting room, to the walls of that very case.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from flask import request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response

from access.permissions import Action, may
from store.accounts import StaffSession
from web.desk import desk
from web.desk.door import LOCALE, session_of
from web.desk.home import inbox_now
from web.language import use_language
from web.limits import Pace
from web.services import Services
from web.sockets import DESK, also_sweep, connects, event, hint, rooms, socketio

DRAFTS_PER_MINUTE = 480
"""A line being typed is sent on a few times a second, so it is counted by itself."""
LONGEST_DRAFT = 4000
FOR_THE_CHAIR = frozenset({"desk.write_for_chair", "desk.read_chair_notes", "desk.chair_print"})
"""What is done in the Chair's channel shows on no live page of a case, and none is to learn that it was done."""


class Since(BaseModel):
    """The place of the newest conversation a page shows."""

    model_config = ConfigDict(extra="forbid", strict=True)

    order: int = Field(ge=0, le=2**31)


class Watch(BaseModel):
    """A page that shows a case live: the room's wall, or the page beside it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    case: str = Field(max_length=64)
    wall: bool


class Draft(BaseModel):
    """A line being typed in the room; nothing typed takes it off again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    case: str = Field(max_length=64)
    column: str = Field(max_length=20)
    words: str = Field(max_length=LONGEST_DRAFT)
    by_name: str = Field(max_length=100)


class Shown(BaseModel):
    """What a wall shows now: its page of how many. No words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    case: str = Field(max_length=64)
    page: int = Field(ge=0, le=999)
    pages: int = Field(ge=0, le=999)


@dataclass(frozen=True, slots=True)
class Watcher:
    """A live page of a case: whose it is, whether it is the wall, and on which installation (tests have several)."""

    case_id: str
    account_id: str
    session_id: str
    wall: bool
    of: Services


class Watchers:
    """Which sockets show which case."""

    def __init__(self) -> None:
        self._of: dict[str, Watcher] = {}
        self._lock = threading.Lock()

    def add(self, sid: str, one: Watcher) -> None:
        """Remembers what a socket shows."""
        with self._lock:
            self._of[sid] = one

    def remove(self, sid: str) -> None:
        """Forgets a socket."""
        with self._lock:
            self._of.pop(sid, None)

    def all(self, s: Services) -> dict[str, Watcher]:
        """Every socket of this installation that shows a case and is still open."""
        with self._lock:
            here = dict(self._of)
            open_now = {sid for one in here.values() for sid, _ in rooms.of(one.session_id)}
            self._of = {sid: one for sid, one in here.items() if sid in open_now}
            return {sid: one for sid, one in self._of.items() if one.of is s}


watchers = Watchers()


def _owner(s: Services) -> tuple[str, StaffSession] | None:
    here = session_of(s)
    return None if here is None else (here.id, here)


@event(DESK, "since", Since, _owner)
def since(s: Services, here: StaffSession, asked: Since) -> dict[str, object] | None:
    """The inbox of whoever asks, when it has something newer than what their page shows."""
    use_language(LOCALE)
    return inbox_now(s, here.account)


def arrived() -> None:
    """Tells every desk that is open that a conversation was sent; each then reads only what it may."""
    socketio.emit("arrived", namespace=DESK)


def arrived_for(s: Services, case_id: str, action: Action) -> None:
    """Tells only the desks of those who may do this in this case that something is there to read. To every other desk
    nothing is sent: that something came at all is not for them to know."""
    for session_id, account in s.accounts.holders(rooms.owners(), s.clock()).items():
        if may(account.role, True, action) and s.cases.may_open(account.id, case_id):
            hint(session_id, "arrived", {}, DESK)


@event(DESK, "watch", Watch, _owner)
def watch(s: Services, here: StaffSession, asked: Watch) -> dict[str, object] | None:
    """A page says which case it shows; from then on it is hinted at what changes there, and walls
    are asked to say where they are to a page beside them. None: not their case."""
    if not _may(s, here, asked.case, Action.SEE_CASE):
        return None
    sid = request.sid  # type: ignore[attr-defined]
    watchers.add(sid, Watcher(asked.case, here.account.id, here.id, asked.wall, s))
    if not asked.wall:
        _tell(s, asked.case, "tell", {}, wall=True)
    return {"ok": True}


@event(DESK, "draft", Draft, _owner, Pace(DRAFTS_PER_MINUTE))
def draft(s: Services, here: StaffSession, typed: Draft) -> dict[str, object] | None:
    """Sends a line on while it is typed, to the walls of this case and to nobody else. It is kept nowhere."""
    if not _may(s, here, typed.case, Action.CHANGE_CASE):
        return None
    line: dict[str, object] = {"column": typed.column, "words": typed.words, "by_name": typed.by_name}
    return {"ok": True, "walls": _tell(s, typed.case, "draft", line, wall=True)}


@event(DESK, "shown", Shown, _owner)
def shown(s: Services, here: StaffSession, now: Shown) -> dict[str, object] | None:
    """A wall tells the page beside it which of its pages it shows."""
    if not _may(s, here, now.case, Action.SEE_CASE):
        return None
    return {"ok": True, "told": _tell(s, now.case, "shown", {"page": now.page, "pages": now.pages}, wall=False)}


def changed(s: Services, case_id: str) -> None:
    """Hints to every live page of this case that there is something new to read. Carries no word."""
    _tell(s, case_id, "changed", {})


def sweep_watchers(s: Services) -> None:
    """Takes a case away from the live pages of everybody who may no longer open it."""
    for sid, one in watchers.all(s).items():
        if not s.cases.may_open(one.account_id, one.case_id):
            watchers.remove(sid)
            socketio.emit("gone", to=sid, namespace=DESK)


def _tell(s: Services, case_id: str, called: str, data: dict[str, object], wall: bool | None = None) -> int:
    """Sends to the live pages of a case, asking anew for each whether its session stands and its account may open the
    case; how many."""
    told, may_open = 0, dict[str, bool]()
    here = {sid: one for sid, one in watchers.all(s).items() if one.case_id == case_id and wall in (None, one.wall)}
    over = set(s.accounts.closed([one.session_id for one in here.values()], s.clock()))
    for sid, one in here.items():
        if one.session_id in over:
            continue
        if one.account_id not in may_open:
            may_open[one.account_id] = s.cases.may_open(one.account_id, case_id)
        if may_open[one.account_id]:
            socketio.emit(called, data, to=sid, namespace=DESK)
            told += 1
    return told


def _may(s: Services, here: StaffSession, case_id: str, action: Action) -> bool:
    return may(here.account.role, s.cases.may_open(here.account.id, case_id), action)


@desk.after_request
def _hint(response: Response) -> Response:
    """Whatever was changed in a case at the desk, its live pages hear of it."""
    case_id = (request.view_args or {}).get("case_id")
    done = request.method == "POST" and response.status_code < 400
    if case_id and done and request.endpoint not in FOR_THE_CHAIR:
        from web.services import services

        changed(services(), case_id)
    return response


also_sweep(sweep_watchers)
connects(DESK, _owner)
