"""The scale board: each person's number on one line, never an average; and numbers said in the room, written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from i18n.messages import LONDON, N_
from review.case_event import Topic
from review.map.safety_map import MapEntry, SafetyMap
from review.numbers.not_yet import NotYet, not_yet
from review.numbers.ratings import Rating, rating_body, ratings_of, taking_back_body
from review.numbers.scales import ScaleLine, Stair, lines, stairs
from review.sets.sets import SafetySet, set_with, sets_of
from store.cases import CaseFile
from web.desk import desk
from web.desk.cards import cards_of, read_map
from web.desk.door import LOCALE, case_here, page, staff, who
from web.desk.forms import LONGEST_NAME, one_line
from web.desk.lines import lines_of
from web.desk.once import once
from web.desk.questions import Background, in_english
from web.desk.words import ROLES, meeting_words
from web.services import Services, services

NOT_TAKEN = ("", "", "")
LONGEST = 4000
"""Characters of a reason, as many as an answer may have."""
WHO = N_("Say whose number it is.")
LONG_NAME = N_("That name is too long. Use 100 characters or fewer.")
NUMBER = N_("Pick a number from 0 to 10.")
DAY = N_("Pick the day on which it was said, today or before.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
NO_REASON = N_("Say why it is taken back. The reason is kept with it.")
CHANGED = N_("The words of this set have changed since you opened the page. Read both ends again, then save.")
CLOSED = N_("This set is closed, so nothing was saved. Open it again first, on the page of the sets.")


@dataclass(frozen=True, slots=True)
class Board:
    """Every line of a case, with the map behind it."""

    drawn: SafetyMap
    behind: Mapping[str, Background]
    sets: tuple[SafetySet, ...]
    lines: tuple[ScaleLine, ...]
    stairs: tuple[Stair, ...]

    def not_yet(self, line: ScaleLine) -> NotYet | None:
        """Who put a number on earlier ends of this line's set, where nobody did on those that stand."""
        return not_yet(self.lines, line.set_id) if line.set_id and line.stands else None


@dataclass(frozen=True, slots=True)
class Said:
    """A number said in the room as it was typed, and what is wrong with it (field name to source words)."""

    set_id: str = ""
    person: str = ""
    name: str = ""
    number: str = ""
    day: str = ""
    why: str = ""
    one_higher: str = ""
    version: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


def read_board(s: Services, case_id: str) -> Board:
    """The scale board of a case as it is now. The caller has checked access, and writes the reading down."""
    drawn, behind = read_map(s, case_id)
    events = s.case_log.of_case(case_id, Topic.SET, Topic.SHARING, Topic.RATING)
    sets = sets_of(events)
    found = lines(drawn, sets, ratings_of(events), _reasons(s, drawn, behind), child_of(s, case_id, drawn))
    return Board(drawn, behind, sets, tuple(_in_english(s, line, behind) for line in found), stairs(drawn))


@desk.get("/cases/<case_id>/numbers")
@staff(Action.SEE_CASE)
def board_page(case_id: str) -> Response:
    """The board as it is now. Reading it is written in the audit trail."""
    return _board(case_id)


@desk.post("/cases/<case_id>/numbers")
@staff(Action.DECIDE)
def rate(case_id: str) -> Response:
    """Writes down a number somebody said in the room."""
    s = services()
    case = case_here(s, case_id)
    said = _typed()
    chosen = set_with(sets_of(s.case_log.of_case(case_id, Topic.SET)), said.set_id)
    if chosen is None:
        abort(404)
    said = _checked(s, case, chosen, said)
    if said.wrong:
        return _board(case_id, said, 409 if "set" in said.wrong else 422)
    here = redirect(url_for("desk.board_page", case_id=case_id, _anchor=f"set-{chosen.id}"), 303)
    if not once.use(request.form.get("form", "")):
        return here
    person = next((one for one in case.people if one.id == said.person), None)
    body = rating_body(
        person.name if person else said.name,
        int(said.number),
        said.why,
        said.one_higher,
        date.fromisoformat(said.day),
        chosen.now.number,
        person.id if person else "",
    )
    s.case_log.append(case_id, Topic.RATING, chosen.id, who().id, s.clock(), body)
    s.audit.record("write_number", who().id, case_id, chosen.id, s.clock())
    return here


