"""Chooses how notices are sent, from the settings: e-mail by the mail server if there is one, the rest by Notify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from web.notifying.messages import Delivered, Kind, Message, NotDelivered, Notifier, Nowhere
from web.notifying.notify import KEY, Notify
from web.notifying.smtp import Smtp, Tls


class SendingSettings(Protocol):
    """The settings that decide how notices are sent."""

    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_port(self) -> int: ...
    @property
    def smtp_sender(self) -> str: ...
    @property
    def smtp_user(self) -> str: ...
    @property
    def smtp_password(self) -> SecretStr: ...
    @property
    def smtp_tls(self) -> Tls: ...
    @property
    def smtp_trusted(self) -> str: ...
    @property
    def notify_key(self) -> SecretStr: ...
    @property
    def notify_url(self) -> str: ...
    @property
    def notify_email_template(self) -> str: ...
    @property
    def notify_text_template(self) -> str: ...
    @property
    def send_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ByKind:
    """Sends each kind of message its own way. `ways` holds the kinds that can be sent."""

    ways: Mapping[Kind, Notifier]

    def send(self, message: Message) -> Delivered | NotDelivered:
        """Tries once, the way that is set up for this kind."""
        return self.ways.get(message.kind, Nowhere()).send(message)


def notifier_from(settings: SendingSettings) -> ByKind:
    """The way of sending these settings ask for. Its `ways` are empty where nothing is set up."""
    ways: dict[Kind, Notifier] = {}
    notify = Notify(
        settings.notify_key.get_secret_value(),
        settings.notify_url,
        settings.notify_email_template,
        settings.notify_text_template,
        settings.send_seconds,
    )
    if notify.api_key and notify.text_template:
        ways["text"] = notify
    if settings.smtp_host:
        ways["email"] = Smtp(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_sender,
            settings.smtp_user,
            settings.smtp_password.get_secret_value(),
            settings.smtp_tls,
            settings.send_seconds,
            Path(settings.smtp_trusted) if settings.smtp_trusted else None,
        )
    elif notify.api_key and notify.email_template:
        ways["email"] = notify
    return ByKind(ways)


def half_set(settings: SendingSettings) -> tuple[str, ...]:
    """What would keep every notice from leaving, one sentence each, for whoever starts the server."""
    key, password = settings.notify_key.get_secret_value(), settings.smtp_password.get_secret_value()
    templates = settings.notify_email_template or settings.notify_text_template
    wrong = {
        "OWN_WORDS_SMTP_HOST needs OWN_WORDS_SMTP_SENDER": settings.smtp_host and not settings.smtp_sender,
        "OWN_WORDS_SMTP_SENDER needs OWN_WORDS_SMTP_HOST": settings.smtp_sender and not settings.smtp_host,
        "OWN_WORDS_SMTP_USER and OWN_WORDS_SMTP_PASSWORD go together": bool(settings.smtp_user) != bool(password),
        "OWN_WORDS_SMTP_USER and OWN_WORDS_SMTP_PASSWORD can have plain ASCII characters only": (
            not (settings.smtp_user + password).isascii()
        ),
        "OWN_WORDS_SMTP_USER needs TLS: a password is never sent without it": (
            settings.smtp_user and settings.smtp_tls == "none"
        ),
        "OWN_WORDS_SMTP_TRUSTED names no file": (settings.smtp_trusted and not Path(settings.smtp_trusted).is_file()),
        "OWN_WORDS_NOTIFY_KEY is not a key: copy it whole": key and not KEY.fullmatch(key),
        "OWN_WORDS_NOTIFY_KEY needs a template for e-mail or text messages": key and not templates,
        "a Notify template needs OWN_WORDS_NOTIFY_KEY": templates and not key,
        "OWN_WORDS_NOTIFY_KEY needs the Notify client: install with LOCK=notify": (
            key and find_spec("notifications_python_client") is None
        ),
    }
    return tuple(sentence for sentence, so in wrong.items() if so)
