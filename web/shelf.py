"""The newest edition of each script: from the folder, read once at start, and from what was published since."""

from __future__ import annotations

import time
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from threading import Lock

from dialogs.reading import Shared, read_text
from dialogs.script import Keeping, Script
from store.editions import Edition, Editions
from store.writing import TheStoreDoesNotAnswer

LOOKED_AT_EVERY = 5.0
"""Seconds after which the store is asked again; another process may have published."""


class Shelf(Mapping[str, Script]):
    """Scripts by id. Of a shipped and a published edition the higher version is on the shelf, of two equal ones the
    published. A published text that no longer reads is passed over. Safe across threads: what was once given out (by
    `values` and the like) does not change any more.
    """

    def __init__(
        self,
        shipped: Mapping[str, Script],
        editions: Editions,
        shared: Shared | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.shipped: Mapping[str, Script] = dict(shipped)
        """The scripts of the folder."""
        self.shared: Shared = dict(shared or {})
        """The folder's steps that several scripts may use."""
        self._editions = editions
        self._clock = clock
        self._now: dict[str, Script] = dict(shipped)
        self._read: dict[str, Script | None] = {}
        self._looked_at: float | None = None
        self._lock = Lock()  # held while the store is asked and texts are read

    def refresh(self) -> None:
        """Asks the store now. When it does not answer, the shelf stays as it is."""
        with self._lock:
            self._look()

    def without(self, edition: Edition) -> Script | None:
        """What the shelf would hold of a script if this edition of it were withdrawn; None: nothing."""
        with self._lock:
            return self._with(self._editions.published(without=edition.digest)).get(edition.script)

    def keeps_in_page(self, name: str) -> bool:
        """Whether a conversation of this script lives in its page only, until it is sent."""
        script = self.get(name)
        return script is not None and script.kept is Keeping.PAGE

    def __getitem__(self, name: str) -> Script:
        return self._current()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current())

    def __len__(self) -> int:
        return len(self._current())

    def keys(self) -> KeysView[str]:
        """The ids, as they are now."""
        return self._current().keys()

    def values(self) -> ValuesView[Script]:
        """The scripts, as they are now."""
        return self._current().values()

    def items(self) -> ItemsView[str, Script]:
        """Ids and scripts, as they are now."""
        return self._current().items()

    def _current(self) -> dict[str, Script]:
        """The shelf, looked at again when it is time. One thread looks; others meanwhile use it as it was."""
        if self._due() and self._lock.acquire(blocking=self._looked_at is None):
            try:
                if self._due():
                    self._look()
            finally:
                self._lock.release()
        return self._now

    def _due(self) -> bool:
        return self._looked_at is None or self._clock() - self._looked_at >= LOOKED_AT_EVERY

    def _look(self) -> None:
        try:
            published = self._editions.published()
        except TheStoreDoesNotAnswer:
            published = None
        if published is not None:
            self._now = self._with(published)
            digests = {edition.digest for edition, _ in published}
            self._read = {digest: script for digest, script in self._read.items() if digest in digests}
        self._looked_at = self._clock()

    def _with(self, published: tuple[tuple[Edition, str], ...]) -> dict[str, Script]:
        """The shipped scripts and these published ones, whichever is newer."""
        found = dict(self.shipped)
        for edition, source in published:
            if edition.digest not in self._read:
                self._read[edition.digest] = _read(edition, source)
            script = self._read[edition.digest]
            if script is not None and (script.id not in found or script.version >= found[script.id].version):
                found[script.id] = script
        return found


def _read(edition: Edition, source: str) -> Script | None:
    """The script of a published text; None when it no longer reads, as rules for scripts may grow stricter."""
    try:
        script = read_text(source, f"{edition.script}.yaml")
    except Exception:  # whatever one text does, the others stay on the shelf
        return None
    return script if isinstance(script, Script) and script.digest == edition.digest else None
