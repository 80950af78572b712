"""Judges what a script asks of children and young people, and how it offers lists. It mends nothing.

The rules come from the guidance on interviewing children (open before specific, no forced choice, the same neutral list
for good things and worries) and from what is known about how children of each age answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.grade import sentences
from dialogs.reach import asked_next, ways
from dialogs.script import LEFT_OPEN, Audience, EntryKind, ReplyKind, Script, Step
from dialogs.wording import YOUNG

OPEN = frozenset({ReplyKind.TEXT, ReplyKind.PEOPLE})
LISTS = frozenset({ReplyKind.ONE_OF, ReplyKind.SOME_OF, ReplyKind.PICTURES})
SEVERAL = frozenset({ReplyKind.SOME_OF, ReplyKind.PICTURES})
OPEN_SHARE = 0.8
"""Of the questions to a young person that ask for content, at least this share is open."""
MOST_ROUNDS_YOUNG = 2
"""Follow-ups that go on longer become an interrogation. `written.py` holds adults to four."""
YOUNGEST_FOR_NUMBERS = 9
"""Below this age worded steps are answered more reliably than numbers."""
MOST_QUESTIONS_UNDER_NINE = 12
MOST_SENTENCES_UNDER_NINE = 2
OTHER = LEFT_OPEN - {"nobody"}
NONE = LEFT_OPEN - {"something_else", "someone_else"}
YES_NO = re.compile(r"(yes|no|maybe|sometimes|not really|sort of)\b", re.IGNORECASE)
FACES_BOTH_WAYS = (EntryKind.WORRY, EntryKind.WORKING_WELL)

Found = Iterator[tuple[int, str]]


def lists(script: Script) -> Found:
    """Problems with the lists of a script, for everybody."""
    for step in script.steps.values():
        if step.entry is None or step.reply not in LISTS:
            continue
        ids = {choice.id for choice in step.choices}
        wordless = all(choice.wordless for choice in step.choices if choice.id not in LEFT_OPEN)
        if step.reply in SEVERAL and not wordless and not (ids & OTHER and ids & NONE):
            yield step.line, f"{step.id}: offer `something_else` and `none_of_these` with every list"
        if wordless and not ids & NONE:
            yield step.line, f"{step.id}: offer `none_of_these` or `not_sure` with every list of pictures"
        if script.audience not in YOUNG:
            continue
        if step.reply is ReplyKind.ONE_OF and not ids & OTHER:
            yield step.line, f"{step.id}: offer `something_else` or `not_sure` too, so that nobody has to pick wrongly"
        if not _beside_open(script, step):
            yield step.line, f"{step.id}: a list needs an open question (`text`) just before or just after it"
    yield from _one_list_for_both(script)


def _one_list_for_both(script: Script) -> Found:
    """A list of bad things is itself a leading question, so good things and worries are picked from the same one."""
    first: Step | None = None
    for step in script.steps.values():
        if step.reply is not ReplyKind.PICTURES or step.entry not in FACES_BOTH_WAYS:
            continue
        if first is not None and step.choices != first.choices:
            yield step.line, f"{step.id}: offer the very same pictures here as in `{first.id}`, good things or worries"
        first = first or step


def _beside_open(script: Script, step: Step) -> bool:
    before = [other for other in script.steps.values() if step in asked_next(script, other)]
    return any(other.reply is ReplyKind.TEXT for other in [*before, *asked_next(script, step)])


def for_the_young(script: Script) -> Found:
    """Problems with what is asked of anybody under eighteen."""
    if script.audience not in YOUNG:
        return
    content = [step for step in script.steps.values() if step.entry is not None]
    for step in content:
        if not (step.simpler and step.why):
            yield step.line, f"{step.id}: a young person needs `simpler` and `why` at every question"
        if step.more is not None and step.more.at_most > MOST_ROUNDS_YOUNG:
            yield step.line, f"{step.id}: follow up at most {MOST_ROUNDS_YOUNG} times (`at_most`)"
        real = [choice for choice in step.choices if choice.id not in OTHER | NONE]
        if real and all(YES_NO.match(choice.label) for choice in real):
            yield step.line, f"{step.id}: no yes/no about what happened; ask openly (“tell me about…”)"
    for step in script.steps.values():
        if step.reply is ReplyKind.READ_BACK and not step.sharing and not script.may_be_unnamed:
            yield step.line, f"{step.id}: let them say for each answer who should see it (`sharing: true`)"
    open_ = [step for step in content if step.reply in OPEN or _is_wordless(step)]
    if content and len(open_) / len(content) < OPEN_SHARE:
        yield 1, f"only {len(open_)} of {len(content)} questions are open; make it at least {OPEN_SHARE:.0%}"


def _is_wordless(step: Step) -> bool:
    """Pictures without words put no words into anybody's mouth."""
    return step.reply is ReplyKind.PICTURES and any(choice.wordless for choice in step.choices)


def under_nine(script: Script) -> Found:
    """Problems with a script for the youngest: how many questions, and how much is said at once."""
    youngest = re.search(r"\d+", script.ages or "")
    if script.audience is not Audience.CHILD or youngest is None or int(youngest[0]) >= YOUNGEST_FOR_NUMBERS:
        return
    if (most := _most_questions(script, script.start, frozenset())) > MOST_QUESTIONS_UNDER_NINE:
        yield 1, f"one way through asks {most} questions; {MOST_QUESTIONS_UNDER_NINE} is the most for this age"
    for step in script.steps.values():
        for slot, words in step.messages():
            if len(sentences(words)) > MOST_SENTENCES_UNDER_NINE:
                yield step.line, f"{step.id}.{slot}: more than two sentences at once; make two bubbles"


def _most_questions(script: Script, step_id: str, passed: frozenset[str]) -> int:
    """The most questions that become an answer on any way from here, each step counted once."""
    step = script.steps[step_id]
    onward = [way for way in ways(script, step) if way not in passed]
    longest = max((_most_questions(script, way, passed | {step_id}) for way in onward), default=0)
    return longest + (step.entry is not None)
