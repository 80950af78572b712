"""The bare peer: Flask-SocketIO that echoes a reply after committing one row. What our turn is measured against."""

from __future__ import annotations

import os
import threading
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from pysqlite3 import dbapi2 as sqlite

app = Flask(__name__)
socketio = SocketIO(app, async_mode="threading", cors_allowed_origins="*")


def _connect() -> Any:
    connection = sqlite.connect(os.environ["PEER_DATABASE"], isolation_level=None, timeout=10, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


_kept = _connect()
_kept.execute("CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY, words TEXT)")
_one_at_a_time = threading.Lock()


def reply(data: dict[str, Any]) -> dict[str, Any]:
    """Commits one row and echoes. The connection is kept: every event has a thread of its own, and a connection for
    each would cost more than all the rest.
    """
    with _one_at_a_time:
        _kept.execute("BEGIN IMMEDIATE")
        _kept.execute("INSERT INTO turn (words) VALUES (?)", (data["values"]["text"],))
        _kept.execute("COMMIT")
    return {"ok": True, "html": data["values"]["text"]}


socketio.on_event("reply", reply, namespace="/family")
