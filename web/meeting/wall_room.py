"""The worker's page beside the wall: write down what is said in the room, choose what the wall shows, take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from dialogs.script import EntryKind
from i18n.messages import LONDON, N_
from review.case_event import CaseEvent, Topic
from review.map.in_another_language import is_own_summary
from review.numbers.ratings import Rating, rating_body, ratings_of, taking_back_body
from review.room.in_the_room import COLUMNS, SAID, TICK, said_body, said_of, taken_back_body, tick_body
from review.room.on_the_wall import UNTIL_TICKED
from review.sets.sets import SafetySet, sets_of
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.forms import LONGEST_NAME, one_line
from web.desk.once import once
from web.desk.words import KINDS, meeting_words
from web.meeting.wall_held import WHY_HELD, held_now, shown_now
from web.meeting.wall_reading import read_case, wall_parts
from web.meeting.wall_turns import BACK, NEXT, turns
from web.services import Services, services

LONGEST = 600
"""Characters of one line said in the room: a wall is read from four metres."""
NO_WORDS = N_("Write what was said first.")
LONG_WORDS = N_("That is too long for a wall. Use 600 characters or fewer.")
LONG_NAME = N_("That name is too long. Use 100 characters or fewer.")
NO_COLUMN = N_("Pick where it belongs.")
NO_SET = N_("Pick the set it is about.")
NO_NAME = N_("Say who said it, or tick “Nobody in particular”.")
NOBODY = N_("Say whose number it is.")
NO_NUMBER = N_("Pick a number from 0 to 10.")
MISTAKE = N_("Written down by mistake in the room.")
AGAIN = N_("Written down again, with what they said about it.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on the page, to show it again, and what is wrong with it (form name to source words)."""

    given: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@desk.get("/cases/<case_id>/room")
@staff(Action.CHANGE_CASE)
def room_page(case_id: str) -> Response:
    """What is on the wall, what is held back, and where to write what is said."""
    services().audit.record("read_room", who().id, case_id, None, services().clock())
    return _room(case_id)


@desk.post("/cases/<case_id>/room/said")
@staff(Action.CHANGE_CASE)
def say_in_room(case_id: str) -> Response:
    """Keeps a line said in the room; it stands on the wall from then on."""
    s = services()
    given = {name: request.form.get(name, "") for name in ("column", "by_name", "nobody", "set")}
    given["words"] = tidy(request.form.get("words", ""))[0].strip()
    given["by_name"] = one_line(given["by_name"])
    known = {one.id for one in sets_of(s.case_log.of_case(case_id, Topic.SET)) if one.is_open}
    if trouble := _trouble_with_line(given, known):
        return _room(case_id, Typed(given, {"by_name" if trouble in (NO_NAME, LONG_NAME) else "said": trouble}), 422)
    if once.use(request.form.get("form", "")):
        body = said_body(EntryKind(given["column"]), given["words"], given["by_name"], given["set"])
        made = s.case_log.append(case_id, Topic.MEETING, SAID, who().id, s.clock(), body)
        s.audit.record("say_in_room", who().id, case_id, made.id, s.clock())
    return _back(case_id, "say", column=given["column"], set=given["set"] or None)


@desk.post("/cases/<case_id>/room/number")
@staff(Action.CHANGE_CASE)
def rate_in_room(case_id: str) -> Response:
    """Keeps a number said in the room, about a set as it is worded now, and asks for the reasons that are missing."""
    s = services()
    given = {name: one_line(request.form.get(name, "")) for name in ("rated", "who", "number", "instead")}
    given |= {name: tidy(request.form.get(name, ""))[0].strip() for name in ("why", "one_higher")}
    sets = {one.id: one for one in sets_of(s.case_log.of_case(case_id, Topic.SET)) if one.is_open}
    trouble = _trouble_with_number(given, set(sets))
    if trouble:
        return _room(case_id, Typed(given, {"number": trouble}), 422)
    made = _keep_number(s, case_id, given, sets[given["rated"]]) if once.use(request.form.get("form", "")) else None
    return _back(case_id, "number", rated=given["rated"], still=made)


def _keep_number(s: Services, case_id: str, given: Mapping[str, str], about: SafetySet) -> str:
    """Adds the number to the log; one that was kept without its reasons is taken back when it comes again with them."""
    case, now = case_here(s, case_id), s.clock()
    person = next((one.id for one in case.people if one.name == given["who"]), "")
    on, number = now.astimezone(LONDON).date(), int(given["number"])
    body = rating_body(given["who"], number, given["why"], given["one_higher"], on, about.now.number, person)
    lines = [(Topic.RATING, about.id, body)]
    before = _rating(s.case_log.of_case(case_id, Topic.RATING), given["instead"])
    if before and (before.set_id, before.who, before.number) == (about.id, given["who"], number):
        lines.insert(0, (Topic.RATING, about.id, taking_back_body(before.id, AGAIN)))
    made = s.case_log.append_all(case_id, who().id, now, lines)[-1]
    s.audit.record("rate_in_room", who().id, case_id, made.id, now)
    return made.id


