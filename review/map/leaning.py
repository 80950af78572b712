"""Which answers cannot be understood without the question they answer. It looks at how much was said, not at what."""

from __future__ import annotations

from typing import Final

from review.map.safety_map import MapEntry

FEW: Final = 6
"""An answer of so few words is half a sentence; its question is the other half."""


def leans_on_question(item: MapEntry) -> bool:
    """Whether this answer has to stand beside its question: it was picked, not said; it is short; it says more about
    another answer, or it is about a worry and goal that were shown."""
    entry, words = item.entry, item.words
    more = item.detail_of is not None or item.shared is not None
    return bool(words) and (bool(entry.reply.choices) or more or len(words.split()) <= FEW)


def question_of(item: MapEntry) -> str:
    """The question, as it was put, of an answer that leans on it; else nothing."""
    return item.entry.given.asked if leans_on_question(item) else ""
