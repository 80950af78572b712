"""Notices words that may tell of harm, by the lists in `packs/<locale>/noticing.yaml`, so that a person reads them
sooner.

A list only ever raises. It never hides, lowers, clears or explains anything: every text is read by a person anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from dialogs.references import Problem
from dialogs.yaml_text import tree_of

LIST_NAME = "noticing.yaml"
LARGEST_LIST = 256 * 1024
STARTS = "a list has `phrases:` and may have `words:` above it, and nothing else"
MOST_LINES = 5000
LONGEST_PHRASE = 16
"""Parts of one phrase."""
MOST_BETWEEN = 4
"""Words that may stand where a phrase says `...`."""
SHORTEST_STEM, LONGEST_STEM = 3, 24
"""Letters before a `*`."""
ARABIC_BEGINNINGS = ("و", "ف", "ب", "ل", "ال", "وال", "فال", "بال", "لل", "عال", "هال")
"""What Arabic writes onto the front of a word (and, so, with, to, the); the word counts without it too."""
_STOP = "."
_STOPS = ".!?؟。"
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʼʹ′＇"))
_ALIKE = {ord(a): b for a, b in zip("łđøıىةٱکیھہ", "ldoiيهاكيهه", strict=True)}
_FIGURES = str.maketrans("013457@$", "oieastas")
_TOKEN = re.compile(rf"(?:[^\W_]|[@$](?=[^\W_]))+|[{_STOPS}]+")
_STRETCHED = re.compile(r"(.)\1\1")
_RUN = re.compile(r"(.)\1+")
_ARABIC = re.compile("[\u0621-\u064a]")

Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a phrase: one of these words, after at most `gap` others; no words at all means any word. `absent`
    turns it round: none of these words comes next.
    """

    words: frozenset[str]
    gap: int = 0
    absent: bool = False


Phrase = tuple[Part, ...]


class UnreadablePhrase(ValueError):
    """A line of a list cannot be read; says why."""


class Noticing:
    """The lists of every language, read once. Lines that cannot be read are left out and stand in `problems`."""

    def __init__(self, packs: Path) -> None:
        self._lists: dict[str, Mapping[str, Sequence[Phrase]]] = {}
        self.problems: list[Problem] = []
        for path in sorted(packs.glob(f"*/{LIST_NAME}")):
            phrases, found = read_list(path)
            self._lists[path.parent.name] = _by_rarest(phrases)
            self.problems += found

    def notices(self, text: str, locale: str) -> bool:
        """Whether this text may tell of harm, by the list of its locale or by the English one (people mix). False says
        nothing at all about the text.
        """
        places = Places(words_of(text))
        lists = [self._lists.get(name, {}) for name in dict.fromkeys((locale, re.split("[-_]", locale)[0], "en"))]
        return any(places.has(phrase) for word in places.words() for one in lists for phrase in one.get(word, ()))


def _by_rarest(phrases: Iterable[Phrase]) -> Mapping[str, Sequence[Phrase]]:
    """Each phrase under every word of its rarest part: a text without any of these cannot hold the phrase."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        needed = [part.words for part in phrase if part.words and not part.absent]
        for word in min(needed, key=_how_common, default=frozenset[str]()):
            found.setdefault(word, []).append(phrase)
    return found


def _how_common(words: frozenset[str]) -> float:
    """A guess at how often any of these words is met: short words are met often."""
    return sum(0.5 ** len(word) for word in words)


class Places:
    """Where the words of one text stand: a number for each word, with a bit for each place it stands in. Matching is a
    few shifts of such numbers for each part of a phrase, whatever the text looks like; `steps` counts them.
    """

    def __init__(self, words: Sequence[str]) -> None:
        at: dict[str, int] = {}
        for place, word in enumerate(words):
            at[word] = at.get(word, 0) | 1 << place
        self._stops = at.pop(_STOP, 0)
        self._any = reduce(or_, at.values(), 0)
        self._named: dict[str, int] = {}
        self._known: dict[frozenset[str], int] = {}
        self.steps = 0
        for word, places in at.items():
            for key in _keys(word):
                self._named[key] = self._named.get(key, 0) | places
                self.steps += 1
        self._names = frozenset(self._named)

    def words(self) -> Iterable[str]:
        """Everything a list may call the words of this text."""
        return self._named.keys()

    def has(self, phrase: Phrase) -> bool:
        """Whether the phrase stands in the text. A gap never reaches into the next sentence."""
        ends = self._of(phrase[0].words)
        for part in phrase[1:]:
            if not ends:
                return False
            self.steps += 1 + part.gap
            here = self._of(part.words)
            if part.absent:
                ends &= ~(here >> 1)
                continue
            for _ in range(part.gap):
                ends |= (ends << 1) & ~self._stops
            ends = (ends << 1) & here
        return bool(ends)

    def _of(self, words: frozenset[str]) -> int:
        if not words:
            return self._any
        if words not in self._known:
            self._known[words] = reduce(or_, map(self._named.__getitem__, words & self._names), 0)
        return self._known[words]


def words_of(text: str) -> list[str]:
    """The words of a text as the lists see them: small letters, no apostrophes, accents, harakat or tatweel; `.` stands
    where a sentence ends.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES)).casefold()
    kept = "".join(ch for ch in plain if unicodedata.category(ch) not in ("Mn", "Cf") and ch != "\u0640")
    found = _TOKEN.findall(kept.translate(_APOSTROPHES).translate(_ALIKE))
    return [_STOP if word[0] in _STOPS else word for word in found if not word.startswith("..")]


