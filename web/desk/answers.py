"""What a worker tells a person was done with their words, and what people say back.

Nothing is sent to anybody's phone from here: a message that pops up can be seen by whoever holds the phone. The person
sees an answer when they come back through their own link and PIN.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action, reading_counts
from i18n.messages import N_
from review.case_event import Topic
from review.heard import read_body, reason_body, reply_body, taken_on_body
from store.case_access import CaseAccess
from store.case_log import SomebodyWroteMeanwhile
from store.heard import Heard
from web.desk import desk
from web.desk.answering import AnswerForm, Voice, read_answer, voices_of
from web.desk.cards import read_map
from web.desk.door import case_here, page, staff, who
from web.desk.drafts import drafts
from web.desk.harm import ADD_IT, MORE_SAID, Taking, read_taking, taken_already
from web.desk.live import arrived
from web.desk.once import once
from web.desk.questions import backgrounds
from web.desk.reading import note_reading
from web.desk.words import ROLES, language_name, meeting_words
from web.family.phrases import FROM, PHRASES, PUT_INTO, USES, VIEWS, WRITTEN_IN
from web.language import translator
from web.promised import waits_too_long
from web.services import Services, services

STALE = N_("Somebody else has answered since you opened this page. Read what they wrote first; yours is kept below.")


@desk.get("/cases/<case_id>/answers")
@staff(Action.SEE_CASE)
def answers_page(case_id: str) -> Response:
    """Everybody who sent something, what became of it and what they say to that. Reading it is written down; what
    people said back counts as read once somebody whose reading counts has opened it, unless it may tell of harm: that
    waits until somebody says what they do about it. An answer that was written and not sent is in its form again."""
    s = services()
    voices = _voices(s, case_id)
    at, written = request.args.get("to", ""), drafts.form(who().id, case_id, request.args.get("draft", ""))
    voice = next((one for one in voices if one.person.id == at), None)
    given = read_answer(written, voice.locale) if written and voice else None
    response = _page(s, case_id, voices, at if given else "", given)
    s.audit.record("read_answers", who().id, case_id, None, s.clock())
    if reading_counts(who().role, CaseAccess(s.database).roles(case_id)):
        _note_read(s, case_id, voices)
    return response


@desk.post("/cases/<case_id>/answers/<person_id>/check")
@staff(Action.DECIDE)
def check_answer(case_id: str, person_id: str) -> Response:
    """Goes to the page that shows what the person will see, when nothing is wrong with it."""
    s = services()
    voices = _voices(s, case_id)
    given = read_answer(request.form, _voice(voices, person_id).locale)
    if given.wrong:
        return _page(s, case_id, voices, person_id, given, 422)
    draft = drafts.keep(who().id, case_id, request.form)
    return redirect(url_for("desk.checked_answer", case_id=case_id, person_id=person_id, draft=draft), 303)


@desk.get("/cases/<case_id>/answers/<person_id>/check/<draft>")
@staff(Action.DECIDE)
def checked_answer(case_id: str, person_id: str, draft: str) -> Response:
    """What the person will see, before it is sent."""
    s = services()
    voice = _voice(_voices(s, case_id), person_id)
    kept = drafts.form(who().id, case_id, draft)
    given = read_answer(kept, voice.locale) if kept else None
    if kept is None or given is None or given.wrong:
        return redirect(url_for("desk.answers_page", case_id=case_id, _anchor=f"p-{person_id}"), 303)
    their = s.messages.translator(voice.locale)
    foreign = given.locale.split("_")[0] != voice.locale.split("_")[0]
    written = next((one.name for one in s.messages.offered if one.locale == given.locale), given.locale)
    case = case_here(s, case_id)
    response = page(
        "desk/answers_check.html",
        here=case_id,
        case=case,
        voice=voice,
        given=given,
        their=their.language,
        from_words=their.text(FROM, worker=who().name),
        sentences=[their.text(PHRASES[name]) for name in given.phrases],
        written_in=their.text(WRITTEN_IN, language=written) if given.words and foreign else "",
        put_into=their.text(PUT_INTO, name=given.interpreter) if given.interpreter else "",
        form=kept.get("form", ""),
        draft=draft,
    )
    s.audit.record("read_answers", who().id, case_id, person_id, s.clock())
    return response


@desk.post("/cases/<case_id>/answers/<person_id>")
@staff(Action.DECIDE)
def send_answer(case_id: str, person_id: str) -> Response:
    """Keeps an answer. Earlier ones stay; the person sees this one first when they come back. What stood on the page it
    was written on counts as read."""
    s = services()
    voices = _voices(s, case_id)
    voice = _voice(voices, person_id)
    given = read_answer(request.form, voice.locale)
    if given.wrong:
        return _page(s, case_id, voices, person_id, given, 422)
    done = redirect(url_for("desk.answers_page", case_id=case_id, _anchor=f"p-{person_id}"), 303)
    form = request.form.get("form", "")
    if once.made(form) is not None:
        return done
    if given.seen != str(len(voice.told.replies)):
        return _page(s, case_id, voices, person_id, given, 409)
    body = reply_body(given.phrases, given.words, given.locale, given.interpreter)
    now = s.clock()
    try:
        s.case_log.append(case_id, Topic.ANSWER, person_id, who().id, now, body, after=voice.told.seen)
    except SomebodyWroteMeanwhile:
        return _page(s, case_id, _voices(s, case_id), person_id, given, 409)
    once.use(form)
    s.audit.record("answer_person", who().id, case_id, person_id, now)
    note_reading(s, case_id, voice.shown(given.sendings))
    return done


@desk.post("/cases/<case_id>/answers/<person_id>/reasons")
@staff(Action.DECIDE)
def tell_reasons(case_id: str, person_id: str) -> Response:
    """Which reasons for leaving something off the map the person may be told. None is told without a tick."""
    s = services()
    voice = _voice(_voices(s, case_id), person_id)
    ticked = set(request.form.getlist("tell"))
    shown = set(request.form.getlist("shown"))
    lines = [
        (Topic.ANSWER, person_id, reason_body(one.item.id, len(one.item.decisions), one.item.id in ticked))
        for one in voice.with_reasons
        if f"{one.item.id}.{len(one.item.decisions)}" in shown
        and (one.item.id in ticked) is not voice.told.may_tell(one.item)
    ]
    if lines:
        s.case_log.append_all(case_id, who().id, s.clock(), lines)
        s.audit.record("tell_reasons", who().id, case_id, person_id, s.clock())
    return redirect(url_for("desk.answers_page", case_id=case_id, _anchor=f"p-{person_id}"), 303)


@desk.post("/cases/<case_id>/answers/<person_id>/harm")
@staff(Action.DECIDE)
def take_on_harm(case_id: str, person_id: str) -> Response:
    """Says what is done about words that were said back and may tell of harm; only then do they wait no longer. Whoever
    comes second is told what the first does, and may add to it; nothing typed is lost."""
    s = services()
    voices = _voices(s, case_id)
    voice = _voice(voices, person_id)
    given = read_taking(request.form)
    done = redirect(url_for("desk.answers_page", case_id=case_id, _anchor=f"p-{person_id}"), 303)
    form = request.form.get("form", "")
    if once.made(form) is not None:
        return done
    waits = any(said.entry_id == given.entry_id for _, said in voice.harm)
    if not waits and not (given.done and taken_already(voice, given.entry_id)):
        return done
    if given.wrong:
        return _page(s, case_id, voices, person_id, status=422, taking=given)
    if not waits and not given.adds:
        return _page(s, case_id, voices, person_id, status=409, taking=replace(given, wrong=ADD_IT))
    try:
        body, now = taken_on_body(given.done), s.clock()
        s.case_log.append(case_id, Topic.HARM, given.entry_id, who().id, now, body, after=given.seen)
    except SomebodyWroteMeanwhile:
        voices = _voices(s, case_id)
        wrong = ADD_IT if taken_already(_voice(voices, person_id), given.entry_id) else MORE_SAID
        return _page(s, case_id, voices, person_id, status=409, taking=replace(given, wrong=wrong))
    once.use(form)
    s.audit.record("take_on_harm", who().id, case_id, given.entry_id, now)
    arrived()
    return done


@desk.app_template_global("said_back")
def said_back(*case_ids: str) -> dict[str, int]:
    """How many things people said back in these cases that nobody has read or taken on, for marks on other pages."""
    kept = Heard(services().database)
    found = Counter(kept.said_back(case_ids))
    found.update(kept.harm(case_ids))
    return dict(found)


@desk.app_template_global("is_late")
def is_late(sent_at: datetime) -> bool:
    """Whether something unread that was sent then has waited longer than families were promised."""
    return waits_too_long(services(), sent_at, None)


def _voices(s: Services, case_id: str) -> tuple[Voice, ...]:
    case = case_here(s, case_id)
    sent = Heard(s.database).of_case(case_id)
    drawn, behind = read_map(s, case_id)
    behind = {**backgrounds(s, (one.id for one in sent if one.id not in behind)), **behind}
    log = s.case_log.of_case(case_id, Topic.ANSWER, Topic.RESPONSE, Topic.HARM)
    return voices_of(s, case.people, sent, drawn, log, s.invites.of_case(case_id, s.clock()), behind)


def _voice(voices: tuple[Voice, ...], person_id: str) -> Voice:
    return next((one for one in voices if one.person.id == person_id), None) or abort(404)


def _note_read(s: Services, case_id: str, voices: tuple[Voice, ...]) -> None:
    new = dict.fromkeys(
        one.entry_id for voice in voices for _, one in voice.said_back if one.is_new and not one.noticed
    )
    if new:
        s.case_log.append_all(case_id, who().id, s.clock(), [(Topic.RESPONSE, id_, read_body()) for id_ in new])


def _page(
    s: Services,
    case_id: str,
    voices: tuple[Voice, ...],
    at: str = "",
    given: AnswerForm | None = None,
    status: int = 200,
    taking: Taking | None = None,
) -> Response:
    case = case_here(s, case_id)
    heard_from = {voice.person.id for voice in voices}
    taken = taken_already(_voice(voices, at), taking.entry_id) if taking else ()
    if taken:
        voices = tuple(sorted(voices, key=lambda voice: voice.person.id != at))
    return page(
        "desk/answers.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        voices=voices,
        silent=[person for person in case.people if person.id not in heard_from],
        at=at,
        given=given,
        taking=taking,
        taken=taken,
        trouble=translator().text(STALE) if status == 409 else "",
        roles=ROLES,
        scripts=s.scripts,
        names=s.accounts.names(),
        languages_of={voice.person.id: language_name(s, voice.locale) for voice in voices},
        language_names={one.locale: one.english_name for one in s.messages.offered},
        phrases=PHRASES,
        uses=USES,
        views=VIEWS,
        reading_days=s.settings.reading_days,
        form=once.fresh(),
    )
