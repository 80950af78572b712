"""Names of things at the desk: roles, kinds, decisions, declined answers. Source words, translated where shown."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogs.conversation import Move
from dialogs.script import Audience, EntryKind, Mode, Script
from i18n.messages import LONDON, N_
from review.decision import DecisionKind
from web.language import translator
from web.services import Services

ROLES = {
    "child": N_("Child up to 12"),
    "young_person": N_("Young person 13 to 17"),
    "parent": N_("Parent or carer"),
    "relative": N_("Relative or friend"),
    "professional": N_("Professional"),
}
CHILDREN = ("child", "young_person")
AUDIENCE_OF = {
    "child": Audience.CHILD,
    "young_person": Audience.YOUNG_PERSON,
    "parent": Audience.PARENT,
    "relative": Audience.NETWORK,
    "professional": Audience.PROFESSIONAL,
}
INVITE_STATES = {
    "waiting": N_("Not opened yet"),
    "opened": N_("Opened, not sent yet"),
    "sent": N_("Sent"),
    "locked": N_("Locked after five wrong PINs"),
    "expired": N_("Out of date"),
    "revoked": N_("Closed by a worker"),
}
DECLINED = {
    Move.SKIP: N_("Skipped this question"),
    Move.DONT_KNOW: N_("Said: I don't know"),
    Move.RATHER_NOT: N_("Said: I don't want to say"),
    Move.NOTHING: N_("Said: Nothing right now"),
    Move.NO_MORE: N_("Said: That's all"),
    Move.TAKE_OUT: N_("No answer was sent here"),
}
PRESENT = {
    "alone": N_("on their own"),
    "someone": N_("somebody was with them"),
    "rather_not": N_("did not say who was there"),
}
NOT_TOLD = N_("not known who was there")
UNSAFE = ("no", "not_sure")
MODES = {
    Mode.FACT: N_("something that happened"),
    Mode.FEELING: N_("a feeling"),
    Mode.WISH: N_("a wish"),
    Mode.PRETEND: N_("pretend"),
}
KINDS = {
    EntryKind.WORRY: N_("Worries"),
    EntryKind.WORKING_WELL: N_("Working well"),
    EntryKind.NEEDS_TO_HAPPEN: N_("Needs to happen"),
    EntryKind.SCALE: N_("Scales"),
    EntryKind.PERSON: N_("People named"),
    EntryKind.CHAIR_QUESTION: N_("Questions for the Chair"),
}
DECIDED = {
    DecisionKind.KEEP: N_("Kept"),
    DecisionKind.REWORD: N_("Reworded"),
    DecisionKind.SET_ASIDE: N_("Set aside"),
    DecisionKind.ASK_AGAIN: N_("To ask again"),
    DecisionKind.UNDO: N_("Undone"),
}


def present_words(present: str | None) -> str:
    """Who was there, as the person said when that sitting began."""
    return translator().text(PRESENT.get(present or "", NOT_TOLD))


def said_unsafe(safe: str | None) -> bool:
    """Whether the person said, or was not sure, that it was not safe to talk when that sitting began."""
    return (safe or "").removesuffix("_went_on") in UNSAFE


def language_name(s: Services, locale: str) -> str:
    """A language's English name; its code when it is no longer offered."""
    return next((one.english_name for one in s.messages.offered if one.locale == locale), locale)


def meeting_words(meeting_on: datetime | None) -> str:
    """The day of the meeting, with its time when there is one (midnight in London stands for none)."""
    if meeting_on is None:
        return ""
    local = meeting_on.astimezone(LONDON)
    words = translator()
    return words.day(meeting_on) if local.time() == time(0) else f"{words.day(meeting_on)}, {words.clock(meeting_on)}"


def days_until(meeting_on: datetime | None, now: datetime) -> int | None:
    """Days in London from today to the meeting; below 0 once it is past, None without a meeting."""
    if meeting_on is None:
        return None
    return (_local(meeting_on) - _local(now)).days


def scripts_for(s: Services, role: str) -> tuple[Script, ...]:
    """The conversations written for somebody of this role, by title."""
    fit = [script for script in s.scripts.values() if script.audience is AUDIENCE_OF.get(role)]
    return tuple(sorted(fit, key=lambda script: script.title))


def _local(when: datetime) -> date:
    return when.astimezone(LONDON).date()
