"""“I'm not safe”: it says where it goes, tells once, and only those who may know of the family hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import app as joining
from access.secrets_kept import quick_hashing
from store.accounts import Account
from store.cases import CaseFile
from store.database import Database
from store.invites import IssuedInvite
from store.notices import Notice
from tests.web.conftest import Browser, Clock, Site
from tests.web.desking import at_the_desk
from web.duty import send_due
from web.services import EXTENSION, Services
from web.settings import Settings

HOURS = "Monday to Friday, 9 to 5"
MAIL = {"smtp_host": "mail.example.org", "smtp_sender": "desk@example.org"}
ON_DUTY = {"duty_email": "duty@example.org", "second_email": "second@example.org", "second_after": 15, **MAIL}


@pytest.fixture
def watched(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """A site where somebody is on duty, and nothing is sent unless a test sends it."""
    quick_hashing()
    clock = Clock()
    url = sqlite_database.url.render_as_string(hide_password=False)
    where = Settings(instance=tmp_path / "instance", database_url=url, background=False)
    settings = where.model_copy(update={**ON_DUTY, "duty_hours": HOURS})
    app = joining.create_app(settings, clock)
    app.testing = True
    found: Services = app.extensions[EXTENSION]
    yield Site(app, found, clock)
    found.database.close()


@pytest.fixture
def worker(watched: Site) -> Account:
    """The worker on the case."""
    return watched.account("maja")


@pytest.fixture
def family(watched: Site, worker: Account) -> CaseFile:
    """The worker's case."""
    return watched.case(worker)


@pytest.fixture
def way_in(watched: Site, worker: Account, family: CaseFile) -> IssuedInvite:
    """A young person's way in."""
    return watched.invite(worker, family)


@pytest.fixture
def phone(watched: Site, way_in: IssuedInvite) -> Browser:
    """Alva's phone, at the first question."""
    phone = watched.browser()
    phone.come_in(way_in)
    return phone


def open_notices(site: Site, account: Account, every: bool = False) -> tuple[Notice, ...]:
    return site.services.notices.open_for(account.id, every)


def test_before_it_is_sent_the_page_says_where_it_goes_and_nobody_is_told(
    watched: Site, worker: Account, phone: Browser
) -> None:
    page = phone.post("/not-safe").text
    assert "goes to the children&#39;s team straight away, with your name" in page
    assert HOURS in page
    assert "call 999" in page
    assert open_notices(watched, worker) == ()


def test_where_nobody_watches_it_says_so_and_leaves_word_at_the_desk(
    site: Site, maja: Account, alva: IssuedInvite
) -> None:
    phone = site.browser()
    phone.come_in(alva)
    assert "Nobody is watching for this right now" in phone.post("/not-safe").text
    assert "may not be seen today" in phone.post("/not-safe", sure="1").text
    [notice] = open_notices(site, maja)
    assert notice.told == ()


def test_telling_raises_one_notice_for_the_first_contact_now_and_the_second_later(
    watched: Site, worker: Account, phone: Browser
) -> None:
    assert "We have told them" in phone.post("/not-safe", sure="1").text
    [notice] = open_notices(watched, worker)
    assert (notice.person, notice.at) == ("Alva", watched.clock())
    due = {one.contact: one.due_at - watched.clock() for one in notice.told}
    assert due == {"first": timedelta(0), "second": timedelta(minutes=15)}


def test_a_second_tap_soon_after_is_the_same_notice(watched: Site, worker: Account, phone: Browser) -> None:
    phone.post("/not-safe", sure="1")
    watched.clock.pass_by(minutes=1)
    phone.post("/not-safe", sure="1")
    assert len(open_notices(watched, worker)) == 1


def test_no_word_that_was_written_goes_with_it(watched: Site, worker: Account, phone: Browser) -> None:
    phone.reply(choices="start")
    phone.reply(text="secret words")
    phone.post("/not-safe", sure="1")
    assert watched.services.conversations.inbox(worker.id) == ()
    [notice] = open_notices(watched, worker)
    assert "secret" not in at_the_desk(watched, worker).get(f"/desk/notices/{notice.id}").text


def test_the_answers_are_where_they_were_afterwards(phone: Browser) -> None:
    phone.reply(choices="start")
    phone.reply(text="we go fishing")
    phone.post("/not-safe", sure="1")
    page = phone.get("/").text
    assert "we go fishing" in page
    assert "What is going OK" in page


def test_a_locked_sitting_cannot_tell_and_sees_the_numbers(watched: Site, worker: Account, phone: Browser) -> None:
    guard = phone.field("csrf_token")
    watched.clock.pass_by(minutes=11)
    page = phone.post("/not-safe", csrf_token=guard, sure="1").text
    assert "0800 1111" in page
    assert "We have told them" not in page
    assert open_notices(watched, worker) == ()


def test_somebody_without_a_sitting_cannot_tell_and_sees_the_numbers(watched: Site, worker: Account) -> None:
    stranger = watched.browser()
    stranger.get("/help")
    page = stranger.post("/not-safe", sure="1").text
    assert "0800 1111" in page
    assert 'action="/not-safe"' not in page
    assert open_notices(watched, worker) == ()


def test_it_cannot_be_sent_from_another_site(watched: Site, worker: Account, phone: Browser) -> None:
    assert phone.client.post("/not-safe", data={"sure": "1"}).status_code == 400
    assert open_notices(watched, worker) == ()


def test_one_who_said_they_are_not_safe_can_tell_before_any_question(
    watched: Site, worker: Account, way_in: IssuedInvite
) -> None:
    phone = watched.browser()
    phone.come_in(way_in, safe="no")
    assert 'action="/not-safe"' in phone.page
    phone.post("/not-safe", sure="1")
    assert len(open_notices(watched, worker)) == 1


