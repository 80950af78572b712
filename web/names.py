"""What a script's placeholders stand for, in one language. The same names for the family's screen and for the desk."""

from __future__ import annotations

from i18n.messages import N_, Translator
from store.invites import About
from web.services import Services

OUR_TEAM = N_("the children's team")
"""What the setting says when nobody has named the team; only this can be translated."""


def names_in(s: Services, about: About, words: Translator) -> dict[str, str]:
    """The value of every placeholder a script may use (`dialogs/wording.py` lists them)."""
    return {
        "worker": about.worker,
        "team": words.text(OUR_TEAM) if s.settings.team_name == OUR_TEAM else s.settings.team_name,
        "child": about.child,
        "name": about.person,
        "meeting_date": words.day(about.meeting_on) if about.meeting_on else words.text("the day of the meeting"),
        "reading_days": words.number(s.settings.reading_days),
        "unsent_days": words.number(s.settings.unsent_days),
    }
