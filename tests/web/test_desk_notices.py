"""“I'm not safe” at the desk: on every page until somebody has it, for those who may know, and nowhere else."""

from __future__ import annotations

import logging
import re

import pytest
from structlog.testing import capture_logs

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from store.notices import Contact, Notice
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID, at_the_desk, send_a_talk

DONE = "rang the mobile, no answer, driving to hippogriff lane"
ON_THEIR_OWN = {"desk.sign_in", "desk.slip", "desk.wall_page"}
"""A page nobody has signed in to, one that is printed and lies on a kitchen table, and one the whole room reads."""


@pytest.fixture
def phone(site: Site, alva: IssuedInvite) -> Browser:
    """Alva's phone, at the first question."""
    phone = site.browser()
    phone.come_in(alva)
    return phone


def tap(site: Site, case: CaseFile, invite: IssuedInvite, person: int = 0) -> str:
    """A tap for which somebody is told at once and somebody else in a quarter of an hour; the notice's id."""
    now, s = site.clock(), site.services
    site.clock.pass_by(minutes=15)
    contacts = [Contact("first", "email", now), Contact("second", "text", site.clock())]
    site.clock.now = now
    return s.notices.raise_one(case.id, case.people[person].id, invite.invite_id, contacts, now)


def strips(page: str) -> list[str]:
    """The notices a page's strips lead to."""
    return re.findall(r'urgent-strip.*?href="/desk/notices/([0-9a-f]{32})"', page, re.DOTALL)


def kept(site: Site, account: Account, notice_id: str) -> Notice:
    found = site.services.notices.one_for(account.id, notice_id)
    assert found is not None
    return found


def actions(site: Site, case: CaseFile) -> list[tuple[str, str | None, str | None]]:
    events = site.services.audit.events(case.id)
    return [
        (one.action, one.account_id, one.subject) for one in events if "notice" in one.action or "safe" in one.action
    ]


def test_the_strip_is_on_every_page_of_the_desk(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    talk = send_a_talk(site, case_file, alva)
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    place = {"case_id": case_file.id, "invite_id": alva.invite_id, "conversation_id": talk}
    seen = 0
    with site.app.test_request_context():
        rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]
        paths = [
            site.app.url_for(rule.endpoint, **{name: place[name] for name in rule.arguments})
            for rule in rules
            if "GET" in (rule.methods or ()) and rule.arguments <= place.keys() and rule.endpoint not in ON_THEIR_OWN
        ]
    for path in paths:
        answer = desk.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            assert strips(answer.text) == [notice_id], path
            seen += 1
    assert seen >= 8


