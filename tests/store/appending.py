"""Appends turns until it is killed, and says each one only after it was acknowledged. Run by `test_killed.py`.

Each line on stdin starts a new process that appends; its id is told first, so that it can be killed.
"""

from __future__ import annotations

import os
import sys
import threading

from store.conversations import Conversations
from store.database import open_database
from store.vault import Vault
from tests.store.making import answer


def append_for_ever(url: str, key: str, conversations: list[str]) -> None:
    """One thread for each conversation."""
    kept = Conversations(open_database(url), Vault.from_text(key))

    def run(conversation_id: str) -> None:
        loaded = kept.load(conversation_id)
        seq = 0 if loaded is None else len(loaded.turns)
        while True:
            seq += 1
            kept.append(conversation_id, None, answer(seq))
            os.write(1, f"{conversation_id} {seq}\n".encode())  # one write: a line is whole or not there

    threads = [threading.Thread(target=run, args=(conversation_id,)) for conversation_id in conversations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(url: str, key: str, *conversations: str) -> None:
    """Fork for each line, so that the imports are paid for once."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            append_for_ever(url, key, list(conversations))
        os.write(1, f"process {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"killed\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
