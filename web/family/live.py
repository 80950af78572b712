"""The conversation over a socket: the same reply, the same partials as `talk.py`, acknowledged after a durable
commit.
"""

from __future__ import annotations

from flask import request

from store.sittings import Sitting
from web.family.door import is_through
from web.family.forms import ReplySent
from web.family.held import held
from web.family.talk import answer, take
from web.family.who import sitting_of
from web.services import Services
from web.sockets import FAMILY, connects, event, hint


def _owner(s: Services) -> tuple[str, Sitting] | None:
    sitting = sitting_of(request, s)
    if sitting is None or sitting.state != "open" or not is_through(sitting):
        return None
    return sitting.id, sitting


@event(FAMILY, "reply", ReplySent, _owner)
def reply(s: Services, sitting: Sitting, sent: ReplySent) -> dict[str, object] | None:
    """Takes a reply; None when it is not for this person's conversation."""
    one = held(s, sitting, sent.conversation)
    if one is None or one.page is not None:  # what only its page holds comes by form, with what the page carries
        return None
    picture = take(s, one, sent)
    if picture.refusal is None:
        sid: str = request.sid  # type: ignore[attr-defined]
        hint(sitting.id, "look", {"seq": picture.scene.seq}, FAMILY, but=sid)
    return answer(picture)


connects(FAMILY, _owner)
