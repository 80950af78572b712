"""A conversation that only its page holds: nothing is on the server until it is sent, and it is one person's alone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dialogs.conversation import Move, SharedSet
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from store.tables import conversation, entry, turn
from tests.web.conftest import Browser, Site

SETS = (
    SharedSet("Nan worries that Ali is hurt in a fight.", "A sober grown-up is with Ali.", "Nobody is", "Always"),
    SharedSet("Ms Cole worries that Ali is tired.", "Ali sleeps in his bed.", "Never", "Every night"),
)
HIDDEN = ("conversation", "seq", "reply_id", "position", "carried")
SECRET = "ray takes dad to his on fridays"


def kim_is_asked(site: Site, maja: Account, case_file: CaseFile) -> IssuedInvite:
    """A way in for Kim, to make a plan with the family."""
    kim, ali = case_file.people[1].id, case_file.people[2].id
    return site.services.invites.issue(case_file.id, kim, ali, "family_plan", "en", maja.id, site.clock(), 14, SETS)


@pytest.fixture
def kim(site: Site, maja: Account, case_file: CaseFile) -> IssuedInvite:
    """Kim's way in."""
    return kim_is_asked(site, maja, case_file)


@pytest.fixture
def phone(site: Site, kim: IssuedInvite) -> Browser:
    """Kim's phone, at “Who is in the room?”."""
    phone = site.browser()
    phone.come_in(kim)
    send(phone, choices="start")
    assert "Who is in the room?" in phone.page
    return phone


def send(phone: Browser, path: str = "/reply", follow: bool = True, **fields: object) -> TestResponse:
    """Posts the page's one form with what it carries."""
    return phone.post(path, follow, **{**{name: phone.field(name) for name in HIDDEN}, **fields})


def to_the_read_back(phone: Browser) -> None:
    """Declines whatever is asked until the plan is read back."""
    for _ in range(60):
        moves = [move for move in ("skip", "no_more") if f'name="move" value="{move}"' in phone.page]
        if not moves:
            break
        send(phone, move=moves[0])
    assert "Do you want to post this plan" in phone.page


def kept(site: Site) -> list[int]:
    """How many conversations, turns and entries are on file."""
    with site.services.database.reading() as connection:
        counts = [connection.scalar(select(func.count()).select_from(each)) for each in (conversation, turn, entry)]
    return [count or 0 for count in counts]


