"""Makes an export of a whole case into one for one child: what other children said, and what was asked about them, is
taken out before anything is written (practice: one export for each child, of several too; records are per child).

What answers a set belongs to the children of that set, whichever child the link was about. A set that is about other
children only goes with its plan lines; the network, the dates and all other sets and
lines are the whole family's and stay. Nothing is changed, only left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dialogs.conversation import SharedSet
from review.export.meeting import Meeting
from review.export.words import ON_THE_MAP, OnlyChild, Someone, Takeaway
from review.map.safety_map import COLUMNS, MapEntry, SafetyMap
from review.numbers.marks import Mark, Voice
from review.numbers.scales import ScaleLine, set_of
from review.sets.about import is_about
from review.sets.sets import Account, SafetySet
from review.voices_heard import CHILDREN, Somebody


def for_child(takeaway: Takeaway, child: Somebody, people: Sequence[Somebody], about: Mapping[str, str]) -> Takeaway:
    """The same export for this child of `people`. `about`: the id of the child each conversation was about, by the
    conversation's id; what a grown-up said in one that was about no child, or about all of them, stays. What a grown-up
    answered to a set, with what says more about it, stays where the set is about this child."""
    children = tuple(one for one in people if one.role in CHILDREN)
    others = {one.id: one.name for one in children if one.id != child.id}
    there = {item.id: item for item in takeaway.map}

    def stays(item: MapEntry) -> bool:
        if item.person_id == child.id or item.person_id in others:
            return item.person_id == child.id
        known = set_of(_answered(item, there), takeaway.sets)
        if known is not None:
            return is_about(known[0].wording, child, children)
        return about.get(item.conversation_id) not in others

    away = frozenset(one.id for one in takeaway.sets if not is_about(one.wording, child, children))
    columns = {name: tuple(filter(stays, getattr(takeaway.map, name))) for name in COLUMNS.values()}
    drawn = SafetyMap(takeaway.map.case_id, **columns)
    names = {name.casefold() for name in others.values()}
    left_out = sum(not stays(item) for kind in ON_THE_MAP for item in takeaway.map.column(kind))
    return replace(
        takeaway,
        map=drawn,
        children=(child,),
        people=tuple(Someone(one.name, one.role) for one in people if one.id not in others),
        sets=tuple(_set(one, names) for one in takeaway.sets),
        meeting=_meeting(takeaway.meeting, drawn, set(others), names, away),
        only=OnlyChild(child.id, child.name, left_out, away),
    )


def _answered(item: MapEntry, there: Mapping[str, MapEntry]) -> SharedSet | None:
    """The shared worry and goal an entry answers, itself or by what it says more about."""
    passed: set[str] = set()
    while item.shared is None and item.id not in passed and (whole := there.get(item.detail_of or "")):
        passed.add(item.id)
        item = whole
    return item.shared


def _set(one: SafetySet, names: set[str]) -> SafetySet:
    """A set without what another child says against it or answered to it."""
    versions = tuple(
        replace(each, wording=replace(each.wording, dispute=_not_by(each.wording.dispute, names)))
        for each in one.versions
    )
    sharings = tuple(each for each in one.sharings if each.met.casefold() not in names)
    return replace(one, versions=versions, sharings=sharings)


def _not_by(dispute: tuple[Account, ...], names: set[str]) -> tuple[Account, ...]:
    return tuple(each for each in dispute if each.who.casefold() not in names)


def _meeting(meeting: Meeting, drawn: SafetyMap, others: set[str], names: set[str], away: Collection[str]) -> Meeting:
    def voice_stays(voice: Voice) -> bool:
        return voice.person_id not in others and voice.who.casefold() not in names

    def mark_stays(mark: Mark) -> bool:
        return mark.item is None or drawn.find(mark.item.id) is not None

    def line_for(line: ScaleLine) -> ScaleLine:
        voices = (replace(one, marks=tuple(filter(mark_stays, one.marks))) for one in line.voices if voice_stays(one))
        return replace(line, voices=tuple(voice for voice in voices if voice.marks))

    said = (line for line in meeting.said if line.by_name.casefold() not in names and line.set_id not in away)
    agreed = (line for line in meeting.plan.lines if line.text.set_id not in away)
    plan = replace(meeting.plan, lines=tuple(agreed))
    return replace(meeting, lines=tuple(map(line_for, meeting.lines)), said=tuple(said), plan=plan)
