"""How it was when words were said: who was there, who typed, who interpreted, and whether it felt safe to talk."""

from __future__ import annotations

from typing import Protocol


def N_(source: str) -> str:
    """Marks words that are translated later, where they are shown."""
    return source


class Told(Protocol):
    """What a person told about the sitting in which they answered. None or nothing where nobody said."""

    @property
    def present(self) -> str | None: ...
    @property
    def safe(self) -> str | None: ...
    @property
    def typing(self) -> str | None: ...
    @property
    def interpreter(self) -> str | None: ...
    @property
    def beside(self) -> str: ...


class Words(Protocol):
    """What this module needs of a language."""

    def text(self, source: str, **values: str) -> str: ...


PRESENT = {
    "alone": N_("said they were on their own"),
    "someone": N_("said someone was with them"),
    "rather_not": N_("did not say who was with them"),
}
NOT_KNOWN = N_("not known who was there")
TYPING = {
    "self": N_("typed it themselves"),
    "together": N_("typed together with somebody"),
    "other": N_("typed by somebody else"),
}
BESIDE = N_("{who} beside them")
INTERPRETER = N_("an interpreter helped")
UNSAFE = {
    "no": N_("said it was not safe to talk"),
    "not_sure": N_("was not sure it was safe to talk"),
}


def circumstances(words: Words, told: Told) -> tuple[str, ...]:
    """Who typed, who was there and who interpreted, in phrases that can stand alone. Whom they named says more than
    that somebody was there."""
    found = [words.text(TYPING[told.typing])] if told.typing in TYPING else []
    if not told.beside or told.present == "alone":
        found.append(words.text(PRESENT.get(told.present or "", NOT_KNOWN)))
    if told.beside:
        found.append(words.text(BESIDE, who=told.beside))
    if told.interpreter:
        found.append(words.text(INTERPRETER))
    return tuple(found)


def is_usual(told: Told) -> bool:
    """Whether they said all of it: typed themselves, on their own, safe to talk, nobody between. Where nobody said who
    typed it is not usual, because a reader would be told so."""
    alone = told.present == "alone" and not told.beside and not told.interpreter
    return alone and told.typing == "self" and not _unsafe(told)


def unlike_usual(words: Words, told: Told) -> tuple[str, ...]:
    """The circumstances without those that are usual (`is_usual`). Nothing is left when that is all there is to say."""
    usual = (words.text(TYPING["self"]), words.text(PRESENT["alone"]))
    return tuple(one for one in circumstances(words, told) if one not in usual)


def unsafe(words: Words, told: Told) -> str:
    """What the person said when it was, or might have been, not safe to talk; else nothing."""
    said = _unsafe(told)
    return words.text(said) if said else ""


def _unsafe(told: Told) -> str:
    return UNSAFE.get((told.safe or "").removesuffix("_went_on"), "")
