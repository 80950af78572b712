"""The kind fixed reply to words that may tell of harm, where they are written after everything was sent. It thanks,
says who reads it and who can help now; it never asks and never judges."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.fixed import kind_reply
from dialogs.script import Audience
from dialogs.shown import Worded
from review.heard import Heard
from store.conversations import KeptConversation
from web.language import translator
from web.services import Services


def thanks(s: Services, facts: KeptConversation) -> Worded:
    """How the kind reply begins: as in the conversation itself, for its audience, in the language of the page."""
    script = s.scripts.get(facts.script)
    [first, *_] = kind_reply(Audience.PARENT if script is None else script.audience)
    return translator().script(*first, {})


def told_of_harm(answers: Iterable[Heard]) -> str:
    """The id of the entry about which words that may tell of harm were said last; empty when there are none."""
    said = [response for one in answers for response in one.responses if response.noticed]
    return max(said, key=lambda one: one.order).entry_id if said else ""
