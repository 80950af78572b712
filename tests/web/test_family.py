"""A conversation as a phone without JavaScript holds it, and everything that may go wrong on the way."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from access.invites import MOST_WRONG_PINS
from dialogs.conversation import SharedSet
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site

LONG = "a" * 4000


@pytest.fixture
def phone(site: Site, alva: IssuedInvite) -> Browser:
    """Alva's phone, at the first question that takes words."""
    phone = site.browser()
    phone.come_in(alva)
    phone.reply(choices="start")
    return phone


def to_the_end(phone: Browser) -> None:
    """Skips to the read-back and sends."""
    for _ in range(60):
        if 'name="move" value="skip"' in phone.page:
            phone.reply(move="skip")
        elif 'name="move" value="no_more"' in phone.page:
            phone.reply(move="no_more")
        else:
            break
    phone.reply(move="answer")


def test_the_door_asks_for_a_code_and_a_pin_and_names_nobody(site: Site, alva: IssuedInvite) -> None:
    page = site.browser().get("/").text
    assert "<title>Questions</title>" in page
    assert 'name="pin"' in page
    assert "Alva" not in page


def test_looking_at_the_door_never_uses_an_invite_up(site: Site, alva: IssuedInvite) -> None:
    for _ in range(20):
        site.browser().get("/")
    assert site.browser().come_in(alva).status_code == 200


