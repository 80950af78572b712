"""What is held back from the wall, for the worker's page beside it: why, and what was shown all the same. Decides
nothing; `review/room/` does."""

from __future__ import annotations

from dataclasses import dataclass

from i18n.messages import N_
from review.map.safety_map import MapEntry
from review.room.all_the_same import comes_along, reasons, shown_all_the_same
from review.room.in_the_room import ticks_of
from review.room.on_the_wall import Held
from web.language import translator
from web.meeting.wall_reading import Read

WHY_HELD = {
    Held.TAKEN_OFF: N_("You took it off the wall"),
    Held.HARM: N_("May tell of harm"),
    Held.NOT_SAFE: N_("Said when it may not have been safe to talk"),
    Held.WORKER_FIRST: N_("Wishes that you see it first"),
    Held.NOT_SURE: N_("Was not sure who should see it"),
    Held.ADDS_TO: N_("Adds to words that are not on the wall"),
}
"""What a worker is asked to think about before it goes on the wall. Source words."""
AGAIN = {
    Held.TAKEN_OFF: N_("It was taken off the wall by hand."),
    Held.HARM: N_("It may tell of harm."),
    Held.NOT_SAFE: N_("{person} said it when it may not have been safe to talk."),
    Held.WORKER_FIRST: N_("{person} wished that you see it first."),
    Held.NOT_SURE: N_("{person} was not sure who should see it."),
    Held.ADDS_TO: N_("It adds to words that are not on the wall. Those stay off."),
}
"""The same once more, before everybody reads it. Source words."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An entry that may go on the wall once a worker says so twice: every reason why it is not there, what would come
    along, and the reasons as a form says that they were read."""

    item: MapEntry
    why: tuple[Held, ...]
    along: tuple[MapEntry, ...]

    @property
    def read(self) -> str:
        """What the second step says was read: other reasons since then ask again."""
        return " ".join(self.why)

    @property
    def told(self) -> tuple[str, ...]:
        """Every reason as a sentence."""
        words = translator()
        return tuple(words.text(AGAIN[one], person=self.item.person) for one in self.why)


def held_now(read: Read) -> tuple[HeldBack, ...]:
    """What is held back and may be shown all the same, in the order of the map."""
    ticks = ticks_of(read.events)
    why = reasons(read.drawn, ticks, read.wordless)
    return tuple(
        HeldBack(item, why[item.id], comes_along(read.drawn, item.id, ticks, read.wordless))
        for item in read.drawn
        if item.id in why
    )


def shown_now(read: Read) -> tuple[MapEntry, ...]:
    """What is on the wall now only because a worker showed it all the same."""
    return shown_all_the_same(read.drawn, ticks_of(read.events), read.wordless)
