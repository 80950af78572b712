"""What a worker shows the whole room although it was held back: every reason why it was, and what comes along with it.

It decides nothing; what may be shown at all is decided in `review/room/on_the_wall.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from review.map.safety_map import MapEntry, SafetyMap
from review.room.follow_ups import added_to
from review.room.on_the_wall import BY_WISH, NOT_SAFE, UNTIL_TICKED, Held, held_back, shareable


def reasons(drawn: SafetyMap, ticks: Mapping[str, bool], wordless: Collection[str] = ()) -> dict[str, tuple[Held, ...]]:
    """For each entry that is held back and may be shown all the same: every reason, by its id. Parameters as in
    `held`, which says only the first."""
    out, before = held_back(drawn, ticks, wordless), added_to(drawn)

    def why(item: MapEntry) -> tuple[Held, ...]:
        above = before.get(item.id)
        found = [out[item.id]]
        found += [Held.HARM] if item.entry.given.noticed else []
        found += [Held.NOT_SAFE] if (item.safe or "").removesuffix("_went_on") in NOT_SAFE else []
        found += [BY_WISH[item.entry.wish]] if item.entry.wish in BY_WISH else []
        found += [Held.ADDS_TO] if item.under in out or (above and above.id in out) else []
        return tuple(dict.fromkeys(found))

    return {item.id: why(item) for item in drawn if out.get(item.id) in UNTIL_TICKED}


def comes_along(
    drawn: SafetyMap, entry_id: str, ticks: Mapping[str, bool], wordless: Collection[str] = ()
) -> tuple[MapEntry, ...]:
    """What else would come on the wall with this entry: its details, and what was added to it. Empty also when the
    entry itself would not come, because it stands inside words that stay off."""
    there = {item.id for item in shareable(drawn, ticks, wordless)}
    then = {item.id for item in shareable(drawn, {**ticks, entry_id: True}, wordless)}
    return tuple(item for item in drawn if item.id in then - there - {entry_id})


def shown_all_the_same(
    drawn: SafetyMap, ticks: Mapping[str, bool], wordless: Collection[str] = ()
) -> tuple[MapEntry, ...]:
    """What is on the wall now only because a worker showed it all the same."""
    by_itself = held_back(drawn, {id_: on for id_, on in ticks.items() if not on}, wordless)
    there = {item.id for item in shareable(drawn, ticks, wordless)}
    return tuple(item for item in drawn if ticks.get(item.id) and item.id in by_itself and item.id in there)
