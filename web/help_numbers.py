"""The numbers on the help page, as dated data per nation.

They are here and not in the packs, so that no translation can change a digit. Whoever runs the server checks them
against each service's own page and moves the date on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from i18n.messages import N_

LISTED = date(2026, 11, 21)
"""The day this list was made, from published pages. Nobody has rung these numbers: check each before a release."""


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """One line of help: its own name, the digits as people read them, how to reach it, and who it is for."""

    name: str
    number: str
    tel: str
    how: str
    who_for: str
    free: bool
    listed_on: date = LISTED


DANGER = HelpNumber("999", "999", "tel:999", "call", N_("You or someone else is in danger now"), True)
CHILDLINE = HelpNumber(
    "Childline", "0800 1111", "tel:08001111", "call", N_("For anyone under 19, about anything"), True
)
SHOUT = HelpNumber("Shout", "85258", "sms:85258?&body=SHOUT", "text", N_("Text the word SHOUT, at any time"), True)
SAMARITANS = HelpNumber("Samaritans", "116 123", "tel:116123", "call", N_("For anyone who finds it hard to cope"), True)
NSPCC = HelpNumber("NSPCC", "0808 800 5000", "tel:08088005000", "call", N_("For adults worried about a child"), True)
POLICE = HelpNumber("101", "101", "tel:101", "call", N_("The police, when it is not urgent"), True)


def _abuse(name: str, number: str) -> HelpNumber:
    words = N_("For people being hurt or scared by someone at home")
    return HelpNumber(name, number, f"tel:{number.replace(' ', '')}", "call", words, True)


BY_NATION = {
    "england": _abuse("National Domestic Abuse Helpline", "0808 2000 247"),
    "wales": _abuse("Live Fear Free", "0808 80 10 800"),
    "scotland": _abuse("Scotland's Domestic Abuse Helpline", "0800 027 1234"),
    "northern_ireland": _abuse("Domestic and Sexual Abuse Helpline", "0808 802 1414"),
}


def numbers(nation: str) -> tuple[HelpNumber, ...]:
    """The help numbers for one nation, the most urgent first."""
    return (DANGER, CHILDLINE, SHOUT, SAMARITANS, BY_NATION[nation], NSPCC, POLICE)
