"""What made-up people said about made-up meetings of the quarter before, without their names, so that a practice lead
has something to read. Nobody is real.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs import engine
from dialogs.conversation import Move
from dialogs.replies import Raw
from dialogs.script import ReplyKind, Script
from dialogs.transcript import Recorder
from web.services import Services

SCRIPT = "after_meeting"
STEPS = ("what_for", "your_say", "listening", "went_well", "next_time", "plan_clear", "what_they_did")
SAID = {
    "Riverside": (
        (
            "Clear. Priya told me before.",
            "OK, I had it on paper.",
            "",
            "They read my words first.",
            "",
            "Yes",
            "",
        ),
        ("I thought it was about money.", "", "Two people typed all the time.", "", "Less paper.", "", ""),
        ("Clear.", "Hard in front of so many.", "The Chair did.", "The break.", "Start with what works.", "", ""),
        ("", "I could say it in Polish.", "They waited for the interpreter.", "", "", "My part is Fridays.", ""),
        ("Clear", "Good", "Good", "Everybody knew my name.", "A room with a window.", "Clear", "They rang."),
        ("It was in the letter.", "", "", "", "Tell us how long it takes.", "Not all of it.", ""),
    ),
    "Hill Road": (
        ("Not really.", "I was too scared to speak.", "", "", "Say what each word means.", "No", "Nothing yet."),
        ("Yes", "Fine", "Some looked at their phones.", "My sister was there.", "", "Yes", ""),
        ("Clear.", "My words were read out.", "Yes", "", "Let me come in first.", "I know who to ring.", ""),
        ("", "", "", "", "Not in the school.", "", ""),
        ("Yes, the worker showed me.", "Good", "They asked me things.", "", "", "Clear.", "The nurse came."),
    ),
}
"""Per team, what each person said, in the order of the questions; nothing where they skipped one."""


def make_feedback(s: Services, now: datetime) -> None:
    """Keeps what was said in the middle of the quarter before this one."""
    first = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1)
    for team, people in SAID.items():
        for number, said in enumerate(people):
            at = first - timedelta(days=20 + 7 * number)
            script = s.scripts[SCRIPT]
            s.feedback.keep(script, engine.entries(script, _held(script, said).standing), at, team)


def _held(script: Script, said: tuple[str, ...]) -> Recorder:
    """The conversation, answered to its end."""
    held, words = Recorder(script), dict(zip(STEPS, said, strict=True))
    while (here := held.standing.here) is not None:
        step = script.steps[here.step]
        if step.reply is ReplyKind.ONE_OF:
            raw = Raw(choices=(step.choices[-1 if step.anonymous_if else 0].id,))
        elif step.reply is ReplyKind.READ_BACK:
            raw = Raw()
        elif here.round or not words.get(here.step):
            raw = Raw(move=Move.NO_MORE if here.round else Move.SKIP)
        else:
            raw = Raw(text=words[here.step])
        refused = held.give(raw)
        if refused is not None:
            raise TheFeedbackDoesNotFitItsScript(f"{here}: {refused.trouble}")
    return held


class TheFeedbackDoesNotFitItsScript(Exception):
    """A made-up answer was refused, so the script has changed and this must follow. Names the step."""
