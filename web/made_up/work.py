"""What the made-up family's worker did with what was said: sets, decisions, the plan, the network, the meeting.

Written into the log with the same lines the desk's own pages write, on their days.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from i18n.messages import LONDON
from review.case_event import Topic
from review.council import Happening
from review.decision import DecisionKind
from review.heard import reply_body, response_body
from review.invitations import Invitation, Outcome, invitation_body
from review.network import About, Answer, Ring, Said, about_body
from review.placing import Category, Gate, Part, Placing, placing_body
from review.plan import WHOLE, Kind, answer_body, order_body, proposal_body, sighting_body, target_body
from review.plan_text import Actor, Box, Origin, PlanText
from review.ratings import rating_body
from review.sets import sharing_body, wording_body
from review.timetable import date_body
from store.cases import CaseFile
from store.desk_rows import KeptEntry
from web.made_up.story import EWA_IN_ENGLISH, ROWS, ROWS_BEFORE, SCHOOL
from web.meeting.dates_kept import keep_deadlines
from web.services import Services

DAY = timedelta(days=1)
REWORDED_DAYS_AGO = 16
"""When the first set got the words it has now."""
UNREAD = 3
"""The newest conversations, which nobody has read yet."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The worker at work: writes lines into the case's log some days ago."""

    s: Services
    case: CaseFile
    worker: str
    now: datetime

    def log(self, days_ago: float, topic: Topic, subject: str, body: Mapping[str, Any], by: str = "") -> int:
        """One line; its order."""
        at = self.now - days_ago * DAY
        return self.s.case_log.append(self.case.id, topic, subject, by or self.worker, at, body).order

    def day(self, days_ago: int) -> date:
        """The day so many days ago; below 0: to come."""
        return (self.now - days_ago * DAY).date()

    def person(self, name: str) -> str:
        """The id of somebody in the case."""
        return next(person.id for person in self.case.people if person.name == name)

    def said(self, words: str) -> KeptEntry:
        """The newest entry in which somebody said this."""
        entries = self.s.conversations.entries_of_case(self.case.id)
        return next(one for one in reversed(entries) if words in one.entry.verbatim)

    def decide(self, words: str, days_ago: float, kind: DecisionKind, wording: str = "", reason: str = "") -> None:
        """A decision about what was said in these words."""
        found, at = self.said(words), self.now - days_ago * DAY
        self.s.decisions.decide(found.id, self.case.id, self.worker, kind, wording, reason, at)

    def place(self, words: str, category: Category, sets: tuple[str, ...] = (), gate: Gate | None = None) -> None:
        """Where a card stands on the map."""
        part = Part(category=category, sets=sets, gate=gate)
        self.log(4, Topic.PLACING, self.said(words).id, placing_body(Placing((part,))))


def make_sets(desk: Desk) -> tuple[str, str]:
    """Two sets, the first one reworded since; their ids."""
    rows, school = secrets.token_hex(16), secrets.token_hex(16)
    desk.log(29, Topic.SET, rows, wording_body(ROWS_BEFORE))
    desk.log(28.5, Topic.SHARING, rows, sharing_body(1, desk.day(29), "Mum (Dee), Nan", "", "some", "Ray is missing."))
    why = "Mum asked for Uncle Ray to be in it, and he said yes. The Chair asked for six months."
    desk.log(REWORDED_DAYS_AGO, Topic.SET, rows, wording_body(ROWS, why))
    desk.log(REWORDED_DAYS_AGO, Topic.SET, school, wording_body(SCHOOL))
    desk.log(13.5, Topic.SHARING, rows, sharing_body(2, desk.day(14), "Mum (Dee), Nan", "", "agree"))
    desk.log(
        13.5, Topic.SHARING, school, sharing_body(1, desk.day(14), "Mum (Dee)", "", "some", "Nine days, not eleven.")
    )
    return rows, school


