"""What the things of a plan, a network, a timetable and a set are called, wherever they are shown or told. Source
words, translated where they are shown.
"""

from __future__ import annotations

from typing import Final

from review.dates.council import Happening
from review.plan.network import Ring
from review.plan.text import Box, Origin


def N_(source: str) -> str:
    """Marks words that are translated later, where they are shown."""
    return source


BOXES: Final = {
    Box.GOING_WELL: N_("Signs it's going well"),
    Box.TRIGGERS: N_("Stresses and triggers"),
    Box.RED_FLAGS: N_("Red flags"),
    Box.WHO_DOES_WHAT: N_("Who does what then"),
}
ORIGINS: Final = {
    Origin.FAMILY: N_("From the family"),
    Origin.NETWORK: N_("From the network"),
    Origin.PROFESSIONAL: N_("From a professional"),
    Origin.WORKER: N_("From the worker"),
}
RINGS: Final = {
    Ring.EVERY_DAY: N_("Every day"),
    Ring.OFTEN: N_("Often"),
    Ring.NOW_AND_THEN: N_("Now and then"),
}
HAPPENINGS: Final = {
    Happening.REFERRAL: N_("Referral"),
    Happening.STRATEGY_DISCUSSION: N_("Strategy discussion"),
    Happening.INITIAL_CONFERENCE: N_("Initial conference"),
    Happening.CORE_GROUP: N_("Core group"),
    Happening.REVIEW_CONFERENCE: N_("Review conference"),
}
ANSWERS_TO_A_SET: Final = {
    "agree": N_("Agrees"),
    "some": N_("Agrees with some"),
    "dont_agree": N_("Does not agree"),
    "dont_understand": N_("Does not understand it"),
    "none": N_("No answer yet"),
}