def test_nothing_is_on_the_server_however_much_is_answered(site: Site, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    for _ in range(10):
        send(phone, text=SECRET)
    assert SECRET in phone.page
    assert kept(site) == [0, 0, 0]


def test_what_the_page_carries_cannot_be_read_on_the_way(phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    first = phone.field("carried")
    send(phone, text=SECRET)
    assert first
    assert phone.field("carried") != first
    assert SECRET not in phone.field("carried")


def test_a_reload_begins_anew(site: Site, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    page = phone.get("/").text
    assert "Is it OK to start?" in page
    assert "Dee" not in page
    assert kept(site) == [0, 0, 0]


def test_looking_shows_where_it_stands_and_changes_nothing(site: Site, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    before = phone.field("position")
    page = send(phone, "/look").text
    assert SECRET in page
    assert phone.field("position") == before
    assert kept(site) == [0, 0, 0]


def test_an_answer_is_changed_and_another_taken_out_in_the_page(phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    send(phone, text="nan stays the night")
    send(phone, move="no_more")
    send(phone, text="ali has a friend round")
    send(phone, "/change", at="rules.0.0")
    assert "nan stays the night</textarea>" in phone.page
    send(phone, "/revise", text="ray stays the night")
    assert "ray stays the night" in phone.page
    assert "nan stays" not in phone.page
    to_the_read_back(phone)
    send(phone, "/revise", out="going_well.0.0")
    assert "Take this answer out?" in phone.page
    send(phone, "/revise", sure="1", take_out="1")
    assert "Do you want to post this plan" in phone.page
    assert "ali has a friend round" not in phone.page
    assert "ray stays the night" in phone.page


def test_the_language_changes_in_the_middle_and_keeps_the_answers(site: Site, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    before = phone.field("position")
    answer = phone.post("/language", locale="pl", carried=phone.field("carried"))
    assert answer.status_code == 200
    assert '<html lang="pl"' in phone.page
    assert SECRET in phone.page
    assert phone.field("position") == before
    send(phone, move="no_more")
    assert SECRET in phone.page
    assert kept(site) == [0, 0, 0]


def test_sending_makes_one_sent_conversation_with_every_turn(site: Site, kim: IssuedInvite, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    to_the_read_back(phone)
    turns = int(phone.field("seq"))
    send(phone, move="answer")
    assert "Your answers are sent" in phone.page
    s = site.services
    facts = s.conversations.latest_for_invite(kim.invite_id)
    assert facts is not None
    assert facts.sent_at is not None
    whole = s.conversations.load(facts.id)
    assert whole is not None
    assert len(whole.turns) == turns + 1
    assert [one.reply.text for one in whole.turns if one.reply.move is Move.ANSWER and one.reply.text] == [SECRET]
    assert whole.sets == SETS
    assert kept(site)[0] == 1
    assert SECRET in phone.get("/").text


def test_sending_twice_makes_one_conversation(site: Site, phone: Browser) -> None:
    send(phone, text="", move="skip")
    to_the_read_back(phone)
    fields = {name: phone.field(name) for name in HIDDEN}
    for _ in range(2):
        phone.post("/reply", **fields, move="answer")
    assert "Your answers are sent" in phone.get("/").text
    assert kept(site)[0] == 1


def test_a_page_carried_by_somebody_else_is_refused_kindly(
    site: Site, maja: Account, case_file: CaseFile, phone: Browser
) -> None:
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    stolen = phone.field("carried")
    other = site.browser()
    other.come_in(kim_is_asked(site, maja, case_file))
    send(other, choices="start")
    for path in ("/reply", "/look", "/change", "/revise"):
        answer = send(other, path, carried=stolen, text="x", at="rules.0.0")
        assert answer.status_code == 200, path
        assert "Is it OK to start?" in answer.text
        assert SECRET not in answer.text
    assert SECRET not in other.post("/language", locale="pl", carried=stolen).text
    assert kept(site) == [0, 0, 0]


def test_the_same_way_in_opened_again_goes_on_with_what_the_page_holds(
    site: Site, kim: IssuedInvite, phone: Browser
) -> None:
    """Twelve hours on, link and PIN open a new sitting, and the page is still theirs."""
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    carried = {name: phone.field(name) for name in HIDDEN}
    site.clock.pass_by(hours=12)
    assert phone.post("/reply", follow=False, **carried, move="no_more").status_code == 303
    phone.come_in(kim)
    page = phone.post("/reply", **carried, move="no_more").text
    assert SECRET in page
    assert "What will you see when it is going well?" in page
    assert kept(site) == [0, 0, 0]


def test_after_it_was_posted_elsewhere_an_old_page_changes_nothing(
    site: Site, kim: IssuedInvite, phone: Browser
) -> None:
    other = site.browser()
    other.come_in(kim)
    send(other, choices="start")
    to_the_read_back(other)
    send(other, move="answer")
    send(phone, name="Dee", who="mum")
    assert kept(site)[0] == 1
    assert "Your answers are sent" in phone.get("/").text
    assert "Dee" not in phone.page


@pytest.mark.parametrize("broken", ["x", "!!!", "é", "A" * 4000, "\x00"])
def test_carried_text_that_was_tampered_with_is_refused_kindly(site: Site, phone: Browser, broken: str) -> None:
    send(phone, name="Dee", who="mum")
    whole = phone.field("carried")
    for text in (broken, whole[:-8] + broken):
        assert send(phone, "/look", follow=False, carried=text).status_code == 303
    send(phone, "/look", carried=whole)
    assert "Dee" in phone.page


def test_a_plan_as_long_as_families_write_can_be_sent(site: Site, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    words = " ".join(f"{n} كل يوم جمعة تأتي نان وتبقى معنا ليلة {n * 7919 % 1000}" for n in range(80))[:3900]
    for _ in range(60):
        if "Do you want to post this plan" in phone.page:
            break
        answer = send(phone, text=words)
        assert answer.status_code == 200, answer.status
    send(phone, move="answer")
    assert "Your answers are sent" in phone.page


def test_a_phone_put_down_for_a_talk_loses_nothing(site: Site, phone: Browser) -> None:
    """It says “put the phone down and talk”: a sleeping phone cannot tell the server that somebody is there."""
    send(phone, name="Dee", who="mum")
    send(phone, text=SECRET)
    carried = {name: phone.field(name) for name in HIDDEN}
    site.clock.pass_by(minutes=25)
    answer = phone.post("/reply", **carried, text="and nan comes too")
    assert SECRET in answer.text
    assert "and nan comes too" in answer.text


def test_after_the_pin_the_page_still_holds_it(site: Site, kim: IssuedInvite, phone: Browser) -> None:
    send(phone, name="Dee", who="mum")
    carried = {name: phone.field(name) for name in HIDDEN}
    guard = phone.field("csrf_token")
    phone.client.post("/lock", data={"csrf_token": guard})
    assert phone.post("/reply", follow=False, **carried, text=SECRET).status_code == 303
    phone.client.post("/unlock", data={"csrf_token": guard, "pin": kim.pin})
    assert SECRET in phone.post("/reply", **carried, text=SECRET).text


@pytest.mark.parametrize("path", ["/before", "/stop", "/lock"])
def test_no_page_says_that_a_plan_in_the_page_is_kept(site: Site, kim: IssuedInvite, phone: Browser, path: str) -> None:
    send(phone, text="", move="skip")
    if path == "/before":
        phone = site.browser()
        phone.get("/")
        phone.post("/open", token=kim.token, pin=kim.pin)
    else:
        phone.post(path)
    assert "kept" not in phone.page.lower()


def test_words_that_may_tell_of_harm_put_a_posted_plan_first(
    site: Site, maja: Account, case_file: CaseFile, phone: Browser
) -> None:
    send(phone, text="", move="skip")
    send(phone, text="dad hits me and ali")
    assert "kind-reply" in phone.page
    to_the_read_back(phone)
    send(phone, move="answer")
    [row] = site.services.conversations.inbox(maja.id)
    assert row.read_first == 1