def review_map(desk: Desk, rows: str, school: str) -> None:
    """Most cards decided about and placed; the newest ones wait."""
    kept = (
        "when they shout i go",
        "nan picks me up",
        "nan stays on the phone",
        "dad goes to nans when",
        "fell asleep in class",
        "He could not join in",
        "I heard it down the phone",
        "Ali was whispering",
        "I took him to mine",
        "every Friday night",
        "I end up being the one",
        "We love Mum",
        "toast every day",
        "my tummy is loud",
        "on time every day",
        "Quiet Fridays",
        "Somebody grown-up takes Bo",
        "Knowing who takes Bo",
    )
    for words in kept:
        desk.decide(words, 4, DecisionKind.KEEP)
    desk.decide(
        "Boi się wracać w piątki", 2, DecisionKind.REWORD, EWA_IN_ENGLISH, "Translated by A. Nowak, interpreter."
    )
    desk.decide("if dad said sorry", 4, DecisionKind.ASK_AGAIN, "", "What would that look like for Ali?")
    desk.decide(
        "football on saturday", 4, DecisionKind.SET_ASIDE, "", "Lovely, and not for this meeting. Kept for the plan."
    )
    _keep_the_rest(desk)
    desk.place("fell asleep in class", Category.PAST_HARM, (rows,))
    desk.place("I heard it down the phone", Category.PAST_HARM, (rows,))
    desk.place("when they shout i go", Category.DANGER, (rows,))
    desk.place("I end up being the one", Category.COMPLICATING, (school,))
    desk.place("my tummy is loud", Category.DANGER, (school,))
    desk.place("on time every day", Category.STRENGTH, (rows,))
    desk.place("nan picks me up", Category.STRENGTH, (rows,))
    gate = Gate(
        danger=rows,
        who="Nan and Uncle Ray",
        did="fetched Ali and Bo before it kicked off, and kept them until Saturday",
        when="on Fridays when Dad had been drinking",
        how_often="five Fridays of the last six",
        how_long="six weeks",
        seen_by="Mum, and Ali told Priya himself",
    )
    desk.place("I took him to mine", Category.SAFETY, (rows,), gate)
    desk.place("every Friday night", Category.NEXT_STEP, (rows,))
    desk.place("toast every day", Category.GOAL, (school,))
    desk.place("Somebody grown-up takes Bo", Category.GOAL, (school,))


def _keep_the_rest(desk: Desk) -> None:
    """Everything that was read is decided about; only the newest conversations wait."""
    decided = desk.s.decisions.for_case(desk.case.id)
    for one in desk.s.conversations.entries_of_case(desk.case.id):
        if one.id not in decided and one.sent_at < desk.now - 6 * DAY:
            at = desk.now - 4 * DAY
            desk.s.decisions.decide(one.id, desk.case.id, desk.worker, DecisionKind.KEEP, "", "", at)


def say_numbers(desk: Desk, rows: str) -> None:
    """Numbers said in the room at the last core group."""
    desk.log(6, Topic.RATING, rows, rating_body("Priya", 4, "Five calm Fridays.", "Christmas planned.", desk.day(6), 2))
    desk.log(
        6, Topic.RATING, rows, rating_body("Uncle Ray", 7, "He has kept away.", "That he tells me.", desk.day(6), 2)
    )


def make_plan(desk: Desk, rows: str, school: str) -> None:
    """A card for each set: accepted lines, one that waits for the core group, signs seen and not seen."""
    nan, ray = Actor("Nan", desk.person("Nan")), Actor("Uncle Ray")
    cole = Actor("Ms Cole", desk.person("Ms Cole, teacher"), professional=True)
    lines = (
        PlanText(
            Box.GOING_WELL,
            "Ali and Bo sleep through on Fridays",
            rows,
            safer="Ali says so on Saturday",
            origin=Origin.FAMILY,
        ),
        PlanText(Box.TRIGGERS, "Pay day, and Christmas", rows, origin=Origin.NETWORK),
        PlanText(
            Box.RED_FLAGS, "Rob's van is outside on a Friday and Dee does not pick up", rows, origin=Origin.NETWORK
        ),
        PlanText(
            Box.WHO_DOES_WHAT,
            "Fetches Ali and Bo at five and keeps them until Saturday",
            rows,
            (nan,),
            "every Friday",
            safer="Nan texts Priya “home”",
            origin=Origin.NETWORK,
        ),
        PlanText(
            Box.WHO_DOES_WHAT,
            "Goes round with Nan when there is a red flag",
            rows,
            (ray,),
            "any day",
            origin=Origin.FAMILY,
        ),
        PlanText(
            Box.GOING_WELL,
            "Bo has eaten before school",
            school,
            safer="Ms Cole sees it at the door",
            origin=Origin.WORKER,
        ),
        PlanText(
            Box.WHO_DOES_WHAT,
            "Keeps a place in breakfast club for Bo",
            school,
            (cole,),
            "school days",
            until="until Bo has eaten at home for four weeks",
            origin=Origin.PROFESSIONAL,
        ),
    )
    ids = []
    for text in lines:
        id_ = secrets.token_hex(16)
        ids.append(id_)
        order = desk.log(12, Topic.PLAN, id_, proposal_body(Kind.ADD, text, "the family and the network"))
        there = "Mum (Dee), Nan, Uncle Ray, Ms Cole, Priya"
        desk.log(11, Topic.PLAN, id_, answer_body(order, True, desk.day(11), there))
    for days_ago, seen, words in (
        (8, True, "Both slept till eight."),
        (1, True, "Quiet night."),
        (15, False, "Row at ten."),
    ):
        desk.log(max(days_ago - 0.5, 0), Topic.PLAN, ids[0], sighting_body(seen, desk.day(days_ago), "Nan", words))
    christmas = PlanText(
        Box.WHO_DOES_WHAT,
        "Has Christmas dinner at his, and Rob comes only if he has not been drinking",
        rows,
        (ray,),
        "25 December",
        origin=Origin.FAMILY,
    )
    desk.log(
        1,
        Topic.PLAN,
        secrets.token_hex(16),
        proposal_body(Kind.ADD, christmas, "Uncle Ray", "Ali is worried about it."),
    )
    desk.log(11, Topic.PLAN, WHOLE, order_body((ids[3], ids[4], ids[6])))
    desk.log(11, Topic.PLAN, WHOLE, target_body(desk.day(-182)))


