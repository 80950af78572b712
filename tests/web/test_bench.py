"""The author's bench: reading, comparing, publishing and withdrawing scripts, and who may."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from dialogs.reading import KEPT_SHARED
from dialogs.script import Audience, EntryKind, ReplyKind
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.benching import begin, digest_of, done, in_use, newer, publish, upload
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from web.bench.words import AUDIENCES, ENTRIES, REPLIES

DIGEST = "d" * 64
GETS = [
    f"/desk/scripts{path}" for path in ("", "/upload", "/{}", "/{}/file", "/{}/compare", "/{}/publish", "/{}/withdraw")
]
POSTS = [f"/desk/scripts{path}" for path in ("/upload", "/{}/publish", "/{}/withdraw")]


@pytest.fixture
def robin(site: Site) -> Account:
    """A practice lead."""
    return site.account("robin", "practice_lead")


@pytest.fixture
def lead(site: Site, robin: Account) -> Browser:
    """The practice lead's browser, signed in."""
    return at_the_desk(site, robin)


@pytest.fixture
def text(site: Site) -> str:
    """The parents' script as it came, to change."""
    return site.services.scripts["parent"].source


def test_nobody_but_a_practice_lead_sees_or_does_anything_here(site: Site, text: str) -> None:
    digest = site.services.scripts["parent"].digest
    for role in ("worker", "manager", "chair", "administrator"):
        browser = at_the_desk(site, site.account(role, role))
        assert "/desk/scripts" not in browser.page
        token = browser.field("csrf_token")
        for path in GETS:
            assert browser.get(path.format(digest)).status_code == 403, (role, path)
        for path in POSTS:
            answer = browser.post(path.format(digest), csrf_token=token, text=newer(text), sure="1", form="x")
            assert answer.status_code == 403, (role, path)
    assert site.services.editions.of() == ()


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    stranger = site.browser()
    for path in GETS:
        answer = stranger.client.get(path.format(DIGEST))
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in"), path
    stranger.get("/desk/sign-in")
    for path in POSTS:
        answer = stranger.client.post(path.format(DIGEST), data={"csrf_token": stranger.field("csrf_token")})
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in"), path


def test_these_are_all_the_pages_of_the_bench_and_forms_need_their_token(site: Site, lead: Browser) -> None:
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("desk.bench.")]
    ours = [rule for rule in rules if "play" not in rule.rule]
    shaped = {(re.sub("<[^>]+>", "{}", rule.rule).rstrip("/"), "POST" in (rule.methods or ())) for rule in ours}
    assert shaped == {(path, False) for path in GETS} | {(path, True) for path in POSTS}
    for path in POSTS:
        assert lead.client.post(path.format(DIGEST), data={"csrf_token": "forged"}).status_code == 400


def test_an_edition_that_was_never_kept_is_not_there(lead: Browser) -> None:
    for digest in ("0" * 64, "x", "a" * 63 + "%00", "A" * 64):
        for path in GETS[2:]:
            assert lead.get(path.format(digest)).status_code == 404, path


def test_the_shelf_lists_every_script_with_its_figures(site: Site, lead: Browser) -> None:
    assert 'href="/desk/scripts"' in lead.get("/desk").text
    page = lead.get("/desk/scripts").text
    for script in site.services.scripts.values():
        assert f"<strong>{escape(script.title)}</strong>" in page
        assert f"/desk/scripts/{script.digest}" in page
    assert "came with Own Words" in page
    assert "Changing a script, step by step" in page
    questions = sum(step.ask is not None for step in site.services.scripts["parent"].steps.values())
    row = page.split("<strong>Before the meeting</strong>")[1].split("</li>")[0]
    assert f"<b>{questions}</b> questions" in row
    assert "Parents and carers" in row


def test_an_empty_shelf_teaches_how_to_begin(site: Site, lead: Browser) -> None:
    site.services.scripts.shipped.clear()  # type: ignore[attr-defined]
    site.services.scripts.refresh()
    assert "There is no script yet." in lead.get("/desk/scripts").text


