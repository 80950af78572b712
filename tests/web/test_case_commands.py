"""Erasing a case from the command line: nobody reads it again, nobody comes in, and a receipt without content stays."""

from __future__ import annotations

import gc
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy import select

import app as joining
import web.forgetting
import web.services
from dialogs.conversation import Turn
from review.case_event import Topic
from review.plan.network import About, about_body
from store import tables
from store.accounts import Account
from store.cases import CaseFile
from store.deadlines import Kept
from store.invites import IssuedInvite
from store.notices import Contact
from store.vault import CaseSeal, TheCaseKeyIsDestroyed
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk
from web.family import who
from web.forgetting import Forgetting

SECRET = "do not read out where we live"
CAT = "my cat is called pepper"


def erase(site: Site, *args: str, typed: str = "") -> Result:
    return site.app.test_cli_runner().invoke(args=["cases", "erase", *args], input=f"{typed}\n")


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> str:
    """A case with something in every store that has one."""
    s, now = site.services, site.clock()
    s.case_log.append(case_file.id, Topic.NETWORK, "a" * 32, maja.id, now, about_body(About("Nan")))
    s.chair_notes.write(case_file.id, maja.id, SECRET, now)
    s.deadlines.keep(case_file.id, [Kept("icpc", now + timedelta(days=3))])
    return send_a_talk(site, case_file, alva)


