"""Which cards of a map are looked for: by words, by who said them, by set, or those nobody has sorted. Hides nothing
else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from dialogs.replies import tidy
from web.desk.cards import Card
from web.desk.door import who
from web.desk.looks import looks
from web.desk.placed import NOT_SORTED, Spot

LONGEST = 200
"""Characters that are looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Words are found as they are written, capital letters or not."""

    words: str = ""
    person: str = ""
    set_id: str = ""
    unsorted: bool = False
    only_open: bool = False

    @property
    def some(self) -> bool:
        """Whether cards are looked for by who, by what, or by where they stand."""
        return bool(self.words or self.person or self.set_id or self.unsorted)

    def takes(self, spot: Spot) -> bool:
        """Whether a card of the three columns is one of them."""
        if self.only_open and not spot.waits:
            return False
        if self.set_id and self.set_id not in spot.here.part.sets:
            return False
        if self.unsorted and spot.group != NOT_SORTED:
            return False
        elsewhere = spot.split and self.words.casefold() not in spot.here.words.casefold()
        return not elsewhere and self._fits(spot.card, *spot.behind)

    def takes_card(self, card: Card) -> bool:
        """Whether a card beside the columns is one of them."""
        if self.set_id or self.unsorted or (self.only_open and not card.waits):
            return False
        return self._fits(card)

    def _fits(self, *cards: Card) -> bool:
        if self.person and self.person not in {card.item.person_id for card in cards}:
            return False
        items = [one.item for card in cards for one in (card, *card.details)]
        said = [words for item in items for words in (item.words, item.wording, item.entry.given.asked)]
        return any(self.words.casefold() in words.casefold() for words in said)


def asked() -> Wanted:
    """What is looked for. Who and which set are ids and may stand in an address; of words stands there only by which
    token they are remembered, because an address ends in logs."""
    given = request.args.get
    only_open = given("show") == "open" or request.form.get("show") == "open"
    words = looks.words(who().id, given("look", ""))
    return Wanted(words, given("person", ""), given("set", ""), given("sorted") == "no", only_open)


def address_of(form: Mapping[str, str], account_id: str) -> dict[str, str]:
    """What stands in the address of a map on which is looked for what this form says; its words are remembered."""
    words = tidy(form.get("q", ""))[0].strip()[:LONGEST]
    given = {name: form.get(name, "") for name in ("person", "set", "sorted", "show")}
    return {name: value for name, value in (given | {"look": looks.keep(account_id, words)}).items() if value}