def test_the_code_typed_by_hand_opens_too(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    phone.post("/open", code=alva.code.lower().replace("-", " "), pin=alva.pin)
    assert 'name="safe"' in phone.page


def test_five_wrong_pins_lock_the_invite_even_for_the_right_one(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    for _ in range(MOST_WRONG_PINS):
        assert phone.post("/open", token=alva.token, pin="wrong").status_code == 403
    assert phone.post("/open", token=alva.token, pin=alva.pin).status_code == 403


def test_wrong_unknown_and_expired_get_the_same_answer(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    wrong = phone.post("/open", token=alva.token, pin="nope").text
    unknown = phone.post("/open", token="no-such-token", pin=alva.pin).text
    site.clock.pass_by(days=15)
    expired = phone.post("/open", token=alva.token, pin=alva.pin).text
    assert _without_tokens(wrong) == _without_tokens(unknown) == _without_tokens(expired)


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line and 'name="token"' not in line]


def test_nobody_talks_before_saying_whether_it_is_safe(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    phone.post("/open", token=alva.token, pin=alva.pin)
    assert 'name="safe"' in phone.page
    assert 'id="question"' not in phone.page


def test_somebody_who_is_not_safe_sees_help_first_and_may_go_on(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    page = phone.come_in(alva, safe="no").text
    assert "0800 1111" in page
    assert 'id="question"' not in page
    assert 'id="question"' in phone.post("/before", go_on="1").text


def test_words_come_back_exactly_as_written_and_escaped(phone: Browser) -> None:
    words = "<script>alert(1)</script> & <3 {{7*7}} مرحبا 👩‍👧"
    page = phone.reply(text=words).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;3 {{7*7}} مرحبا 👩‍👧" in page


def test_4001_characters_are_told_kindly_and_kept_on_the_page(phone: Browser) -> None:
    response = phone.reply(text=LONG + "b")
    assert response.status_code == 422
    assert LONG + "b</textarea>" in response.text
    assert phone.reply(text=LONG).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"move": "read_minds"},
        {"move": "take_out"},
        {"choices": "nowhere", "text": ""},
        {"number": "11", "text": ""},
    ],
)
def test_a_reply_that_cannot_be_taken_leaves_the_question_open(phone: Browser, fields: dict[str, str]) -> None:
    before = phone.field("position")
    assert phone.reply(**fields).status_code == 422
    assert phone.field("position") == before


@pytest.mark.parametrize("field", ["conversation", "reply_id", "seq"])
@pytest.mark.parametrize("value", ["", "x" * 300, "../../etc", "-1", "\x00"])
def test_a_reply_with_broken_parts_changes_nothing(phone: Browser, field: str, value: str) -> None:
    before = phone.field("position")
    assert phone.reply(follow=False, **{field: value, "text": "hello"}).status_code in (303, 409)
    phone.get("/")
    assert phone.field("position") == before


def test_the_same_reply_twice_is_kept_once(phone: Browser, site: Site) -> None:
    hidden = {name: phone.field(name) for name in ("conversation", "seq", "reply_id", "position")}
    for _ in range(3):
        phone.post("/reply", **hidden, text="once")
    kept = site.services.conversations.load(hidden["conversation"])
    assert kept is not None
    assert [turn.reply.text for turn in kept.turns].count("once") == 1


def test_a_second_tab_that_is_behind_gets_the_question_of_now_and_keeps_its_words(phone: Browser) -> None:
    behind = {name: phone.field(name) for name in ("conversation", "seq", "position")}
    phone.reply(text="first tab")
    now = phone.field("position")
    response = phone.post("/reply", **behind, reply_id="another-reply", text="second tab")
    assert response.status_code == 409
    assert "second tab" in response.text
    assert phone.field("position") == now


def test_another_persons_conversation_cannot_be_answered(
    site: Site, phone: Browser, maja: Account, case_file: CaseFile
) -> None:
    other = site.browser()
    other.come_in(site.invite(maja, case_file, "parent", 1))
    theirs = other.field("conversation")
    assert theirs != phone.field("conversation")
    assert phone.reply(follow=False, conversation=theirs, text="not mine").status_code == 303
    kept = site.services.conversations.load(theirs)
    assert kept is not None
    assert kept.turns == ()


def test_changing_an_answer_shows_what_it_sets_aside_before_it_does(phone: Browser) -> None:
    phone.reply(text="practice")
    for words in ("football", "no_more", "quiet but ok", "shouting", "no_more", "when ray came", "music"):
        phone.reply(**({"move": "no_more"} if words == "no_more" else {"text": words}))
    phone.post("/change", position="worries.0.0")
    assert "shouting" in phone.page
    page = _revise(phone).text
    assert "when ray came" in page
    assert 'name="sure"' in page
    page = _revise(phone, sure="1").text
    assert "when ray came" not in page


def _revise(phone: Browser, **more: str) -> TestResponse:
    hidden = {name: phone.field(name) for name in ("conversation", "seq", "reply_id")}
    return phone.post("/revise", **hidden, position="worries.0.0", move="nothing", **more)


def test_a_long_silence_locks_and_the_pin_opens_the_same_place(site: Site, phone: Browser, alva: IssuedInvite) -> None:
    phone.reply(text="my secret practice words")
    place = phone.field("position")
    site.clock.pass_by(minutes=11)
    page = phone.get("/").text
    assert "my secret practice words" not in page
    assert phone.post("/unlock", pin="wrong").status_code == 403
    phone.post("/unlock", pin=alva.pin)
    assert phone.field("position") == place


def test_nothing_is_taken_while_locked(site: Site, phone: Browser) -> None:
    site.clock.pass_by(minutes=11)
    assert phone.reply(follow=False, text="typed too late").status_code == 303
    assert 'name="pin"' in phone.get("/").text


def test_leaving_ends_the_sitting_clears_the_browser_and_goes_elsewhere(site: Site, phone: Browser) -> None:
    response = phone.post("/leave")
    assert response.status_code == 303
    assert response.location == site.services.settings.leave_to
    assert '"cookies"' in response.headers["Clear-Site-Data"]
    assert 'name="pin"' in phone.get("/").text


def test_leaving_works_without_a_token(site: Site, phone: Browser) -> None:
    assert phone.client.post("/leave").status_code == 303


def test_stopping_with_nothing_kept_deletes_what_was_said(site: Site, phone: Browser) -> None:
    conversation = phone.field("conversation")
    phone.reply(text="delete this")
    phone.post("/stop", forget="1")
    assert site.services.conversations.load(conversation) is None


def test_coming_back_another_day_goes_on_where_it_stopped(site: Site, phone: Browser, alva: IssuedInvite) -> None:
    phone.reply(text="before the break")
    place = phone.field("position")
    phone.post("/stop")
    site.clock.pass_by(days=1)
    again = site.browser()
    again.come_in(alva)
    assert again.field("position") == place


def test_after_sending_nothing_more_is_taken(phone: Browser) -> None:
    to_the_end(phone)
    conversation = phone.field("conversation")
    assert conversation == ""
    page = phone.get("/").text
    assert 'name="reply_id"' not in page


def test_the_language_changes_and_the_place_stays(phone: Browser) -> None:
    place = phone.field("position")
    page = phone.post("/language", locale="ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert phone.field("position") == place


def test_help_opens_without_signing_in_and_shows_the_numbers(site: Site) -> None:
    page = site.browser().get("/help").text
    assert "999" in page
    assert "0800 1111" in page


def test_every_form_needs_its_token(site: Site) -> None:
    phone = site.browser()
    assert phone.client.post("/open", data={"token": "x", "pin": "y"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/help", "/nothing-here"])
def test_every_page_is_strict_and_kept_nowhere(site: Site, path: str) -> None:
    headers = site.browser().get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/help"])
def test_no_page_holds_script_or_style_of_its_own(site: Site, path: str) -> None:
    page = site.browser().get(path).text
    assert " style=" not in page
    assert "<style" not in page
    assert " on" not in [part[:3] for part in page.split("<")]


def test_it_is_kept_that_the_simpler_wording_was_on_the_screen(phone: Browser, site: Site) -> None:
    conversation = phone.field("conversation")
    phone.reply(text="with it open", simpler="1")
    phone.reply(text="without")
    kept = site.services.conversations.load(conversation)
    assert kept is not None
    assert [turn.given.simpler for turn in kept.turns[1:]] == [True, False]


def test_help_is_there_even_when_the_store_is_not(site: Site, phone: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(site.services.sittings), "by_token", down)
    assert "0800 1111" in phone.get("/help").text


@pytest.mark.parametrize("script", ["sets", "network"])
def test_shared_words_on_a_page_in_another_language_are_marked_as_english_and_said_to_be(
    site: Site, maja: Account, case_file: CaseFile, script: str
) -> None:
    worry = "Nan worries that Ali is hurt."
    sets = (SharedSet(worry, "Ali is safe.", "Never", "Every night"),)
    who, child = case_file.people[1].id, case_file.people[2].id
    s = site.services
    invite = s.invites.issue(case_file.id, who, child, script, "pl", maja.id, site.clock(), 14, sets)
    phone = site.browser()
    phone.come_in(invite)
    for _ in range(40):
        if worry in phone.page:
            break
        picked = re.search(r'name="choices" value="([^"]+)"', phone.page)
        phone.reply(move="answer", choices=[picked[1]]) if picked else phone.reply(move="skip")
    assert re.search(rf'<(?:p|span)[^>]* lang="en"[^>]*>{re.escape(worry)}</(?:p|span)>', phone.page)
    assert phone.page.count('class="hint in-english"') == 1
    phone.post("/language", locale="en")
    assert worry in phone.page
    assert "in-english" not in phone.page
