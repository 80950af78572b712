"""Taking the map away: what was checked is what is taken, under a neutral name, with a receipt."""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from werkzeug.test import TestResponse

from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from store.receipts import Receipts
from tests.web.conftest import Browser, Site
from tests.web.desking import FIRST_TRY, SAID, WORRY, at_the_desk, play, send_a_talk, take_file


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> Browser:
    """Maja's browser; the worry is kept, what goes well is set aside, the rest waits."""
    send_a_talk(site, case_file, alva)
    for entry in site.services.conversations.entries_of_case(case_file.id):
        kind = {"worries.0.0": DecisionKind.KEEP, "going_ok.0.0": DecisionKind.SET_ASIDE}.get(str(entry.entry.position))
        if kind is not None:
            site.services.decisions.decide(entry.id, case_file.id, maja.id, kind, "", "twice", site.clock())
    return at_the_desk(site, maja)


ASKED = "can nan come in with me"


def here(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/take-away"


def test_it_is_checked_first(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(here(case_file))
    check = desk.post(f"{here(case_file)}/check", form="docx").text
    facts = re.findall(r"<dd><bdi>([^<]+)</bdi>", check)
    assert facts == [case_file.name, "Alva"]
    assert "1 entry" in check
    assert "1 set aside, only counted" in check
    assert Receipts(site.services.database).of_case(case_file.id) == ()
    assert desk.post(f"{here(case_file)}/check", form="pdf").status_code == 422


@pytest.mark.parametrize("form", ["docx", "json"])
def test_a_file_works(site: Site, desk: Browser, case_file: CaseFile, form: str) -> None:
    desk.get(here(case_file))
    answer = take_file(desk, here(case_file), form=form)
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="own-words-{receipt.id}.{form}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert receipt.digest == hashlib.sha256(answer.data).hexdigest()
    assert (receipt.format, receipt.complete) == (form, False)
    if form == "json":
        words = [entry["words"] for entry in json.loads(answer.data)["entries"]]
    else:
        words = [paragraph.text.strip("“”") for paragraph in Document(BytesIO(answer.data)).paragraphs]
    assert WORRY in words
    assert SAID["going_ok"] not in words
    events = site.services.audit.events(case_file.id)
    assert [event.subject for event in events if event.action == "take_away"] == [receipt.id]


def test_text_to_paste_works_and_undecided_go_along_when_asked(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(here(case_file))
    page = desk.post(here(case_file), form="text", undecided="1").text
    assert "bathroom &amp; ring &lt;nan&gt;" in page
    assert SAID["one_higher"] in page
    assert SAID["going_ok"] not in page
    assert FIRST_TRY not in page
    assert "1 entry" in page
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert receipt.complete
    assert receipt.id[:8] in desk.get(here(case_file)).text


def test_what_was_ticked_goes_along_and_the_receipt_says_so(site: Site, desk: Browser, case_file: CaseFile) -> None:
    first = desk.get(here(case_file)).text
    ticked = re.findall(r'name="piece" value="(\w+)" checked', first)
    assert ticked == ["sets", "map", "plan", "dates"]
    check = desk.post(f"{here(case_file)}/check", form="json", chosen="1", child="all", piece=["sets", "plan"]).text
    assert re.findall(r'name="piece" value="(\w+)"', check) == ["sets", "plan"]
    taken = take_file(desk, here(case_file), form="json", chosen="1", child="all", piece=["sets", "plan"])
    content = json.loads(taken.data)
    assert (content["parts"], content["entries"]) == (["sets", "plan"], [])
    assert WORRY not in json.dumps(content)
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert receipt.pieces == ("sets", "plan")
    assert "sets, plan" in desk.get(here(case_file)).text


def test_nothing_ticked_is_asked_about_and_what_was_typed_stays(desk: Browser, case_file: CaseFile) -> None:
    desk.get(here(case_file))
    answer = desk.post(f"{here(case_file)}/check", form="text", chosen="1", undecided="1")
    assert answer.status_code == 422
    assert "Tick at least one part to take along." in answer.text
    assert re.search(r'value="text" checked', answer.text)
    assert re.search(r'name="undecided" value="1" checked', answer.text)
    assert 'name="piece" value="map" checked' not in answer.text


def test_it_says_that_it_worked_and_gives_the_same_file_until_something_changes(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    desk.get(here(case_file))
    page = desk.post(here(case_file), form="docx").text
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert "Taken on" in page
    assert f"own-words-{receipt.id}.docx" in page
    file = f"{here(case_file)}/{receipt.id}/file"
    assert f'http-equiv="refresh" content="0; url={file}"' in page
    assert "http-equiv" not in desk.get(f"{here(case_file)}/{receipt.id}").text
    site.clock.pass_by(seconds=60)
    for _ in range(2):
        assert hashlib.sha256(desk.client.get(file).data).hexdigest() == receipt.digest
    fetched = [one.subject for one in site.services.audit.events(case_file.id) if one.action == "take_away_file"]
    assert fetched == [receipt.id, receipt.id]
    entry = next(
        one for one in site.services.conversations.entries_of_case(case_file.id) if one.entry.verbatim == WORRY
    )
    site.services.decisions.decide(entry.id, case_file.id, maja.id, DecisionKind.REWORD, "She hides", "", site.clock())
    late = desk.get(file)
    assert (late.status_code, "She hides" in late.text) == (409, False)
    assert "Take it away once more" in late.text


def test_text_to_paste_has_an_address_and_stays_until_something_changes(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    desk.get(here(case_file))
    answer = desk.post(here(case_file), follow=False, form="text", undecided="1")
    assert answer.status_code == 303
    assert WORRY in unescape(desk.get(answer.location).text)
    assert desk.get(f"{answer.location}/file").status_code == 404
    assert f'href="{answer.location}"' in desk.get(here(case_file)).text
    entry = next(
        one for one in site.services.conversations.entries_of_case(case_file.id) if one.entry.verbatim == WORRY
    )
    site.services.decisions.decide(entry.id, case_file.id, maja.id, DecisionKind.REWORD, "She hides", "", site.clock())
    late = desk.get(answer.location)
    assert (late.status_code, "She hides" in late.text) == (409, False)
    assert "Take it away once more" in late.text


def test_a_file_is_only_for_who_took_it(site: Site, maja: Account, desk: Browser, case_file: CaseFile) -> None:
    desk.get(here(case_file))
    desk.post(here(case_file), form="docx")
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    olle = site.account("olle")
    for _ in ("another worker", "a colleague on the case"):
        browser = at_the_desk(site, olle)
        for address in (f"{here(case_file)}/{receipt.id}", f"{here(case_file)}/{receipt.id}/file"):
            assert browser.get(address).status_code == 404
        site.services.cases.grant(case_file.id, olle.id, maja.id, site.clock())


def test_it_is_for_one_child_and_says_so_all_the_way(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "places_9_12.main", 2)
    ali = case_file.people[2]
    asked = desk.get(here(case_file)).text
    assert re.findall(r'name="child" value="(\w+)"( checked)?', asked) == [
        (case_file.people[0].id, ""),
        (ali.id, ""),
        ("all", ""),
    ]
    fields: dict[str, Any] = {"form": "json", "chosen": "1", "piece": ["map"], "undecided": "1"}
    wrongs: tuple[dict[str, Any], ...] = ({}, {"child": "somebody"})
    for wrong in wrongs:
        missing = desk.post(f"{here(case_file)}/check", **fields, **wrong)
        assert (missing.status_code, "Pick the child it is for." in missing.text) == (422, True)
    check = desk.post(f"{here(case_file)}/check", child=ali.id, **fields).text
    assert f'name="child" value="{ali.id}"' in check
    assert re.findall(r"<dd><bdi>([^<]+)</bdi>", check) == [case_file.name, "Ali", "Ali"]
    assert re.search(r"\d+ entries by or about other children, left out", check)
    content = json.loads(take_file(desk, here(case_file), child=ali.id, **fields).data)
    assert content["only_child"] == {"id": ali.id, "name": "Ali"}
    assert {one["said_by"]["name"] for one in content["entries"]} == {"Ali"}
    assert WORRY not in json.dumps(content)
    (receipt,) = Receipts(site.services.database).of_case(case_file.id)
    assert (receipt.child_id, receipt.pieces) == (ali.id, ("map",))
    assert "for <bdi>Ali</bdi>" in desk.get(here(case_file)).text
    all_of_it = take_file(desk, here(case_file), child="all", **fields)
    assert WORRY in json.dumps(json.loads(all_of_it.data))


def test_what_the_chair_is_asked_is_in_no_form_unless_it_is_chosen(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile
) -> None:
    send_a_talk(site, case_file, site.invite(maja, case_file), said={"worries": "dad", "chair": ASKED})
    kept = site.services.conversations.entries_of_case(case_file.id)
    asked = [one for one in kept if one.entry.kind is EntryKind.CHAIR_QUESTION]
    answered = [one.entry.verbatim for one in asked if one.entry.verbatim]
    assert ASKED in answered
    for entry in asked:
        site.services.decisions.decide(entry.id, case_file.id, maja.id, DecisionKind.KEEP, "", "", site.clock())
    desk.get(here(case_file))
    for form in ("docx", "text", "json"):
        assert "1 question for the Chair, kept apart." in desk.post(f"{here(case_file)}/check", form=form).text
    pasted = desk.post(here(case_file), form="text", undecided="1").text
    assert ASKED not in pasted
    assert "1 question for the Chair, kept apart." in pasted
    assert "For the Chair only" not in pasted
    for form in ("docx", "json", "on_file"):
        assert ASKED not in words_of(take_file(desk, here(case_file), form=form, undecided="1"))
    assert re.search(r'type="checkbox" name="chair"', desk.post(f"{here(case_file)}/check", form="on_file").text)
    file = take_file(desk, here(case_file), form="on_file", chair="1")
    assert ASKED in words_of(file)
    assert "all of it, with questions for the Chair" in desk.get(here(case_file)).text


def words_of(answer: TestResponse) -> str:
    if not answer.data.startswith(b"PK"):
        return answer.text
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(answer.data)).paragraphs)


def test_an_empty_map_says_what_will_be_there(site: Site, desk: Browser, maja: Account) -> None:
    assert "nothing to take away yet" in desk.get(here(site.case(maja, "New family"))).text


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    assert olle.get(here(case_file)).status_code == 404
    assert olle.post(f"{here(case_file)}/check", form="text", csrf_token=token).status_code == 404
    assert olle.post(here(case_file), form="text", csrf_token=token).status_code == 404
    assert Receipts(site.services.database).of_case(case_file.id) == ()
