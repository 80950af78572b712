"""Compares two editions of a script for whoever decides whether to publish: what changed, in the order of the new
file, and how many open conversations will not see each change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from textwrap import wrap

from dialogs.changes import Change, ChangeKind, Why, change, lines_changed, shown, step_changes
from dialogs.onward import ALWAYS, OTHERWISE, condition_words, onward, place, reachable_from
from dialogs.script import Condition, Script, Step

AUDIENCE: Why = (True, "Other people are asked, and other rules hold for how they are spoken to.")
KEPT: Why = (True, "Answers that were not sent yet are kept in another place than before.")
ABOUT: Why = (False, "It is told to those who choose or hold the conversation; no question changes.")
NEW: Why = (True, "It was not asked before, and conversations that are open now are not asked it.")
NEW_WORDS: Why = (False, "Something more is told here; nothing more is asked.")
GONE: Why = (True, "It is not asked any more; answers already given to it are kept and still shown.")
GONE_WORDS: Why = (True, "People are no longer told this.")
RENAMED: Why = (True, "The same question under another id: answers before and after are counted apart.")
RENAMED_WORDS: Why = (False, "The same words under another id; nothing is asked here.")
ROUTE: Why = (True, "People who answer this way now come to something else.")
CONDITION: Why = (True, "Other answers than before lead this way.")
COMES_BETWEEN: Why = (False, "A new step comes in between; after it the way goes on as before.")
PASSED_OVER: Why = (False, "The way passes over what was removed and goes on as before.")
REPLACED: Why = (False, "The way goes by what is new instead of what was removed, and then on as before.")
RULE_ORDER: Why = (True, "The first rule that fits is taken, so in another order people can come to something else.")
FILE_ORDER: Why = (False, "It stands elsewhere in the file; the ways onward decide what is asked when.")
WIDTH, INDENT, HANGING = 100, " " * 6, " " * 11
RULES_TRIED = "rules are tried in the order"
_NOT_ABOUT = frozenset({"version", "start", "steps", "digest", "source"})
_ABOUT_WHY: Mapping[str, Why] = {"audience": AUDIENCE, "also_for": AUDIENCE, "kept": KEPT}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions and everything that differs, in the order of the new file. `renamed` gives new ids for old ones."""

    old: Script
    new: Script
    changes: tuple[Change, ...]
    renamed: Mapping[str, str]

    @property
    def that_matter(self) -> tuple[Change, ...]:
        """The changes that change what answers mean or who is asked what."""
        return tuple(one for one in self.changes if one.matters)

    def by_step(self) -> Mapping[str, tuple[Change, ...]]:
        """The changes under the step they are about, in order; those of the whole script stand under ""."""
        found: dict[str, list[Change]] = {}
        for one in self.changes:
            found.setdefault(one.step, []).append(one)
        return {step: tuple(changes) for step, changes in found.items()}


def compare(old: Script, new: Script) -> Comparison:
    """Everything that differs between two editions of a script. Equal editions give no changes."""
    renamed = _renamed(old, new)
    pair = _Pair(old, new, {**{one: one for one in old.steps if one in new.steps}, **renamed})
    found = [*_about(old, new), *pair.start(), *pair.removed_after("")]
    for step in new.steps.values():
        found += pair.changes_at(step)
    return Comparison(old, new, tuple(found), renamed)


def touches(comparison: Comparison, standing: Sequence[str]) -> dict[Change, int]:
    """For each change, how many open conversations could still meet it if they were on the new edition; they are not,
    so that many will not see it. `standing` has the step each one stands at, once for each conversation; a step that
    neither edition knows counts nowhere. Going back to an earlier answer is not counted.
    """
    counts = dict.fromkeys(comparison.changes, 0)
    for step, how_many in Counter(standing).items():
        met = _still_met(comparison, step)
        for one in comparison.changes:
            if one.step in met or (met and not one.step and one.slot != "start"):
                counts[one] += how_many
    return counts