@desk.post("/cases/<case_id>/numbers/<rating_id>/take-back")
@staff(Action.DECIDE)
def take_back_rating(case_id: str, rating_id: str) -> Response:
    """Takes a number back that was written down wrongly. Its line stays in the log."""
    s = services()
    case_here(s, case_id)
    rating = _rating(s, case_id, rating_id)
    why = tidy(request.form.get("why", "")[: LONGEST + 1])[0].strip()
    if not why or len(why) > LONGEST:
        return _board(case_id, taking=(rating_id, why, NO_REASON if not why else TOO_LONG), status=422)
    if once.use(request.form.get("form", "")):
        body = taking_back_body(rating.id, why)
        s.case_log.append(case_id, Topic.RATING, rating.set_id, who().id, s.clock(), body)
        s.audit.record("take_back_number", who().id, case_id, rating.set_id, s.clock())
    return redirect(url_for("desk.board_page", case_id=case_id, _anchor=f"set-{rating.set_id}"), 303)


def _rating(s: Services, case_id: str, rating_id: str) -> Rating:
    found = ratings_of(s.case_log.of_case(case_id, Topic.RATING))
    return next((one for one in found if one.id == rating_id), None) or abort(404)


def _board(
    case_id: str, said: Said | None = None, status: int = 200, taking: tuple[str, str, str] = NOT_TAKEN
) -> Response:
    s = services()
    case, now = case_here(s, case_id), s.clock()
    board = read_board(s, case_id)
    s.audit.record("read_numbers", who().id, case_id, None, now)
    return page(
        "meeting/board.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        board=board,
        open_sets={one.id: one for one in board.sets if one.is_open},
        names={person.id: person.name for person in case.people},
        roles=ROLES,
        staff_names=s.accounts.names(),
        said=said or Said(),
        taking=taking,
        today=_today(s).isoformat(),
        form=once.fresh(),
    )


def _typed() -> Said:
    given = request.form
    long: dict[str, Any] = {name: tidy(given.get(name, "")[: LONGEST + 1])[0].strip() for name in ("why", "one_higher")}
    short: dict[str, Any] = {
        name: given.get(name, "").strip()[:64] for name in ("set_id", "person", "number", "day", "version")
    }
    return replace(Said(), name=one_line(given.get("name", "")), **short, **long)


def _checked(s: Services, case: CaseFile, chosen: SafetySet, said: Said) -> Said:
    """The same with what is wrong with it; the version shown from then on is the one that stands."""
    wrong: dict[str, str] = {}
    if not chosen.is_open:
        wrong["set"] = CLOSED
    elif said.version != str(chosen.now.number):
        wrong["set"] = CHANGED
    known = any(one.id == said.person for one in case.people)
    if not known and (said.person or not said.name):
        wrong["person"] = WHO
    elif not known and len(said.name) > LONGEST_NAME:
        wrong["person"] = LONG_NAME
    if not (said.number.isascii() and said.number.isdigit() and int(said.number) <= 10):
        wrong["number"] = NUMBER
    day = _day(said.day)
    if day is None or day > _today(s):
        wrong["day"] = DAY
    wrong |= {name: TOO_LONG for name in ("why", "one_higher") if len(getattr(said, name)) > LONGEST}
    return replace(said, wrong=wrong)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year >= 2000 else None


def _today(s: Services) -> date:
    return s.clock().astimezone(LONDON).date()


def _reasons(s: Services, drawn: SafetyMap, behind: Mapping[str, Background]) -> dict[str, tuple[MapEntry, ...]]:
    """For each number, what its script asked about it next."""
    found = lines_of(s, cards_of(s, drawn, drawn.scales, behind), cards_of(s, drawn, drawn, behind), behind)
    return {mark.card.item.id: tuple(why.item for why in mark.reasons) for line in found for mark in line.marks}


def child_of(s: Services, case_id: str, drawn: SafetyMap) -> dict[str, str]:
    """Which child each conversation was about."""
    children = {one.id: one.about_person_id or one.person_id for one in s.invites.of_case(case_id, s.clock())}
    facts = {id_: s.conversations.facts(id_) for id_ in dict.fromkeys(item.conversation_id for item in drawn)}
    return {id_: children[fact.invite_id] for id_, fact in facts.items() if fact and fact.invite_id in children}


def _in_english(s: Services, line: ScaleLine, behind: Mapping[str, Background]) -> ScaleLine:
    """The line with the script's own English for both ends, where people saw them in another language."""
    item = next((mark.item for voice in line.voices for mark in voice.marks if mark.item), None)
    if item is None or line.set_id or line.locale.split("_")[0] == LOCALE:
        return line
    ends = in_english(s, behind[item.conversation_id], item.entry.position).ends
    if ends is None or (ends.low.text, ends.high.text) == (line.low, line.high):
        return line
    return replace(line, english=(ends.low.text, ends.high.text))
