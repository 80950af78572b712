"""Names of things in a plan: its boxes, whose idea a line was, what is still to say. Source words, translated where
shown.
"""

from __future__ import annotations

from i18n.messages import N_
from review.plan.plan import Kind, Outcome
from review.plan.text import Box

HINTS = {
    Box.GOING_WELL: N_("What will people see when things are good?"),
    Box.TRIGGERS: N_("What makes it harder, so that everybody looks out for it?"),
    Box.RED_FLAGS: N_("What shows that it is getting unsafe?"),
    Box.WHO_DOES_WHAT: N_("Who acts, on which days, and what will be seen?"),
}
SHAPES = {
    Box.GOING_WELL: "working_well",
    Box.TRIGGERS: "worry",
    Box.RED_FLAGS: "worry",
    Box.WHO_DOES_WHAT: "needs_to_happen",
}
"""The map's shapes and colours: what works well, a worry, what needs to happen."""
GAPS = {
    "actors": N_("who does it"),
    "days": N_("when"),
    "safer": N_("what will be seen"),
}
PROPOSED = {
    Kind.ADD: N_("Proposed"),
    Kind.CHANGE: N_("Proposed change"),
    Kind.TAKE_OUT: N_("Proposed: take it out"),
}
OUTCOMES = {
    Outcome.WAITING: N_("Waits for the core group"),
    Outcome.ACCEPTED: N_("Accepted"),
    Outcome.DECLINED: N_("Declined"),
    Outcome.REPLACED: N_("Another proposal took its place"),
}

STEPS = {
    "rules": Box.WHO_DOES_WHAT,
    "going_well": Box.GOING_WELL,
    "triggers": Box.TRIGGERS,
    "red_flags": Box.RED_FLAGS,
    "who_does_what": Box.WHO_DOES_WHAT,
    "checking": Box.GOING_WELL,
}
"""Which box a family's answer belongs in, by the step that asked for it; the worker can pick another."""


def box_of_step(step: str) -> Box:
    """The box that an answer to this step belongs in."""
    return STEPS.get(step.removeprefix("own_"), Box.WHO_DOES_WHAT)
