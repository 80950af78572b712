"""The words in which people are told what became of what they said. Source words, translated where they are shown."""

from __future__ import annotations

from i18n.messages import N_
from review.heard import NOT_MEANT, RIGHT, Use

PHRASES = {
    "read": N_("I have read what you sent. Thank you for telling us."),
    "map": N_("Your words are on the map that we use at the meeting."),
    "meeting": N_("I talked about it at the meeting."),
    "plan": N_("It is part of the plan now."),
    "changed": N_("Something was changed because of what you said."),
    "not_yet": N_("I could not do this yet."),
    "cannot": N_("I can't do this."),
    "talk": N_("I would like to talk with you about it. You can say no."),
}
"""What a worker can say with one tap, in every language; by name. Whoever reads it may be nine."""
NEEDS_WHY = ("not_yet", "cannot")
"""Sentences that must be followed by a reason in the worker's own words."""
USES = {
    Use.KEPT: N_("On the map, just as you said it"),
    Use.REWORDED: N_("On the map, with other words beside yours"),
    Use.LEFT_OUT: N_("Not on the map"),
    Use.ASK_AGAIN: N_("You will be asked about this again"),
    Use.OPEN: N_("Not decided yet"),
}
VIEWS = {RIGHT: N_("That's right"), NOT_MEANT: N_("That's not what I meant")}
PARTS = {
    "worry": N_("The worry"),
    "goal": N_("The goal"),
    "question": N_("The question for the numbers"),
    "low": N_("What 0 means"),
    "high": N_("What 10 means"),
}
"""The parts of a shared worry and goal."""
FROM = N_("From {worker} to you")
WRITTEN_IN = N_("Written in {language}")
PUT_INTO = N_("{name} put it into your language")
