"""How an export tells a line said in the room: whose it is, and who wrote it down. It never looks like a quote."""

from __future__ import annotations

from review.export.words import Takeaway
from review.room.in_the_room import Said


def room_told(takeaway: Takeaway, line: Said) -> str:
    """Who said it in the room, who wrote it down and when, and which set it is about, as sentences."""
    _, words = takeaway.words.text, takeaway.words
    worker, moment = takeaway.account(line.by), words.moment(line.at)
    if line.by_name:
        told = _(
            "Said in the room by {name}, written down by {worker} on {moment}.",
            name=line.by_name,
            worker=worker,
            moment=moment,
        )
    else:
        told = _("Said in the room, written down by {worker} on {moment}.", worker=worker, moment=moment)
    about = [_("About set {n}.", n=str(n)) for n in takeaway.set_numbers((line.set_id,))]
    return " ".join([told, *about])
