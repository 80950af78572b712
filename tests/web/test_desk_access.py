"""Letting somebody into a case, taking it away, leaving; and a role that may see no case sees none of it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from store.accounts import Account
from store.case_access import CaseAccess
from store.cases import CaseFile
from store.invites import IssuedInvite
from store.notices import Contact
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk
from web.sockets import DESK, socketio


def place(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}"


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile) -> Browser:
    """Maja's browser, on her case."""
    browser = at_the_desk(site, maja)
    browser.get(place(case_file))
    return browser


@pytest.fixture
def olle(site: Site) -> Account:
    """A worker who is not on the case."""
    return site.account("olle")


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def panel(browser: Browser, case: CaseFile) -> str:
    page = browser.get(place(case)).text
    return words(page.partition('<section id="access"')[2].partition("</section>")[0])


def let_in(browser: Browser, case: CaseFile, account_id: str) -> tuple[int, str]:
    browser.get(place(case))
    answer = browser.post(f"{place(case)}/access", who=account_id)
    return answer.status_code, answer.text


def take(browser: Browser, case: CaseFile, account_id: str, reason: str = "moved to another team") -> tuple[int, str]:
    browser.get(place(case))
    form = browser.field("form")
    answer = browser.post(f"{place(case)}/access/{account_id}/take", reason=reason, form=form)
    return answer.status_code, answer.text


def done(site: Site, case: CaseFile) -> list[tuple[str, str | None]]:
    events = site.services.audit.events(case.id)
    return [(one.action, one.subject) for one in events if "access" in one.action or "leave" in one.action]


def test_who_is_let_in_opens_the_case_and_stands_in_the_panel(
    site: Site, desk: Browser, maja: Account, olle: Account, case_file: CaseFile
) -> None:
    theirs = at_the_desk(site, olle)
    assert theirs.get(place(case_file)).status_code == 404
    assert "Maja (you) Worker Made the case, 2 Mar 2026, 12:00" in panel(desk, case_file)
    site.clock.pass_by(minutes=20)
    status, page = let_in(desk, case_file, olle.id)
    assert status == 200
    assert "Olle Worker Let in by Maja, 2 Mar 2026, 12:20" in words(page)
    assert "Maja let Olle in." in words(page)
    assert theirs.get(place(case_file)).status_code == 200
    assert case_file.name in theirs.get("/desk").text
    assert done(site, case_file) == [("grant_access", olle.id)]
    let_in(desk, case_file, olle.id)
    assert done(site, case_file) == [("grant_access", olle.id)]
    assert panel(desk, case_file).count("Olle Worker") == 1


