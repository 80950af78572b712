"""A first walk through the made-up case: one sentence a stop, on the pages themselves. Nowhere but in the demo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action, may
from i18n.messages import N_
from review.case_event import Topic
from store.accounts import Account
from web.desk import desk
from web.desk.door import staff, who
from web.desk.forms import whole_number
from web.desk.once import once
from web.services import Services, services

NOTE = "demo.json"
SUBJECT = "tour:"
"""Before an account's id: its line in the demo case's log says that the tour was stopped."""
PARAMETER = "tour"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: the page it is on, its name, one sentence, and what on the page it is about (a CSS selector)."""

    endpoint: str
    name: str
    words: str
    about: str = ""
    asks: Action = Action.SEE_CASE
    """What a role must be able to do for its page to open."""
    looking: str = ""
    """The sentence for whoever reads the page but decides nothing there."""


STOPS = (
    Stop(
        "desk.home",
        N_("What came in"),
        N_("What families sent waits here: first whoever said they were not safe, then what may tell of harm."),
        "[data-inbox]",
    ),
    Stop(
        "desk.talk",
        N_("A conversation"),
        N_("Each conversation stands as it was held: the exact questions, and the answers word for word."),
        ".exchange",
    ),
    Stop(
        "desk.map_page",
        N_("The map"),
        N_("Every answer is a card in one of three columns. Keep it, put your wording beside it, or set it aside."),
        ".cols",
        looking=N_(
            "Every answer is a card in one of three columns. Read the exact words, and the decisions under them."
        ),
    ),
    Stop(
        "desk.map_page",
        N_("From strength to safety"),
        N_("A strength counts as safety only when you can say who did what, when it was hard, and who saw it."),
        ".col.working_well",
    ),
    Stop(
        "desk.sets_page",
        N_("Sets"),
        N_("A worry, its goal and a scale belong together. Build them out of what the family said."),
        "#main h1",
        looking=N_("A worry, its goal and a scale belong together. Read them with the family's words they come from."),
    ),
    Stop(
        "desk.board_page",
        N_("Numbers"),
        N_("Each person's number stands by itself with their reason. There is never an average."),
        "#main h1",
    ),
    Stop(
        "desk.plan_page",
        N_("The plan"),
        N_("Who does what, what going well looks like, and what everybody does when it does not."),
        "#main h1",
    ),
    Stop(
        "desk.timetable_page",
        N_("The timetable"),
        N_("Dates are counted in working days by your council's own rules."),
        "#main h1",
    ),
    Stop(
        "desk.chair_page",
        N_("For the Chair"),
        N_("What was written for you alone is here, and the sheet for meeting the family before the conference."),
        ".chair",
        Action.READ_CHAIR,
    ),
    Stop(
        "desk.room_page",
        N_("The wall"),
        N_("In the meeting everybody reads the same wall. What you write here appears on it while you type."),
        "#say",
        Action.CHANGE_CASE,
    ),
    Stop(
        "desk.takeaway",
        N_("Take away"),
        N_("Word, text to paste or JSON: everything that is decided, with every source, and a receipt."),
        "#main h1",
        Action.TAKE_AWAY,
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The tour on a page: which stop of how many, and the addresses around it. Number 0: it is only offered; of 0: it
    was asked for, and there is nothing this account could walk through."""

    number: int = 0
    of: int = 0
    stop: Stop | None = None
    back: str = ""
    next: str = ""
    begin: str = ""
    here: str = ""
    form: str = ""


@lru_cache(maxsize=8)
def _note(path: Path, changed: float) -> str:
    """The id of the demo's case as its note says; nothing when the note is of an earlier version."""
    return str(json.loads(path.read_text(encoding="utf-8")).get("case", ""))


def demo_case(s: Services) -> str:
    """The id of the made-up case, or nothing where there is none."""
    path = s.settings.instance / NOTE
    try:
        return _note(path, path.stat().st_mtime)
    except (OSError, ValueError):
        return ""


def stops_of(s: Services, account: Account, case_id: str) -> tuple[tuple[Stop, str], ...]:
    """The stops there are for somebody who may open the case, each with its address. A page that this installation has
    not got, or that is not part of their role, is no stop."""
    return tuple(_places(s, account, case_id))


def _places(s: Services, account: Account, case_id: str) -> Iterator[tuple[Stop, str]]:
    sent = s.conversations.inbox(account.id, case_id=case_id)
    for stop in STOPS:
        if stop.endpoint not in current_app.view_functions or not may(account.role, True, stop.asks):
            continue
        if stop.looking and not may(account.role, True, Action.DECIDE):
            stop = replace(stop, words=stop.looking)
        if stop.endpoint == "desk.home":
            yield stop, url_for(stop.endpoint)
        elif stop.endpoint != "desk.talk":
            yield stop, url_for(stop.endpoint, case_id=case_id)
        elif sent:
            shown = next((row for row in sent if row.read_at is not None), sent[0])
            yield stop, url_for(stop.endpoint, case_id=case_id, conversation_id=shown.id)


def was_stopped(s: Services, account_id: str, case_id: str) -> bool:
    """Whether this account has stopped or finished the tour before."""
    return any(one.subject == SUBJECT + account_id for one in s.case_log.of_case(case_id, Topic.MEETING))


@desk.context_processor
def _on_every_page() -> dict[str, object]:
    """What the frame shows of the tour: `tour` (or None) and `tour_again`, where it can be begun again."""
    nothing: dict[str, object] = {"tour": None, "tour_again": ""}
    s = services()
    account, case_id = g.get("account"), demo_case(s)
    if account is None or not case_id:
        return nothing
    number = whole_number(request.args.get(PARAMETER, ""), digits=2)
    if not _walks(s, account, case_id):
        return {"tour": Shown(), "tour_again": ""} if number == 1 else nothing
    places = stops_of(s, account, case_id)
    begin = _at(places[0][1], 1)
    if 1 <= number <= len(places):
        return {"tour": _shown(places, number, begin), "tour_again": ""}
    offered = request.endpoint == "desk.home" and not was_stopped(s, account.id, case_id)
    found = Shown(of=len(places), begin=begin, here=request.path, form=once.fresh()) if offered else None
    return {"tour": found, "tour_again": "" if offered else begin}


def _walks(s: Services, account: Account, case_id: str) -> bool:
    """Whether the made-up case is theirs to look at."""
    return may(account.role, s.cases.may_open(account.id, case_id), Action.SEE_CASE)


def _shown(places: tuple[tuple[Stop, str], ...], number: int, begin: str) -> Shown:
    return Shown(
        number,
        len(places),
        places[number - 1][0],
        _at(places[number - 2][1], number - 1) if number > 1 else "",
        _at(places[number][1], number + 1) if number < len(places) else "",
        begin,
        request.path,
        once.fresh(),
    )


def _at(url: str, number: int) -> str:
    return f"{url}?{PARAMETER}={number}"


@desk.post("/tour/stop")
@staff(Action.SEE_DESK)
def stop_tour() -> Response:
    """Stops the tour for this account, on the page it is on. It can be begun again from the side bar."""
    s, account = services(), who()
    case_id = demo_case(s)
    known = case_id and _walks(s, account, case_id)
    if known and once.use(request.form.get("form", "")) and not was_stopped(s, account.id, case_id):
        s.case_log.append(case_id, Topic.MEETING, SUBJECT + account.id, account.id, s.clock(), {"do": "stop"})
    here = request.form.get("here", "")
    own = here.startswith("/desk") and not here.startswith("//") and "\\" not in here and here.isprintable()
    return redirect(here if own else url_for("desk.home"), 303)
