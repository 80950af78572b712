"""Taking the map away: what was checked is what is taken, under a neutral name, with a receipt."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO

import pytest
from docx import Document

from review.map.decision import DecisionKind
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from store.receipts import Receipts
from tests.web.conftest import Browser, Site
from tests.web.desking import FIRST_TRY, SAID, WORRY, at_the_desk, send_a_talk


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> Browser:
    """Maja's browser; the worry is kept, what goes well is set aside, the rest waits."""
    send_a_talk(site, case_file, alva)
    for entry in site.services.conversations.entries_of_case(case_file.id):
        kind = {"worries.0.0": DecisionKind.KEEP, "going_ok.0.0": DecisionKind.SET_ASIDE}.get(str(entry.entry.position))
        if kind is not None:
            site.services.decisions.decide(entry.id, case_file.id, maja.id, kind, "", "twice", site.clock())
    return at_the_desk(site, maja)


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
    answer = desk.post(here(case_file), form=form)
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
    check = desk.post(f"{here(case_file)}/check", form="json", chosen="1", piece=["sets", "plan"]).text
    assert re.findall(r'name="piece" value="(\w+)"', check) == ["sets", "plan"]
    content = json.loads(desk.post(here(case_file), form="json", chosen="1", piece=["sets", "plan"]).data)
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


def test_an_empty_map_says_what_will_be_there(site: Site, desk: Browser, maja: Account) -> None:
    assert "nothing to take away yet" in desk.get(here(site.case(maja, "New family"))).text


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    assert olle.get(here(case_file)).status_code == 404
    assert olle.post(f"{here(case_file)}/check", form="text", csrf_token=token).status_code == 404
    assert olle.post(here(case_file), form="text", csrf_token=token).status_code == 404
    assert Receipts(site.services.database).of_case(case_file.id) == ()
