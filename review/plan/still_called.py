"""Where somebody still stands under a name they no longer have, after it was put right: in the network, in the plan, in
a set. It finds places; it changes none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review.case_event import CaseEvent, Topic
from review.mentioned import is_named
from review.plan.network import network_of
from review.plan.plan import plan_of
from review.sets.sets import sets_of


@dataclass(frozen=True, slots=True)
class StillCalled:
    """The places: ids of people of the network and of lines of the plan, and the open sets as (id, number)."""

    network: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    sets: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.network or self.plan or self.sets)


def still_called(events: Iterable[CaseEvent], name: str) -> StillCalled:
    """Where `name` stands as what somebody is called, in what stands now. `events`: read by `with_names_now`. Words in
    which a name only occurs are no place: they are somebody's, and stay."""
    events = tuple(events)
    network, plan = network_of(one for one in events if one.topic is Topic.NETWORK), plan_of(events)
    return StillCalled(
        tuple(one.id for one in network.people if is_named((one.name, *one.about.also), name)),
        tuple(one.id for one in plan.lines if one.in_plan and is_named((each.name for each in one.text.actors), name)),
        tuple(
            (one.id, one.number)
            for one in sets_of(events)
            if one.is_open and is_named((each.who for each in one.wording.dispute), name)
        ),
    )
