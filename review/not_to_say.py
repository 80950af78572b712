"""What somebody asked not to be said at the meeting, or not in front of somebody. A wish, shown to whoever chooses
words for others; nobody is promised that it stays unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from dialogs.conversation import Move
from review.map.safety_map import Kept

STEPS: Final = ("not_out_loud", "not_in_front_of")
"""The steps of scripts that ask for it; `dialogs/README.md` says so to their authors."""
K = TypeVar("K", bound=Kept)


def asked_not_to_say(entries: Iterable[K]) -> tuple[K, ...]:
    """Those of these entries in which somebody asked that something is not said, as they were sent."""
    return tuple(one for one in entries if one.entry.position.step in STEPS and one.entry.reply.move is Move.ANSWER)