def make_network(desk: Desk) -> None:
    """Who is around the children."""
    yes, no = Answer(Said.YES, desk.day(10)), Answer(Said.NO, desk.day(10))
    people = (
        About(
            "Nan",
            "Dee's mum",
            "Has them on Fridays and answers when Ali rings",
            Ring.EVERY_DAY,
            knows=yes,
            willing=yes,
            contact=yes,
            invited=yes,
            person=desk.person("Nan"),
        ),
        About(
            "Uncle Ray",
            "Dee's brother",
            "Comes round when it gets loud",
            Ring.OFTEN,
            knows=yes,
            willing=yes,
            contact=yes,
            source="Nan and Ali named him",
        ),
        About(
            "Ciocia Ewa",
            "Rob's sister",
            "Fetches Bo on Mondays and Wednesdays",
            Ring.OFTEN,
            knows=yes,
            willing=yes,
            person=desk.person("Ciocia Ewa"),
        ),
        About(
            "Ms Cole",
            "teacher",
            "Breakfast club, and somebody to talk to",
            Ring.OFTEN,
            professional=True,
            knows=yes,
            willing=yes,
            contact=yes,
            invited=yes,
            person=desk.person("Ms Cole, teacher"),
        ),
        About("Jo", "Sam's friend", "Sam texts Jo on bad days", Ring.NOW_AND_THEN, knows=no, source="Sam"),
    )
    for about in people:
        desk.log(10, Topic.NETWORK, secrets.token_hex(16), about_body(about))


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


def answer_ali(desk: Desk) -> None:
    """What Ali was told was done with his words, and what he said to that."""
    words = "I told Mum and Nan that you want to sleep in your own bed. Uncle Ray will help at Christmas."
    desk.log(1, Topic.ANSWER, desk.person("Ali"), reply_body((), words, "en"))
    entry = desk.said("when they shout i go")
    desk.log(0.5, Topic.RESPONSE, entry.id, response_body("right", "", "en"), by=desk.person("Ali"))


def read_so_far(desk: Desk, talks: tuple[str, ...]) -> None:
    """Most conversations have been read."""
    for talk in talks:
        desk.s.conversations.mark_read(talk, desk.worker, desk.now - 4 * DAY)


def take_on_a_notice(desk: Desk) -> None:
    """Sam tapped “I'm not safe” nine days ago; somebody took it on the same hour."""
    s, sam, at = desk.s, desk.person("Sam"), desk.now - 9 * DAY
    issued = s.invites.issue(desk.case.id, sam, sam, "meeting_13_17", "en", desk.worker, at, 1)
    raised = s.notices.raise_one(desk.case.id, sam, issued.invite_id, (), at)
    done = "Rang Sam on the safe number. Sam was outside Nan's; Nan took Sam in. Dad had gone by then. Told my manager."
    s.notices.acknowledge(raised, desk.worker, done, at + timedelta(minutes=25))
    s.invites.revoke(desk.case.id, issued.invite_id, at + DAY)
