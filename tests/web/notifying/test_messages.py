"""What may be handed to a service: one address, one line of subject, and nothing that could become a second header."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.notifying.conftest import BODY, DESK, PHONE, Aloud, notice
from tests.web.notifying.notify_standin import EMAIL_TEMPLATE, KEY, TEXT_TEMPLATE, notify_standin
from tests.web.notifying.notify_standin import Ways as NotifyWays
from tests.web.notifying.smtp_standin import Ways, smtp_standin
from web.notifying.messages import Kind, Message, Nowhere, unsendable
from web.notifying.notify import Notify
from web.notifying.smtp import Smtp

SECOND_HEADERS = [
    "x\nBcc: thief@example.org",
    "x\r\nBcc: thief@example.org",
    "x\rBcc: t@example.org",
    "x\u2028y",
    "x\x00",
]
NOT_AN_ADDRESS = ["", "desk", "a@b@c.example", "a@x.example, b@x.example", "Desk <a@x.example>", "a b@x.example"]
NOT_A_NUMBER = ["", "desk", DESK, "07700 900123; 07700 900124", "+", "٠٧٧٠٠٩٠٠١٢٣"]


@pytest.mark.parametrize("hidden", SECOND_HEADERS)
@pytest.mark.parametrize("field", ["to", "subject", "reference"])
@pytest.mark.parametrize("kind", ["email", "text"])
def test_a_line_break_in_a_header_is_refused_before_anyone_is_asked(
    field: str, hidden: str, kind: Kind, aloud: Aloud
) -> None:
    start = {"email": DESK, "text": PHONE}[kind] if field == "to" else ""
    message = notice(kind, **{field: start + hidden})
    with smtp_standin(Ways()) as server, notify_standin(NotifyWays()) as service:
        by_mail = Smtp("127.0.0.1", server.port, "a@council.example", tls="none")
        for way in (by_mail, Notify(KEY, service.url, EMAIL_TEMPLATE, TEXT_TEMPLATE)):
            assert not aloud.told(way.send(message)).again
    assert (server.heard, service.asked) == ([], [])


@pytest.mark.parametrize(
    ("kind", "to"), [*(("email", to) for to in NOT_AN_ADDRESS), *(("text", to) for to in NOT_A_NUMBER)]
)
def test_what_is_not_one_address_is_refused(kind: Kind, to: str) -> None:
    refused = unsendable(notice(kind, to=to))
    assert refused is not None
    assert not refused.again
    assert "not an address" in refused.reason


@pytest.mark.parametrize("to", [DESK, "o'brien+duty@social.care.example", "dŵr@example.org", "a@b"])
def test_addresses_people_have_are_taken(to: str) -> None:
    assert unsendable(notice(to=to)) is None


@pytest.mark.parametrize("to", [PHONE, "07700 900123", "020 7946 0018", "+353 (1) 234-5678"])
def test_numbers_people_have_are_taken(to: str) -> None:
    assert unsendable(notice("text", to=to)) is None


@pytest.mark.parametrize("body", ["", "x" * 2001, "a\x1b[0m", "\ud800"])
def test_a_message_no_screen_can_show_is_refused(body: str) -> None:
    refused = unsendable(notice(body=body))
    assert refused is not None
    assert "no screen can show" in refused.reason


@pytest.mark.parametrize("body", ["two\r\nlines\tand a tab", "no\u00a0break", "👩‍👧 مرحبا", BODY])
def test_messages_people_write_are_taken(body: str) -> None:
    assert unsendable(notice(body=body)) is None


@settings(max_examples=300, deadline=None)
@given(to=st.from_regex(r"[^\s@]{1,20}@[^\s@]{1,20}", fullmatch=True), subject=st.text(max_size=90), body=st.text())
def test_whatever_is_taken_can_be_written_as_a_letter(to: str, subject: str, body: str) -> None:
    message = Message(to, "email", subject, body, "n-17")
    if unsendable(message) is None:
        letter = Smtp("mail.example", 25, "a@council.example")._letter(message)
        assert set(letter.keys()) == set(Smtp("m", 25, "a@b.example")._letter(notice()).keys())
        assert bytes(letter).count(b"\nSubject:") == 1


def test_nowhere_says_so(aloud: Aloud) -> None:
    told = aloud.told(Nowhere().send(notice()))
    assert (told.reason, told.again) == ("no way to send is set up", False)


def test_a_message_shows_neither_address_nor_words() -> None:
    assert repr(notice()) == "Message(kind='email', reference='n-17')"
