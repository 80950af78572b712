"""What changed between two wordings, word by word, so that a page can mark it. Shows; never judges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|[^\W_]+(?:['’-][^\W_]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, and whether it is only on this side of the comparison."""

    words: str
    changed: bool


def word_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The two texts in pieces, each marked when the other has no such words there. Nothing is left out of either."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        _add(left, "".join(old[a:b]), tag != "equal")
        _add(right, "".join(new[c:d]), tag != "equal")
    return _joined(left), _joined(right)


def _add(pieces: list[Piece], words: str, changed: bool) -> None:
    if words:
        pieces.append(Piece(words, changed))


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours that are marked alike as one; a lone space between two marked pieces is marked with them."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1 and pieces[place - 1].changed and pieces[place + 1].changed
        changed = piece.changed or (between and not piece.words.strip())
        if found and found[-1].changed == changed:
            found[-1] = Piece(found[-1].words + piece.words, changed)
        else:
            found.append(Piece(piece.words, changed))
    return tuple(found)