def test_an_edition_s_page_tells_everything_its_steps_say(site: Site, lead: Browser) -> None:
    script = site.services.scripts["parent"]
    page = lead.get(f"/desk/scripts/{script.digest}").text
    steps = page.split('id="steps"')[1]
    for step in script.steps.values():
        assert f'id="step-{step.id}"' in steps
        assert f'href="#line-{step.line}"' in steps
        for _, words in step.messages():
            assert escape(words) in steps
    assert "<svg" in page
    last = script.source.partition(KEPT_SHARED)[0].rstrip().count("\n") + 1
    assert f'id="line-{last}"' in page
    assert KEPT_SHARED not in page
    assert "In use" in page
    assert "Publish" not in page


@pytest.mark.parametrize("lower", [0, 1])
def test_a_version_that_is_not_higher_is_a_problem_said_plainly(
    site: Site, lead: Browser, text: str, lower: int
) -> None:
    publish(lead, digest_of(upload(lead, text=newer(text, 7))))
    answer = upload(lead, text=newer(text, 7 - lower, "Another title"))
    assert answer.status_code == 422
    assert "version: must be 8 or higher" in answer.text
    assert 'href="#line-2"' in answer.text


def test_publishing_asks_again_says_what_changes_and_takes_effect_at_once(site: Site, lead: Browser, text: str) -> None:
    digest = digest_of(upload(lead, text=newer(text)))
    here = f"/desk/scripts/{digest}/publish"
    page = lead.get(here).text
    assert "Before the big meeting" in page
    assert "No conversation of this script is open now." in page
    refused = lead.post(here, form=lead.field("form"))
    assert refused.status_code == 422
    assert "Tick the box first" in refused.text
    assert in_use(site)[0] == site.services.scripts.shipped["parent"].version
    assert "In use" in lead.post(here, sure="1", form=lead.field("form")).text
    assert in_use(site) == (7, "Before the big meeting")
    assert done(site) == [("upload_script", digest), ("publish_script", digest)]
    shelf = lead.get("/desk/scripts").text
    assert "by Robin" in shelf
    assert "Before the big meeting" in shelf


def test_a_new_name_is_a_new_script_that_workers_are_offered(
    site: Site, lead: Browser, text: str, maja: Account, case_file: CaseFile
) -> None:
    answer = upload(lead, text=newer(text, 1, "A short talk").replace("script: parent", "script: short_talk"))
    digest = digest_of(answer)
    assert "It is a new script." in answer.text
    assert lead.get(f"/desk/scripts/{digest}/compare").status_code == 404
    worker = at_the_desk(site, maja)
    form = f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[1].id}"
    assert "A short talk" not in worker.get(form).text
    publish(lead, digest)
    assert "A short talk" in worker.get(form).text


def test_withdrawing_falls_back_to_the_one_before(site: Site, lead: Browser, text: str) -> None:
    shipped = in_use(site)
    digest = digest_of(upload(lead, text=newer(text)))
    here = f"/desk/scripts/{digest}/withdraw"
    assert digest_of(lead.get(here, follow_redirects=True)) == digest
    publish(lead, digest)
    page = lead.get(here).text
    assert f"Version {shipped[0]}" in page
    assert lead.post(here, form=lead.field("form")).status_code == 422
    assert in_use(site)[0] == 7
    assert "Withdrawn" in lead.post(here, sure="1", form=lead.field("form")).text
    assert in_use(site) == shipped
    assert done(site)[-1] == ("withdraw_script", digest)
    publish(lead, digest)
    assert in_use(site)[0] == 7


