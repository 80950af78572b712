"""Whether the English beside words of another language is a translation. The one place that decides it, for the desk,
the wall and every export: a worker's own summary never passes for what somebody said.
"""

from __future__ import annotations

from review.map.safety_map import MapEntry

LAST_LATIN = "\u024f"


def in_another_language(item: MapEntry) -> bool:
    """Whether the person wrote words of their own that somebody who reads only English may not follow."""
    named = [part for one in item.entry.reply.people for part in (one.name, one.who)]
    letters = [ch for ch in "".join([item.entry.reply.text, *named]) if ch.isalpha()]
    foreign = sum(ch > LAST_LATIN for ch in letters)
    return bool(letters) and (item.entry.given.locale.split("_")[0] != "en" or foreign * 2 > len(letters))


def needs_translating(item: MapEntry) -> bool:
    """Whether such words stand without a translation that says who made it. A worker's wording is none."""
    return in_another_language(item) and not item.translated_by


def is_own_summary(item: MapEntry) -> bool:
    """Whether a worker's wording stands beside such words that nobody is named as the translator of."""
    return bool(item.wording) and needs_translating(item)
