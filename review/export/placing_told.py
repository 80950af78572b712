"""How an export tells where an entry stands: its category, its sets, its parts, why it counts as safety."""

from __future__ import annotations

from typing import Final

from dialogs.conversation import quote
from review.export.words import Takeaway
from review.map.placing import NOT_PLACED, Category, Gate, Part
from review.map.safety_map import MapEntry
from review.named import N_

CATEGORIES: Final = {
    Category.PAST_HARM: N_("Past harm"),
    Category.DANGER: N_("Danger"),
    Category.COMPLICATING: N_("Complicating factors"),
    Category.STRENGTH: N_("Strengths"),
    Category.SAFETY: N_("Safety"),
    Category.GOAL: N_("Goals"),
    Category.NEXT_STEP: N_("Next steps"),
}
GATE: Final = {
    "danger": N_("which danger it met"),
    "who": N_("who acted"),
    "did": N_("what they did"),
    "when": N_("when the danger was there"),
    "how_often": N_("how often"),
    "how_long": N_("over what time"),
    "seen_by": N_("who saw it"),
}
"""The parts of the gate, as what is missing is named."""


def placing_told(takeaway: Takeaway, item: MapEntry) -> list[str]:
    """Where an entry stands, as sentences; nothing while nobody has placed it."""
    _, placing = takeaway.words.text, takeaway.placings.get(item.id, NOT_PLACED)
    found = []
    front = takeaway.map.find(placing.into)
    if front is not None and takeaway.goes(front):
        found.append(_("Says the same as “{words}” ({name}).", words=quote(front.words), name=front.person))
    for number, part in enumerate(placing.parts, start=1):
        where = _where(takeaway, part)
        if len(placing.parts) > 1:
            words = part.of(item.words).strip()
            where = where or _("not sorted yet")
            found.append(_("Part {n}, “{words}”: {where}.", n=str(number), words=words, where=where))
        elif where:
            found.append(_("Sorted by a worker: {where}.", where=where))
        if part.category is Category.SAFETY and part.gate is not None:
            found.append(_gate(takeaway, part.gate))
            if part.gate.why_still:
                found.append(_("Why it counts all the same: {why}", why=_ended(part.gate.why_still)))
    return found


def _where(takeaway: Takeaway, part: Part) -> str:
    _ = takeaway.words.text
    pieces = [_(CATEGORIES[part.category]).lower()] if part.category else []
    pieces += [_("about set {n}", n=str(n)) for n in takeaway.set_numbers(part.sets)]
    return ", ".join(pieces)


def _gate(takeaway: Takeaway, gate: Gate) -> str:
    number = next(iter(takeaway.set_numbers((gate.danger,))), 0)
    return takeaway.words.text(
        "It counts as safety in the worker's words: {who}: {did} When the danger was there: {when} How often: {often} "
        "Over what time: {long} Seen by: {seen} (danger of set {n}).",
        who=gate.who,
        did=_ended(gate.did),
        when=_ended(gate.when),
        often=_ended(gate.how_often),
        long=_ended(gate.how_long),
        seen=gate.seen_by,
        n=str(number),
    )


def _ended(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words}."
