"""In which language words stand that are shown as somebody wrote them, whatever language the page speaks."""

from __future__ import annotations

from typing import Final

from web.family import family
from web.language import translator

DESK: Final = "en"
"""The language of the desk, in which shared worries and goals are written."""
_LAST_LATIN = "\u024f"


@family.app_template_global("in_english")
def in_english(words: str) -> bool:
    """Whether words written at the desk are English, as far as their letters tell: none is of another alphabet."""
    return not any(letter.isalpha() and letter > _LAST_LATIN for letter in words)


@family.app_template_global("needs_english")
def needs_english(words: str) -> bool:
    """Whether words written at the desk are in English on a page that speaks another language, which the page says."""
    return bool(words) and translator().locale.split("_")[0] != DESK and in_english(words)
