"""The conversation somebody holds: on the server, or only in the page until it is sent. The views need not know."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, g

from dialogs.conversation import Conversation, Entry
from dialogs.script import Keeping, Script
from dialogs.sitting import Kept, Screen
from dialogs.sitting import Sittings as Talks
from store.carried import CarriedStore, carried, opened
from store.sending import Place
from store.sittings import Sitting
from web.family.who import invite_of, screen
from web.services import Services


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation, the use-cases that hold it, and for whom it is shown. `page` is its store if it has no other."""

    id: str
    sitting_id: str
    talks: Talks
    screen: Screen
    page: CarriedStore | None = None
    holder: str = ""
    """For whom what the page carries is sealed."""


def held(s: Services, sitting: Sitting, conversation_id: str | None = None, brought: str = "") -> Held | None:
    """What this sitting holds. `conversation_id`: the one the page names; `brought`: what the page carried. None when
    either is not this person's.
    """
    if is_in_page(s, sitting):
        return _in_page(s, sitting, brought)
    if conversation_id is None:
        conversation_id = conversation_of(s, sitting)
    elif invite_of(s, conversation_id) != sitting.invite_id:
        return None
    return Held(conversation_id, sitting.id, s.talks, screen(s, sitting))


def is_in_page(s: Services, sitting: Sitting) -> bool:
    """Whether nothing of this sitting's conversation is on the server: so its script says, and it was not sent yet."""
    script = s.scripts.get(sitting.script)
    if script is None or script.kept is not Keeping.PAGE:
        return False
    return s.conversations.latest_for_invite(sitting.invite_id) is None


def carry(s: Services, one: Held) -> str:
    """What the page must carry on; empty when the conversation is kept on the server."""
    if one.page is None or one.page.conversation.sent:
        return ""
    return carried(s.vault, one.holder, one.page.conversation)


def conversation_of(s: Services, sitting: Sitting) -> str:
    """The conversation of this invite; begins one when there is none yet."""
    known = g.get("conversation")
    if known is not None and known[0] == sitting.invite_id:
        return str(known[1])
    latest = s.conversations.latest_for_invite(sitting.invite_id)
    if latest is not None:
        kept = latest.id
    else:
        script = s.scripts.get(sitting.script)
        if script is None:
            abort(410)  # withdrawn by a practice lead, and nothing was begun with this link
        new = secrets.token_hex(16)
        kept = s.conversations.begin(new, sitting.invite_id, sitting.case_id, sitting.person_id, script, s.clock())
    g.conversation = (sitting.invite_id, kept)
    return kept


def _in_page(s: Services, sitting: Sitting, brought: str) -> Held | None:
    script = s.scripts[sitting.script]
    contact_only = s.cases.is_contact_only(sitting.person_id)
    conversation = opened(s.vault, sitting.invite_id, script, brought, s.invites.sets(sitting.invite_id), contact_only)
    if conversation is None:
        return None
    place = Place(sitting.invite_id, sitting.case_id, sitting.person_id)

    def post(whole: Conversation, entries: Sequence[Entry], at: datetime, noticed: bool) -> Kept:
        return s.conversations.post(whole, place, sitting.id, script, entries, at, noticed)

    store = CarriedStore(conversation, post)
    return Held(conversation.id, sitting.id, talks_of(store, script), screen(s, sitting), store, sitting.invite_id)


def talks_of(store: CarriedStore, script: Script) -> Talks:
    """The use-cases over a carried conversation, for one request."""
    return Talks(store, {script.digest: script}, lambda source, name: script)
