"""What can change between two editions of a step, each change with whether it matters for practice and why.

Pairing the steps of two editions and putting the changes in order is `compare.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from dialogs.onward import asked_words
from dialogs.script import Script, Step


class ChangeKind(StrEnum):
    """What sort of thing is different."""

    ABOUT = "about"
    WORDING = "wording"
    NEW_QUESTION = "new_question"
    REMOVED_QUESTION = "removed_question"
    RENAMED = "renamed"
    ROUTE = "route"
    CHOICE_ADDED = "choice_added"
    CHOICE_REMOVED = "choice_removed"
    CHOICE_WORDING = "choice_wording"
    SCALE_ANCHOR = "scale_anchor"
    REPLY_KIND = "reply_kind"
    ENTRY_KIND = "entry_kind"
    SETTING = "setting"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `step` is its id in the new edition (in the old one when it was removed, empty for the script
    as a whole), `asked` the beginning of its question. `old` and `new` are words, or for a route the places it leads
    to on the condition `when`; empty where there was nothing. `matters`: it changes what answers mean or who is asked
    what, and `why` says so in a sentence.
    """

    kind: ChangeKind
    step: str
    slot: str
    old: str
    new: str
    matters: bool
    why: str
    asked: str = ""
    when: str = ""

    @property
    def sentence(self) -> str:
        """A change of route as who leads where; any other as its slot with the old and the new words."""
        if self.kind is not ChangeKind.ROUTE:
            return f"{self.slot}: {f'“{self.new}”' if self.new else 'nothing'}, was {self.old or 'nothing'}"
        return f"after “{self.asked}”, {self.leads}" if self.asked else self.leads

    @property
    def leads(self) -> str:
        """For a change of route: on what condition it leads where, and where it led before."""
        if not self.old:
            return f"{self.when}: goes to {self.new}, had no rule of its own"
        if not self.new:
            return f"{self.when}: has no rule of its own any more, went to {self.old}"
        return f"{self.when}: goes to {self.new}, was {self.old}"


Why = tuple[bool, str]

MARKS_ONLY: Why = (False, "Only capitals, spaces or marks differ.")
ANCHORS: Why = (True, "The ends of the scale mean something else: ratings before and after are never drawn together.")
NEW_CHOICE: Why = (True, "Nobody could pick this before, so earlier answers say nothing about it.")
GONE_CHOICE: Why = (True, "It cannot be picked any more; earlier answers that did keep it, with its words.")
SAME_WORDS: Why = (True, "The same words under another id: picks before and after are counted apart.")
CHOICE_WORDS: Why = (True, "Picks before and after are counted together, so it must still mean the same.")
WORDS_WHY: Mapping[str, Why] = {
    "ask": (True, "Answers before and after were given to different words; each answer keeps the words it was asked."),
    "simpler": (False, "The second way of asking changes; the question itself does not."),
    "why": (False, "What is told to those who ask why changes; the question itself does not."),
    "more": (False, "Only the follow-up changes; the first answer is asked for as before."),
}
OTHER_WORDS: Why = (False, "The words around the question change; the question itself does not.")
SAY_GONE: Why = (True, "People are no longer told this.")
SAY_NEW: Why = (False, "People are told one thing more; what is asked stays the same.")
SAY_WORDS: Why = (False, "People are told this in other words; what is asked stays the same.")
REPLY: Why = (True, "Answers before and after have different shapes and cannot be counted together.")
ENTRY: Why = (True, "Answers now go to another place on the map; earlier ones stay where they were put.")
SETTING_WHY: Mapping[str, Why] = {
    "mode": (True, "It says what kind of words these are: a wish is never shown as a fact, nor a fact as a wish."),
    "shared": (False, "Where its words are written down changes; the words themselves are compared one by one."),
    "practice": (True, "Answers to a practice question are never kept as entries; others are."),
    "note": (False, "Only translators and the desk read this; families never see it."),
    "more.at_most": (False, "How often a follow-up is asked changes; the question itself does not."),
}
OTHER_SETTING: Why = (True, "The step works in another way than before.")
PICTURE: Why = (True, "It stays the same choice under another picture, so it must still mean the same.")
MOVED_PART: Why = (False, "It stands under another heading; what is asked stays the same.")
CHOICE_ORDER: Why = (False, "The same choices in another order; what is offered first is picked a little more often.")

POINTERS = frozenset({"for_each", "do", "detail_of"})
"""Fields of a step that name other steps: a renamed step changes nothing there."""
_TOLD_ELSEWHERE = frozenset(
    {"id", "line", "routes", "part", "say", "ask", "simpler", "why", "more", "reply", "choices", "scale", "entry"}
)


def step_changes(old: Script, before: Step, new: Script, after: Step, renamed: Mapping[str, str]) -> Iterator[Change]:
    """Everything but the routes that differs between two editions of one step; `renamed` gives new ids for old."""
    yield from _words(before, after)
    if before.reply is not after.reply:
        yield change(ChangeKind.REPLY_KIND, after, "reply", shown(before.reply), shown(after.reply), REPLY)
    yield from _choices(before, after)
    yield from _scales(before, after)
    if before.entry is not after.entry:
        yield change(ChangeKind.ENTRY_KIND, after, "entry", shown(before.entry), shown(after.entry), ENTRY)
    yield from _settings(before, after, renamed)
    was, now = _part(old, before), _part(new, after)
    if before.part != after.part and was != now:
        yield change(ChangeKind.ORDER, after, "part", was, now, MOVED_PART)


