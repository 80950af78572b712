"""Which way a notice goes, as the settings say, and what is told of settings that cannot work."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.web.notifying.conftest import Aloud, notice
from tests.web.notifying.notify_standin import EMAIL_TEMPLATE, KEY, SENT, TEXT_TEMPLATE, Ways, notify_standin
from tests.web.notifying.smtp_standin import PASSWORD, USER, smtp_standin
from tests.web.notifying.smtp_standin import Ways as SmtpWays
from web.notifying.choosing import half_set, notifier_from
from web.notifying.messages import Delivered
from web.notifying.notify import NOTIFY
from web.notifying.smtp import Tls


@dataclass(frozen=True)
class Chosen:
    """Settings as they are until somebody sets them."""

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_sender: str = ""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Tls = "starttls"
    smtp_trusted: str = ""
    notify_key: SecretStr = SecretStr("")
    notify_url: str = NOTIFY
    notify_email_template: str = ""
    notify_text_template: str = ""
    send_seconds: int = 10


SENDER = "a@council.example"


def test_where_nothing_is_set_nothing_can_be_sent_and_that_is_said(aloud: Aloud) -> None:
    notifier = notifier_from(Chosen())
    assert notifier.ways == {}
    assert aloud.told(notifier.send(notice())).reason == "no way to send is set up"
    assert half_set(Chosen()) == ()


def test_a_mail_server_takes_e_mail_and_notify_takes_text_messages() -> None:
    with smtp_standin(SmtpWays()) as server, notify_standin(Ways()) as service:
        chosen = Chosen(
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_sender=SENDER,
            smtp_tls="none",
            notify_key=SecretStr(KEY),
            notify_url=service.url,
            notify_email_template=EMAIL_TEMPLATE,
            notify_text_template=TEXT_TEMPLATE,
        )
        notifier = notifier_from(chosen)
        assert set(notifier.ways) == {"email", "text"}
        assert notifier.send(notice()) == Delivered("n-17")
        assert notifier.send(notice("text")) == Delivered(SENT)
    assert len(server.kept) == 1
    assert [path for path, _ in service.asked] == ["/v2/notifications/sms"]


def test_without_a_mail_server_notify_takes_both() -> None:
    with notify_standin(Ways()) as service:
        chosen = Chosen(
            notify_key=SecretStr(KEY),
            notify_url=service.url,
            notify_email_template=EMAIL_TEMPLATE,
            notify_text_template=TEXT_TEMPLATE,
        )
        for kind in ("email", "text"):
            assert notifier_from(chosen).send(notice(kind)) == Delivered(SENT)


def test_a_kind_that_is_not_set_up_is_said(aloud: Aloud) -> None:
    notifier = notifier_from(Chosen(smtp_host="127.0.0.1", smtp_sender=SENDER))
    assert set(notifier.ways) == {"email"}
    assert aloud.told(notifier.send(notice("text"))).reason == "no way to send is set up"


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (Chosen(smtp_host="mail.example"), "OWN_WORDS_SMTP_HOST needs OWN_WORDS_SMTP_SENDER"),
        (Chosen(smtp_sender=SENDER), "OWN_WORDS_SMTP_SENDER needs OWN_WORDS_SMTP_HOST"),
        (Chosen(smtp_user=USER), "OWN_WORDS_SMTP_USER and OWN_WORDS_SMTP_PASSWORD go together"),
        (
            Chosen(smtp_user=USER, smtp_password=SecretStr(PASSWORD), smtp_tls="none"),
            "OWN_WORDS_SMTP_USER needs TLS: a password is never sent without it",
        ),
        (
            Chosen(smtp_user=USER, smtp_password=SecretStr("pâss")),
            "OWN_WORDS_SMTP_USER and OWN_WORDS_SMTP_PASSWORD can have plain ASCII characters only",
        ),
        (Chosen(smtp_trusted="/nowhere/ca.pem"), "OWN_WORDS_SMTP_TRUSTED names no file"),
        (
            Chosen(notify_key=SecretStr(KEY[:-1]), notify_email_template=EMAIL_TEMPLATE),
            "OWN_WORDS_NOTIFY_KEY is not a key: copy it whole",
        ),
        (Chosen(notify_key=SecretStr(KEY)), "OWN_WORDS_NOTIFY_KEY needs a template for e-mail or text messages"),
        (Chosen(notify_text_template=TEXT_TEMPLATE), "a Notify template needs OWN_WORDS_NOTIFY_KEY"),
    ],
)
def test_settings_that_cannot_work_are_told_one_sentence_each(chosen: Chosen, sentence: str, aloud: Aloud) -> None:
    assert half_set(chosen) == (sentence,)
    aloud.seen.append(sentence)


def test_a_key_without_the_client_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Chosen(notify_key=SecretStr(KEY), notify_text_template=TEXT_TEMPLATE)
    assert half_set(chosen) == ()
    monkeypatch.setitem(sys.modules, "notifications_python_client", None)
    assert half_set(chosen) == ("OWN_WORDS_NOTIFY_KEY needs the Notify client: install with LOCK=notify",)


def test_a_council_s_own_certificates_reach_the_mail_server(tmp_path: Path) -> None:
    own = tmp_path / "own.pem"
    own.touch()
    way = notifier_from(Chosen(smtp_host="mail.example", smtp_sender=SENDER, smtp_trusted=str(own))).ways["email"]
    assert getattr(way, "trusted", None) == own
