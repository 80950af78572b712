"""The one place where markup written by staff or in packs is cleaned. A family's own words never come through here:
they are kept as written and escaped where they are shown, because a sanitiser deletes children's words.
"""

from __future__ import annotations

import bleach
from markupsafe import Markup

LONGEST = 4000
"""Characters; bleach slows down badly on long nested markup, so length is capped before it is called."""
TAGS = frozenset({"a", "br", "em", "strong"})
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = frozenset({"https", "tel"})


class TooLongToClean(Exception):
    """Staff or pack markup over the cap; it is refused, not cut."""


def clean(text: str) -> Markup:
    """The text with strong, em, br and https/tel links kept and every other tag taken out. Raises TooLongToClean."""
    if len(text) > LONGEST:
        raise TooLongToClean(str(len(text)))
    cleaned = bleach.clean(text, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True)
    return Markup(cleaned)  # noqa: S704 - this is the sanitiser