def _keys(word: str) -> Iterator[str]:
    """Everything a list may call this word: itself, and each of its beginnings with `*`."""
    for form in _forms(word):
        yield form
        start = SHORTEST_STEM + form.startswith("~")
        yield from (form[:length] + "*" for length in range(start - 1, min(len(form), LONGEST_STEM + 1) + 1))


def _forms(word: str) -> Iterator[str]:
    """The ways a word may be meant: stretched (hiiit), with figures for letters (k1ll), with an Arabic beginning."""
    yield word
    if not word.isalpha() and any(ch.isalpha() for ch in word):
        yield word.translate(_FIGURES)
    if _ARABIC.match(word):
        yield from (word[len(b) :] for b in ARABIC_BEGINNINGS if word.startswith(b) and len(word) - len(b) > 2)
    if _STRETCHED.search(word):
        yield _squeezed(word)


def _squeezed(word: str) -> str:
    return "~" + _RUN.sub(r"\1", word)


def check_noticing(path: Path) -> list[Problem]:
    """What must be mended in this list, line by line."""
    return read_list(path)[1]


def read_list(path: Path) -> tuple[tuple[Phrase, ...], list[Problem]]:
    """The phrases of a list file that can be read, and the lines that cannot."""
    name = "/".join(path.parts[-3:])
    try:
        if path.stat().st_size > LARGEST_LIST:
            return (), [Problem(name, 1, "this file is over 256 KB")]
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as trouble:
        return (), [Problem(name, 1, f"this file cannot be read: {type(trouble).__name__}")]
    phrases, problems = _read_once(text, name)
    return phrases, list(problems)


@lru_cache(maxsize=32)
def _read_once(text: str, name: str) -> tuple[tuple[Phrase, ...], tuple[Problem, ...]]:
    """A list that has not changed is read once in a process."""
    tree = tree_of(text, name, STARTS)
    if isinstance(tree, list):
        return (), tuple(tree)
    if not {*tree} <= {"words", "phrases"} or "phrases" not in tree:
        return (), (Problem(name, 1, STARTS),)
    problems: list[Problem] = []
    groups: dict[str, frozenset[str]] = {}
    phrases: dict[Phrase, None] = {}
    for part in ("words", "phrases"):
        for line, heading, text in _lines(tree, part, name, problems):
            try:
                if part == "words":
                    groups[heading] = groups.get(heading, frozenset()) | _words(text, groups)
                else:
                    phrases[_phrase(text, groups)] = None
            except UnreadablePhrase as trouble:
                problems.append(Problem(name, line, str(trouble)))
    return tuple(phrases), tuple(problems)


def _lines(tree: CommentedMap, part: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, str, str]]:
    """(line, heading, text) of every line under `words` or `phrases`; what is not a line goes to `problems`."""
    rows = tree.get(part, CommentedMap())
    if not isinstance(rows, CommentedMap):
        problems.append(Problem(name, tree.lc.key(part)[0] + 1, f"`{part}:` holds headings, and each holds lines"))
        return
    told = 0
    for heading, lines in rows.items():
        if not isinstance(lines, CommentedSeq):
            problems.append(Problem(name, rows.lc.key(heading)[0] + 1, f"{heading}: write lines that start with `- `"))
            continue
        for number, text in enumerate(lines):
            line = lines.lc.item(number)[0] + 1
            told += 1
            if told > MOST_LINES:
                problems.append(Problem(name, line, f"more than {MOST_LINES} lines; the rest is not read"))
                return
            if isinstance(text, str):
                yield line, str(heading), str(text)
            else:
                problems.append(Problem(name, line, f"{heading}: put this line in quotes; it is not read as words"))


def _phrase(text: str, groups: Groups) -> Phrase:
    parts: list[Part] = []
    gap = 0
    for piece in text.split():
        if piece == "...":
            if not parts or parts[-1].absent or gap:
                raise UnreadablePhrase("`...` stands between two words")
            gap = MOST_BETWEEN
        elif piece.startswith("!"):
            if not parts or gap:
                raise UnreadablePhrase("`!` comes straight after a word and says which words may not come next")
            parts.append(Part(_words(piece[1:], groups), absent=True))
        else:
            parts.append(Part(frozenset() if piece == "_" else _words(piece, groups), gap))
            gap = 0
    if gap or not parts or not parts[0].words or not parts[-1].words:
        raise UnreadablePhrase("a phrase starts and ends with a word")
    if len(parts) > LONGEST_PHRASE:
        raise UnreadablePhrase(f"a phrase has at most {LONGEST_PHRASE} parts")
    return tuple(parts)


def _words(piece: str, groups: Groups) -> frozenset[str]:
    """The words that one part of a phrase stands for, as `Places` knows them."""
    found: set[str] = set()
    for one in piece.split("|"):
        if one.startswith("<") and one.endswith(">"):
            if one[1:-1] not in groups:
                raise UnreadablePhrase(f"there is no {one} under `words:` above")
            found |= groups[one[1:-1]]
            continue
        stem = one.removesuffix("*")
        seen = words_of(stem)
        if len(seen) != 1 or seen[0] == _STOP or "*" in stem:
            raise UnreadablePhrase(f"`{one}` is not one word; put a space between words and `|` between choices")
        if stem != one and not SHORTEST_STEM <= len(seen[0]) <= LONGEST_STEM:
            raise UnreadablePhrase(f"`{one}` needs {SHORTEST_STEM} to {LONGEST_STEM} letters before the `*`")
        found |= {seen[0] + one[len(stem) :], _squeezed(seen[0]) + one[len(stem) :]}
    return frozenset(found)
