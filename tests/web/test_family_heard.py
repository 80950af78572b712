"""Somebody who has sent their answers comes back: what became of their words, behind the PIN and one more tap."""

from __future__ import annotations

import re
from html import unescape

import pytest

from review.case_event import Topic
from review.heard import reason_body, reply_body, responses_of, taken_on_body, told_to
from review.map.decision import DecisionKind
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from store.desk_rows import KeptEntry
from store.heard import Heard
from tests.web.conftest import Browser, Site
from tests.web.desking import play

ALI = 2
MEANT = "no, only when <nan> is there"
HARM = "dad hit me with his belt and i want to die"
WORDED = "Ali feels calm with the dog."
REASON = "It is on the map in other words of yours."


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile) -> str:
    return play(site, maja, case_file, "places_9_12.main", ALI)


def entries(site: Site, talk: str) -> list[KeptEntry]:
    return [one for one in site.services.conversations.entries(talk) if one.entry.reply.text]


def decide(
    site: Site, case: CaseFile, maja: Account, one: KeptEntry, kind: str, words: str = "", why: str = ""
) -> None:
    site.services.decisions.decide(one.id, case.id, maja.id, DecisionKind(kind), words, why, site.clock())


def comes_back(site: Site, case: CaseFile, talk: str, days: int = 2) -> Browser:
    """The phone of whoever sent this talk, with their link and PIN, some days later."""
    site.clock.pass_by(days=days)
    s, facts = site.services, site.services.conversations.facts(talk)
    assert facts is not None
    phone = site.browser()
    phone.come_in(s.invites.reissue(case.id, facts.invite_id, site.clock(), 14))
    return phone


def goal_of(page: str, heading: str) -> str:
    """The markup of a changed goal under one of its two headings."""
    found = re.search(rf"<dt>{heading}</dt><dd [^>]*>(.*?)</dd>", page, re.DOTALL)
    assert found is not None
    return found[1]


def plain(markup: str, said: str, page: str = "en") -> str:
    """The words of a marked text alone, once it is sure that each mark is also said to who cannot see it."""
    marks = len(re.findall("<(?:del|ins)>", markup))
    assert len(re.findall(rf'<span class="unseen" lang="{page}">\[{said} </span>', markup)) == marks
    return re.sub("<[^>]+>", "", re.sub(r'<span class="unseen".*?</span>', "", markup))


def show(phone: Browser) -> str:
    return unescape(phone.post("/words").text)