def change(kind: ChangeKind, step: Step | None, slot: str, old: str, new: str, why: Why, when: str = "") -> Change:
    """A change at a step of the new edition, or of the script as a whole when `step` is None."""
    asked = asked_words(step) if step else ""
    return Change(kind, step.id if step else "", slot, old, new, why[0], why[1], asked, when)


def lines_changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Where two lists of lines differ, as (index in the new list, old line, new line); a line that only moved down
    because another came in before it has not changed.
    """
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            for n in range(max(i2 - i1, j2 - j1)):
                was = old[i1 + n] if i1 + n < i2 else ""
                now = new[j1 + n] if j1 + n < j2 else ""
                yield min(j1 + n, j2), was, now


def differs_in_marks_only(old: str, new: str) -> bool:
    """Whether two texts are the same but for capitals, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", old).casefold() == re.sub(r"[\W_]+", "", new).casefold() != ""


def _words(before: Step, after: Step) -> Iterator[Change]:
    for index, was, now in lines_changed(before.say, after.say):
        why = SAY_NEW if not was else SAY_GONE if not now else SAY_WORDS
        yield change(ChangeKind.WORDING, after, f"say.{index}", was, now, _weighed(was, now, why))
    old, new = dict(before.messages()), dict(after.messages())
    for slot in dict.fromkeys([*new, *old]):
        place = slot.split(".")[0]
        was, now = old.get(slot, ""), new.get(slot, "")
        if was != now and place not in ("say", "choice", "scale"):
            why = WORDS_WHY.get(place, OTHER_WORDS)
            yield change(ChangeKind.WORDING, after, slot, was, now, _weighed(was, now, why))


def _weighed(old: str, new: str, why: Why) -> Why:
    return MARKS_ONLY if differs_in_marks_only(old, new) else why


def _choices(before: Step, after: Step) -> Iterator[Change]:
    old, new = {c.id: c for c in before.choices}, {c.id: c for c in after.choices}
    gone = {c.label for c in before.choices if c.id not in new}
    came = {c.label for c in after.choices if c.id not in old}
    for choice in after.choices:
        slot, was = f"choice.{choice.id}", old.get(choice.id)
        if was is None:
            why = SAME_WORDS if choice.label in gone else NEW_CHOICE
            yield change(ChangeKind.CHOICE_ADDED, after, slot, "", choice.label, why)
            continue
        if was.label != choice.label:
            why = _weighed(was.label, choice.label, CHOICE_WORDS)
            yield change(ChangeKind.CHOICE_WORDING, after, slot, was.label, choice.label, why)
        for name, a, b in _beside(was, choice, {"id", "label"}):
            yield change(ChangeKind.SETTING, after, f"{slot}.{name}", a, b, PICTURE)
    for choice in before.choices:
        if choice.id not in new:
            why = SAME_WORDS if choice.label in came else GONE_CHOICE
            yield change(ChangeKind.CHOICE_REMOVED, after, f"choice.{choice.id}", choice.label, "", why)
    was_order, now_order = ([c for c in one if c in old and c in new] for one in (old, new))
    if was_order != now_order:
        yield change(ChangeKind.ORDER, after, "choices", ", ".join(was_order), ", ".join(now_order), CHOICE_ORDER)


def _scales(before: Step, after: Step) -> Iterator[Change]:
    if before.scale is not None and after.scale is not None:
        for name, was, now in _beside(before.scale, after.scale, set()):
            yield change(ChangeKind.SCALE_ANCHOR, after, f"scale.{name}", was, now, ANCHORS)


def _settings(before: Step, after: Step, renamed: Mapping[str, str]) -> Iterator[Change]:
    found = list(_beside(before, after, _TOLD_ELSEWHERE, renamed))
    if before.more is not None and after.more is not None:
        found += [(f"more.{name}", a, b) for name, a, b in _beside(before.more, after.more, {"ask"})]
    for slot, was, now in found:
        why = SETTING_WHY.get(slot, OTHER_SETTING)
        yield change(ChangeKind.SETTING, after, slot, was, now, why)


def _beside(
    old: object, new: object, skip: frozenset[str] | set[str], renamed: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """The fields of two values of one dataclass that differ, in words, but for those in `skip`."""
    for field in fields(new):  # type: ignore[arg-type]
        was, now = getattr(old, field.name), getattr(new, field.name)
        if renamed and field.name in POINTERS:
            was = tuple(renamed.get(one, one) for one in was) if isinstance(was, tuple) else renamed.get(was, was)
        if field.name not in skip and was != now:
            yield field.name, shown(was), shown(now)


def shown(value: object) -> str:
    """A value of a script file in words: nothing is empty, true and false are yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(shown(one) for one in value)
    return str(value)


def _part(script: Script, step: Step) -> str:
    return script.parts[step.part] if step.part < len(script.parts) else f"part {step.part + 1}"
