"""The made-up family's meeting: numbers said in the room, the plan, the network, dates and invitations."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from i18n.messages import LONDON
from review.case_event import Topic
from review.dates.council import Happening
from review.dates.invitations import Invitation, Outcome, invitation_body
from review.dates.timetable import date_body
from review.numbers.ratings import rating_body
from review.plan.network import about_body
from review.plan.plan import WHOLE, Kind, answer_body, order_body, proposal_body, sighting_body, target_body
from review.plan.text import PlanText
from web.made_up.days import days_of
from web.made_up.plans import FIRST, LINES, PEOPLE, PROPOSED, SEEN
from web.made_up.work import Desk
from web.meeting.dates_kept import keep_deadlines

THERE = "Mum (Dee), Nan, Uncle Ray, Ms Cole, Priya"


def say_numbers(desk: Desk, rows: str) -> None:
    """Numbers said in the room at the last core group."""
    desk.log(
        6,
        Topic.RATING,
        rows,
        rating_body("Priya", 4, "Calm since Nan fetches them at five.", "The birthday planned.", desk.day(6), 2),
    )
    desk.log(
        6, Topic.RATING, rows, rating_body("Uncle Ray", 7, "He has kept away.", "That he tells me.", desk.day(6), 2)
    )


def make_plan(desk: Desk, rows: str, school: str) -> None:
    """A card for each set: accepted lines, one that waits for the core group, signs seen and not seen."""
    sets = {"rows": rows, "school": school}
    ids = [secrets.token_hex(16) for _ in LINES]
    for id_, line in zip(ids, LINES, strict=True):
        body = proposal_body(Kind.ADD, _with_ids(desk, line, sets), "the family and the network")
        order = desk.log(12, Topic.PLAN, id_, body)
        desk.log(
            11, Topic.PLAN, id_, answer_body(order, True, desk.day(11), "Mum (Dee), Nan, Uncle Ray, Ms Cole, Priya")
        )
    for days_ago, seen, words in SEEN:
        desk.log(days_ago - 0.5, Topic.PLAN, ids[0], sighting_body(seen, desk.day(days_ago), "Nan", words))
    tea = replace(PROPOSED, days=PROPOSED.days.format_map(days_of(desk.day(0))))
    proposed = proposal_body(Kind.ADD, _with_ids(desk, tea, sets), "Uncle Ray", "The last one ended in a row.")
    desk.log(1, Topic.PLAN, secrets.token_hex(16), proposed)
    desk.log(11, Topic.PLAN, WHOLE, order_body([ids[place] for place in FIRST]))
    desk.log(11, Topic.PLAN, WHOLE, target_body(desk.day(-182)))


def _with_ids(desk: Desk, line: PlanText, sets: Mapping[str, str]) -> PlanText:
    known = {person.name: person.id for person in desk.case.people}
    actors = tuple(replace(actor, ref=known.get(actor.name, "")) for actor in line.actors)
    return replace(line, set_id=sets[line.set_id], actors=actors)


def make_network(desk: Desk) -> None:
    """Who is around the children."""
    known = {person.name: person.id for person in desk.case.people}
    for about in PEOPLE:
        body = about_body(replace(about, person=known.get(about.person, "")))
        desk.log(10, Topic.NETWORK, secrets.token_hex(16), body)


def make_dates(desk: Desk) -> None:
    """What has been, when the conference is and who was invited to it, and what is due by the council's limits."""
    desk.log(13, Topic.MEETING, secrets.token_hex(16), date_body(Happening.STRATEGY_DISCUSSION, desk.day(9), None))
    meeting = (desk.case.meeting_on or desk.now).astimezone(LONDON)
    conference = f"m{meeting:%Y%m%d}"
    desk.log(9, Topic.MEETING, conference, date_body(Happening.INITIAL_CONFERENCE, meeting.date(), meeting.time()))
    doctor = Invitation("", conference, "Dr Shah", "gp", "office", desk.day(8), "delivery receipt")
    nurse = Invitation("", conference, "Health visitor", "health", "not_invited", None)
    school = Invitation("", conference, "Ms Cole", "school", "worker_written", desk.day(8), "answered by e-mail")
    for one in (doctor, nurse, replace(school, outcome=Outcome.REPORT_ONLY)):
        desk.log(8, Topic.MEETING, secrets.token_hex(16), invitation_body(one))
    keep_deadlines(desk.s, desk.case)
