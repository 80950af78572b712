"""Who is here: the sitting behind a cookie, and the names its script may use. Nothing is decided here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock

from flask import Request, g

from dialogs.sitting import Screen
from i18n.messages import Translator
from store.sittings import Sitting
from web.language import use_language
from web.names import names_in
from web.security import cookie
from web.services import Services

COOKIE = "s"
_NAMES_KEPT = 1000
_invites: OrderedDict[str, str] = OrderedDict()
_names: OrderedDict[str, Mapping[str, str]] = OrderedDict()
_lock = Lock()


def sitting_of(request: Request, services: Services) -> Sitting | None:
    """The sitting this browser holds, open or locked, or None. Makes the rest of the request speak its language."""
    secret = cookie(request, COOKIE, services.settings)
    found = services.sittings.by_token(secret, services.clock()) if secret else None
    if found is None or found.state == "ended":
        return None
    use_language(found.locale)
    g.sitting = found
    return found


def screen(services: Services, sitting: Sitting) -> Screen:
    """The language of a sitting and what its placeholders stand for."""
    words = services.messages.translator(sitting.locale)
    return Screen(words, _values(services, sitting, words), services.noticing.notices)


def invite_of(services: Services, conversation_id: str) -> str | None:
    """The invite a conversation was begun through, which never changes; None when there is no such conversation."""
    with _lock:
        if conversation_id in _invites:
            return _invites[conversation_id]
    facts = services.conversations.facts(conversation_id)
    if facts is None:
        return None
    with _lock:
        _invites[conversation_id] = facts.invite_id
        while len(_invites) > _NAMES_KEPT:
            _invites.popitem(last=False)
    return facts.invite_id


def let_go(invites: Collection[str], conversations: Collection[str]) -> None:
    """Drops from memory what is known of these: above all the names people are called by."""
    with _lock:
        for conversation_id in conversations:
            _invites.pop(conversation_id, None)
        for key in [key for key in _names if key.partition(":")[0] in invites]:
            del _names[key]


def _values(services: Services, sitting: Sitting, words: Translator) -> Mapping[str, str]:
    key = f"{sitting.invite_id}:{words.locale}"
    with _lock:
        if key in _names:
            return _names[key]
    values = names_in(services, services.invites.about(sitting.invite_id), words)
    with _lock:
        _names[key] = values
        while len(_names) > _NAMES_KEPT:
            _names.popitem(last=False)
    return values
