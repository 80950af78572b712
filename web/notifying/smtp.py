"""Sends a notice by e-mail through the council's mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from web.notifying.messages import Delivered, Message, NotDelivered, fits, unsendable

Tls = Literal["starttls", "tls", "none"]

# Without "8bit" a body is made fit for servers that carry ASCII only.
_POLICY = policy.SMTP.clone(cte_type="7bit")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server. `timeout` is seconds for each step of the talk with it, of which there are about ten.

    `trusted` is a file with the certificates it may be signed by, where the system's own list does not have them.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "starttls"
    timeout: float = 10
    trusted: Path | None = None
    clock: Callable[[], datetime] = field(default=_now, repr=False)

    def send(self, message: Message) -> Delivered | NotDelivered:
        """Tries once. Taken by the mail server counts as delivered; a later bounce goes to the sender's mailbox.

        A second try after a lost answer carries the same Message-ID, by which mailboxes can tell it is the same.
        """
        if (refused := self._cannot(message) or unsendable(message)) is not None:
            return refused
        try:
            context = ssl.create_default_context(cafile=self.trusted) if self.tls != "none" else None
        except OSError:
            return NotDelivered("the file of trusted certificates cannot be read", again=False)
        try:
            letter = self._letter(message)
            with closing(self._reached(context)) as server:
                self._greet(server, context)
                server.send_message(letter, self.sender, [message.to])
                with suppress(OSError):
                    server.quit()
        except (OSError, ValueError) as trouble:
            return _why(trouble)
        return Delivered(message.reference)

    def _cannot(self, message: Message) -> NotDelivered | None:
        if message.kind != "email":
            return NotDelivered("a mail server cannot send text messages", again=False)
        if not fits("email", self.sender):
            return NotDelivered("the sender is not an e-mail address", again=False)
        if self.user and self.tls == "none":
            return NotDelivered("a password is never sent without TLS", again=False)
        return None

    def _reached(self, context: ssl.SSLContext | None) -> smtplib.SMTP:
        if self.tls == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
        if self.tls == "starttls":
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)

    def _letter(self, message: Message) -> EmailMessage:
        """The message with its headers. "Auto-Submitted" (RFC 3834) and Exchange's own header keep replies of
        machines away.
        """
        letter = EmailMessage(policy=_POLICY)
        letter["From"] = self.sender
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = format_datetime(self.clock())
        letter["Message-ID"] = f"<{message.reference}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
        letter.set_content(message.body)
        return letter


def _why(trouble: Exception) -> NotDelivered:
    """What to say of an exception. Its own words are left out: they name addresses."""
    match trouble:
        case smtplib.SMTPRecipientsRefused():
            return _answered("the mail server would not take this address", next(iter(trouble.recipients.values()))[0])
        case smtplib.SMTPSenderRefused():
            return _answered("the mail server would not take the sender", trouble.smtp_code)
        case smtplib.SMTPAuthenticationError():
            return _answered("the mail server would not take the user and password", trouble.smtp_code)
        case smtplib.SMTPResponseException():
            return _answered("the mail server would not take the message", trouble.smtp_code)
        case smtplib.SMTPServerDisconnected() if not isinstance(trouble.__context__, TimeoutError):
            return NotDelivered("the mail server hung up", again=True)
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return NotDelivered("the mail server did not answer in time", again=True)
        case smtplib.SMTPException():
            return NotDelivered("the mail server cannot do what the settings or the address ask of it", again=False)
        case ssl.SSLCertVerificationError():
            return NotDelivered("the mail server's certificate is not one we trust", again=True)
        case ssl.SSLError():
            return NotDelivered("TLS with the mail server did not work", again=True)
        case OSError():
            return NotDelivered("the mail server could not be reached", again=True)
    return NotDelivered("the settings of the mail server cannot be used", again=False)


def _answered(words: str, code: int) -> NotDelivered:
    """A refusal with the server's number. 5xx is for good, the rest for now (RFC 5321, section 4.2.1)."""
    if code == 530:
        words = "the mail server wants us to sign in or to use TLS first"
    return NotDelivered(f"{words} ({code})", again=not 500 <= code <= 599)
