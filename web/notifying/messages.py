"""What is sent to staff and what came of it, as values, and the shape every way of sending has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["email", "text"]

LONGEST_SUBJECT = 200
LONGEST_BODY = 2000

EMAIL_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,255}""")
PHONE_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{5,24}")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Message:
    """One notice to one person. `to` is an e-mail address or a phone number, as `kind` says.

    `reference` is opaque and the same each time this notice is tried, so that whoever gets it twice can tell.
    """

    to: str = field(repr=False)
    kind: Kind
    subject: str = field(repr=False)
    body: str = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A service took the message and will carry it. Whether anyone has read it only an acknowledgement can tell.

    `reference` is what that service knows it by: Notify's own id, or the first part of the Message-ID.
    """

    reference: str


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """No service took the message. `reason` is for whoever runs the server: no address, word of the message or key.

    `again` says whether trying the same later can help.
    """

    reason: str
    again: bool


class Notifier(Protocol):
    """A way of sending. It may take several times its timeout, so call it outside any transaction or request."""

    def send(self, message: Message) -> Delivered | NotDelivered:
        """Tries once. Whatever goes wrong comes back as a value."""
        ...


@dataclass(frozen=True, slots=True)
class Nowhere:
    """The way of sending where none is set up."""

    def send(self, message: Message) -> Delivered | NotDelivered:
        """Says that nobody will get it."""
        return NotDelivered("no way to send is set up", again=False)


def unsendable(message: Message) -> NotDelivered | None:
    """Why no service should be handed this message, or None. A line break in a header would be a second header."""
    if not fits(message.kind, message.to):
        return NotDelivered(f"this is not an address for {_NAMES[message.kind]}", again=False)
    if not _plain(message.subject) or len(message.subject) > LONGEST_SUBJECT:
        return NotDelivered("the subject is not one short line", again=False)
    if not REFERENCE.fullmatch(message.reference):
        return NotDelivered("the reference is not letters, digits, dots and dashes", again=False)
    if not _plain(message.body.translate(_BREAKS)) or not 0 < len(message.body) <= LONGEST_BODY:
        return NotDelivered("the message is empty, too long or has characters no screen can show", again=False)
    return None


def fits(kind: Kind, to: str) -> bool:
    """Whether this can be an address for this kind of message. Whether it is one only sending can tell."""
    return _plain(to) and (EMAIL_ADDRESS if kind == "email" else PHONE_NUMBER).fullmatch(to) is not None


def _plain(text: str) -> bool:
    return not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in text)


_BREAKS = dict.fromkeys(map(ord, "\r\n\t"), " ")
_NAMES: dict[Kind, str] = {"email": "e-mail", "text": "text messages"}