def test_a_worker_of_the_case_sees_it_on_every_page_of_the_desk(
    watched: Site, worker: Account, family: CaseFile, phone: Browser
) -> None:
    phone.post("/not-safe", sure="1")
    [notice] = open_notices(watched, worker)
    desk = at_the_desk(watched, worker)
    for path in ("/desk/", f"/desk/cases/{family.id}", "/desk/cases/new"):
        page = desk.get(path).text
        assert f"/desk/notices/{notice.id}" in page, path
        assert "Alva" in page


def test_a_worker_without_the_case_neither_sees_it_nor_can_take_it_on(
    watched: Site, worker: Account, phone: Browser
) -> None:
    phone.post("/not-safe", sure="1")
    [notice] = open_notices(watched, worker)
    other = watched.account("olu")
    desk = at_the_desk(watched, other)
    assert "urgent-strip" not in desk.page
    assert desk.get("/desk/", headers={"X-Partial": "1"}).get_json()["urgent"].strip() == ""
    desk.get("/desk/")
    assert desk.get(f"/desk/notices/{notice.id}").status_code == 404
    desk.get("/desk/")
    assert desk.post(f"/desk/notices/{notice.id}", done="mine now").status_code == 404
    assert open_notices(watched, other) == ()
    assert len(open_notices(watched, worker)) == 1


def test_a_manager_sees_everybodys_and_can_take_it_on(watched: Site, worker: Account, phone: Browser) -> None:
    phone.post("/not-safe", sure="1")
    [notice] = open_notices(watched, worker)
    desk = at_the_desk(watched, watched.account("ines", "manager"))
    assert f"/desk/notices/{notice.id}" in desk.page
    page = desk.get(f"/desk/notices/{notice.id}").text
    assert "Alva" in page
    assert f'href="/desk/cases/{notice.case_id}"' not in page
    assert "rang the mobile" in desk.post(f"/desk/notices/{notice.id}", done="rang the mobile").text
    assert open_notices(watched, worker) == ()


def test_an_administrator_and_a_practice_lead_hear_of_no_family(watched: Site, worker: Account, phone: Browser) -> None:
    phone.post("/not-safe", sure="1")
    for role in ("administrator", "practice_lead"):
        desk = at_the_desk(watched, watched.account(role.replace("_", ""), role))
        assert "urgent-strip" not in desk.page
        assert "Alva" not in desk.page


def test_taking_it_on_needs_a_line_and_stops_what_was_still_to_be_sent(
    watched: Site, worker: Account, phone: Browser
) -> None:
    phone.post("/not-safe", sure="1")
    [notice] = open_notices(watched, worker)
    desk = at_the_desk(watched, worker)
    desk.get(f"/desk/notices/{notice.id}")
    assert desk.post(f"/desk/notices/{notice.id}", done="  ").status_code == 422
    assert len(open_notices(watched, worker)) == 1
    desk.post(f"/desk/notices/{notice.id}", done="going there now")
    watched.clock.pass_by(minutes=20)
    assert watched.services.notices.due(watched.clock()) == ()
    kept = watched.services.notices.one_for(worker.id, notice.id)
    assert kept is not None
    assert (kept.done, kept.acknowledged_by) == ("going there now", worker.id)
    assert all(one.given_up for one in kept.told)


def test_a_second_person_is_told_by_whom_it_was_taken_on(watched: Site, worker: Account, phone: Browser) -> None:
    phone.post("/not-safe", sure="1")
    [notice] = open_notices(watched, worker)
    manager = watched.account("ines", "manager")
    first, second = at_the_desk(watched, worker), at_the_desk(watched, manager)
    second.get(f"/desk/notices/{notice.id}")
    first.get(f"/desk/notices/{notice.id}")
    first.post(f"/desk/notices/{notice.id}", done="going there now")
    page = second.post(f"/desk/notices/{notice.id}", done="I am too late").text
    assert "going there now" in page
    assert "Maja" in page


def test_a_message_that_cannot_leave_is_tried_again_and_shown_at_the_desk(
    watched: Site, worker: Account, phone: Browser
) -> None:
    phone.post("/not-safe", sure="1")
    with watched.app.app_context():
        assert send_due(watched.services) == 0
    [notice] = open_notices(watched, worker)
    first = next(one for one in notice.told if one.contact == "first")
    assert first.sent_at is None
    assert first.reason
    assert first.reason in at_the_desk(watched, worker).get(f"/desk/notices/{notice.id}").text


def test_the_conversation_of_one_who_told_of_harm_is_read_before_older_ones(
    watched: Site, worker: Account, family: CaseFile, way_in: IssuedInvite, phone: Browser
) -> None:
    other = watched.browser()
    other.come_in(watched.invite(worker, family, "parent", 1))
    older = _talked(other, "we go fishing")
    watched.clock.pass_by(seconds=30)
    later = _talked(phone, "dad hits me")
    assert [row.id for row in watched.services.conversations.inbox(worker.id)] == [later, older]


def _talked(phone: Browser, words: str) -> str:
    """Says these words at the first question that counts, declines the rest and sends; the conversation's id."""
    conversation = phone.field("conversation")
    phone.reply(choices="start")
    said = 0
    for _ in range(60):
        if 'id="text"' in phone.page and said < 2:  # the first may be for practice, and is not part of the answers
            phone.reply(text=words)
            said += 1
        elif 'value="skip"' in phone.page:
            phone.reply(move="skip")
        elif 'value="no_more"' in phone.page:
            phone.reply(move="no_more")
        else:
            break
    assert "are sent" in phone.reply(move="answer").text
    return conversation
