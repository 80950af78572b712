"""The sets, plan, network and dates as plain text to paste, one piece for each field of a council's form."""

from __future__ import annotations

from review.export.plan_told import dates_told, network_told, plan_notes, plan_told
from review.export.sets_told import NumberTold, SetTold, sets_told
from review.export.words import Takeaway

Titled = tuple[str, list[str]]
"""The title of a field, and its blocks of text."""


def sets_pasted(takeaway: Takeaway) -> list[Titled]:
    """One field for each open set, named after the council's own word for its statement, its scale with it."""
    return [_set(takeaway, one) for one in sets_told(takeaway)]


def agreed_pasted(takeaway: Takeaway) -> list[Titled]:
    """The plan, the network and the dates; each only where there is something to tell."""
    _ = takeaway.words.text
    found = [
        (_("The safety plan"), _plan(takeaway)),
        (_("The people around the child"), [_person(*row) for row in network_told(takeaway)]),
        (_("Dates"), ["\n".join(f"{what}: {day}" for what, day in dates)] if (dates := dates_told(takeaway)) else []),
    ]
    return [(title, blocks) for title, blocks in found if blocks]


def _set(takeaway: Takeaway, one: SetTold) -> Titled:
    _ = takeaway.words.text
    blocks = [one.about] if one.about else []
    blocks += [f"{label}\n{words}" for label, words in (one.worry, one.goal)]
    if one.dispute:
        blocks.append("\n".join([_("Who sees it differently"), *one.dispute]))
    ends = [_("{number} means: {words}", number=end, words=words) for end, words in (("0", one.low), ("10", one.high))]
    blocks.append("\n".join([_("The scale"), *([one.question] if one.question else []), *ends]))
    blocks += one.usual
    blocks += [_number(takeaway, each) for each in one.numbers] or ([one.no_number] if one.no_number else [])
    blocks += one.notes
    blocks.append("\n".join([one.version, *one.shared]))
    return _("{statement} {number} and its scale", statement=one.worry[0], number=str(one.number)), blocks


def _number(takeaway: Takeaway, each: NumberTold) -> str:
    _ = takeaway.words.text
    lines = [f"{each.who}: {each.number}", each.said]
    lines += [_("Why it is not lower: {words}", words=words) for words in each.why]
    lines += [_("What would be one higher: {words}", words=words) for words in each.one_higher]
    return "\n".join(lines)


def _plan(takeaway: Takeaway) -> list[str]:
    blocks = plan_notes(takeaway)
    for box in plan_told(takeaway):
        blocks.append(f"{box.about}: {box.title}")
        blocks += ["\n".join([line.words, *line.facts]) for line in box.lines]
    return blocks


def _person(name: str, who: str, helps: str, ring: str) -> str:
    return "\n".join(filter(None, [f"{name}, {who}" if who else name, helps, ring]))
