"""What the made-up family's worker did with what was said: sets, decisions, the plan, the network, the meeting.

Written into the log with the same lines the desk's own pages write, on their days.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from review.case_event import Topic
from review.heard import reply_body, response_body
from review.map.decision import DecisionKind
from review.map.placing import Category, Gate, Part, Placing, placing_body
from review.sets.sets import Wording, sharing_body, wording_body
from store.cases import CaseFile
from store.desk_rows import KeptEntry
from web.made_up.story import EWA_IN_ENGLISH
from web.made_up.worded import ROWS, ROWS_BEFORE, SCHOOL, on_its_days
from web.services import Services

DAY = timedelta(days=1)
REWORDED_DAYS_AGO = 16
"""When the first set got the words it has now."""
KEPT = (
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
"""How what was kept begins."""
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

    def on_its_days(self, wording: Wording) -> Wording:
        """A set with the days it tells of, counted back from now."""
        return on_its_days(wording, self.day(0))

    def person(self, name: str) -> str:
        """The id of somebody in the case."""
        return next(person.id for person in self.case.people if person.name == name)

    def said(self, words: str) -> KeptEntry:
        """The newest entry in which somebody said this."""
        entries = self.s.conversations.entries_of_case(self.case.id)
        return next(one for one in reversed(entries) if words in one.entry.verbatim)

    def decide(
        self,
        words: str,
        days_ago: float,
        kind: DecisionKind,
        wording: str = "",
        reason: str = "",
        translated_by: str = "",
    ) -> None:
        """A decision about what was said in these words."""
        of, at = (self.said(words).id, self.case.id, self.worker), self.now - days_ago * DAY
        self.s.decisions.decide(*of, kind, wording, reason, at, translated_by=translated_by)

    def place(self, words: str, category: Category, sets: tuple[str, ...] = (), gate: Gate | None = None) -> None:
        """Where a card stands on the map."""
        part = Part(category=category, sets=sets, gate=gate)
        self.log(4, Topic.PLACING, self.said(words).id, placing_body(Placing((part,))))


def make_sets(desk: Desk) -> tuple[str, str]:
    """Two sets, the first one reworded since; their ids."""
    rows, school = secrets.token_hex(16), secrets.token_hex(16)
    ali, bo = ((one.id,) for name in ("Ali", "Bo") for one in desk.case.people if one.name == name)
    desk.log(29, Topic.SET, rows, wording_body(replace(desk.on_its_days(ROWS_BEFORE), about=ali)))
    desk.log(28.5, Topic.SHARING, rows, sharing_body(1, desk.day(29), "Mum (Dee), Nan", "", "some", "Ray is missing."))
    why = "Mum asked for Uncle Ray to be in it, and he said yes. The Chair asked for six months."
    desk.log(REWORDED_DAYS_AGO, Topic.SET, rows, wording_body(replace(desk.on_its_days(ROWS), about=ali), why))
    desk.log(REWORDED_DAYS_AGO, Topic.SET, school, wording_body(replace(desk.on_its_days(SCHOOL), about=bo)))
    desk.log(13.5, Topic.SHARING, rows, sharing_body(2, desk.day(14), "Mum (Dee), Nan", "", "agree"))
    desk.log(
        13.5, Topic.SHARING, school, sharing_body(1, desk.day(14), "Mum (Dee)", "", "some", "Nine days, not eleven.")
    )
    return rows, school


def review_map(desk: Desk, rows: str, school: str) -> None:
    """Most cards decided about and placed; the newest ones wait."""
    for words in KEPT:
        desk.decide(words, 4, DecisionKind.KEEP)
    by = "A. Nowak, interpreter"
    desk.decide("Boi się wracać w piątki", 2, DecisionKind.REWORD, EWA_IN_ENGLISH, translated_by=by)
    desk.decide("if dad said sorry", 4, DecisionKind.ASK_AGAIN, "", "What would that look like for Ali?")
    desk.decide(
        "football on saturday", 4, DecisionKind.SET_ASIDE, "", "Lovely, and not for this meeting. Kept for the plan."
    )
    _keep_the_rest(desk)
    _place(desk, rows, school)


def _place(desk: Desk, rows: str, school: str) -> None:
    """What stands where on the map, one strength through the gate."""
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
        how_often="four Fridays of the last six",
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


def answer_ali(desk: Desk) -> None:
    """What Ali was told was done with his words, and what he said to that."""
    words = "I told Mum and Nan that you want to sleep in your own bed. Nan will fetch you at five on Fridays."
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
