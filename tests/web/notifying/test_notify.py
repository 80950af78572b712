"""A notice through GOV.UK Notify: both kinds arrive, and whatever the service answers comes back as a value."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.web.notifying.conftest import BODY, DESK, PHONE, Aloud, notice
from tests.web.notifying.notify_standin import (
    EMAIL_TEMPLATE,
    KEY,
    SECRET,
    SENT,
    SERVICE,
    TEXT_TEMPLATE,
    NotifyStandIn,
    Ways,
    notify_standin,
)
from web.notifying.messages import Delivered, Kind
from web.notifying.notify import Notify


def way_to(service: NotifyStandIn) -> Notify:
    return Notify(KEY, service.url, EMAIL_TEMPLATE, TEXT_TEMPLATE, timeout=5)


@pytest.mark.parametrize(
    ("kind", "path", "name", "to", "template"),
    [
        ("email", "/v2/notifications/email", "email_address", DESK, EMAIL_TEMPLATE),
        ("text", "/v2/notifications/sms", "phone_number", PHONE, TEXT_TEMPLATE),
    ],
)
def test_each_kind_arrives_with_its_words(kind: Kind, path: str, name: str, to: str, template: str) -> None:
    with notify_standin(Ways()) as service:
        assert way_to(service).send(notice(kind)) == Delivered(SENT)
    words = {"subject": "Please look now", "body": BODY}
    fields = {name: to, "template_id": template, "personalisation": words, "reference": "n-17"}
    assert service.asked == [(path, fields)]


@pytest.mark.parametrize("kind", ["email", "text"])
@pytest.mark.parametrize(
    ("answer", "reason", "again"),
    [
        ((400, "BadRequestError", f"Can’t send to {DESK} using a team-only API key"), "(400)", False),
        ((403, "AuthError", f"Invalid token: {SECRET} not found"), "(403)", False),
        ((404, "NotFound", "not here"), "answered 404", False),
        ((408, "Timeout", PHONE), "answered 408", True),
        (
            (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
            "(429)",
            True,
        ),
        ((429, "TooManyRequestsError", "Exceeded send limits (250000) for today"), "(429)", True),
        ((500, "Exception", f"Internal server error: {BODY}"), "answered 500", True),
        ((502, "Exception", DESK), "answered 502", True),
        ((503, "Exception", DESK), "answered 503", True),
    ],
)
def test_a_refusal_is_for_good_or_for_now_as_notify_says(
    kind: Kind, answer: tuple[int, str, str], reason: str, again: bool, aloud: Aloud
) -> None:
    with notify_standin(Ways(answer=answer)) as service:
        told = aloud.told(way_to(service).send(notice(kind)))
    assert reason in told.reason
    assert told.again is again


def test_an_address_notify_will_not_take_is_not_tried_again(aloud: Aloud) -> None:
    with notify_standin(Ways()) as service:
        told = aloud.told(way_to(service).send(notice(to="nobody@example.org")))
    assert "(400)" in told.reason
    assert "nobody" not in told.reason + aloud.log.text
    assert not told.again


@pytest.mark.parametrize("key", [f"other-{SERVICE}-{SERVICE}", f"other-{SECRET}-{SECRET}"])
def test_a_wrong_key_is_not_tried_again(key: str, aloud: Aloud) -> None:
    with notify_standin(Ways()) as service:
        told = aloud.told(replace(way_to(service), api_key=key).send(notice()))
    assert "would not take the key (403)" in told.reason
    assert not told.again


@pytest.mark.parametrize("key", ["", "short", SECRET, KEY + "\n", KEY.replace("-", " ")])
def test_what_is_no_key_is_never_sent(key: str, aloud: Aloud) -> None:
    with notify_standin(Ways()) as service:
        told = aloud.told(replace(way_to(service), api_key=key).send(notice()))
    assert (told.reason, told.again) == ("the Notify key is not one", False)
    assert service.asked == []


@pytest.mark.parametrize("kind", ["email", "text"])
def test_a_kind_without_a_template_is_never_sent(kind: Kind, aloud: Aloud) -> None:
    with notify_standin(Ways()) as service:
        told = aloud.told(replace(way_to(service), email_template="", text_template="").send(notice(kind)))
    assert (told.reason, told.again) == (f"no Notify template is set for {kind}", False)
    assert service.asked == []


def test_a_service_that_falls_silent_may_be_tried_again(aloud: Aloud) -> None:
    with notify_standin(Ways(silent=True)) as service:
        told = aloud.told(replace(way_to(service), timeout=0.1).send(notice()))
    assert (told.reason, told.again) == ("GOV.UK Notify did not answer in time", True)


def test_a_service_that_is_away_may_be_tried_again(nobody_there: int, aloud: Aloud) -> None:
    away = NotifyStandIn(f"http://127.0.0.1:{nobody_there}")
    told = aloud.told(way_to(away).send(notice("text")))
    assert (told.reason, told.again) == ("GOV.UK Notify could not be reached", True)


def test_a_service_without_tls_is_not_believed_to_be_notify(aloud: Aloud) -> None:
    with notify_standin(Ways()) as service:
        way = replace(way_to(service), base_url=service.url.replace("http:", "https:"))
        told = aloud.told(way.send(notice()))
    assert told.again
    assert service.asked == []


@pytest.mark.parametrize("url", ["nowhere", "gopher://127.0.0.1", "https://", "https://[", "http://:99999"])
def test_an_address_that_cannot_be_notify_s_is_not_tried_again(url: str, aloud: Aloud) -> None:
    told = aloud.told(replace(way_to(NotifyStandIn("")), base_url=url).send(notice()))
    assert (told.reason, told.again) == ("the address set for GOV.UK Notify cannot be used", False)


@pytest.mark.parametrize("raw", [(200, b"<html>sign in</html>"), (201, b"[]"), (200, b'{"ok": true}'), (204, b"")])
def test_a_page_that_is_not_notify_s_is_not_taken_for_a_yes(raw: tuple[int, bytes], aloud: Aloud) -> None:
    with notify_standin(Ways(raw=raw)) as service:
        told = aloud.told(way_to(service).send(notice()))
    assert (told.reason, told.again) == ("something other than GOV.UK Notify answered", True)


def test_a_notice_does_not_follow_to_another_place(aloud: Aloud) -> None:
    with notify_standin(Ways()) as elsewhere, notify_standin(Ways(moved_to=elsewhere.url)) as service:
        told = aloud.told(way_to(service).send(notice()))
    assert "307" in told.reason
    assert not told.again
    assert elsewhere.asked == []


def test_without_the_client_that_is_said(monkeypatch: pytest.MonkeyPatch, aloud: Aloud) -> None:
    monkeypatch.setitem(sys.modules, "notifications_python_client", None)
    told = aloud.told(way_to(NotifyStandIn("http://127.0.0.1:9")).send(notice()))
    assert (told.reason, told.again) == ("the Notify client is not installed", False)


def test_the_key_is_in_no_representation() -> None:
    assert SECRET not in repr(Notify(KEY))
