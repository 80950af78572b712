"""The made-up family's plan and network, as data. `rows` and `school` stand for the ids of its two sets; a name in
`person` or of an actor for the id of that person, where they are in the case.
"""

from __future__ import annotations

from review.plan.network import About, Answer, Ring, Said
from review.plan.text import Actor, Box, Origin, PlanText

YES, NO = Answer(Said.YES), Answer(Said.NO)

LINES = (
    PlanText(
        Box.GOING_WELL,
        "Ali and Bo sleep through the night",
        "rows",
        safer="Ali says so in the morning",
        origin=Origin.FAMILY,
    ),
    PlanText(Box.TRIGGERS, "Pay day, and birthdays", "rows", origin=Origin.NETWORK),
    PlanText(Box.RED_FLAGS, "Rob's van is outside on a Friday and Dee does not pick up", "rows", origin=Origin.NETWORK),
    PlanText(
        Box.WHO_DOES_WHAT,
        "Fetches Ali and Bo at five and keeps them until Saturday",
        "rows",
        (Actor("Nan"),),
        "every Friday",
        safer="Nan texts Priya “home”",
        origin=Origin.NETWORK,
    ),
    PlanText(
        Box.WHO_DOES_WHAT,
        "Goes round with Nan when there is a red flag",
        "rows",
        (Actor("Uncle Ray"),),
        "any day",
        origin=Origin.FAMILY,
    ),
    PlanText(
        Box.GOING_WELL,
        "Bo has eaten before school",
        "school",
        safer="Ms Cole sees it at the door",
        origin=Origin.WORKER,
    ),
    PlanText(
        Box.WHO_DOES_WHAT,
        "Keeps a place in breakfast club for Bo",
        "school",
        (Actor("Ms Cole, teacher", professional=True),),
        "school days",
        until="until Bo has eaten at home for four weeks",
        origin=Origin.PROFESSIONAL,
    ),
)
"""What the core group accepted."""
FIRST = (3, 4, 6)
"""The timeline, first thing first, as places in `LINES`."""
PROPOSED = PlanText(
    Box.WHO_DOES_WHAT,
    "Has the birthday tea at his, and Rob comes only if he has not been drinking",
    "rows",
    (Actor("Uncle Ray"),),
    "{birthday}, from three o'clock",
    origin=Origin.FAMILY,
)
"""What waits for the core group."""
SEEN = ((10, False, "Row at ten."), (5, True, "Both slept till eight."), (1, True, "Quiet night."))
"""What Nan saw of the first line since it stands: how many days ago, whether the sign was there, her words."""

PEOPLE = (
    About(
        "Nan",
        "Dee's mum",
        "Has them on Fridays and answers when Ali rings",
        Ring.EVERY_DAY,
        knows=YES,
        willing=YES,
        contact=YES,
        invited=YES,
        person="Nan",
    ),
    About(
        "Uncle Ray",
        "Dee's brother",
        "Comes round when it gets loud",
        Ring.OFTEN,
        knows=YES,
        willing=YES,
        contact=YES,
        source="Nan and Ali named him",
    ),
    About(
        "Ciocia Ewa",
        "Rob's sister",
        "Fetches Bo on Mondays and Wednesdays",
        Ring.OFTEN,
        knows=YES,
        willing=YES,
        person="Ciocia Ewa",
    ),
    About(
        "Ms Cole",
        "teacher",
        "Breakfast club, and somebody to talk to",
        Ring.OFTEN,
        professional=True,
        knows=YES,
        willing=YES,
        contact=YES,
        invited=YES,
        person="Ms Cole, teacher",
    ),
    About(
        "Mrs Begum", "next door", "Has a spare key and is in most evenings", Ring.NOW_AND_THEN, knows=NO, source="Dee"
    ),
)
"""Who is around the children."""
