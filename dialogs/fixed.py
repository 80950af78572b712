"""Words that are the same in every script: the kind reply to words that may tell of harm, and the sharing wishes.

The kind reply follows the guidance on hearing a child: thank, say who reads it and when, do not promise, do not
question, do not judge. It is never varied.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.conversation import SharingWish
from dialogs.pictures import PICTURES
from dialogs.script import Audience

YOUNG = (
    "Thank you for telling me. It is not your fault.",
    "I am a script, so I can't help by myself. {worker} can read this once you send it. You do not have to say more.",
)
GROWN = (
    "Thank you for telling us. This is a script, so it can't help by itself.",
    "{worker} can read this once you send it. You do not have to say more.",
)
PRACTICE = (
    "Thank you for telling me. It is not your fault.",
    "This one was only to try out, so {worker} can't see it. You can tap “I need help”, or say it again later.",
)
UNNAMED = (
    "Thank you for saying that. You do not have to say more.",
    "I am a script, so I can't help by myself. If you leave your name out, nobody can help you with this.",
)
"""Where words can be sent without a name, it must not sound as if somebody could then act on them."""


def kind_reply(audience: Audience, unnamed: bool = False, practice: bool = False) -> tuple[tuple[str, str], ...]:
    """The reply for this audience as (context of its translation, words); `practice`: to an answer nobody will see."""
    lines, name = GROWN, "grown"
    if audience in (Audience.CHILD, Audience.YOUNG_PERSON):
        lines, name = YOUNG, "young"
    if unnamed:
        lines, name = UNNAMED, "unnamed"
    if practice:
        lines, name = PRACTICE, "practice"
    return tuple((f"kind_reply.{name}.{index}", words) for index, words in enumerate(lines))


SHARING = {
    SharingWish.MEETING: "Show it at the meeting",
    SharingWish.WORKER_FIRST: "Only {worker} first",
    SharingWish.NOT_SURE: "I'm not sure",
}
"""What can be wished for each answer when it is read back. A wish, never a promise."""


def fixed_messages() -> Iterator[tuple[str, str]]:
    """Every text that belongs to no one script, as (context of its translation, words)."""
    for audience in (Audience.CHILD, Audience.PARENT):
        yield from kind_reply(audience)
    yield from kind_reply(Audience.CHILD, unnamed=True)
    yield from kind_reply(Audience.CHILD, practice=True)
    yield from ((f"sharing.{wish}", words) for wish, words in SHARING.items())
    yield from ((f"picture.{name}", words) for name, words in PICTURES.items())