def test_first_only_what_happened_and_when_then_their_words(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    first, second, third, fourth, *_ = entries(site, talk)
    site.clock.pass_by(days=1)
    site.services.conversations.mark_read(talk, maja.id, site.clock())
    decide(site, case_file, maja, first, "keep")
    decide(site, case_file, maja, second, "reword", WORDED)
    decide(site, case_file, maja, third, "set_aside", why=REASON)
    decide(site, case_file, maja, fourth, "ask_again")
    phone = comes_back(site, case_file, talk)
    closed = unescape(phone.page)
    for part in ("<title>Questions</title>", "Monday 2 March 2026", "Tuesday 3 March 2026", "Show my words", "Leave"):
        assert part in closed
    assert [one for one in entries(site, talk) if one.entry.verbatim in closed] == []
    assert WORDED not in closed
    opened = show(phone)
    assert [one for one in entries(site, talk) if one.entry.verbatim not in opened] == []
    assert "Maja wrote it like this beside your words:" in opened
    assert WORDED in opened
    assert REASON not in opened
    for told in ("On the map, just as you said it", "Not on the map", "You will be asked about this again"):
        assert told in opened


def test_a_reason_is_shown_only_once_it_may_be_told(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    one = entries(site, talk)[0]
    decide(site, case_file, maja, one, "set_aside", why=REASON)
    body = reason_body(one.id, 1, True)
    site.services.case_log.append(case_file.id, Topic.ANSWER, one.person_id, maja.id, site.clock(), body)
    phone = comes_back(site, case_file, talk)
    assert REASON not in phone.page
    assert REASON in show(phone)


def test_nobody_else_s_words_are_there(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    theirs = play(site, maja, case_file, "sets.main", 1)
    page = show(comes_back(site, case_file, talk))
    own = page + "".join(one.entry.verbatim for one in entries(site, talk))
    others = [one for one in entries(site, theirs) if len(one.entry.verbatim) > 8]
    assert others
    assert [one.entry.verbatim for one in others if one.entry.verbatim in own] == []


def test_nothing_is_kept_or_shown_without_the_pin(site: Site, case_file: CaseFile, talk: str) -> None:
    phone = comes_back(site, case_file, talk)
    answer = phone.client.get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    site.clock.pass_by(minutes=30)
    page = phone.post("/words").text
    assert "Put in your PIN" in page
    assert [one for one in entries(site, talk) if one.entry.verbatim in unescape(page)] == []
    stranger = site.browser()
    stranger.get("/")
    assert "Put in the code and the PIN" in stranger.post("/words").text


def test_right_after_sending_the_conversation_stays(site: Site, maja: Account, case_file: CaseFile) -> None:
    phone = site.browser()
    phone.come_in(site.invite(maja, case_file, "feelings", ALI))
    while "question" in phone.page and "Your answers are sent" not in phone.page:
        picked = re.search(r'name="choices" value="([^"]+)"', phone.page)
        phone.reply(move="answer", choices=[picked[1]]) if picked else phone.reply(move=_some_move(phone.page))
    page = phone.get("/").text
    assert "Your answers are sent" in page
    assert "Come back another day with the same PIN" in page
    site.clock.pass_by(minutes=9)
    phone.post("/stay")
    site.clock.pass_by(minutes=2)
    assert "You sent your answers" in phone.get("/").text


def _some_move(page: str) -> str:
    return "answer" if 'value="skip"' not in page else "skip"


@pytest.mark.parametrize(("view", "text"), [("right", ""), ("not_meant", MEANT)])
def test_what_they_say_about_it_is_kept_and_changes_no_word(
    site: Site, maja: Account, case_file: CaseFile, talk: str, view: str, text: str
) -> None:
    one = entries(site, talk)[0]
    decide(site, case_file, maja, one, "reword", WORDED)
    phone = comes_back(site, case_file, talk)
    show(phone)
    for _ in range(2):
        answer = phone.post("/words", entry=one.id, view=view, text=text)
    assert answer.status_code == 200
    assert "You told Maja:" in answer.text
    assert unescape(answer.text).count(text) >= 1
    log = site.services.case_log.of_case(case_file.id, Topic.RESPONSE)
    [said] = responses_of(log)[one.id]  # twice the same is once
    assert (said.view, said.words, said.by, said.is_new) == (view, text, one.person_id, True)
    assert entries(site, talk)[0].entry == one.entry


def test_what_cannot_be_taken_stays_on_the_page(site: Site, maja: Account, case_file: CaseFile, talk: str) -> None:
    one = entries(site, talk)[0]
    decide(site, case_file, maja, one, "keep")
    phone = comes_back(site, case_file, talk)
    show(phone)
    assert phone.post("/words", entry=one.id, view="not_meant", text="  ").status_code == 422
    long = "a" * 4001
    answer = phone.post("/words", entry=one.id, view="not_meant", text=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert site.services.case_log.of_case(case_file.id, Topic.RESPONSE) == ()


def test_a_phone_that_posts_without_end_fills_no_log_and_keeps_what_was_typed(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    one = entries(site, talk)[0]
    phone = comes_back(site, case_file, talk)
    show(phone)
    for n in range(22):
        answer = phone.post("/words", entry=one.id, view="not_meant", text=f"no, number {n}")
    assert answer.status_code == 422
    assert "Wait ten minutes" in answer.text
    assert "no, number 21" in answer.text
    assert len(site.services.case_log.of_case(case_file.id, Topic.RESPONSE)) == 20


def test_nobody_can_say_anything_about_the_words_of_others(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    theirs = entries(site, play(site, maja, case_file, "sets.main", 1))[0]
    phone = comes_back(site, case_file, talk)
    show(phone)
    phone.post("/words", entry=theirs.id, view="right", text="")
    assert site.services.case_log.of_case(case_file.id, Topic.RESPONSE) == ()


def test_an_answer_is_seen_first_and_that_it_was_seen_is_noted(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    ali, s = case_file.people[ALI].id, site.services
    said = "I asked <nan>."
    s.case_log.append(case_file.id, Topic.ANSWER, ali, maja.id, site.clock(), reply_body(["meeting"], said, "en"))
    phone = comes_back(site, case_file, talk)
    assert "Maja has written to you" in phone.page
    assert said not in unescape(phone.page)
    assert told_to(s.case_log.of_case(case_file.id, Topic.ANSWER), ali).replies[0].seen_at is None
    page = show(phone)
    assert page.index("I talked about it at the meeting.") < page.index(said) < page.index("Your own words are never")
    assert told_to(s.case_log.of_case(case_file.id, Topic.ANSWER), ali).replies[0].seen_at == site.clock()
    show(phone)
    assert len(s.case_log.of_case(case_file.id, Topic.ANSWER)) == 2


def test_words_in_another_language_say_which_and_who_put_them_there(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    talk = play(site, maja, case_file, "places_9_12.main", ALI, locale="pl")
    ali, s = case_file.people[ALI].id, site.services
    s.case_log.append(case_file.id, Topic.ANSWER, ali, maja.id, site.clock(), reply_body([], "We spoke.", "en"))
    phone = comes_back(site, case_file, talk)
    phone.post("/language", locale="pl")
    page = show(phone)
    assert re.search(r'<p class="words" lang="en" dir="auto">We spoke.</p>\s*<p class="hint">[^<]*English', page)
    later = reply_body([], "Rozmawialiśmy.", "pl", "Ewa")
    s.case_log.append(case_file.id, Topic.ANSWER, ali, maja.id, site.clock(), later)
    assert re.search(r'lang="pl" dir="auto">Rozmawialiśmy.</p>\s*<p class="hint">[^<]*Ewa', show(phone))


def test_while_an_interview_is_planned_no_worry_is_on_the_screen(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    worries = [one for one in entries(site, talk) if one.entry.kind == "worry" and one.entry.detail_of is None]
    assert worries
    site.services.cases.set_contact_only(case_file.id, case_file.people[ALI].id, maja.id, site.clock())
    phone = comes_back(site, case_file, talk)
    for page in (phone.page, show(phone), phone.post("/look").text, phone.post("/change", at="worries.0.0").text):
        assert [one.entry.verbatim for one in worries if one.entry.verbatim in unescape(page)] == []
    going_well = [one for one in entries(site, talk) if one.entry.kind == "working_well"]
    assert going_well[0].entry.verbatim in show(phone)


def a_moved_goal(site: Site, maja: Account, case_file: CaseFile) -> tuple[Browser, str, str]:
    """The phone of somebody who saw a goal that was changed since; the goal as it was and as it is."""
    talk = play(site, maja, case_file, "sets.main", 1)
    facts = site.services.conversations.facts(talk)
    assert facts is not None
    shared = site.services.invites.sets(facts.invite_id)[0]
    first = Wording(shared.worry, shared.goal, "How safe?", shared.low, shared.high)
    now = Wording(shared.worry, "Nan has a key & comes.", "How safe?", shared.low, shared.high)
    for body in (wording_body(first), wording_body(now, "Kim asked for it")):
        site.services.case_log.append(case_file.id, Topic.SET, "set1", maja.id, site.clock(), body)
    return comes_back(site, case_file, talk), shared.goal, now.goal


def test_a_goal_that_changed_since_they_saw_it_shows_both_and_why(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    phone, shared, now = a_moved_goal(site, maja, case_file)
    assert "A worry or goal that you saw has changed" in phone.page
    assert now not in unescape(phone.page)
    page = show(phone)
    for part in ("The goalposts moved", "Kim asked for it", "New words have a line under them."):
        assert part in page
    before, after = (goal_of(page, heading) for heading in ("What you saw", "What it says now"))
    assert (plain(before, "taken out:"), plain(after, "put in:")) == (shared, now)
    assert "<del>" in before
    assert "<ins>" in after
    site.services.cases.set_contact_only(case_file.id, case_file.people[1].id, maja.id, site.clock())
    assert "The goalposts moved" not in show(phone)


def test_what_was_sent_without_a_name_has_no_such_page(site: Site, maja: Account, case_file: CaseFile) -> None:
    talk = play(site, maja, case_file, "after_meeting.unnamed", 1)
    phone = comes_back(site, case_file, talk)
    assert "Your answers are sent" in phone.page
    assert "Come back another day" not in phone.page
    assert "You sent your answers" not in phone.post("/words").text


def test_the_whole_conversation_can_be_read_again(site: Site, case_file: CaseFile, talk: str) -> None:
    phone = comes_back(site, case_file, talk)
    show(phone)
    page = unescape(phone.post("/look").text)
    assert [one for one in entries(site, talk) if one.entry.verbatim not in page] == []


def test_on_a_page_in_another_language_english_words_say_so(site: Site, maja: Account, case_file: CaseFile) -> None:
    phone, shared, now = a_moved_goal(site, maja, case_file)
    assert "This is written in English" not in show(phone)
    phone.post("/language", locale="ar")
    page = show(phone)
    assert plain(goal_of(page, "ما رأيته"), "[^<]*", "ar") == shared
    assert plain(goal_of(page, "ما هو مكتوب الآن"), "[^<]*", "ar") == now
    assert len(re.findall(r'<dd class="as-written" dir="auto" lang="en">', page)) == 2
    assert page.count('class="hint in-english"') == 1


def test_words_that_may_tell_of_harm_are_answered_kindly_and_wait_for_somebody(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    one = entries(site, talk)[0]
    phone = comes_back(site, case_file, talk)
    show(phone)
    assert "It is not your fault" not in phone.page
    page = phone.post("/words", entry=one.id, view="not_meant", text=HARM).text
    for part in ("Thank you for telling me. It is not your fault.", "Maja reads it, usually within", 'href="/help"'):
        assert part in page
    assert 'action="/stop"' in page
    s = site.services
    [said] = responses_of(s.case_log.of_case(case_file.id, Topic.HARM))[one.id]
    assert (said.words, said.waits) == (HARM, True)
    assert Heard(s.database).harm_to(maja.id) == {case_file.id: 1}
    assert "It is not your fault" in show(phone)


def test_the_kind_reply_speaks_the_language_of_the_page(site: Site, case_file: CaseFile, talk: str) -> None:
    one = entries(site, talk)[0]
    phone = comes_back(site, case_file, talk)
    phone.post("/language", locale="pl")
    show(phone)
    page = phone.post("/words", entry=one.id, view="not_meant", text="tata mnie bije").text
    kind = re.search(r'<div class="kind-reply">.*?</div></div>', page, re.DOTALL)
    assert kind is not None
    assert 'lang="pl"' in kind[0]
    assert "You do not have to say more" not in kind[0]
    assert Heard(site.services.database).harm([case_file.id]) == {case_file.id: 1}


def test_said_again_after_somebody_acted_it_waits_again(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    one, s = entries(site, talk)[0], site.services
    phone = comes_back(site, case_file, talk)
    show(phone)
    for _ in range(2):
        phone.post("/words", entry=one.id, view="not_meant", text=HARM)
    assert Heard(s.database).harm([case_file.id]) == {case_file.id: 1}
    s.case_log.append(case_file.id, Topic.HARM, one.id, maja.id, site.clock(), taken_on_body("rang Nan"))
    assert Heard(s.database).harm([case_file.id]) == {}
    phone.post("/words", entry=one.id, view="not_meant", text=HARM)
    assert Heard(s.database).harm([case_file.id]) == {case_file.id: 1}


def test_help_is_offered_even_where_the_words_cannot_be_taken(site: Site, case_file: CaseFile, talk: str) -> None:
    one = entries(site, talk)[0]
    phone = comes_back(site, case_file, talk)
    show(phone)
    answer = phone.post("/words", entry=one.id, view="not_meant", text=HARM + " a" * 2000)
    assert answer.status_code == 422
    assert "It is not your fault" in answer.text
