"""Nothing a family says, and no name, can be read in what lies on the disk or goes into a log."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from dialogs.conversation import Named
from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from store.conversations import Conversations
from store.database import Database
from store.decisions import Decisions
from store.vault import Vault
from tests.conftest import NOON, make_case
from tests.store.making import answer, begun, entry_of

WORDS = ["Zebedee", "Quillfeather", "Марфинька", "hippogriff🐎", "Wobblethwaite", "Snorkelbrook", "Pumpernickel"]
FAMILY, PERSON, TEXT, NAMED, WHO, WORDING, ASKED = WORDS


def disguises(word: str) -> Iterator[bytes]:
    """The word as it may lie in a file: in several encodings, and in base64 at each of its three alignments."""
    plain = word.encode()
    for encoded in (plain, word.encode("utf-16-le"), word.encode("utf-16-be")):
        yield encoded
        yield encoded.hex().encode()
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + encoded)
            yield whole[4 if shift else 0 : -4]  # the ends also hold bits of their neighbours
    yield json.dumps(word)[1:-1].encode()
    yield quote(word).encode()


def hold_a_conversation(database: Database, vault: Vault) -> None:
    conversations = Conversations(database, vault)
    rows = make_case(database, vault, family=f"The {FAMILY} family", person=PERSON)
    conversation_id = begun(conversations, rows)
    first = answer(1, f"I want to say {TEXT} to you")
    people = answer(2)
    named = replace(people.reply, text="", people=(Named(NAMED, WHO),))
    people = replace(people, reply=named, given=replace(people.given, asked=f"Who helps {ASKED}?"))
    conversations.append(conversation_id, rows.sitting_id, first)
    entries = [entry_of(first), entry_of(people, EntryKind.PERSON)]
    conversations.send(conversation_id, rows.sitting_id, people, entries, NOON)
    made = conversations.entries(conversation_id)
    Decisions(database, vault).decide(
        made[0].id, rows.case_id, rows.account_id, DecisionKind.REWORD, WORDING, WORDING, NOON
    )
    conversations.append(begun(conversations, rows), rows.sitting_id, answer(1, TEXT))
    assert made[0].entry.verbatim == f"I want to say {TEXT} to you"
    assert (made[1].entry.reply.people[0].name, made[1].person) == (NAMED, PERSON)


def test_disguises_are_seen_through() -> None:
    for shift in range(3):
        lying = base64.b64encode(b"x" * shift + f"I am {TEXT} today".encode())
        assert any(disguise in lying for disguise in disguises(TEXT))


def test_no_word_or_name_can_be_read_in_the_files_or_the_log(
    sqlite_database: Database, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "alembic"):
        caplog.set_level(logging.DEBUG, logger=name)
    hold_a_conversation(sqlite_database, vault)
    file = sqlite_database.file
    assert file is not None
    sqlite_database.back_up(file.with_name(file.name + ".backup"))
    lying = {path.name: path.read_bytes() for path in file.parent.glob(file.name + "*")}
    assert {f"{file.name}-wal", f"{file.name}.backup"} <= set(lying)
    assert "INSERT INTO turn" in caplog.text  # the log did speak of it
    lying["log"] = caplog.text.encode()
    readable = [
        (name, word) for name, bytes_ in lying.items() for word in WORDS for d in disguises(word) if d in bytes_
    ]
    assert readable == []


def test_trouble_tells_no_word(database: Database, vault: Vault) -> None:
    conversations = Conversations(database, vault)
    rows = make_case(database, vault, person=PERSON)
    last = answer(1, TEXT)
    entries = [entry_of(last), entry_of(last)]
    conversation_id = begun(conversations, rows)
    with pytest.raises(Exception, match="entry") as trouble:
        conversations.send(conversation_id, rows.sitting_id, last, entries, NOON + timedelta(hours=1))
    told = f"{trouble.value!r} {trouble.value} {trouble.value.__cause__}".encode()
    assert [word for word in WORDS for disguise in disguises(word) if disguise in told] == []
