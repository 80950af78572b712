"""Which edition of a script is offered: shipped or published, newest first, and never a text that no longer reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.reading import read_text
from dialogs.script import Script
from store.database import Database, open_database
from store.editions import Editions
from store.vault import Vault
from tests.conftest import NOON, make_case
from web.shelf import LOOKED_AT_EVERY, Shelf

TEXT = """\
script: {name}
version: {version}
audience: parent
title: {title}
about: For tests.
parts: [Start]
start: hello
steps:
  hello: {{part: 1, say: [Hello.], next: end}}
"""


def script(version: int = 1, title: str = "Talk", name: str = "talk") -> Script:
    found = read_text(TEXT.format(name=name, version=version, title=title), f"{name}.yaml")
    assert isinstance(found, Script), found
    return found


class Ticking:
    """A clock in seconds that only moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def editions(sqlite_database: Database) -> Editions:
    return Editions(sqlite_database)


@pytest.fixture
def lead(sqlite_database: Database, vault: Vault) -> str:
    return make_case(sqlite_database, vault).account_id


@pytest.fixture
def publish(editions: Editions, lead: str) -> Callable[[Script], Script]:
    def job(one: Script) -> Script:
        editions.upload(one, lead, NOON)
        editions.publish(one.digest, lead, NOON)
        return one

    return job


Publish = Callable[[Script], Script]


def test_without_anything_published_the_shipped_scripts_are_there(editions: Editions) -> None:
    shelf = Shelf({"talk": script()}, editions)
    assert (dict(shelf), len(shelf), list(shelf), "talk" in shelf, shelf.get("none")) == (
        {"talk": script()},
        1,
        ["talk"],
        True,
        None,
    )


@pytest.mark.parametrize(
    ("shipped", "published", "title"), [(1, 2, "Published"), (3, 2, "Shipped"), (2, 2, "Published")]
)
def test_the_higher_version_wins_and_of_two_equal_ones_the_published(
    editions: Editions, publish: Publish, shipped: int, published: int, title: str
) -> None:
    publish(script(published, "Published"))
    shelf = Shelf({"talk": script(shipped, "Shipped")}, editions)
    assert [one.title for one in shelf.values()] == [title]


def test_a_new_name_comes_onto_the_shelf(editions: Editions, publish: Publish) -> None:
    publish(script(name="another"))
    assert sorted(Shelf({"talk": script()}, editions)) == ["another", "talk"]


def test_an_upload_that_is_not_published_is_not_offered(editions: Editions, lead: str) -> None:
    editions.upload(script(2), lead, NOON)
    assert Shelf({"talk": script()}, editions)["talk"].version == 1


def test_it_is_looked_at_again_after_a_while_and_at_once_when_told(editions: Editions, publish: Publish) -> None:
    clock = Ticking()
    shelf = Shelf({"talk": script()}, editions, clock=clock)
    assert shelf["talk"].version == 1
    publish(script(2))
    clock.now = LOOKED_AT_EVERY - 0.1
    assert shelf["talk"].version == 1
    clock.now = LOOKED_AT_EVERY
    assert shelf["talk"].version == 2
    publish(script(3))
    shelf.refresh()
    assert shelf["talk"].version == 3


def test_withdrawing_falls_back_to_the_one_before_and_this_can_be_told_beforehand(
    editions: Editions, publish: Publish
) -> None:
    second, third, new = publish(script(2)), publish(script(3)), publish(script(name="another"))
    shelf = Shelf({"talk": script()}, editions)
    kept = {edition.digest: edition for edition in editions.of()}
    assert shelf.without(kept[third.digest]) == second
    assert shelf.without(kept[second.digest]) == third
    assert shelf.without(kept[new.digest]) is None
    for digest in (third.digest, new.digest):
        editions.withdraw(digest, NOON + timedelta(days=1))
    shelf.refresh()
    assert dict(shelf) == {"talk": second}
    editions.withdraw(second.digest, NOON + timedelta(days=1))
    shelf.refresh()
    assert shelf["talk"].version == 1


@pytest.mark.parametrize(
    "spoilt", ["nonsense", "script: talk\n", "", "[" * 3000, TEXT.format(name="other", version=9, title="T") + "#"]
)
def test_a_published_text_that_no_longer_reads_is_passed_over(
    editions: Editions, publish: Publish, spoilt: str
) -> None:
    bad = replace(script(9), digest="b" * 64, source=spoilt)
    publish(bad)
    other = publish(script(name="another"))
    shelf = Shelf({"talk": script()}, editions)
    assert dict(shelf) == {"talk": script(), "another": other}


def test_a_store_that_is_not_there_yet_leaves_the_shipped_scripts(tmp_path: object) -> None:
    empty = open_database(f"sqlite:///{tmp_path}/empty.db")
    shelf = Shelf({"talk": script()}, Editions(empty))
    assert dict(shelf) == {"talk": script()}
    shelf.refresh()
    assert len(shelf) == 1
    empty.close()


def test_what_was_given_out_does_not_change_while_it_is_read(editions: Editions, publish: Publish) -> None:
    shelf = Shelf({"talk": script(), "b": script(name="b")}, editions)
    new = publish(script(name="another"))
    shelf.refresh()
    found = iter(shelf.items())
    next(found)
    editions.withdraw(new.digest, NOON)
    shelf.refresh()
    assert [name for name, _ in found] == ["b", "another"]
    assert "another" not in shelf


def test_many_threads_see_one_shelf_and_the_store_is_asked_once(editions: Editions, publish: Publish) -> None:
    publish(script(2))
    asked: list[int] = []
    published = editions.published
    editions.published = lambda without="": asked.append(1) or published(without)  # type: ignore[method-assign,func-returns-value]
    shelf = Shelf({"talk": script()}, editions, clock=Ticking())
    start = threading.Barrier(8)
    seen: list[int] = []

    def look() -> None:
        start.wait()
        seen.extend(shelf["talk"].version for _ in range(200))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (set(seen), len(seen), len(asked)) == ({2}, 1600, 1)
