"""Judges the words of a set before a family reads them: what is missing, and what could be put more plainly.

The rules are those of a well-formed danger statement, safety goal and scaling question. English only. It never changes
a word, and it cannot tell whether what is said is true or fair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dialogs.grade import sentences
from review.circumstances import N_
from review.sets.names import names_one, names_somebody
from review.sets.sets import Wording

MOST_WORDS = 90
LONGEST_SENTENCE = 20
MOST_OPEN = 4
COPIED = 2
"""So many words of an end come from the worry or the goal, or it is about something else."""
TURNED_ROUND_BY = 2
"""So many more words speak for the ends being the other way round before that is said."""
JARGON = (
    r"domestic (abuse|violence)", r"neglect\w*", r"fail(ure|ed|s|ing)? to protect", r"(non[- ]?|dis)engag\w+",
    r"dysregulat\w+", r"lifestyles?", r"contact", r"concern(s|ed)?", r"(in)?appropriate(ly)?", r"boundar(y|ies)",
    r"(un)?stable", r"stability", r"risks?", r"safeguard\w*", r"vulnerab\w+", r"interventions?",
)  # fmt: skip
TRADE_WORD = N_("“{found}” is a word professionals use. Say what was seen or heard.")
TRADE_WORDS = N_("“{found}” are words professionals use. Say what was seen or heard.")
UNDEFINED = r"(un)?safe(ly|ty|r)?"
NEGATIVE = r"not|never|stop(s|ped|ping)?|no longer|avoid(s|ing)?|refrain(s|ing)?|without|\w+n['’]t|cannot"
SERVICES = (
    r"courses?", r"program(me)?s?", r"classes", r"workshops?", r"services?", r"therap(y|ist|ies)", r"counsel+ing",
    r"assessments?", r"referrals?", r"sessions?", r"appointments?", r"camhs", r"treatment", r"attend(s|ing|ance)?",
    r"engage(s|ment)? with", r"work(s|ing)? with (professionals|agencies|services|social)",
)  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MANY = rf"(?P<many>\d+|an?|several|whole|full|{'|'.join(_NUMBERS)})"
PERIOD = re.compile(rf"\b{_MANY}[ -]((whole|full|school) )?(?P<unit>day|night|week|month|term|year)s?\b", re.I)
_KEPT_UP = re.compile(r"\bfor ([\w-]+ ){0,3}(weeks?|months?|terms?|years?)\b", re.I)
_COULD = re.compile(r"\b(could|may|might|would|will)\b")
_WORRIED = re.compile(r"\bworr(y|ied|ies)\b", re.I)
_SEEN = re.compile(r"\b(sees?|seen|saw|notices?|hears?|tells?|told|checks?|shown?|shows|knows?)\b", re.I)
_DATED = re.compile(r"\d|\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b|\b[Mm]arch\b|\bMay\b"
                    r"|\b(january|february|april|june|july|august|september|october|november|december"
                    r"|last (week|month|year|night)|every (day|night|week)|times|twice|once)\b", re.I)  # fmt: skip
_CONTENT = re.compile(r"[^\W\d_]{4,}|\d+")
_EMPTY_WORDS = frozenset(
    """they them this that these those with from have been were will would could might make makes sure than then there
    their when where what which worry worried worries goes going happen happens about into also most more some such
    each every ever only very over does doing done because""".split()  # noqa: SIM905 - easier to read and add to
)


class Weight(StrEnum):
    """What a problem does: `blocking` keeps a set from being ready, a `warning` is for the worker to judge."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the field it is about (`set`: the whole), its weight, what to do in source words, and the words it
    was found in (`{found}` in the source words)."""

    field: str
    weight: Weight
    words: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules know of the case: what the children are called, everybody else in it and the workers, and how many
    other sets are open."""

    children: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    open_beside: int = 0


Found = Iterator[Problem]


def problems(wording: Wording, around: Around) -> tuple[Problem, ...]:
    """Everything to say about these words, what keeps the set from being ready first."""
    found = [one for rule in _RULES for one in rule(wording, around)]
    return tuple(sorted(found, key=lambda one: one.weight is not Weight.BLOCKING))


def ready(found: tuple[Problem, ...]) -> bool:
    """Whether nothing of this keeps the set from being ready."""
    return all(one.weight is Weight.WARNING for one in found)


def _all_there(wording: Wording, around: Around) -> Found:
    if not wording.worry:
        yield _blocks("worry", N_("Write who is worried about what, and what may happen to the child."))
    if not wording.goal:
        yield _blocks("goal", N_("Write the goal that goes with this worry. A worry is never shared without its goal."))
    if not wording.question:
        yield _blocks("question", N_("Write the question people answer with a number from 0 to 10."))
    if not wording.low:
        yield _blocks("low", N_("Say what 0 means: what is worried about is happening."))
    if not wording.high:
        yield _blocks("high", N_("Say what 10 means: the goal is in place and people have seen it."))
    if any(not one.who or not one.says for one in wording.dispute):
        yield _blocks("dispute", N_("Say both who sees it differently and what they say."))


