"""Finds people in the words of a set: by what the case calls them, or as anybody who is named. English only."""

from __future__ import annotations

import re
from collections.abc import Iterable

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "uncle", "aunt", "auntie", "great"})
FAMILY = (
    "mum", "mummy", "mam", "mom", "dad", "daddy", "step-dad", "stepdad", "step-mum", "stepmum", "nan", "nana", "nanny",
    "gran", "granny", "grandma", "grandad", "grandpa", "gramps", "brother", "sister",
)  # fmt: skip
"""What people in a family are called when no name is used: everybody in the room knows who is meant."""
NOBODY_NAMED = frozenset(
    {
        "a", "agencies", "agency", "all", "an", "and", "any", "anyone", "as", "at", "because", "both", "care", "carers",
        "children", "children's", "colleagues", "conference", "council", "danger", "education", "every", "everybody",
        "everyone", "family", "gp", "health", "he", "her", "hospital", "i", "if", "in", "it", "many", "most", "network",
        "nursery", "on", "others", "our", "parents", "partners", "people", "police", "practitioners", "professionals",
        "relatives", "safeguarding", "school", "schools", "services", "she", "since", "social", "some", "somebody",
        "someone", "staff", "teachers", "team", "the", "there", "they", "this", "those", "today", "we", "when", "while",
        "workers", "you",
    }
)  # fmt: skip
"""Words that begin with a capital at the start of a sentence and name nobody."""
_CAPITAL = re.compile(r"\b[^\W\d_a-z][\w’'-]*")


def called(name: str) -> tuple[str, ...]:
    """The ways somebody of the case may be named in a sentence: “Mum (Dee)” is Mum or Dee, “Sam Young” also Sam."""
    main, *rest = [part.strip() for part in re.split(r"[()]", name.split(",")[0]) if part.strip()] or [""]
    words = main.split()
    first = words[:1] if len(words) > 1 and words[0].strip(".").casefold() not in TITLES else []
    return tuple(dict.fromkeys(one for one in (main, *first, *rest) if one))


def names_one(text: str, names: Iterable[str]) -> bool:
    """Whether one of these people is named in the text."""
    ways = {way for name in names for way in called(name)}
    return any(re.search(rf"(?<!\w){re.escape(way)}(?!\w)", text, re.IGNORECASE) for way in ways)


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether anybody is named: somebody of the case, one of the family, or a word with a capital that is a name."""
    if names_one(text, (*names, *FAMILY)):
        return True
    return any(word.casefold() not in NOBODY_NAMED for word in _CAPITAL.findall(text) if len(word) > 1)
