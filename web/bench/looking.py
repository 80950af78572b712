"""What the bench's pages show of scripts and their editions, gathered from the shelf, the store and the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from flask import abort

from dialogs.compare import Comparison, touches
from dialogs.script import Script
from store.editions import Edition
from web.bench.texts import Numbers, Read, numbers, reread
from web.services import Services

DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A script on the shelf; `edition` is None when it came with the installation."""

    script: Script
    edition: Edition | None
    numbers: Numbers
    open: int


@dataclass(frozen=True, slots=True)
class Row:
    """One edition of a script among the others. `edition` is None for a shipped text, or one only kept for those who
    are in the middle of it; `open` counts these.
    """

    digest: str
    version: int
    state: str
    shipped: bool
    edition: Edition | None
    open: int


@dataclass(frozen=True, slots=True)
class Found:
    """An edition a page is about: its text as it reads today, and the script as it is in use now, if it is."""

    digest: str
    name: str
    read: Read
    edition: Edition | None
    in_use: Script | None

    @property
    def is_in_use(self) -> bool:
        """Whether new conversations get this edition."""
        return self.in_use is not None and self.in_use.digest == self.digest

    @property
    def follows(self) -> bool:
        """Whether it can be published: uploaded, clean, and of a higher version than the one in use."""
        script = self.read.script
        if self.edition is None or script is None or self.read.problems:
            return False
        return self.in_use is None or script.version > self.in_use.version


def on_shelf(s: Services) -> tuple[OnShelf, ...]:
    """Every script on the shelf, by title."""
    editions = {edition.digest: edition for edition in s.editions.of()}
    by_title = sorted(s.scripts.values(), key=lambda script: script.title)
    return tuple(
        OnShelf(
            script,
            _from(script, editions),
            numbers(script),
            sum(s.editions.open_conversations(script.id).values()),
        )
        for script in by_title
    )


def waiting(s: Services) -> tuple[Edition, ...]:
    """Uploaded editions that could still be published, the latest first."""
    found = (edition for edition in s.editions.of() if edition.published_at is None)
    return tuple(edition for edition in found if _is_newer(s, edition))


def find(s: Services, digest: str) -> Found:
    """The edition with this digest; 404 for one that was never kept."""
    if not DIGEST.fullmatch(digest):
        abort(404)
    shipped = next((script for script in s.scripts.shipped.values() if script.digest == digest), None)
    kept = (shipped.id, shipped.source) if shipped else s.editions.source(digest)
    if kept is None:
        abort(404)
    name, text = kept
    edition = next((one for one in s.editions.of(name) if one.digest == digest), None)
    return Found(digest, name, reread(text), edition, s.scripts.get(name))


def rows(s: Services, name: str) -> tuple[Row, ...]:
    """The editions of a script, highest version first: uploaded ones, the shipped one, and those still being held."""
    editions = {edition.digest: edition for edition in s.editions.of(name)}
    counts, versions = s.editions.open_conversations(name), dict(s.editions.kept_versions(name))
    shipped, in_use = s.scripts.shipped.get(name), s.scripts.get(name)
    if shipped is not None:
        versions[shipped.digest] = shipped.version
    shown = [one for one in versions if one in editions or one in counts or (shipped and one == shipped.digest)]
    found = [
        Row(
            digest,
            versions[digest],
            state(editions.get(digest), in_use is not None and in_use.digest == digest),
            shipped is not None and shipped.digest == digest,
            editions.get(digest),
            counts.get(digest, 0),
        )
        for digest in shown
    ]
    return tuple(sorted(found, key=lambda row: (-row.version, -_since(row.edition), row.digest)))


def state(edition: Edition | None, in_use: bool) -> str:
    """How an edition stands, as a key of `words.STATES`."""
    if in_use:
        return "in_use"
    if edition is not None and edition.withdrawn_at is not None:
        return "withdrawn"
    return "uploaded" if edition is not None and edition.published_at is None else "replaced"


def standing(s: Services, script: Script) -> tuple[str, ...]:
    """The step each open conversation on this edition stands at, as far as its last answer tells."""
    return tuple(step or script.start for step in s.editions.standing_steps(script.digest))


def counted(s: Services, comparison: Comparison) -> list[int]:
    """For each change, how many open conversations of the old edition will not see it."""
    counts = touches(comparison, standing(s, comparison.old))
    return [counts.get(change, 0) for change in comparison.changes]


def beside(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Two texts in pieces, each with whether it is only in this one; nothing is marked when little stays the same."""
    a, b = _words(old), _words(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if not (old and new) or matcher.ratio() < 0.4:
        return [(old, False)], [(new, False)]
    left, right = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        left.append(("".join(a[i1:i2]), tag != "equal"))
        right.append(("".join(b[j1:j2]), tag != "equal"))
    return [one for one in left if one[0]], [one for one in right if one[0]]


def _words(text: str) -> Sequence[str]:
    return [piece for word in text.split(" ") for piece in (word, " ")][:-1]


def _from(script: Script, editions: Mapping[str, Edition]) -> Edition | None:
    edition = editions.get(script.digest)
    return edition if edition is not None and edition.standing else None


def _is_newer(s: Services, edition: Edition) -> bool:
    in_use = s.scripts.get(edition.script)
    return in_use is None or edition.version > in_use.version


def _since(edition: Edition | None) -> float:
    return 0.0 if edition is None else _moment(edition).timestamp()


def _moment(edition: Edition) -> datetime:
    return edition.published_at or edition.uploaded_at