def test_withdrawing_the_only_edition_says_that_nothing_is_left(site: Site, lead: Browser, text: str) -> None:
    digest = digest_of(upload(lead, text=newer(text, 1).replace("script: parent", "script: short_talk")))
    publish(lead, digest)
    here = f"/desk/scripts/{digest}/withdraw"
    assert "There is no other version." in lead.get(here).text
    lead.post(here, sure="1", form=lead.field("form"))
    assert "short_talk" not in site.services.scripts
    assert lead.get(f"/desk/scripts/{digest}").status_code == 200


def test_a_form_sent_twice_publishes_once(site: Site, lead: Browser, text: str) -> None:
    digest = digest_of(upload(lead, text=newer(text)))
    here = f"/desk/scripts/{digest}/publish"
    lead.get(here)
    form, token = lead.field("form"), lead.field("csrf_token")
    for _ in range(2):
        lead.client.post(here, data={"csrf_token": token, "form": form, "sure": "1"})
    assert [action for action, _ in done(site)] == ["upload_script", "publish_script"]


def test_an_edition_that_was_overtaken_cannot_be_published(site: Site, lead: Browser, text: str) -> None:
    late = digest_of(upload(lead, text=newer(text, 7)))
    publish(lead, digest_of(upload(lead, text=newer(text, 8))))
    answer = publish(lead, late)
    assert digest_of(answer) == late
    assert "can no longer be published" in answer.text
    assert in_use(site)[0] == 8


def test_a_shipped_edition_can_be_neither_published_nor_withdrawn(site: Site, lead: Browser) -> None:
    digest = site.services.scripts["parent"].digest
    for path in ("publish", "withdraw"):
        lead.get("/desk/scripts/upload")
        answer = lead.post(f"/desk/scripts/{digest}/{path}", sure="1", form="a form")
        assert digest_of(answer) == digest
    assert done(site) == []


def test_two_editions_are_shown_side_by_side_with_what_it_means_for_open_conversations(
    site: Site, lead: Browser, text: str, maja: Account, case_file: CaseFile
) -> None:
    begin(site, case_file, site.invite(maja, case_file, "parent", 1))
    changed = newer(text).replace("What do you like about {child}?", "What do you love about {child}?")
    digest = digest_of(upload(lead, text=changed))
    page = lead.get(f"/desk/scripts/{digest}/compare").text
    assert "<del>like</del>" in page
    assert "<ins>love</ins>" in page
    assert "Matters" in page
    assert "1 conversation is open on version" in page
    assert "1 open conversation will not see this." in page
    assert "The 1 conversation that is open now stays" in lead.get(f"/desk/scripts/{digest}/publish").text


def test_a_conversation_that_has_begun_keeps_its_edition_and_a_new_one_gets_the_published(
    site: Site, lead: Browser, text: str, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    shipped = site.services.scripts["parent"].digest
    first, second = (site.invite(maja, case_file, "parent", 1) for _ in range(2))
    begun = begin(site, case_file, first)
    digest = digest_of(upload(lead, text=newer(text)))
    publish(lead, digest)
    facts = site.services.conversations.facts
    assert [getattr(facts(one), "digest", "") for one in (begun, begin(site, case_file, second))] == [shipped, digest]
    page = lead.get(f"/desk/scripts/{digest}").text
    assert page.count("1 conversation open") == 2
    family = site.browser()
    family.come_in(second)
    assert "This chat helps you get ready" in family.page


def test_only_editions_of_one_script_are_compared(site: Site, lead: Browser, text: str) -> None:
    digest = digest_of(upload(lead, text=newer(text)))
    other = site.services.scripts["places_9_12"].digest
    assert lead.get(f"/desk/scripts/{digest}/compare?old={other}").status_code == 404
    assert lead.get(f"/desk/scripts/{digest}/compare?old=nonsense").status_code == 404
    assert lead.get(f"/desk/scripts/{digest}/compare?old={digest}").status_code == 200


def test_every_kind_of_entry_and_reply_has_words() -> None:
    assert set(ENTRIES) == set(EntryKind)
    assert set(REPLIES) == set(ReplyKind)
    assert set(AUDIENCES) == set(Audience)