def test_the_wall_never_tells_the_room_that_somebody_was_not_safe(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    page = desk.get(f"/desk/cases/{case_file.id}/wall").text
    assert strips(page) == []
    assert "not safe" not in page


def test_the_slip_that_is_printed_says_nothing_of_it(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    tap(site, case_file, alva)
    slip = at_the_desk(site, maja).get(f"/desk/cases/{case_file.id}/invites/{alva.invite_id}/slip").text
    assert "Alva" not in slip
    assert strips(slip) == []


def test_a_page_that_stays_open_gets_the_strip_with_the_inbox(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    desk = at_the_desk(site, maja)
    notice_id = tap(site, case_file, alva)
    assert strips(desk.get("/desk/", headers={"X-Partial": "1"}).get_json()["urgent"]) == [notice_id]


def test_the_page_of_a_notice_works(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    notice_id = tap(site, case_file, alva)
    page = at_the_desk(site, maja).get(f"/desk/notices/{notice_id}").text
    for part in ("Alva", case_file.name, f'href="/desk/cases/{case_file.id}"', "Duty contact", "Second contact"):
        assert part in page
    assert "by e-mail" in page
    assert "by text message" in page
    assert 'name="done"' in page


def test_it_says_which_child_a_parent_was_asked_about(site: Site, maja: Account, case_file: CaseFile) -> None:
    invite = site.invite(maja, case_file, "parent", 1)
    notice_id = tap(site, case_file, invite, 1)
    page = at_the_desk(site, maja).get(f"/desk/notices/{notice_id}").text
    assert "Kim" in page
    assert "Ali" in page


def test_a_tap_of_the_family_shows_at_the_desk_without_a_word_they_wrote(
    site: Site, maja: Account, phone: Browser
) -> None:
    phone.reply(choices="start")
    phone.reply(text="hippogriff words")
    phone.post("/not-safe", sure="1")
    desk = at_the_desk(site, maja)
    [notice_id] = strips(desk.page)
    page = desk.get(f"/desk/notices/{notice_id}").text
    assert "Alva" in page
    assert "hippogriff" not in page
    assert "Nobody is set up to be told outside this desk" in page


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x07", "\n\n"])
def test_taking_it_on_needs_a_line(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, typed: str
) -> None:
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    desk.get(f"/desk/notices/{notice_id}")
    answer = desk.post(f"/desk/notices/{notice_id}", done=typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert kept(site, maja, notice_id).acknowledged_at is None
    assert ("take_on_notice", maja.id, notice_id) not in actions(site, case_file)


def test_taking_it_on_takes_the_strip_away_and_the_second_contact_is_not_told(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    [first] = site.services.notices.due(site.clock())
    site.services.notices.note_sent(first.id, site.clock())
    desk = at_the_desk(site, maja)
    desk.get(f"/desk/notices/{notice_id}")
    page = desk.post(f"/desk/notices/{notice_id}", done=f"{DONE} <now>").text
    assert f"{DONE} &lt;now&gt;" in page
    assert "Maja" in page
    assert 'name="done"' not in page
    site.clock.pass_by(days=1)
    assert site.services.notices.due(site.clock()) == ()
    assert strips(desk.get("/desk").text) == []


def test_the_case_keeps_what_was_done(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    desk.get(f"/desk/notices/{notice_id}")
    desk.post(f"/desk/notices/{notice_id}", done=DONE)
    assert f"/desk/notices/{notice_id}" in desk.get(f"/desk/cases/{case_file.id}").text
    assert DONE in desk.get(f"/desk/notices/{notice_id}").text


def test_reading_and_taking_on_are_written_in_the_audit_trail(
    site: Site, maja: Account, case_file: CaseFile, phone: Browser
) -> None:
    phone.post("/not-safe", sure="1")
    desk = at_the_desk(site, maja)
    [notice_id] = strips(desk.page)
    desk.get(f"/desk/notices/{notice_id}")
    desk.post(f"/desk/notices/{notice_id}", done=DONE)
    assert actions(site, case_file) == [
        ("not_safe", None, notice_id),
        ("read_notice", maja.id, notice_id),
        ("take_on_notice", maja.id, notice_id),
        ("read_notice", maja.id, notice_id),
    ]
    assert site.services.audit.verify() == []


def test_who_comes_second_reads_who_has_it_and_changes_nothing(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    ines = site.account("ines", "manager")
    first, second = at_the_desk(site, maja), at_the_desk(site, ines)
    for desk in (first, second):
        desk.get(f"/desk/notices/{notice_id}")
    first.post(f"/desk/notices/{notice_id}", done=DONE)
    page = second.post(f"/desk/notices/{notice_id}", done="I have it as well").text
    assert DONE in page
    assert "I have it as well" not in page
    notice = kept(site, maja, notice_id)
    assert (notice.acknowledged_by, notice.done) == (maja.id, DONE)
    assert ("take_on_notice", ines.id, notice_id) not in actions(site, case_file)


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    notice_id = tap(site, case_file, alva)
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    assert strips(olle.page) == []
    assert "Alva" not in olle.page
    answers = (
        olle.get(f"/desk/notices/{notice_id}"),
        olle.post(f"/desk/notices/{notice_id}", done="mine", csrf_token=token),
    )
    unknown = olle.get(f"/desk/notices/{'0' * 32}")
    for answer in answers:
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert kept(site, maja, notice_id).acknowledged_at is None


def test_nobody_who_is_not_signed_in_can_see_it(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, phone: Browser
) -> None:
    notice_id = tap(site, case_file, alva)
    answer = phone.client.get(f"/desk/notices/{notice_id}")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")
    assert "Alva" not in answer.text
    phone.get("/help")
    phone.post(f"/desk/notices/{notice_id}", done="mine")
    assert kept(site, maja, notice_id).acknowledged_at is None


def test_a_manager_sees_every_one_and_may_take_it_on(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, site.account("ines", "manager"))
    assert strips(desk.page) == [notice_id]
    page = desk.get(f"/desk/notices/{notice_id}").text
    assert "Alva" in page
    assert f'href="/desk/cases/{case_file.id}' not in page  # what the family said stays with those on the case
    assert desk.get(f"/desk/cases/{case_file.id}").status_code == 404
    desk.get(f"/desk/notices/{notice_id}")
    assert DONE in desk.post(f"/desk/notices/{notice_id}", done=DONE).text
    assert kept(site, maja, notice_id).done == DONE


def test_a_chair_on_the_case_sees_it_and_another_chair_does_not(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    chris, cleo = site.account("chris", "chair"), site.account("cleo", "chair")
    site.services.cases.grant(case_file.id, chris.id, maja.id, site.clock())
    on_the_case, elsewhere = at_the_desk(site, chris), at_the_desk(site, cleo)
    assert strips(on_the_case.page) == [notice_id]
    assert "Alva" in on_the_case.get(f"/desk/notices/{notice_id}").text
    assert strips(elsewhere.page) == []
    assert elsewhere.get(f"/desk/notices/{notice_id}").status_code == 404


def test_access_that_is_taken_away_takes_the_strip_too(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    site.services.cases.revoke(case_file.id, maja.id, site.clock())
    assert strips(desk.get("/desk").text) == []
    assert desk.get(f"/desk/notices/{notice_id}").status_code == 404


def test_it_cannot_be_taken_on_from_another_site(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    notice_id = tap(site, case_file, alva)
    desk = at_the_desk(site, maja)
    assert desk.client.post(f"/desk/notices/{notice_id}", data={"done": DONE}).status_code == 400
    assert kept(site, maja, notice_id).acknowledged_at is None


def test_nothing_of_the_family_is_in_an_address_a_title_or_a_log(
    site: Site,
    maja: Account,
    case_file: CaseFile,
    phone: Browser,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged:
        phone.post("/not-safe", sure="1")
        desk = at_the_desk(site, maja)
        [notice_id] = strips(desk.page)
        page = desk.get(f"/desk/notices/{notice_id}").text
        answer = desk.post(f"/desk/notices/{notice_id}", follow=False, done=DONE)
    titles = re.findall(r"<title>([^<]*)</title>", page)
    aloud = "\n".join([str(answer.location), *titles, caplog.text, repr(logged), *capfd.readouterr()])
    assert titles
    private = ("Alva", "Kim", "Ali", case_file.name, "Example", DONE, "hippogriff", SAID["going_ok"])
    assert [word for word in private if re.search(rf"\b{re.escape(word)}\b", aloud)] == []
    assert answer.location == f"/desk/notices/{notice_id}"
    assert answer.headers["Cache-Control"] == "no-store"
