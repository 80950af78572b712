"""What was done with what somebody said: the page they land on when they come back after sending.

It shows no word of theirs before one more tap, never a word of anybody else, and takes what they say about it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogs.replies import tidy
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from review.heard import (
    VIEWS,
    Heard,
    Moved,
    Told,
    counts,
    heard,
    moved,
    response_body,
    responses_of,
    seen_body,
    told_to,
)
from review.map.safety_map import SafetyMap, build
from review.sets.sets import sets_of
from review.sets.word_changes import word_changes
from store import heard as kept
from store.conversations import KeptConversation
from store.sittings import Sitting
from web.desk.live import arrived
from web.desk.questions import asked_of, backgrounds
from web.family import family
from web.family.door import TOO_MANY, is_through
from web.family.phrases import PARTS, PHRASES, USES
from web.family.phrases import VIEWS as VIEW_WORDS
from web.family.telling import thanks, told_of_harm
from web.family.who import sitting_of
from web.gate import open_gate
from web.language import translator
from web.limits import SAID_BACK
from web.promised import waits_too_long
from web.services import Services, services

JUST_SENT = timedelta(minutes=10)
"""So long the conversation itself stays on the screen of whoever sent it."""
LONGEST = 4000
TOO_LONG = N_("That is too long. Please use {most} letters or fewer. What you wrote is still here.")
EMPTY = N_("There is nothing here yet. Write what you meant, or tap “That's right”.")


@dataclass(frozen=True, slots=True)
class Back:
    """What one person's page is made of."""

    facts: KeptConversation
    worker: str
    answers: tuple[Heard, ...]
    told: Told
    moved: tuple[Moved, ...]


def landing(s: Services, sitting: Sitting) -> Response | None:
    """The page for somebody whose answers were sent; None when the conversation itself is to be shown: not sent yet,
    sent without a name, or sent a moment ago by whoever is here."""
    facts = _sent(s, sitting)
    if facts is None:
        return None
    if not s.cases.is_contact_only(sitting.person_id) and (
        request.headers.get("X-Partial") or _just_sent(s, sitting, facts)
    ):
        return None
    return _page(s, sitting, read_back(s, sitting, facts))


def may_see_talk(s: Services, sitting: Sitting) -> bool:
    """Whether the whole conversation may be on the screen: not while an interview by others is planned, once sent."""
    return not s.cases.is_contact_only(sitting.person_id) or _sent(s, sitting) is None


@family.post("/words")
def words() -> Response:
    """Shows the person's own words and what became of each; takes what they say about one of them."""
    s = services()
    sitting = sitting_of(request, s)
    facts = _sent(s, sitting) if sitting is not None and sitting.state == "open" and is_through(sitting) else None
    if sitting is None or facts is None:
        return redirect(url_for("family.here"), 303)
    s.sittings.touch(sitting.id, s.clock())
    back = read_back(s, sitting, facts)
    if back.told.reply is not None and back.told.reply.seen_at is None:
        s.case_log.append(sitting.case_id, Topic.ANSWER, sitting.person_id, sitting.person_id, s.clock(), seen_body())
    at = request.form.get("entry", "")
    if not at:
        return _page(s, sitting, back, opened=True)
    one = next((one for one in back.answers if one.item.id == at), None)
    view, text = request.form.get("view", ""), tidy(request.form.get("text", ""))[0].strip()
    if one is None or view not in VIEWS:
        return _page(s, sitting, back, opened=True)
    tells = bool(text) and s.noticing.notices(text, translator().locale)
    refusal = TOO_LONG if len(text) > LONGEST else EMPTY if view != VIEWS[0] and not text else None
    if refusal is None and not s.limits.allows(f"words:{sitting.invite_id}", *SAID_BACK):
        refusal = TOO_MANY
    if refusal is not None:
        return _page(s, sitting, back, opened=True, at=at, refusal=refusal, typed=text, tells=tells)
    _say(s, sitting, one, view, text, tells)
    return _page(s, sitting, read_back(s, sitting, facts), opened=True, at=at, tells=tells)


