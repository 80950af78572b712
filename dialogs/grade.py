"""How hard a script is to read: Flesch-Kincaid grade of the whole, and its longest sentence. English only.

The formula was made for long prose, so single messages are never graded; `lint.py` holds those to a sentence length
instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyphen

from dialogs.script import Script

_WORD = re.compile(r"[A-Za-z’'-]+|\d+")
_END = re.compile(r"[.!?]+[”’\"')]*(?=\s|$)|\n")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_hyphens = pyphen.Pyphen(lang="en_GB")


def read_aloud(script: Script) -> Iterator[str]:
    """Every text a person meets in this script: what is said, asked and offered."""
    for step in script.steps.values():
        yield from (words for _, words in step.messages())


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a placeholder counts as one short word, the end of the text ends a sentence."""
    plain = _PLACEHOLDER.sub("Sam", text.replace("…", " "))
    return [found for part in _END.split(plain) if (found := _WORD.findall(part))]


def reading_grade(script: Script) -> float:
    """0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975), over the whole script."""
    all_sentences = [sentence for text in read_aloud(script) for sentence in sentences(text)]
    words = [word for sentence in all_sentences for word in sentence]
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(all_sentences) + 11.8 * syllables / len(words) - 15.59


def longest_sentence(script: Script) -> int:
    """Words in the longest sentence."""
    return max((len(sentence) for text in read_aloud(script) for sentence in sentences(text)), default=0)


@lru_cache(maxsize=10_000)
def _syllables(word: str) -> int:
    """Syllables, by hyphenation and by groups of vowels, whichever finds more; a silent e does not count."""
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])e[sd]?$", "", word))) or 1
    return max(groups, len(_hyphens.positions(word)) + 1)
