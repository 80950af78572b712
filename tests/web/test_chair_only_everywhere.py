"""What was said to the Chair only is on no way out but the Chair's own page: every address is tried, new ones too."""

from __future__ import annotations

import io
import itertools
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from review.case_event import Topic
from review.dates.invitations import Invitation, invitation_body
from store import tables
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play, take_file
from web.desk.takeaway import FORMS

SAID = "She told me where she will move to. He must not hear it."
"""What the relative of `network.main` says to the Chair only."""
NOTED = "She fears that he waits for her at the side door."
SECRETS = ("she will move", "must not hear", "waits for her", "side door")
CHAIRS_OWN = "desk.chair_notes"


@dataclass(frozen=True)
class Told:
    """A case in which a relative and a worker told the Chair something, and those who may open it."""

    site: Site
    case: CaseFile
    talk: str
    worker: Account
    manager: Account
    chair: Account


@pytest.fixture
def told(site: Site, maja: Account, case_file: CaseFile) -> Told:
    talk = play(site, maja, case_file, "network.main", person=1)
    site.services.chair_notes.write(case_file.id, maja.id, NOTED, site.clock())
    gp = invitation_body(Invitation("gp", "m20260312", "Dr Patel", "gp", "office", date(2026, 3, 2)))
    site.services.case_log.append(case_file.id, Topic.MEETING, "gp", maja.id, site.clock(), gp)
    manager, chair = site.account("mona", "manager"), site.account("amara", "chair")
    for one in (manager, chair):
        site.services.cases.grant(case_file.id, one.id, maja.id, site.clock())
    return Told(site, case_file, talk, maja, manager, chair)


def test_both_reach_the_chair(told: Told) -> None:
    page = at_the_desk(told.site, told.chair).get(f"/desk/cases/{told.case.id}/chair/notes").text
    assert SAID in page
    assert NOTED in page


@pytest.mark.parametrize("role", ["worker", "manager", "chair"])
def test_no_page_of_the_desk_holds_it(told: Told, role: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = at_the_desk(told.site, getattr(told, role))
    opened = set()
    for endpoint, address in addresses(told):
        answer = browser.client.get(address)
        if endpoint == CHAIRS_OWN:
            assert (answer.status_code == 200) == (role == "chair"), role
            if role == "chair":
                continue
        opened |= {endpoint} if answer.status_code == 200 else set()
        assert found_in(text_of(answer)) == [], (endpoint, role)
    assert {"desk.home", "desk.case_page", "desk.map_page", "desk.talk", "desk.chair_page", "desk.pack_page"} <= opened
    assert found_in(caplog.text) == []


@pytest.mark.parametrize("form", [*FORMS])
def test_nothing_that_is_taken_away_holds_it(told: Told, form: str) -> None:
    browser, here = at_the_desk(told.site, told.worker), f"/desk/cases/{told.case.id}/take-away"
    browser.get(here)
    assert found_in(browser.post(f"{here}/check", form=form, undecided="1").text) == []
    fields = {"form": form, "undecided": "1"}
    answer = browser.post(here, **fields) if form == "text" else take_file(browser, here, **fields)
    assert answer.status_code == 200
    assert "He knows every dinosaur" in text_of(answer)
    assert found_in(text_of(answer)) == []


def test_no_print_holds_it_unless_the_chair_asks(told: Told) -> None:
    here = f"/desk/cases/{told.case.id}/chair"
    for who, ticked, expected in ((told.chair, "", False), (told.chair, "1", True), (told.worker, "1", False)):
        browser = at_the_desk(told.site, who)
        browser.get(here)
        assert bool(found_in(browser.post(f"{here}/print", notes=ticked).text)) is expected, (who.role, ticked)


def test_the_familys_own_pages_hold_it_only_until_it_is_sent(told: Told) -> None:
    s, site = told.site.services, told.site
    invite = site.invite(told.worker, told.case, "network", person=1)
    phone = site.browser()
    phone.come_in(invite)
    for _ in range(80):
        if "chair_only.0.0" in phone.field("position"):
            break
        answer_something(phone)
    phone.reply(text=SAID)
    assert SAID in phone.page
    assert "Only for the Chair" in phone.page
    talk = s.conversations.latest_for_invite(invite.invite_id)
    assert talk is not None
    phone.reply(move="answer")
    assert "Your answers are sent" in phone.page
    assert found_in(phone.page) == []
    assert "Sent to the Chair only" in phone.get("/").text
    assert found_in(phone.page) == []
    standing = s.talks.standing(talk.id)
    assert found_in(" ".join(turn.reply.text for turn in standing.conversation.turns)) == []
    assert [note.words for note in s.chair_notes.of_case(told.case.id)].count(SAID) == 2


def test_neither_the_trail_nor_the_file_nor_any_count_holds_it(told: Told) -> None:
    s = told.site.services
    for event in s.audit.events():
        assert found_in(repr(event)) == []
    kinds = {kept.entry.kind.value for kept in s.conversations.entries_of_case(told.case.id)}
    assert "chair_only" not in kinds
    (row,) = s.conversations.inbox(told.worker.id)
    assert row.entries == len(s.conversations.entries(told.talk))
    with s.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            for kept in connection.execute(select(table)):
                assert found_in(repr(tuple(kept))) == [], table.name


def addresses(told: Told) -> Iterator[tuple[str, str]]:
    """Every address that can be opened: those of the case with every id in it that could stand there."""
    s, case = told.site.services, told.case
    known = [
        told.talk,
        *(one.id for one in case.people),
        *(one.id for one in s.invites.of_case(case.id, told.site.clock())),
    ]
    known += [s.conversations.entries_of_case(case.id)[0].id, "gp", "1", "none"]
    with told.site.app.test_request_context():
        for rule in told.site.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint.startswith("desk."):
                yield from ((rule.endpoint, address) for address in filled(told, rule, known))


def filled(told: Told, rule: Rule, known: list[str]) -> Iterator[str]:
    places = sorted(rule.arguments - {"case_id"})
    for ids in itertools.product(known, repeat=len(places)):
        built = rule.build({"case_id": told.case.id, **dict(zip(places, ids, strict=True))}, append_unknown=False)
        if built is not None:
            yield built[1]


def answer_something(phone: Browser) -> None:
    form = phone.page[phone.page.rindex('id="answer"') :]
    if choices := re.findall(r'name="choices" value="([^"]+)"', form):
        phone.reply(choices=choices[0])
    elif 'name="number"' in form:
        phone.reply(number="5")
    else:
        phone.reply(move="no_more" if not phone.field("position").endswith(".0") else "skip")


def text_of(answer: TestResponse) -> str:
    if not answer.data.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]