def read_back(s: Services, sitting: Sitting, facts: KeptConversation) -> Back:
    """Everything one person's page is made of, read from their own conversation and nobody else's."""
    log = s.case_log.of_case(facts.case_id, Topic.ANSWER, Topic.RESPONSE, Topic.HARM, Topic.SET)
    told = told_to(log, facts.person_id)
    contact_only = s.cases.is_contact_only(facts.person_id)
    answers = heard(_own_map(s, facts), facts.id, told, responses_of(log), contact_only)
    goalposts = () if contact_only else _moved(s, facts, log)
    return Back(facts, s.invites.about(sitting.invite_id).worker, answers, told, goalposts)


def _say(s: Services, sitting: Sitting, one: Heard, view: str, text: str, tells: bool) -> None:
    """Keeps what somebody says about an answer; the same thing said twice in a row is kept once, but said again after
    somebody acted on it, it is new. `tells`: it may tell of harm, and waits until somebody acts on it."""
    before = one.response
    if before is not None and (before.view, before.words) == (view, text) and before.taken_on is None:
        return
    topic = Topic.HARM if tells else Topic.RESPONSE
    body = response_body(view, text, translator().locale)
    s.case_log.append(sitting.case_id, topic, one.item.id, sitting.person_id, s.clock(), body)
    arrived()


def _own_map(s: Services, facts: KeptConversation) -> SafetyMap:
    """The entries of this conversation with what was decided, each question as it may be repeated: without words the
    person took out."""
    entries = s.conversations.entries(facts.id)
    behind = backgrounds(s, [facts.id])[facts.id]
    turns = {one.entry.position: one.entry.turn for one in entries}
    asked = []
    for one in entries:
        entry = one.entry
        before = turns.get(entry.position._replace(round=entry.position.round - 1))
        question = asked_of(s, behind, entry.position, entry.given, None if before is None else before < entry.turn)
        asked.append(replace(one, entry=replace(entry, given=replace(entry.given, asked=question))))
    return build(asked, s.decisions.for_case(facts.case_id), facts.case_id)


def _moved(s: Services, facts: KeptConversation, log: tuple[CaseEvent, ...]) -> tuple[Moved, ...]:
    shared = s.invites.sets(facts.invite_id)
    return moved(sets_of(log), shared) if shared else ()


def _sent(s: Services, sitting: Sitting) -> KeptConversation | None:
    facts = s.conversations.latest_for_invite(sitting.invite_id)
    return None if facts is None or facts.sent_at is None or facts.unnamed else facts


def _just_sent(s: Services, sitting: Sitting, facts: KeptConversation) -> bool:
    fresh = facts.sent_at is not None and s.clock() - facts.sent_at < JUST_SENT
    return fresh and kept.Heard(s.database).sitting_of_sending(facts.id) == sitting.id


def _page(
    s: Services,
    sitting: Sitting,
    back: Back,
    opened: bool = False,
    at: str = "",
    refusal: str | None = None,
    typed: str = "",
    tells: bool = False,
) -> Response:
    """The page; `tells`: what was just typed at the entry `at` may tell of harm."""
    facts = back.facts
    html = render_template(
        "family/heard.html",
        back=back,
        counts=counts(back.answers),
        late=facts.sent_at is not None and waits_too_long(s, facts.sent_at, facts.read_at),
        reading_days=s.settings.reading_days,
        names=s.accounts.names(),
        whole=may_see_talk(s, sitting),
        idle_minutes=s.settings.idle_minutes,
        opened=opened,
        at=at,
        refusal=refusal,
        typed=typed,
        kind_at=at if tells else told_of_harm(back.answers),
        kind_words=thanks(s, facts),
        word_changes=word_changes,
        most=LONGEST,
        phrases=PHRASES,
        uses=USES,
        views=VIEW_WORDS,
        parts=PARTS,
    )
    return open_gate(make_response(html, 422 if refusal else 200), s.settings)
