"""Names of things at the desk: roles, kinds, decisions, declined answers. Source words, translated where shown."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogs.conversation import Move, SharingWish
from dialogs.script import Audience, EntryKind, Mode, Script
from i18n.messages import LONDON, N_
from review.map.decision import DecisionKind
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
MODES = {
    Mode.FACT: N_("something that happened"),
    Mode.FEELING: N_("a feeling"),
    Mode.WISH: N_("a wish"),
    Mode.PRETEND: N_("pretend"),
    Mode.GUESS: N_("a guess of what a child would say"),
}
KINDS = {
    EntryKind.WORRY: N_("Worries"),
    EntryKind.WORKING_WELL: N_("Working well"),
    EntryKind.NEEDS_TO_HAPPEN: N_("Needs to happen"),
    EntryKind.SCALE: N_("Numbers and steps"),
    EntryKind.FEELING: N_("How they feel"),
    EntryKind.SET_VIEW: N_("What they think of the shared worries and goals"),
    EntryKind.PLAN_RULE: N_("The family's own plan lines"),
    EntryKind.PERSON: N_("People named"),
    EntryKind.CHAIR_QUESTION: N_("Questions for the Chair"),
    EntryKind.CHAIR_ONLY: N_("For the Chair only"),
}
WISHES = {
    SharingWish.MEETING: N_("Wishes: show at the meeting"),
    SharingWish.WORKER_FIRST: N_("Wishes: only {worker} first"),
    SharingWish.NOT_SURE: N_("Wishes: not sure"),
}
"""What somebody wished for an answer. A wish, never a promise."""
DECIDED = {
    DecisionKind.KEEP: N_("Kept"),
    DecisionKind.REWORD: N_("Reworded"),
    DecisionKind.SET_ASIDE: N_("Set aside"),
    DecisionKind.ASK_AGAIN: N_("To ask again"),
    DecisionKind.UNDO: N_("Undone"),
}


def wish_words(wish: SharingWish | None, worker: str) -> str:
    """Whom the person wishes to see an answer, or nothing."""
    return "" if wish is None else translator().text(WISHES[wish], worker=worker)


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
    audience = AUDIENCE_OF.get(role)
    fit = [script for script in s.scripts.values() if audience in (script.audience, *script.also_for)]
    return tuple(sorted(fit, key=lambda script: script.title))


def _local(when: datetime) -> date:
    return when.astimezone(LONDON).date()
