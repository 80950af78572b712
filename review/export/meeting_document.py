"""Writes the sets, the plan, the network and the dates into the Word document. The sets come before everything else
(practice: at the very start of every meeting, and what follows is related back to them).
"""

from __future__ import annotations

from review.export import layout
from review.export.plan_told import dates_told, network_told, plan_notes, plan_told
from review.export.sets_told import SetTold, sets_told
from review.export.sheet import Sheet

NUMBERS = (3.0, 2.2, 4.2, 3.8, 3.8)
PEOPLE = (4.0, 4.5, 5.5, 3.0)
DATES = (8.5, 8.5)


def write_sets(sheet: Sheet) -> None:
    """Each open set under a heading of its own."""
    found, _ = sets_told(sheet.takeaway), sheet.takeaway.words.text
    if found:
        sheet.line(_("What everything else is about"), "Heading 1")
    for one in found:
        _set(sheet, one)


def write_agreed(sheet: Sheet) -> None:
    """The plan, then the network, then the dates; each only where there is something to tell."""
    _plan(sheet)
    _network(sheet)
    _dates(sheet)


def _set(sheet: Sheet, one: SetTold) -> None:
    _ = sheet.takeaway.words.text
    sheet.line(_("Set {number}", number=str(one.number)), "Heading 2")
    if one.about:
        sheet.line(one.about, layout.NOTE)
    for label, words in (one.worry, one.goal):
        sheet.line(label, layout.LABEL)
        sheet.line(words, layout.STATEMENT)
    if one.dispute:
        sheet.line(_("Who sees it differently"), layout.LABEL)
    for words in one.dispute:
        sheet.line(words, layout.STATEMENT)
    sheet.line(_("The scale"), layout.LABEL)
    sheet.line(one.question, layout.STATEMENT)
    for end, words in (("0", one.low), ("10", one.high)):
        sheet.line(_("{number} means: {words}", number=end, words=words), layout.STATEMENT)
    if one.numbers:
        titles = [_("Who"), _("Number"), _("When and how"), _("Why it is not lower"), _("What would be one higher")]
        rows = ((x.who, x.number, x.said, "\n".join(x.why), "\n".join(x.one_higher)) for x in one.numbers)
        sheet.rows(titles, NUMBERS, rows)
    elif one.no_number:
        sheet.line(one.no_number, layout.NOTE)
    for note in (*one.notes, one.version, *one.shared):
        sheet.line(note, layout.NOTE)


def _plan(sheet: Sheet) -> None:
    boxes, notes = plan_told(sheet.takeaway), plan_notes(sheet.takeaway)
    _ = sheet.takeaway.words.text
    if boxes or notes:
        sheet.line(_("The safety plan"), "Heading 1")
        sheet.line(_("Only what the core group accepted."), layout.NOTE)
    for note in notes:
        sheet.line(note, layout.NOTE)
    about = ""
    for box in boxes:
        if box.about != about:
            sheet.line(about := box.about, "Heading 2")
        sheet.line(box.title, layout.LABEL)
        for line in box.lines:
            sheet.line(line.words, layout.PLAN_LINE)
            for fact in line.facts:
                sheet.line(fact, layout.SOURCE)


def _network(sheet: Sheet) -> None:
    people, _ = network_told(sheet.takeaway), sheet.takeaway.words.text
    if people:
        sheet.line(_("The people around the child"), "Heading 1")
        sheet.rows([_("Name"), _("Who they are"), _("How they help"), _("How close")], PEOPLE, people)


def _dates(sheet: Sheet) -> None:
    dates, _ = dates_told(sheet.takeaway), sheet.takeaway.words.text
    if dates:
        sheet.line(_("Dates"), "Heading 1")
        sheet.rows([_("What"), _("When")], DATES, dates)
