"""What was acknowledged is there after the program is killed, at whatever moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

from store.conversations import Conversations
from store.database import Database
from store.vault import Vault, new_key_line
from tests.conftest import make_case
from tests.store.making import begun

KILLS = 20
ROOT = Path(__file__).parents[2]


def test_no_acknowledged_turn_is_lost_when_the_program_is_killed(sqlite_database: Database) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # pytest shows it when this fails
    chance = random.Random(seed)
    key = new_key_line().strip()
    conversations = Conversations(sqlite_database, Vault.from_text(key))
    held = [begun(conversations, make_case(sqlite_database, Vault.from_text(key))) for _ in range(4)]
    url = str(sqlite_database.url)
    acknowledged = dict.fromkeys(held, 0)
    command = [sys.executable, "-m", "tests.store.appending", url, key, *held]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for _ in range(KILLS):
            before = sum(acknowledged.values())
            program.stdin.write("go\n")
            program.stdin.flush()
            moment = chance.randrange(1, 200)
            for line in program.stdout:
                name, _, number = line.strip().partition(" ")
                if name == "killed":
                    break
                if name == "process":
                    process = int(number)
                    continue
                acknowledged[name] = max(acknowledged[name], int(number))
                moment -= 1
                if moment == 0:
                    Event().wait(chance.random() / 500)  # not always right after an acknowledgement
                    os.kill(process, signal.SIGKILL)
            assert sum(acknowledged.values()) > before
            check(sqlite_database, conversations, acknowledged)
        program.stdin.close()


def check(database: Database, conversations: Conversations, acknowledged: dict[str, int]) -> None:
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    for conversation_id, last in acknowledged.items():
        loaded = conversations.load(conversation_id)
        assert loaded is not None
        seqs = [turn.seq for turn in loaded.turns]
        assert seqs == list(range(1, len(seqs) + 1))
        assert last <= len(seqs) <= last + 1  # at most the one that was being acknowledged
        acknowledged[conversation_id] = len(seqs)