@desk.post("/cases/<case_id>/room/take-back")
@staff(Action.CHANGE_CASE)
def take_back_in_room(case_id: str) -> Response:
    """Takes a line or a number that was written in the room back. The log keeps both."""
    s, line = services(), request.form.get("line", "")
    events = s.case_log.of_case(case_id, Topic.MEETING, Topic.RATING)
    rating = _rating(events, line)
    if rating is not None:
        body = taking_back_body(line, MISTAKE)
        s.case_log.append(case_id, Topic.RATING, rating.set_id, who().id, s.clock(), body)
    elif any(one.id == line for one in said_of(events)):
        s.case_log.append(case_id, Topic.MEETING, SAID, who().id, s.clock(), taken_back_body(line))
    else:
        return _back(case_id, "on")
    s.audit.record("take_back_in_room", who().id, case_id, line, s.clock())
    return _back(case_id, "on")


@desk.post("/cases/<case_id>/room/wall/<entry_id>")
@staff(Action.CHANGE_CASE)
def tick_for_wall(case_id: str, entry_id: str) -> Response:
    """Puts an entry on the wall or takes it off. What nobody has kept, and what was never meant for all, stays off.

    What is held back comes only with every reason for that named in the form, as its second step does."""
    s = services()
    read, on = read_case(s, case_id), request.form.get("on") == "1"
    why = read.held_back.get(entry_id)
    if read.drawn.find(entry_id) is None or (why is not None and why not in UNTIL_TICKED):
        abort(404)
    if why is not None and on:
        told = next(one for one in held_now(read) if one.item.id == entry_id)
        if request.form.get("read", "") != told.read:
            return _room(case_id, asked=entry_id, status=422)
    if (why is None) != on:
        s.case_log.append(case_id, Topic.MEETING, f"{TICK}{entry_id}", who().id, s.clock(), tick_body(on))
        s.audit.record("wall_on" if on else "wall_off", who().id, case_id, entry_id, s.clock())
    return _back(case_id, "put", put=entry_id) if on else _back(case_id, "on")


@desk.post("/cases/<case_id>/room/turn")
@staff(Action.CHANGE_CASE)
def turn_wall(case_id: str) -> Response:
    """Asks the wall for another page: the next, the one before, or a part of it by name."""
    s, to = services(), request.form.get("to", "")
    if to in (NEXT, BACK) or to in wall_parts(read_case(s, case_id).wall):
        turns.ask(case_id, to)
    return _back(case_id, "turn")


def _back(case_id: str, place: str, **kept: str | None) -> Response:
    values: dict[str, Any] = {"case_id": case_id, "_anchor": place, **kept}
    return redirect(url_for("desk.room_page", **values), 303)


def _trouble_with_line(given: dict[str, str], sets: set[str]) -> str:
    if not given["words"]:
        return NO_WORDS
    if len(given["words"]) > LONGEST:
        return LONG_WORDS
    if len(given["by_name"]) > LONGEST_NAME:
        return LONG_NAME
    if not given["by_name"] and given["nobody"] != "1":
        return NO_NAME
    if given["set"] and given["set"] not in sets:
        return NO_SET
    return "" if given["column"] in COLUMNS else NO_COLUMN


def _trouble_with_number(given: dict[str, str], sets: set[str]) -> str:
    if given["rated"] not in sets:
        return NO_SET
    if not given["who"]:
        return NOBODY
    if len(given["who"]) > LONGEST_NAME:
        return LONG_NAME
    if given["number"] not in map(str, range(11)):
        return NO_NUMBER
    return LONG_WORDS if max(len(given["why"]), len(given["one_higher"])) > LONGEST else ""


def _room(case_id: str, typed: Typed | None = None, status: int = 200, asked: str = "") -> Response:
    """The page; `asked`: the entry that is held back and whose second step stands open."""
    s = services()
    case, read = case_here(s, case_id), read_case(s, case_id)
    wall, events, same = read.wall, read.events, shown_now(read)
    picked = {name: request.args.get(name, "") for name in ("column", "set", "rated")}
    still = None if typed else _rating(events, request.args.get("still", ""))
    if still is not None and still.not_said:
        said = {"who": still.who, "number": str(still.number), "why": still.why, "one_higher": still.one_higher}
        picked |= {"rated": still.set_id, "instead": still.id, **said}
    return page(
        "meeting/room.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        wall=wall,
        parts=wall_parts(wall),
        kinds=KINDS,
        columns=(EntryKind.NEEDS_TO_HAPPEN, EntryKind.WORKING_WELL, EntryKind.WORRY),
        given={**picked, **(typed.given if typed else {})},
        wrong=typed.wrong if typed else {},
        still=still.not_said if still else (),
        worker=who().name,
        back=held_now(read),
        why_held=WHY_HELD,
        asked=asked,
        same=same,
        own_summary=is_own_summary,
        put=next((item for item in same if item.id == request.args.get("put", "")), None),
        undecided=read.drawn.waiting,
        ratings=_ratings(events),
        form=once.fresh(),
        second=once.fresh(),
    )


def _rating(events: Sequence[CaseEvent], id_: str) -> Rating | None:
    return next((one for one in ratings_of(events) if one.id == id_), None)


def _ratings(events: Sequence[CaseEvent]) -> tuple[tuple[int, Rating], ...]:
    """The numbers written down by hand, each with which set of the case it is about."""
    numbers = {one.id: one.number for one in sets_of(events)}
    return tuple((numbers[one.set_id], one) for one in ratings_of(events) if one.set_id in numbers)