def test_nobody_at_the_desk_finds_an_erased_case_and_their_other_cases_are_as_before(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    other, browser = site.case(maja, "The Other family"), at_the_desk(site, maja)
    assert erase(site, case_file.id, typed=case_file.id).exit_code == 0
    for path in ("/desk", "/desk/timetable"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert case_file.name not in page.text
    for path in ("", "/map", "/sets", "/chair", "/answers", f"/talks/{talk}"):
        assert browser.get(f"/desk/cases/{case_file.id}{path}").status_code == 404, path
    assert browser.get(f"/desk/cases/{other.id}").status_code == 200
    browser.get("/desk/search")
    assert case_file.name not in browser.post("/desk/search", asked="Example").text


def test_the_family_s_links_and_open_conversations_end(site: Site, case_file: CaseFile, alva: IssuedInvite) -> None:
    phone, newcomer = site.browser(), site.browser()
    phone.come_in(alva)
    assert erase(site, case_file.id, "--yes").exit_code == 0
    site.clock.pass_by(seconds=3)
    page = phone.get("/")
    assert page.status_code == 200
    assert 'name="pin"' in page.text
    newcomer.get("/")
    assert newcomer.post("/open", token=alva.token, pin=alva.pin).status_code == 403


def test_the_keys_are_gone_with_the_chair_s_notes_the_dates_and_the_words_it_is_found_by(
    site: Site, case_file: CaseFile, talk: str
) -> None:
    s = site.services
    assert erase(site, case_file.id, "--yes").exit_code == 0
    with pytest.raises(TheCaseKeyIsDestroyed):
        s.case_log.of_case(case_file.id)
    assert s.chair_notes.of_case(case_file.id) == ()
    assert s.deadlines.of_case(case_file.id) == ()
    with s.database.reading() as connection:
        of_case = tables.search_word.c.case_id == case_file.id
        assert connection.execute(select(tables.search_word).where(of_case)).all() == []


def test_what_stays_is_a_receipt_without_a_word(site: Site, case_file: CaseFile, talk: str) -> None:
    assert erase(site, case_file.id, "--yes").exit_code == 0
    last = site.services.audit.events(case_file.id)[-1]
    assert (last.action, last.account_id, last.subject) == ("erase_case", None, None)
    assert site.services.audit.verify() == []


@pytest.mark.parametrize(("args", "typed"), [((), ""), ((), "c" * 32)])
def test_another_id_typed_the_second_time_erases_nothing(
    site: Site, maja: Account, case_file: CaseFile, args: Sequence[str], typed: str
) -> None:
    assert erase(site, case_file.id, *args, typed=typed).exit_code == 1
    assert at_the_desk(site, maja).get(f"/desk/cases/{case_file.id}").status_code == 200


def test_a_case_that_is_not_there_is_not_erased(site: Site) -> None:
    said = erase(site, "d" * 32, "--yes")
    assert said.exit_code == 1
    assert "There is no case with this id" in said.output


def test_a_case_in_which_somebody_is_not_safe_is_answered_before_it_is_erased(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    s, now = site.services, site.clock()
    told = [Contact("first", "email", now), Contact("second", "email", now)]
    notice = s.notices.raise_one(case_file.id, case_file.people[0].id, alva.invite_id, told, now)
    assert erase(site, case_file.id, "--yes").exit_code == 1
    assert len(s.notices.due(now)) == 2
    s.notices.acknowledge(notice, maja.id, "rang", now)
    assert erase(site, case_file.id, "--yes").exit_code == 0
    assert not s.notices.due(now)


def test_a_live_page_of_somebody_who_had_access_shows_nothing_of_it(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    browser: Browser = at_the_desk(site, maja)
    wall = f"/desk/cases/{case_file.id}/wall"
    assert browser.get(wall).status_code == 200
    assert erase(site, case_file.id, "--yes").exit_code == 0
    gone = browser.client.get(wall, headers={"X-Partial": "1"})
    assert (gone.status_code, gone.json) == (404, {"ok": False, "gone": True})
    assert not re.search("Alva|Example", gone.text)


def erase_elsewhere(site: Site, case: CaseFile) -> None:
    """Erases a case in another app on the same store, while this one runs on."""
    other = joining.create_app(site.services.settings, site.clock)
    ended = other.test_cli_runner().invoke(args=["cases", "erase", case.id, "--yes"])
    assert ended.exit_code == 0, ended.output
    assert "Restart" not in ended.output
    other.extensions[web.services.EXTENSION].database.close()


def in_memory(invite: IssuedInvite, key: bytes) -> tuple[bool, bool, bool]:
    """Whether this process holds what the young person said, what the people of a link are called, and a case's key."""
    gc.collect()
    turns = [one for one in gc.get_objects() if type(one) is Turn]
    seals = [one for one in gc.get_objects() if type(one) is CaseSeal]
    words = any(turn.reply.text == CAT for turn in turns)
    names = any(place.startswith(invite.invite_id) for place in who._names)
    return words, names, any(seal._box._head == key for seal in seals)


def key_of(site: Site, case: CaseFile) -> bytes:
    """What tells the key of a case from others."""
    with site.services.database.reading() as connection:
        wrapped = connection.execute(select(tables.case.c.wrapped_key).where(tables.case.c.id == case.id)).scalar_one()
    return site.services.vault.open_case(case.id, wrapped)._box._head


def test_a_server_that_runs_on_forgets_what_was_erased_elsewhere(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.forgetting, "LOOKED_EVERY", 0)
    phone, key = site.browser(), key_of(site, case_file)
    phone.come_in(alva)
    phone.reply(choices="start")
    phone.reply(text=CAT)
    assert in_memory(alva, key) == (True, True, True)
    erase_elsewhere(site, case_file)
    assert 'name="pin"' in phone.get("/").text  # at once: what was read of the sitting is not believed any longer
    assert in_memory(alva, key) == (False, False, False)


def test_what_a_page_put_back_while_the_case_was_erased_is_forgotten_at_the_next_look(
    site: Site, case_file: CaseFile, talk: str
) -> None:
    s, forgetting = site.services, Forgetting(site.services)
    forgetting.look()
    before = s.talks.standing(talk)
    erase_elsewhere(site, case_file)
    forgetting.look()
    s.talks._remember(before)
    forgetting.look()
    with pytest.raises(TheCaseKeyIsDestroyed):
        s.talks.standing(talk)


def test_a_store_that_is_away_for_a_moment_keeps_no_page_from_opening(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(database: object) -> frozenset[str]:
        raise OSError

    monkeypatch.setattr(web.forgetting, "erased_cases", away)
    monkeypatch.setattr(web.forgetting, "LOOKED_EVERY", 0)
    assert site.browser().get("/desk/sign-in").status_code == 200
