"""The map of one case: three columns of draft entries, the numbers people gave, and what is decided about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from i18n.messages import LONDON, N_
from review.export.placing_told import GATE
from review.map.decision import DecisionKind
from review.map.gate_lint import gate_remarks
from review.map.in_another_language import in_another_language, is_own_summary
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.voices_heard import voices
from store.decisions import SomebodyDecidedMeanwhile
from web.desk import desk
from web.desk.cards import BESIDE, COLUMNS, SOMETIMES, Card, card_with, cards_of, read_map
from web.desk.door import case_here, page, partial, rights, staff, who
from web.desk.in_the_room import printed_sets, read_room_lines
from web.desk.lines import lines_of, newest_of
from web.desk.placed import NOT_SORTED as NOT_SORTED_GROUP
from web.desk.placed import columns_of, count_columns, read_placed, spots_of
from web.desk.reading import note_reading
from web.desk.wanted import Wanted, address_of, asked
from web.desk.words import DECIDED, KINDS, ROLES, meeting_words
from web.language import translator
from web.services import Services, services

LONGEST = 4000
"""Characters a worker's wording or reason may have, as many as an answer."""
TRANSLATION, OWN_SUMMARY = "1", "no"
"""What a form says of a wording: a translation, or not."""
NO_WORDING = N_("Write your wording first. Their own words stay beside it.")
NO_TRANSLATOR = N_("Say who translated it. It is kept beside the translation.")
NO_TICK = N_("You named who translated it. Say that it is a translation, or take the name out.")
NOT_SAID = N_("They wrote in another language. Say whether your wording is a translation, and by whom.")
NO_REASON = N_("Say why it is set aside. The reason is kept with it.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
NOT_OFFERED = N_("That cannot be done with this card.")
WAIT_ONE = N_("{n} card waits for your decision.")
WAIT_MANY = N_("{n} cards wait for your decision.")
ALL_DECIDED = N_("Every card is decided.")
NOT_SORTED = N_("Not sorted yet")
NOT_ANSWERED = N_("Asked, not answered")
STALE = N_("This card has changed since you opened it. Here it is as it is now; nothing you pressed was done.")


desk.app_template_test("own_summary")(is_own_summary)


@desk.get("/cases/<case_id>/map")
@staff(Action.SEE_CASE)
def map_page(case_id: str) -> Response:
    """The map as it is now. Reading it is written in the audit trail."""
    return _read_map(case_id)


@desk.post("/cases/<case_id>/map/look")
@staff(Action.SEE_CASE)
def look_map(case_id: str) -> Response:
    """Goes to the map with only the cards that are looked for."""
    wanted: dict[str, Any] = address_of(request.form, who().id)
    return redirect(url_for("desk.map_page", case_id=case_id, **wanted), 303)


@desk.post("/cases/<case_id>/map/<entry_id>")
@staff(Action.DECIDE)
def decide(case_id: str, entry_id: str) -> Response:
    """Takes a decision about one card, if the card is still as the worker saw it.

    What stands inside the card and has no decision of its own goes the same way; each detail can be decided about by
    itself, before or after. Who decides has read it."""
    s = services()
    drawn, _ = read_map(s, case_id)
    item = next((item for item in drawn if item.id == entry_id), None) or abort(404)
    if request.form.get("seen", "") != str(len(item.decisions)):
        return _answer(s, case_id, entry_id, STALE, 409)
    decision = _read(item)
    if isinstance(decision, str):
        return _answer(s, case_id, entry_id, decision, 422)
    kind, wording, reason = decision
    now = s.clock()
    if item.decision is not None and kind is not DecisionKind.UNDO:
        if not _take_all(s, drawn, item, DecisionKind.UNDO, "", "", now):
            return _answer(s, case_id, entry_id, STALE, 409)
        drawn, _ = read_map(s, case_id)
        item = drawn.find(entry_id) or abort(404)
    if not _take_all(s, drawn, item, kind, wording, reason, now):
        return _answer(s, case_id, entry_id, STALE, 409)
    note_reading(s, case_id, [item.conversation_id])
    if partial():
        return _answer(s, case_id, entry_id)
    show = "open" if request.form.get("show") == "open" else None
    return redirect(url_for("desk.map_page", case_id=case_id, show=show, _anchor=f"e-{entry_id}"), 303)


def _read_map(case_id: str) -> Response:
    s = services()
    response = _map(s, case_id)
    s.audit.record("read_map", who().id, case_id, None, s.clock())
    return response


def _take_all(
    s: Services, drawn: SafetyMap, item: MapEntry, kind: DecisionKind, wording: str, reason: str, now: datetime
) -> bool:
    """Takes a decision about an entry and what goes its way; False when somebody decided about it meanwhile."""
    if not _take(s, drawn.case_id, item, kind, wording, reason, now):
        return False
    for detail, follows in _following(drawn, item, kind):
        _take(s, drawn.case_id, detail, follows, "", reason, now)
    return True


def _take(
    s: Services, case_id: str, item: MapEntry, kind: DecisionKind, wording: str, reason: str, now: datetime
) -> bool:
    """Keeps a decision and writes it in the audit trail; False when somebody decided about this entry meanwhile."""
    try:
        by = _translator() if kind is DecisionKind.REWORD else ""
        mine = (item.id, case_id, who().id, kind, wording, reason, now)
        s.decisions.decide(*mine, after=len(item.decisions), translated_by=by)
    except SomebodyDecidedMeanwhile:
        return False
    s.audit.record(f"decide_{kind.value}", who().id, case_id, item.id, now)
    return True


def _following(drawn: SafetyMap, item: MapEntry, kind: DecisionKind) -> tuple[tuple[MapEntry, DecisionKind], ...]:
    """The details that go the way of their card, with what is decided about each: those nobody has decided about, and
    for an undo, those that were decided together with the card. A worker's wording stands for the card's words only.
    """
    stands = item.decision
    if kind is DecisionKind.UNDO:
        made = (stands.by, stands.at) if stands else None
        return tuple((one, kind) for one in drawn.details(item) if one.decision and (one.by, one.at) == made)
    kind = DecisionKind.KEEP if kind is DecisionKind.REWORD else kind
    return tuple((one, kind) for one in drawn.details(item) if one.decision is None)


def _read(item: MapEntry) -> tuple[DecisionKind, str, str] | str:
    """The decision in the posted form, or source words saying why it cannot be taken."""
    asked = request.form.get("kind", "")
    if asked not in set(DecisionKind):
        return NOT_OFFERED
    kind = DecisionKind(asked)
    stands, instead = item.decision is not None, "instead" in request.form
    if stands is not (kind is DecisionKind.UNDO) and not (stands and instead):
        return NOT_OFFERED
    wording = _typed("wording") if kind is DecisionKind.REWORD else ""
    reason = _typed(f"why_{kind.value}")
    if kind is DecisionKind.REWORD and (item.declined or not wording):
        return NOT_OFFERED if item.declined else NO_WORDING
    if kind is DecisionKind.REWORD and (trouble := _trouble_with_translation(item)):
        return trouble
    if kind is DecisionKind.SET_ASIDE and not reason:
        return NO_REASON
    return TOO_LONG if max(len(wording), len(reason), len(_translator())) > LONGEST else (kind, wording, reason)


def _trouble_with_translation(item: MapEntry) -> str:
    """Beside words of another language, a wording says whether it is a translation, and who made that."""
    said = request.form.get("translation", "")
    if bool(_translator()) != (said == TRANSLATION):
        return NO_TICK if _translator() else NO_TRANSLATOR
    return NOT_SAID if in_another_language(item) and said not in (TRANSLATION, OWN_SUMMARY) else ""


def _translator() -> str:
    """Who made the wording that was typed, where it is a translation."""
    return " ".join(_typed("translated_by").split())


def _typed(field: str) -> str:
    return tidy(request.form.get(field, ""))[0].strip()


def _answer(s: Services, case_id: str, entry_id: str, trouble: str | None = None, status: int = 200) -> Response:
    """The card as it is now, alone or on its page, with what went wrong beside it."""
    if not partial():
        return _map(s, case_id, entry_id, trouble, status)
    context = spot_page(s, case_id, entry_id)
    context |= {"trouble_at": entry_id, "trouble": trouble, "stale": status == 409, "kept_form": request.form}
    html = render_template("desk/_one_card.html", **context)
    words, stands = translator(), context["stands_now"]
    told = trouble or (DECIDED[stands.kind] if stands else DECIDED[DecisionKind.UNDO])
    done = {"ok": trouble is None, "html": html, "announce": words.text(told), "words": context["left"]}
    return make_response(jsonify(done), status)


def spot_page(s: Services, case_id: str, entry_id: str, number: int = 1) -> dict[str, Any]:
    """What shows one card by itself (or part `number` of it), as it is now; 404 when it is on the map no longer."""
    drawn, behind = read_map(s, case_id)
    item, card = drawn.find(entry_id), card_with(s, drawn, entry_id, behind)
    if item is None or card is None:
        abort(404)
    cards = cards_of(s, drawn, drawn, behind)
    spots = spots_of(drawn, cards, read_placed(s, case_id))
    mine = [one for one in spots if one.card.item.id == card.item.id]
    spot = next((one for one in mine if one.here.number == number), mine[0] if mine else None)
    calm: dict[str, Any] = {"trouble_at": None, "trouble": None, "stale": False, "kept_form": {}}
    return {"card": card, "spot": spot, "stands_now": item.decision, **calm, **_context(s, case_id, cards)}


def _map(s: Services, case_id: str, at: str | None = None, trouble: str | None = None, status: int = 200) -> Response:
    case, wanted = case_here(s, case_id), asked()
    drawn, behind = read_map(s, case_id)
    cards = {kind: cards_of(s, drawn, drawn.column(kind), behind) for kind in (*COLUMNS, *BESIDE)}
    everything = [card for column in cards.values() for card in column]
    said = [one for card in everything for one in (card, *card.details)]
    stands = read_placed(s, case_id)
    spots = spots_of(drawn, everything, stands)
    shown = [spot for spot in spots if wanted.takes(spot) or _holds(at, spot.card, *spot.behind)]
    aside = {kind: _aside(cards[kind], wanted, at) for kind in BESIDE}
    return page(
        "desk/map.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        groups=columns_of(shown, NOT_SORTED, NOT_ANSWERED),
        shown=len(shown) + sum(map(len, aside.values())),
        every=len(spots) + sum(len(cards[kind]) for kind in BESIDE),
        cards=aside,
        totals={kind: len(cards[kind]) for kind in BESIDE} | count_columns(spots),
        columns=COLUMNS,
        beside=[kind for kind in BESIDE if cards[kind] or kind not in SOMETIMES],
        lines=() if wanted.some else newest_of(lines_of(s, cards[BESIDE[0]], said, behind)),
        count=len(everything),
        voices=voices(case.people, drawn, s.clock().astimezone(LONDON), case.meeting_on),
        contact_only={person.id for person in case.people if person.contact_only_at},
        wanted=wanted,
        only_open=wanted.only_open,
        speakers=dict.fromkeys((item.person_id, item.person) for item in drawn),
        chips=stands.chips,
        not_sorted=sum(spot.group == NOT_SORTED_GROUP for spot in spots),
        trouble_at=at,
        trouble=trouble,
        stale=status == 409,
        kept_form=request.form,
        waiting_for=_waiting(s, case_id),
        printed_at=s.clock(),
        set_aside=sum(card.item.standing is Standing.SET_ASIDE for card in everything),
        room={} if wanted.some or wanted.only_open else read_room_lines(s, case_id),
        printed_sets=printed_sets(s, case, drawn),
        **_context(s, case_id, everything),
    )


def _aside(cards: Iterable[Card], wanted: Wanted, at: str | None) -> tuple[Card, ...]:
    """The cards of a column beside the map that are shown, what is to be decided first."""
    shown = (card for card in cards if wanted.takes_card(card) or _holds(at, card))
    return tuple(sorted(shown, key=lambda card: not card.waits))


def _holds(entry_id: str | None, *cards: Card) -> bool:
    """Whether one of these cards is, or holds, what something went wrong about: it is shown, whatever is looked for."""
    return any(one.item.id == entry_id for card in cards for one in (card, *card.details))


def _context(s: Services, case_id: str, cards: Iterable[Card]) -> Mapping[str, Any]:
    undecided = sum(card.waits for card in cards)
    return {
        "case_id": case_id,
        "pages": current_app.view_functions.keys(),
        "staff_names": s.accounts.names(),
        "kinds": KINDS,
        "gate_words": GATE,
        "gate_remarks": gate_remarks,
        "decided": DECIDED,
        "roles": ROLES,
        "can": rights(),
        "undecided": undecided,
        "left": _left(undecided),
    }


def _left(undecided: int) -> str:
    """How many cards wait, in words."""
    words = translator()
    return words.count(WAIT_ONE, WAIT_MANY, undecided) if undecided else words.text(ALL_DECIDED)


def _waiting(s: Services, case_id: str) -> int:
    """How many links of this case are out and have not brought anything back yet."""
    states = [invite.state for invite in s.invites.of_case(case_id, s.clock())]
    return sum(state in ("waiting", "opened") for state in states)
