"""A small Socket.IO client for measuring: one websocket, one namespace, events with acknowledgements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import websocket


class Wire:
    """One live page. Blocking; use one per thread."""

    def __init__(self, port: int, namespace: str = "/family", cookies: Mapping[str, str] | None = None) -> None:
        self._namespace = namespace
        self._count = 0
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
            header=[f"Cookie: {'; '.join(f'{k}={v}' for k, v in (cookies or {}).items())}"],
            origin=f"http://127.0.0.1:{port}",
            timeout=30,
        )
        self._wait("0")
        self._socket.send(f"40{namespace},")
        self._wait(f"40{namespace}")

    def ask(self, event: str, data: Mapping[str, Any]) -> Any:
        """Sends an event and waits for its acknowledgement."""
        self._count += 1
        self._socket.send(f"42{self._namespace},{self._count}{json.dumps([event, data])}")
        answer = self._wait(f"43{self._namespace},{self._count}[")
        return json.loads(answer[answer.index("[") :])[0]

    def idle(self) -> None:
        """Answers one ping if there is one."""
        self._socket.send("3")

    def close(self) -> None:
        """Closes the page."""
        self._socket.close()

    def _wait(self, start: str) -> str:
        while True:
            packet = self._socket.recv()
            if not packet:
                raise ConnectionError("closed")
            if packet == "2":
                self._socket.send("3")
            elif packet.startswith(start):
                return str(packet)
            elif packet.startswith(("41", "44")):
                raise ConnectionError(packet)
