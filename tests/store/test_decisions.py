from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from review.map.decision import Decision, DecisionKind, standing
from store import tables
from store.conversations import Conversations
from store.database import Database, open_database
from store.decisions import Decisions, SomebodyDecidedMeanwhile, ThereIsNoSuchEntry
from store.vault import Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import sent

MakeCase = Callable[..., CaseRows]


@pytest.fixture
def decisions(database: Database, vault: Vault) -> Decisions:
    return Decisions(database, vault)


@pytest.fixture
def entries(database: Database, vault: Vault) -> Callable[..., list[str]]:
    conversations = Conversations(database, vault)
    return lambda rows, *texts: [kept.id for kept in conversations.entries(sent(conversations, rows, *texts))]


def test_decisions_are_kept_in_order_beside_the_words(
    decisions: Decisions, entries: Callable[..., list[str]], case: MakeCase
) -> None:
    rows = case()
    first, second, undecided = entries(rows, "one", "two", "three")
    made: dict[str, list[Decision]] = {first: [], second: []}
    for hour, (entry_id, kind, wording) in enumerate(
        [(first, DecisionKind.KEEP, ""), (second, DecisionKind.SET_ASIDE, ""), (first, DecisionKind.REWORD, "Réad")]
    ):
        at = NOON + timedelta(hours=hour)
        made[entry_id].append(decisions.decide(entry_id, rows.case_id, rows.account_id, kind, wording, "why", at))
    assert decisions.for_case(rows.case_id) == {entry_id: tuple(all_) for entry_id, all_ in made.items()}
    assert made[first][1] == Decision(
        DecisionKind.REWORD, rows.account_id, NOON + timedelta(hours=2), wording="Réad", reason="why"
    )
    assert undecided not in decisions.for_case(rows.case_id)


def test_who_translated_is_kept_sealed_beside_the_wording(
    decisions: Decisions, entries: Callable[..., list[str]], case: MakeCase, database: Database
) -> None:
    rows = case()
    (entry_id,) = entries(rows, "Boję się")
    mine = (entry_id, rows.case_id, rows.account_id, DecisionKind.REWORD, "I am afraid", "", NOON)
    decisions.decide(*mine, translated_by="A. Nowak, interpreter")
    (kept,) = decisions.for_case(rows.case_id)[entry_id]
    assert (kept.wording, kept.translated_by) == ("I am afraid", "A. Nowak, interpreter")
    with database.reading() as connection:
        assert b"Nowak" not in (connection.scalar(select(tables.decision.c.sealed)) or b"")


def test_a_decision_about_another_cases_entry_is_refused(
    decisions: Decisions, entries: Callable[..., list[str]], case: MakeCase
) -> None:
    ours, theirs = case(), case()
    (entry_id,) = entries(ours, "one")
    for case_id in (theirs.case_id, "nowhere"):
        with pytest.raises(ThereIsNoSuchEntry):
            decisions.decide(entry_id, case_id, ours.account_id, DecisionKind.KEEP, "mine", "", NOON)
    assert decisions.for_case(ours.case_id) == decisions.for_case(theirs.case_id) == {}


def test_decisions_made_at_the_same_time_by_several_processes_are_all_kept(
    entries: Callable[..., list[str]], database: Database, vault: Vault, case: MakeCase
) -> None:
    rows = case()
    (entry_id,) = entries(rows, "one")
    others = [open_database(database.url.render_as_string(hide_password=False)) for _ in range(4)]
    start = Barrier(4)

    def decide(other: Database) -> None:
        start.wait(20)
        for _ in range(5):
            Decisions(other, vault).decide(entry_id, rows.case_id, rows.account_id, DecisionKind.KEEP, "", "", NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decide, others))
    for other in others:
        other.close()
    with database.reading() as connection:
        assert sorted(connection.scalars(select(tables.decision.c.order))) == list(range(1, 21))


def test_what_the_worker_wrote_is_sealed(
    decisions: Decisions, entries: Callable[..., list[str]], database: Database, case: MakeCase
) -> None:
    rows = case()
    (entry_id,) = entries(rows, "one")
    decisions.decide(entry_id, rows.case_id, rows.account_id, DecisionKind.REWORD, "Zebedee reads", "clearer", NOON)
    with database.reading() as connection:
        (sealed,) = connection.scalars(select(tables.decision.c.sealed))
    assert b"Zebedee" not in sealed
    assert b"clearer" not in sealed


def test_an_undo_brings_back_the_decision_before_it() -> None:
    def made(kind: DecisionKind) -> Decision:
        return Decision(kind, "worker", NOON)

    keep, reword, undo = made(DecisionKind.KEEP), made(DecisionKind.REWORD), made(DecisionKind.UNDO)
    assert standing([]) is None
    assert standing([keep, reword]) == reword
    assert standing([keep, reword, undo]) == keep
    assert standing([keep, undo, undo]) is None
    assert standing([undo, keep]) == keep


def test_of_two_decisions_made_from_the_same_card_one_is_kept(
    decisions: Decisions, entries: Callable[..., list[str]], case: MakeCase
) -> None:
    rows = case()
    [entry_id] = entries(rows, "one")

    def keep(_: int) -> bool:
        try:
            decisions.decide(entry_id, rows.case_id, rows.account_id, DecisionKind.KEEP, "", "", NOON, after=0)
        except SomebodyDecidedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(keep, range(6))) == 1
    assert len(decisions.for_case(rows.case_id)[entry_id]) == 1