def as_text(comparison: Comparison, counts: Mapping[Change, int]) -> str:
    """The comparison for a terminal, under the steps it is about; `counts` is what `touches` gave, or empty."""
    old, new, changes = comparison.old, comparison.new, comparison.changes
    lines = [f"{new.id}: version {old.version} ({old.digest[:8]}) and version {new.version} ({new.digest[:8]})"]
    if not changes:
        return lines[0] + "\nNothing is different but the file.\n"
    lines.append(
        f"{_many(len(changes), 'change')}. Those that matter for practice have a *: {len(comparison.that_matter)}."
    )
    for step, here in comparison.by_step().items():
        lines += ["", f"{step}  “{here[0].asked}”" if step else "The script as a whole"]
        for one in here:
            lines += _as_lines(one, counts.get(one, 0))
    return "\n".join(lines) + "\n"


def _as_lines(one: Change, unseen: int) -> list[str]:
    slot = "" if one.slot in ("step", "id", "next", "order", one.kind) else f", {one.slot}"
    lines = [f"  {'*' if one.matters else ' '} {one.kind.replace('_', ' ')}{slot}"]
    if one.kind is ChangeKind.ROUTE:
        lines += wrap(one.leads, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
    else:
        for said, words in (("was", one.old), ("now", one.new)):
            lines += wrap(words or "(nothing)", WIDTH, initial_indent=f"{INDENT}{said}  ", subsequent_indent=HANGING)
    lines += wrap(one.why, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
    return [*lines, f"{INDENT}{_many(unseen, 'open conversation')} will not see this."] if unseen else lines


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _still_met(comparison: Comparison, step: str) -> frozenset[str]:
    """What lies ahead of a conversation standing here: steps of the new edition, and those removed from the old."""
    old, new, renamed = comparison.old, comparison.new, comparison.renamed
    ahead = reachable_from(old, step)
    here = renamed.get(step, step)
    onward = {here} if here in new.steps else {renamed.get(one, one) for one in ahead}
    gone = {one for one in ahead if one not in new.steps and one not in renamed}
    return frozenset(gone).union(*(reachable_from(new, one) for one in onward))


def _renamed(old: Script, new: Script) -> dict[str, str]:
    """New ids for old ones: a step that is gone and a step that is new are one step when they say the same words, or
    ask the same question and want the same kind of reply.
    """
    found: dict[str, str] = {}
    for same in (lambda step: tuple(step.messages()) or None, lambda step: step.ask and (step.ask, step.reply)):
        came = [step for step in new.steps.values() if step.id not in old.steps and step.id not in found.values()]
        for gone in (step for step in old.steps.values() if step.id not in new.steps and step.id not in found):
            match = next((step for step in came if same(gone) and same(step) == same(gone)), None)
            if match is not None:
                found[gone.id] = match.id
                came.remove(match)
    return found


def _about(old: Script, new: Script) -> Iterator[Change]:
    for name in (field.name for field in fields(new) if field.name not in _NOT_ABOUT):
        was, now, why = getattr(old, name), getattr(new, name), _ABOUT_WHY.get(name, ABOUT)
        if name == "parts":
            for index, one, other in lines_changed(was, now):
                yield change(ChangeKind.ABOUT, None, f"part.{index + 1}", one, other, why)
        elif was != now:
            yield change(ChangeKind.ABOUT, None, name, shown(was), shown(now), why)


class _Pair:
    """Two editions with their steps paired: `ids` gives the new id of every old step that is still there."""

    def __init__(self, old: Script, new: Script, ids: Mapping[str, str]) -> None:
        self.old, self.new, self.ids = old, new, ids
        self._back = {now: was for was, now in ids.items()}
        was, now = [ids[one] for one in old.steps if one in ids], [one for one in new.steps if one in self._back]
        blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        self._moved = set(was).difference(*(was[block.a : block.a + block.size] for block in blocks))

    def start(self) -> Iterator[Change]:
        """The change of route at the very start, if any."""
        was = self.ids.get(self.old.start, self.old.start)
        if was != self.new.start:
            why = self._why(was, self.new.start)
            yield change(ChangeKind.ROUTE, None, "start", self.old.start, self.new.start, why, "at the start")

    def changes_at(self, step: Step) -> Iterator[Change]:
        """Everything about a step of the new edition, then the steps that were removed after it."""
        if step.id not in self._back:
            words = step.ask or "\n".join(step.say)
            yield change(ChangeKind.NEW_QUESTION, step, "step", "", words, NEW if step.ask else NEW_WORDS)
            return
        before = self.old.steps[self._back[step.id]]
        if before.id != step.id:
            why = RENAMED if step.ask else RENAMED_WORDS
            yield change(ChangeKind.RENAMED, step, "id", before.id, step.id, why)
        yield from step_changes(self.old, before, self.new, step, self.ids)
        yield from self._routes(before, step)
        if step.id in self._moved:
            was, now = (_stands(script, one) for script, one in ((self.old, before.id), (self.new, step.id)))
            yield change(ChangeKind.ORDER, step, "order", was, now, FILE_ORDER)
        yield from self.removed_after(before.id)

    def removed_after(self, step: str) -> Iterator[Change]:
        """The removed steps that stood straight after this step of the old edition; "" for those at its top."""
        last = ""
        for one in self.old.steps.values():
            if one.id in self.ids:
                last = one.id
            elif last == step:
                words = one.ask or "\n".join(one.say)
                yield change(ChangeKind.REMOVED_QUESTION, one, "step", words, "", GONE if one.ask else GONE_WORDS)

    def _routes(self, before: Step, after: Step) -> Iterator[Change]:
        old, new = _rules(before, self.ids), _rules(after, {})
        gone = {rule: was for rule, was in old.items() if rule not in new}
        for rule, go in new.items():
            was = old.get(rule, "")
            if was == go:
                continue
            when, why, led = self._when(self.new, after, rule), self._why(was, go) if was else ROUTE, was and place(was)
            same = next((one for one in gone if gone[one] == go and one.split()[:1] == rule.split()[:1]), None)
            if not was and same is not None:
                led, why = f"{place(gone.pop(same))} for {self._when(self.old, before, same)}", CONDITION
            yield change(ChangeKind.ROUTE, after, "next", led, place(go), why, when)
        for rule, was in gone.items():
            yield change(ChangeKind.ROUTE, after, "next", place(was), "", ROUTE, self._when(self.old, before, rule))
        first, second = ([rule for rule in one if rule in old and rule in new] for one in (old, new))
        if first != second:
            was_order = ", ".join(self._when(self.old, before, rule) for rule in first)
            order = ", ".join(self._when(self.new, after, rule) for rule in second)
            yield change(ChangeKind.ROUTE, after, "next", was_order, order, RULE_ORDER, RULES_TRIED)

    def _when(self, script: Script, step: Step, rule: str) -> str:
        route = next(one for one in step.routes if _rule(one.when, self.ids if script is self.old else {}) == rule)
        if route.when is None:
            return OTHERWISE if len(step.routes) > 1 else ALWAYS
        return condition_words(script, step, route.when)

    def _why(self, was: str, now: str) -> Why:
        """Whether another way is only what new and removed steps make of the old one."""
        ahead = _past(self.new, now, lambda one: one not in self._back)
        before = {self.ids.get(one, one) for one in _past(self.old, was, lambda one: one not in self.ids)}
        came, gone = now in self.new.steps and now not in self._back, was in self.old.steps and was not in self.ids
        if not (came or gone) or not ahead & (before if gone else {was}):
            return ROUTE
        return REPLACED if came and gone else COMES_BETWEEN if came else PASSED_OVER


def _past(script: Script, step: str, through: Callable[[str], bool]) -> set[str]:
    """The first places that come after this step when the steps for which `through` holds are passed over."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [step]
    while waiting:
        here = waiting.pop()
        if here not in script.steps or not through(here):
            found.add(here)
        elif here not in seen:
            seen.add(here)
            waiting += [way.go for way in onward(script, script.steps[here])]
    return found


def _rules(step: Step, ids: Mapping[str, str]) -> dict[str, str]:
    """Where each rule of a step leads, in the order they are tried."""
    found: dict[str, str] = {}
    for route in step.routes:
        found.setdefault(_rule(route.when, ids), ids.get(route.go, route.go))
    return found


def _rule(when: Condition | None, ids: Mapping[str, str]) -> str:
    """A rule's own name: its condition and argument, with the new ids of the steps it names."""
    if when is None:
        return ""
    argument = when.argument
    if isinstance(argument, Mapping):
        argument = sorted((key, ids.get(one, one) if key == "step" else one) for key, one in argument.items())
    return f"{when.name} {argument!r}"


def _stands(script: Script, step: str) -> str:
    ids = list(script.steps)
    index = ids.index(step)
    return f"after {ids[index - 1]}" if index else "first"
