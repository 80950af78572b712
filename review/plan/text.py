"""What one line of a safety plan says: its box, words, who does it, when, what will be seen, and until when.

The words of the network are never changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Box(StrEnum):
    """The four boxes of a card (plan rules: Solihull briefing, line 29)."""

    GOING_WELL = "going_well"
    TRIGGERS = "triggers"
    RED_FLAGS = "red_flags"
    WHO_DOES_WHAT = "who_does_what"


class Origin(StrEnum):
    """Whose idea a line was."""

    FAMILY = "family"
    NETWORK = "network"
    PROFESSIONAL = "professional"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something: `ref` is their id in the case or its network (nothing for a name typed freely)."""

    name: str
    ref: str = ""
    professional: bool = False


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a line says. `set_id` is nothing for a line about the whole plan; `entry` is the map entry whose exact words
    it carries."""

    box: Box
    words: str
    set_id: str = ""
    actors: tuple[Actor, ...] = ()
    days: str = ""
    safer: str = ""
    """What will be seen that shows it is safer."""
    not_safer: str = ""
    """What will be seen that shows it is not."""
    until: str = ""
    """The end condition, as it was written."""
    starts: date | None = None
    origin: Origin = Origin.WORKER
    entry: str = ""

    @property
    def ends(self) -> str:
        """The end condition to stand after the word “until”: people often write that word themselves."""
        first, _, rest = self.until.partition(" ")
        return rest.lstrip() if first.casefold().rstrip(":") == "until" and rest.strip() else self.until

    @property
    def professional(self) -> bool:
        """Whether somebody paid to be there does it."""
        return any(actor.professional for actor in self.actors)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to say of an action: who, when, what will be seen (Norfolk briefing, lines 17-22)."""
        if self.box is not Box.WHO_DOES_WHAT:
            return ()
        said = {"actors": self.actors, "days": self.days or self.starts, "safer": self.safer or self.not_safer}
        return tuple(name for name, value in said.items() if not value)

    @property
    def endless(self) -> bool:
        """Whether a professional does it with no end: the natural network comes first, professionals only while they
        are needed (Solihull briefing, line 29)."""
        return self.box is Box.WHO_DOES_WHAT and self.professional and not self.until.strip()


def text_body(text: PlanText) -> dict[str, Any]:
    """These words as plain JSON values."""
    return {
        "box": text.box.value,
        "words": text.words,
        "set": text.set_id,
        "actors": [[actor.name, actor.ref, actor.professional] for actor in text.actors],
        "days": text.days,
        "safer": text.safer,
        "not_safer": text.not_safer,
        "until": text.until,
        "starts": text.starts.isoformat() if text.starts else "",
        "origin": text.origin.value,
        "entry": text.entry,
    }


def text_of(kept: Mapping[str, Any]) -> PlanText:
    """The words in these JSON values."""
    return PlanText(
        box=Box(kept["box"]),
        words=kept["words"],
        set_id=kept["set"],
        actors=tuple(Actor(*one) for one in kept["actors"]),
        days=kept["days"],
        safer=kept["safer"],
        not_safer=kept["not_safer"],
        until=kept["until"],
        starts=day_of(kept["starts"]),
        origin=Origin(kept["origin"]),
        entry=kept["entry"],
    )


def day_of(kept: str) -> date | None:
    """The day in these words; nothing gives None."""
    return date.fromisoformat(kept) if kept else None
