"""Picks the best offered language for a wish and a browser's list. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from i18n.messages import Language


def negotiate(offered: Sequence[Language], header: str, wish: str = "") -> Language:
    """The wished language when it is offered, else the best of an Accept-Language header, else the first offered."""
    by_locale = {language.locale: language for language in offered}
    if wish in by_locale:
        return by_locale[wish]
    for tag in _ranked(header[:500]):
        if (found := by_locale.get(tag) or by_locale.get(tag.split("-")[0])) is not None:
            return found
    return offered[0]


def _ranked(header: str) -> list[str]:
    ranked = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for _, tag in sorted(ranked, key=lambda pair: pair[0])]
