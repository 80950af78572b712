"""A conversation that lives in its page and nowhere else, until the person sends it. Nothing is written before that.

What the page carries is sealed for one invite and one script version, so that it is of no use anywhere else, and the
words in it cannot be read on the way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime

from dialogs.conversation import Conversation, Entry, SharedSet, Turn
from dialogs.script import Script
from dialogs.sitting import Kept
from store.sealing import conversation_written, turns_read
from store.vault import TheSealDoesNotOpen, Vault

LONGEST = 1024 * 1024
"""Characters a page may carry; more than any plan needs."""
Post = Callable[[Conversation, Sequence[Entry], datetime, bool], Kept]


def carried(vault: Vault, holder: str, conversation: Conversation) -> str:
    """What a page carries of this conversation, for `holder` (an invite's id, or who tries a script out)."""
    packed = base64.b64encode(zlib.compress(conversation_written(conversation.turns).encode(), 6)).decode()
    return base64.urlsafe_b64encode(vault.seal("carried", holder, conversation.digest, packed)).decode()


def opened(
    vault: Vault,
    holder: str,
    script: Script,
    text: str,
    sets: Sequence[SharedSet] = (),
    contact_only: bool = False,
) -> Conversation | None:
    """The conversation a page carried; a new one when it carried nothing; None when it is not this holder's."""
    known_as = hashlib.sha256(holder.encode()).hexdigest()[:32]
    conversation = Conversation(known_as, script.id, script.digest, (), False, tuple(sets), contact_only)
    if not text:
        return conversation
    if len(text) > LONGEST:
        return None
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
        packed = vault.open("carried", holder, script.digest, sealed)
    except (binascii.Error, TheSealDoesNotOpen, UnicodeEncodeError):
        return None
    turns = turns_read(zlib.decompress(base64.b64decode(packed)).decode())
    return Conversation(known_as, script.id, script.digest, turns, False, tuple(sets), contact_only)


class CarriedStore:
    """The store of one carried conversation, in memory for one request. Sending goes to `post`, in one commit."""

    def __init__(self, conversation: Conversation, post: Post) -> None:
        self.conversation = conversation
        self._post = post

    def load(self, conversation_id: str) -> Conversation | None:
        """The conversation the page brought."""
        return self.conversation

    def append(self, conversation_id: str, sitting_id: str, turn: Turn) -> Kept:
        """Adds a turn to what the page will carry on."""
        self._add(turn, sent=False)
        return Kept.KEPT

    def send(
        self,
        conversation_id: str,
        sitting_id: str,
        turn: Turn,
        entries: Sequence[Entry],
        at: datetime,
        noticed: bool = False,
    ) -> Kept:
        """Hands all of it over."""
        self._add(turn, sent=True)
        return self._post(self.conversation, entries, at, noticed)

    def send_unnamed(
        self, conversation_id: str, script: Script, turn: Turn, entries: Sequence[Entry], at: datetime
    ) -> Kept:
        """Hands all of it over."""
        return self.send(conversation_id, "", turn, entries, at)

    def script_source(self, digest: str) -> tuple[str, str] | None:
        """Nothing: the script is at hand."""
        return None

    def _add(self, turn: Turn, sent: bool) -> None:
        before = self.conversation
        self.conversation = Conversation(
            before.id, before.script, before.digest, (*before.turns, turn), sent, before.sets, before.contact_only
        )