def _worry(wording: Wording, around: Around) -> Found:
    if not wording.worry:
        return
    if not around.children:
        yield _blocks("worry", N_("There is no child in this case yet. Add the child first, then use the name here."))
    elif not names_one(wording.worry, around.children):
        yield _blocks("worry", N_("Use the child's name."))
    worried = (part[: at.start()] for part in _sentences(wording.worry) if (at := _WORRIED.search(part)))
    if not any(names_somebody(before, (*around.people, *around.children)) for before in worried):
        yield _blocks("worry", N_("Say by name who is worried, for example “Nan and Ms Cole are worried”."))
    if not any(_COULD.search(part) for part in _sentences(wording.worry)):
        yield _blocks("worry", N_("Say what could happen to the child if nothing changes."))
    if not _DATED.search(wording.worry):
        yield _warns("worry", N_("Say when it happened, or how often."))


def _goal(wording: Wording, around: Around) -> Found:
    if not wording.goal:
        return
    if found := _matches(NEGATIVE, wording.goal):
        yield _warns("goal", N_("“{found}”: say what people will be doing, not what stops."), found)
    if found := _matches("|".join(SERVICES), wording.goal):
        yield _warns("goal", N_("“{found}”: a course or a service is a way there. Say what will be different."), found)
    if not PERIOD.search(wording.goal):
        yield _warns("goal", N_("Say for how long it has to be seen, for example six months."))
    if not _SEEN.search(wording.goal):
        yield _warns("goal", N_("Say who will see it."))


def _ends(wording: Wording, around: Around) -> Found:
    if not (wording.low and wording.high and wording.worry and wording.goal):
        return
    if wording.low.casefold() == wording.high.casefold():
        yield _blocks("high", N_("Both ends say the same."))
        return
    worry, goal = _content(wording.worry, around), _content(wording.goal, around)
    low, high = _content(wording.low, around), _content(wording.high, around)
    only_worry, only_goal = worry - goal, goal - worry
    right = len(low & only_worry) + len(high & only_goal) + 2 * bool(_KEPT_UP.search(wording.high))
    wrong = len(low & only_goal) + len(high & only_worry) + 2 * bool(_KEPT_UP.search(wording.low))
    if wrong - right >= TURNED_ROUND_BY:
        yield _blocks("low", N_("The ends are the other way round: 0 is the worry happening, 10 is the goal in place."))
        return
    if len(low & (worry | goal)) < min(COPIED, len(low)):
        yield _blocks("low", N_("Say 0 with words of the worry above, so that both are about the same thing."))
    if (
        (kept := _period(wording.goal))
        and (said := _period(wording.high))
        and kept[1] == said[1]
        and kept[0] != said[0]
    ):
        yield _warns("high", N_("10 says another length of time than the goal."))
    if len(high & goal) < min(COPIED, len(high)):
        yield _blocks("high", N_("Say 10 with words of the goal above, so that both are about the same thing."))


def _plain(wording: Wording, around: Around) -> Found:
    for field in ("worry", "goal", "question", "low", "high"):
        words = getattr(wording, field)
        if found := _matches("|".join(JARGON), words):
            yield _warns(field, TRADE_WORDS if " " in found else TRADE_WORD, found)
        if found := _matches(UNDEFINED, words):
            yield _warns(field, N_("“{found}”: say what that looks like, so that everybody can see it."), found)
        said = sentences(words)
        count = sum(map(len, said))
        if count > MOST_WORDS:
            yield _warns(field, N_("{found} words. 90 or fewer are easier to hold on to."), str(count))
        longest = max(map(len, said), default=0)
        if longest > LONGEST_SENTENCE:
            yield _warns(field, N_("One sentence has {found} words. Make two of it: 20 or fewer."), str(longest))


def _how_many(wording: Wording, around: Around) -> Found:
    if around.open_beside >= MOST_OPEN:
        told = N_("There are {found} other open sets. Nobody can hold more than four in mind: close one of them.")
        yield _warns("set", told, str(around.open_beside))


_RULES: tuple[Callable[[Wording, Around], Found], ...] = (_all_there, _worry, _goal, _ends, _plain, _how_many)


def _blocks(field: str, words: str) -> Problem:
    return Problem(field, Weight.BLOCKING, words)


def _warns(field: str, words: str, found: str = "") -> Problem:
    return Problem(field, Weight.WARNING, words, found)


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])[”’\"')]*\s+|\n+", text) if part.strip()]


def _matches(pattern: str, words: str) -> str:
    """The words that match, each once, as they stand there; nothing when there is none."""
    found = (match[0] for match in re.finditer(rf"\b(?:{pattern})\b", words, re.IGNORECASE))
    return "”, “".join({one.casefold(): one for one in found}.values())


def _period(text: str) -> tuple[int, str] | None:
    """How many of which length of time a text names first, when it is a number."""
    found = PERIOD.search(text)
    if found is None or found["many"].casefold() == "several":
        return None
    many = found["many"].casefold()
    number = int(many) if many.isdigit() else _NUMBERS.index(many) + 1 if many in _NUMBERS else 1
    return number, found["unit"].casefold()


def _content(text: str, around: Around) -> frozenset[str]:
    """What a text is about: the beginnings of its longer words and its numbers, without the children's names."""
    names = {word for child in around.children for word in re.findall(r"\w+", child.casefold())}
    words = (word for word in _CONTENT.findall(text.casefold()) if word not in _EMPTY_WORDS and word not in names)
    return frozenset(word[:4] for word in words)
