"""“Do not ask about worries”: set at the desk, it holds in a conversation that is already open, and ends again."""

from __future__ import annotations

import re

import pytest

from dialogs.conversation import Move, SharedSet
from dialogs.engine import Standing
from dialogs.script import EntryKind
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk

WORRY_WORDS = "when they shout i go in the bathroom"
SETS = (SharedSet("Nan worries that Ali is hurt in a fight.", "A sober grown-up is with Ali.", "Nobody", "Always"),)


@pytest.fixture
def phone(site: Site, alva: IssuedInvite) -> Browser:
    """Alva's phone, at the question about worries."""
    phone = site.browser()
    phone.come_in(alva)
    phone.reply(choices="start")
    to_the_worries(site, phone)
    return phone


def where(site: Site, phone: Browser) -> str:
    """The step of the question on the page."""
    return phone.field("position").partition(".")[0]


def to_the_worries(site: Site, phone: Browser) -> None:
    """Skips whatever is asked before the first question about worries."""
    steps = site.services.scripts["meeting_13_17"].steps
    for _ in range(40):
        if steps[where(site, phone)].entry is EntryKind.WORRY:
            return
        phone.reply(move="skip")
    raise AssertionError(phone.page)


def to_the_end(phone: Browser) -> list[str]:
    """Declines whatever is asked until it is read back; the steps that were asked."""
    asked = []
    for _ in range(60):
        moves = [move for move in ("skip", "no_more") if f'name="move" value="{move}"' in phone.page]
        if not moves:
            return asked
        asked.append(phone.field("position").partition(".")[0])
        phone.reply(move=moves[0])
    raise AssertionError(phone.page)


def switch(desk: Browser, case: CaseFile, on: str, person: int = 0) -> str:
    here = f"/desk/cases/{case.id}"
    desk.get(here)
    return desk.post(f"{here}/people/{case.people[person].id}/contact-only", on=on).text


def standing(site: Site, invite: IssuedInvite) -> Standing:
    facts = site.services.conversations.latest_for_invite(invite.invite_id)
    assert facts is not None
    return site.services.talks.standing(facts.id, fresh=True)


def worries(site: Site) -> set[str]:
    steps = site.services.scripts["meeting_13_17"].steps
    return {step.id for step in steps.values() if step.entry is EntryKind.WORRY}


def switches(page: str) -> list[str]:
    """What pressing each switch on the page would set, in the order of the people."""
    return sorted(re.findall(r'name="on" value="(\d)"', page))


def test_the_switch_works_and_is_shown(site: Site, maja: Account, case_file: CaseFile) -> None:
    desk = at_the_desk(site, maja)
    assert switches(desk.get(f"/desk/cases/{case_file.id}").text) == ["1", "1", "1"]
    on = switch(desk, case_file, "1")
    assert switches(on) == ["0", "1", "1"]
    assert re.search(r"since\b.*12:00", on) is not None
    assert switches(switch(desk, case_file, "0")) == ["1", "1", "1"]
    actions = [(event.action, event.subject) for event in site.services.audit.events(case_file.id)]
    alva = case_file.people[0].id
    assert [one for one in actions if one[0].startswith("contact_only")] == [
        ("contact_only_on", alva),
        ("contact_only_off", alva),
    ]
    assert site.services.audit.verify() == []


def test_a_conversation_already_open_passes_over_the_worries(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, phone: Browser
) -> None:
    worry = where(site, phone)
    switch(at_the_desk(site, maja), case_file, "1")
    phone.get("/")
    assert where(site, phone) not in worries(site)
    asked = to_the_end(phone)
    assert asked
    assert worries(site).isdisjoint(asked)
    assert "are sent" in phone.reply(move="answer").text
    [row] = site.services.conversations.inbox(maja.id)
    kinds = {kept.entry.kind for kept in site.services.conversations.entries(row.id)}
    assert EntryKind.WORRY not in kinds
    assert worry not in {position.step for position in standing(site, alva).live}


def test_an_answer_to_the_worry_on_the_screen_never_becomes_an_answer_to_another_question(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, phone: Browser
) -> None:
    worry = where(site, phone)
    switch(at_the_desk(site, maja), case_file, "1")
    answer = phone.reply(follow=False, text=WORRY_WORDS)
    elsewhere = [
        position.step
        for position, turn in standing(site, alva).live.items()
        if turn.reply.text == WORRY_WORDS and position.step != worry
    ]
    assert elsewhere == []
    assert answer.status_code == 409
    assert WORRY_WORDS in answer.text  # what was typed stays with the person
    assert where(site, phone) not in worries(site)