def test_only_open_accounts_whose_role_may_see_cases_are_offered_and_taken(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    s, gone = site.services, site.account("gone")
    s.accounts.disable(gone.id, site.clock())
    seen = {role: site.account(f"a{role}".replace("_", ""), role) for role in ("worker", "chair", "manager")}
    unseen = [site.account("lena", "practice_lead"), site.account("adam", "administrator")]
    page = desk.get(place(case_file)).text
    for one in seen.values():
        assert f'<option value="{one.id}"' in page
    for account_id, told in ((gone.id, "account is closed"), *((one.id, "Their role may see no") for one in unseen)):
        assert account_id not in page
        status, refused = let_in(desk, case_file, account_id)
        assert status == 422
        assert told in refused
        assert not s.cases.may_open(account_id, case_file.id)
    for account_id, told in (("", "Pick who to let in."), ("nobody", "account is closed")):
        status, refused = let_in(desk, case_file, account_id)
        assert (status, told in refused) == (422, True)
    assert done(site, case_file) == []


def test_taking_access_needs_a_reason_and_closes_the_case_at_once(
    site: Site, desk: Browser, olle: Account, case_file: CaseFile
) -> None:
    let_in(desk, case_file, olle.id)
    theirs = at_the_desk(site, olle)
    socket = socketio.test_client(site.app, namespace=DESK, flask_test_client=theirs.client)
    assert socket.emit("watch", {"case": case_file.id, "wall": False}, namespace=DESK, callback=True)
    socket.get_received(DESK)
    for reason, told in (("  ", "Say in a few words why."), ("x" * 301, "300 characters or fewer")):
        status, page = take(desk, case_file, olle.id, reason)
        assert (status, told in page) == (422, True)
        assert f'value="{reason.strip()}"' in page
    status, page = take(desk, case_file, olle.id, "moved <to> another team")
    assert status == 200
    assert "Maja took the access of Olle away. moved <to> another team" in words(page)
    assert theirs.get(place(case_file)).status_code == 404
    assert "gone" in [one["name"] for one in socket.get_received(DESK)]
    assert done(site, case_file) == [("grant_access", olle.id), ("revoke_access", olle.id)]
    let_in(desk, case_file, olle.id)
    assert "Olle Worker Let in by Maja" in panel(desk, case_file)
    assert "3 changes" in panel(desk, case_file)


def test_the_last_one_who_works_on_it_keeps_access(
    site: Site, desk: Browser, maja: Account, olle: Account, case_file: CaseFile
) -> None:
    let_in(desk, case_file, site.account("chris", "chair").id)
    let_in(desk, case_file, olle.id)
    site.services.accounts.disable(olle.id, site.clock())
    assert "Account closed" in panel(desk, case_file)
    assert "Nobody else works on this case." in panel(desk, case_file)
    for answer in (take(desk, case_file, maja.id), leave(desk, case_file)):
        assert answer[0] == 409
        assert "Nobody else works on this case. Let somebody in first" in answer[1]
    assert site.services.cases.may_open(maja.id, case_file.id)
    status, _ = take(desk, case_file, olle.id)
    assert status == 200


def leave(browser: Browser, case: CaseFile) -> tuple[int, str]:
    browser.get(place(case))
    answer = browser.post(f"{place(case)}/access/leave")
    return answer.status_code, answer.text


def test_a_worker_and_a_chair_leave_a_case_themselves(
    site: Site, desk: Browser, olle: Account, case_file: CaseFile
) -> None:
    chris = site.account("chris", "chair")
    for one in (olle, chris):
        let_in(desk, case_file, one.id)
        theirs = at_the_desk(site, one)
        assert "Leave this case" in panel(theirs, case_file)
        status, page = leave(theirs, case_file)
        assert (status, case_file.name in page) == (200, False)
        assert theirs.get(place(case_file)).status_code == 404
        assert ("leave_case", one.id) in done(site, case_file)
    assert "Olle left the case." in panel(desk, case_file)


def test_a_chair_lets_nobody_in_and_takes_nothing_away(
    site: Site, desk: Browser, maja: Account, olle: Account, case_file: CaseFile
) -> None:
    chris = site.account("chris", "chair")
    let_in(desk, case_file, chris.id)
    theirs = at_the_desk(site, chris)
    assert "Let somebody in" not in panel(theirs, case_file)
    assert "Take access away" not in panel(theirs, case_file)
    assert let_in(theirs, case_file, olle.id)[0] == 403
    assert take(theirs, case_file, maja.id)[0] == 403


def test_another_worker_cannot_see_it(site: Site, maja: Account, olle: Account, case_file: CaseFile) -> None:
    theirs = at_the_desk(site, olle)
    for path in ("/access", f"/access/{maja.id}/take", "/access/leave"):
        theirs.get("/desk")
        assert theirs.post(place(case_file) + path, who=olle.id, reason="x", form="f").status_code == 404
    assert done(site, case_file) == []
    assert site.services.case_log.of_case(case_file.id) == ()


def test_the_command_line_lets_a_covering_worker_in_and_out(
    site: Site, desk: Browser, maja: Account, olle: Account, case_file: CaseFile
) -> None:
    lena = site.account("lena", "practice_lead")

    def run(*args: str) -> tuple[int, str]:
        told = site.app.test_cli_runner().invoke(args=["cases", *args])
        return told.exit_code, told.output

    assert "no case with this id" in run("grant", "0" * 32, olle.email)[1]
    assert "no open account" in run("grant", case_file.id, "nobody@example.org")[1]
    assert "may see no family" in run("grant", case_file.id, lena.email)[1]
    assert run("grant", case_file.id, olle.email)[0] == 0
    assert "already" in run("grant", case_file.id, olle.email)[1]
    assert "Let in by whoever runs this installation" in panel(desk, case_file)
    assert run("revoke", case_file.id, maja.email)[0] == 0
    assert "Nobody else works on this case" in run("revoke", case_file.id, olle.email)[1]
    assert "cannot open" in run("revoke", case_file.id, maja.email)[1]
    assert desk.get(place(case_file)).status_code == 404
    theirs = at_the_desk(site, olle)
    assert "The access of Maja was taken away by whoever runs this installation." in panel(theirs, case_file)
    found = [(one.action, one.account_id) for one in site.services.audit.events(case_file.id)]
    assert ("grant_access", None) in found
    assert ("revoke_access", None) in found


@pytest.mark.parametrize("role", ["practice_lead", "administrator"])
def test_a_role_that_may_see_no_case_sees_nothing_of_one_it_was_given(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, role: str
) -> None:
    s, other = site.services, site.account("other", role)
    s.cases.grant(case_file.id, other.id, maja.id, site.clock())
    send_a_talk(site, case_file, alva)
    person = case_file.people[0].id
    s.notices.raise_one(case_file.id, person, alva.invite_id, [Contact("first", "email", site.clock())], site.clock())
    theirs = at_the_desk(site, other)
    for path in ("/desk", "/desk/timetable", "/desk/search"):
        page = theirs.get(path).text
        assert theirs.get(path).status_code == 200
        for secret in (case_file.name, case_file.id, "Alva", "urgent-strip"):
            assert secret not in page, (path, secret)
    assert "is not part of your role" in theirs.get("/desk").text
    assert case_file.name not in theirs.post("/desk/search", asked="Example").text
    assert "This role sees no case" in panel(at_the_desk(site, maja), case_file)
    live = theirs.get("/desk", headers={"X-Partial": "1"})
    assert "Alva" not in live.text
    assert '"waiting":0' in live.text.replace(" ", "")
    [notice] = s.notices.open_for(maja.id)
    assert theirs.get(f"/desk/notices/{notice.id}").status_code == 404
    assert s.deadlines.whom([case_file.id]) == {case_file.id: (maja.email,)}
    socket = socketio.test_client(site.app, namespace=DESK, flask_test_client=theirs.client)
    watched = socket.emit("watch", {"case": case_file.id, "wall": False}, namespace=DESK, callback=True)
    assert not watched["ok"]


def test_two_who_end_their_access_at_once_do_not_leave_it_to_nobody(
    site: Site, maja: Account, olle: Account, case_file: CaseFile
) -> None:
    access = CaseAccess(site.services.database)
    assert access.let_in(case_file.id, olle.id, maja.id, site.clock()) is True
    ended = [access.take(case_file.id, one.id, site.clock()) for one in (maja, olle)]
    assert ended == [True, False]
