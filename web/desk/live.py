"""The desk over a socket: a hint without content that something arrived, and the inbox again for whoever asks."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from store.accounts import StaffSession
from web.desk.door import LOCALE, session_of
from web.desk.home import inbox_now
from web.language import use_language
from web.services import Services
from web.sockets import DESK, connects, event, socketio


class Since(BaseModel):
    """The place of the newest conversation a page shows."""

    model_config = ConfigDict(extra="forbid", strict=True)

    order: int = Field(ge=0, le=2**31)


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


connects(DESK, _owner)