def test_taken_back_the_worries_are_asked_again(site: Site, maja: Account, case_file: CaseFile, phone: Browser) -> None:
    desk = at_the_desk(site, maja)
    switch(desk, case_file, "1")
    phone.get("/")
    phone.reply(move="skip")
    switch(desk, case_file, "0")
    phone.get("/")
    assert where(site, phone) in worries(site)


def test_what_was_answered_before_stays_and_is_sent(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite, phone: Browser
) -> None:
    worry = where(site, phone)
    phone.reply(text=WORRY_WORDS)
    switch(at_the_desk(site, maja), case_file, "1")
    phone.get("/")
    to_the_end(phone)
    phone.reply(move="answer")
    [row] = site.services.conversations.inbox(maja.id)
    said = {kept.entry.position.step: kept.entry for kept in site.services.conversations.entries(row.id)}
    assert said[worry].verbatim == WORRY_WORDS


def test_the_others_in_the_case_are_asked_as_before(
    site: Site, maja: Account, case_file: CaseFile, phone: Browser
) -> None:
    switch(at_the_desk(site, maja), case_file, "1", person=1)
    phone.get("/")
    assert where(site, phone) in worries(site)


def test_shared_worries_are_not_gone_through_either(site: Site, maja: Account, case_file: CaseFile) -> None:
    kim, ali = case_file.people[1].id, case_file.people[2].id
    s = site.services
    invite = s.invites.issue(case_file.id, kim, ali, "sets", "en", maja.id, site.clock(), 14, SETS)
    switch(at_the_desk(site, maja), case_file, "1", person=1)
    phone = site.browser()
    phone.come_in(invite)
    phone.reply(choices="start")
    assert SETS[0].worry not in phone.page
    assert all(not step.startswith("set_") for step in to_the_end(phone))


def test_a_plan_that_only_its_page_holds_passes_over_the_worries_too(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    kim, ali = case_file.people[1].id, case_file.people[2].id
    s = site.services
    invite = s.invites.issue(case_file.id, kim, ali, "family_plan", "en", maja.id, site.clock(), 14, SETS)
    switch(at_the_desk(site, maja), case_file, "1", person=1)
    phone = site.browser()
    phone.come_in(invite)
    seen = phone.page
    fields = ("conversation", "seq", "reply_id", "position", "carried")
    moves: dict[str, str] = {"choices": "start"}
    for _ in range(60):
        phone.post("/reply", **{name: phone.field(name) for name in fields}, **moves)
        seen += phone.page
        offered = [move for move in (Move.SKIP, Move.NO_MORE) if f'name="move" value="{move}"' in phone.page]
        if not offered:
            break
        moves = {"move": offered[0]}
    assert "Do you want to post this plan" in phone.page
    assert SETS[0].worry not in re.sub(r"&#39;", "'", seen)


def test_only_somebody_who_may_change_the_case_sees_the_switch(site: Site, maja: Account, case_file: CaseFile) -> None:
    chair = site.account("chris", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    desk = at_the_desk(site, chair)
    assert switches(desk.get(f"/desk/cases/{case_file.id}").text) == []
    token = at_the_desk_token(desk)
    answer = desk.post(
        f"/desk/cases/{case_file.id}/people/{case_file.people[0].id}/contact-only", on="1", csrf_token=token
    )
    assert answer.status_code == 403
    found = site.services.cases.case_for(maja.id, case_file.id)
    assert found is not None
    assert all(person.contact_only_at is None for person in found.people)


def at_the_desk_token(desk: Browser) -> str:
    desk.get("/desk")
    return desk.field("csrf_token")


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile) -> None:
    olle = site.account("olle")
    other = site.case(olle, "Olle's family")
    desk = at_the_desk(site, olle)
    token = at_the_desk_token(desk)
    for case_id, person_id in (
        (case_file.id, case_file.people[0].id),
        (other.id, case_file.people[0].id),
        (other.id, "0" * 32),
    ):
        answer = desk.post(f"/desk/cases/{case_id}/people/{person_id}/contact-only", on="1", csrf_token=token)
        assert answer.status_code == 404
    found = site.services.cases.case_for(maja.id, case_file.id)
    assert found is not None
    assert found.people[0].contact_only_at is None
    assert not [one for one in site.services.audit.events(case_file.id) if one.action.startswith("contact_only")]
