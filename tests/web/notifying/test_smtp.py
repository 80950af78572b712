"""A notice by e-mail: it arrives with the right words, and whatever a mail server does comes back as a value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.web.notifying.conftest import BODY, DESK, Aloud, Certificate, notice
from tests.web.notifying.smtp_standin import PASSWORD, USER, SmtpStandIn, Ways, smtp_standin
from web.notifying.messages import Delivered
from web.notifying.smtp import Smtp, Tls

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def way_to(server: SmtpStandIn, tls: Tls = "none") -> Smtp:
    return Smtp("127.0.0.1", server.port, "no-reply@council.example", tls=tls, timeout=5, clock=lambda: NOW)


def test_a_notice_arrives_with_its_words_and_nothing_else() -> None:
    with smtp_standin(Ways()) as server:
        assert way_to(server).send(notice()) == Delivered("n-17")
    (kept,) = server.kept
    assert (kept.sender, kept.to) == ("no-reply@council.example", [DESK])
    assert dict(kept.letter.items()) == {
        "From": "no-reply@council.example",
        "To": DESK,
        "Subject": "Please look now",
        "Date": "Mon, 02 Mar 2026 12:00:00 +0000",
        "Message-ID": "<n-17@council.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
        "MIME-Version": "1.0",
    }
    assert kept.words == BODY + "\n"


@pytest.mark.parametrize(
    "body", ["Mae angen chi ar sgwrs: ŵŷ\nAgor: https://x.example/ŵ", "محادثة تحتاجك", ".\n.\nafter dots", "a" * 2000]
)
def test_words_of_any_language_cross_a_server_that_only_carries_ascii(body: str) -> None:
    with smtp_standin(Ways()) as server:
        way_to(server).send(notice(body=body, subject="Edrychwch nawr, ŵ"))
    (kept,) = server.kept
    assert kept.raw.isascii()
    assert max(map(len, kept.raw.split(b"\r\n"))) <= 998
    assert kept.words.rstrip("\n") == body
    assert kept.letter["Subject"] == "Edrychwch nawr, ŵ"


def test_a_second_try_carries_the_same_id() -> None:
    with smtp_standin(Ways()) as server:
        for _ in range(2):
            way_to(server).send(notice())
    assert [kept.letter["Message-ID"] for kept in server.kept] == ["<n-17@council.example>"] * 2


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_words_and_password_go_over_tls_to_a_server_whose_certificate_is_trusted(
    tls: Tls, certificate: Certificate
) -> None:
    ways = Ways(context=certificate.context, tls_from_the_start=tls == "tls")
    with smtp_standin(ways) as server:
        way = replace(way_to(server, tls), user=USER, password=PASSWORD, trusted=certificate.file)
        assert way.send(notice()) == Delivered("n-17")
    (kept,) = server.kept
    assert (kept.over_tls, kept.user) == (True, USER)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_server_whose_certificate_nobody_vouches_for_hears_nothing(
    tls: Tls, certificate: Certificate, aloud: Aloud
) -> None:
    ways = Ways(context=certificate.context, tls_from_the_start=tls == "tls")
    with smtp_standin(ways) as server:
        told = aloud.told(replace(way_to(server, tls), user=USER, password=PASSWORD).send(notice()))
    assert (told.reason, told.again) == ("the mail server's certificate is not one we trust", True)
    assert {"AUTH", "MAIL", "RCPT", "DATA"}.isdisjoint(server.heard)


def test_a_server_without_starttls_hears_nothing(aloud: Aloud) -> None:
    with smtp_standin(Ways()) as server:
        told = aloud.told(way_to(server, "starttls").send(notice()))
    assert not told.again
    assert {"AUTH", "MAIL", "RCPT", "DATA"}.isdisjoint(server.heard)


def test_a_password_is_never_sent_in_the_clear(aloud: Aloud) -> None:
    with smtp_standin(Ways()) as server:
        told = aloud.told(replace(way_to(server), user=USER, password=PASSWORD).send(notice()))
    assert (told.reason, told.again) == ("a password is never sent without TLS", False)
    assert server.heard == []


def test_a_wrong_password_is_said_and_not_tried_again(certificate: Certificate, aloud: Aloud) -> None:
    with smtp_standin(Ways(context=certificate.context)) as server:
        way = replace(way_to(server, "starttls"), user=USER, password="another", trusted=certificate.file)
        told = aloud.told(way.send(notice()))
    assert (told.reason, told.again) == ("the mail server would not take the user and password (535)", False)
    assert server.kept == []


def test_a_password_of_letters_smtp_cannot_carry_is_a_value(certificate: Certificate, aloud: Aloud) -> None:
    with smtp_standin(Ways(context=certificate.context)) as server:
        way = replace(way_to(server, "starttls"), user=USER, password="pâss", trusted=certificate.file)
        told = aloud.told(way.send(notice()))
    assert (told.reason, told.again) == ("the settings of the mail server cannot be used", False)


@pytest.mark.parametrize(
    ("at", "answer", "reason", "again"),
    [
        ("RCPT", f"550 5.1.1 <{DESK}> is not known", "the mail server would not take this address (550)", False),
        ("RCPT", f"451 4.7.1 <{DESK}> later", "the mail server would not take this address (451)", True),
        ("RCPT", f"421 {DESK} closing", "the mail server would not take this address (421)", True),
        ("MAIL", "553 not you", "the mail server would not take the sender (553)", False),
        ("MAIL", "452 full", "the mail server would not take the sender (452)", True),
        ("end", f"554 spam: {BODY}", "the mail server would not take the message (554)", False),
        ("end", "451 later", "the mail server would not take the message (451)", True),
        ("MAIL", "530 sign in", "the mail server wants us to sign in or to use TLS first (530)", False),
        ("DATA", "503 no", "the mail server would not take the message (503)", False),
        ("hello", "421 busy", "the mail server would not take the message (421)", True),
        ("EHLO", "500 what", "the mail server would not take the message (502)", False),
    ],
)
def test_a_refusal_is_for_good_or_for_now_as_the_server_says(
    at: str, answer: str, reason: str, again: bool, aloud: Aloud
) -> None:
    with smtp_standin(Ways(answers={at: answer})) as server:
        told = aloud.told(way_to(server).send(notice()))
    assert (told.reason, told.again) == (reason, again)


@pytest.mark.parametrize("at", ["hello", "EHLO", "MAIL", "RCPT", "DATA", "end"])
def test_a_server_that_falls_silent_may_be_tried_again(at: str, aloud: Aloud) -> None:
    with smtp_standin(Ways(silent_at=at)) as server:
        told = aloud.told(replace(way_to(server), timeout=0.1).send(notice()))
    assert (told.reason, told.again) == ("the mail server did not answer in time", True)


def test_a_server_that_falls_silent_before_tls_may_be_tried_again(aloud: Aloud) -> None:
    with smtp_standin(Ways(silent_at="hello")) as server:
        told = aloud.told(replace(way_to(server, "tls"), timeout=0.1).send(notice()))
    assert (told.reason, told.again) == ("the mail server did not answer in time", True)


@pytest.mark.parametrize("at", ["hello", "EHLO", "MAIL", "RCPT", "DATA", "end"])
def test_a_server_that_hangs_up_may_be_tried_again(at: str, aloud: Aloud) -> None:
    with smtp_standin(Ways(hangs_up_at=at)) as server:
        told = aloud.told(way_to(server).send(notice()))
    assert (told.reason, told.again) == ("the mail server hung up", True)


@pytest.mark.parametrize("ways", [Ways(hangs_up_at="QUIT"), Ways(silent_at="QUIT"), Ways(answers={"QUIT": "500 no"})])
def test_a_notice_that_was_taken_stays_taken_when_the_goodbye_goes_wrong(ways: Ways) -> None:
    with smtp_standin(ways) as server:
        assert replace(way_to(server), timeout=0.5).send(notice()) == Delivered("n-17")


def test_a_server_that_is_away_may_be_tried_again(nobody_there: int, aloud: Aloud) -> None:
    told = aloud.told(Smtp("127.0.0.1", nobody_there, "a@council.example").send(notice()))
    assert (told.reason, told.again) == ("the mail server could not be reached", True)


@pytest.mark.parametrize("host", ["..", "a" * 70 + ".example", "mail\n.example"])
def test_a_host_that_cannot_be_one_is_a_value(host: str, aloud: Aloud) -> None:
    aloud.told(Smtp(host, 25, "a@council.example", timeout=1).send(notice()))


def test_an_address_of_letters_the_server_cannot_take_is_refused(aloud: Aloud) -> None:
    with smtp_standin(Ways()) as server:
        told = aloud.told(way_to(server).send(notice(to="dŵr@example.org")))
    assert not told.again
    assert server.kept == []


def test_a_missing_file_of_certificates_is_said(certificate: Certificate, aloud: Aloud) -> None:
    way = Smtp("127.0.0.1", 25, "a@council.example", trusted=certificate.file.with_name("gone.pem"))
    told = aloud.told(way.send(notice()))
    assert (told.reason, told.again) == ("the file of trusted certificates cannot be read", False)


@pytest.mark.parametrize("sender", ["", "desk", "a@x.example\nBcc: b@x.example", "A <a@x.example>"])
def test_a_sender_that_is_no_address_is_said(sender: str, aloud: Aloud) -> None:
    with smtp_standin(Ways()) as server:
        told = aloud.told(replace(way_to(server), sender=sender).send(notice()))
    assert (told.reason, told.again) == ("the sender is not an e-mail address", False)
    assert server.heard == []


def test_a_mail_server_sends_no_text_messages(aloud: Aloud) -> None:
    with smtp_standin(Ways()) as server:
        told = aloud.told(way_to(server).send(notice("text")))
    assert not told.again
    assert server.heard == []


def test_the_password_is_in_no_representation() -> None:
    assert PASSWORD not in repr(Smtp("h", 25, "a@b.example", USER, PASSWORD))
