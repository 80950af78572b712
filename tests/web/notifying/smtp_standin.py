"""A mail server for tests: keeps what it is sent, and refuses, falls silent or hangs up where a test says so."""

from __future__ import annotations

import base64
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

USER, PASSWORD = "desk-user", "not-a-real-password"


@dataclass(frozen=True)
class Kept:
    """A letter as it came, with its envelope."""

    sender: str
    to: list[str]
    raw: bytes
    over_tls: bool
    user: str

    @property
    def letter(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def words(self) -> str:
        return str(self.letter.get_content()).replace("\r\n", "\n")


@dataclass
class Ways:
    """How the server behaves. `answers` holds a reply per command ("end" is the reply to the whole letter)."""

    answers: dict[str, str] = field(default_factory=dict)
    silent_at: str = ""
    hangs_up_at: str = ""
    context: ssl.SSLContext | None = None
    tls_from_the_start: bool = False


class SmtpStandIn(ThreadingTCPServer):
    """Listens on a port of its own on 127.0.0.1."""

    daemon_threads = True

    def __init__(self, ways: Ways) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.ways = ways
        self.kept: list[Kept] = []
        self.heard: list[str] = []
        self.broken: list[BaseException | None] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            self.broken.append(sys.exception())


@contextmanager
def smtp_standin(ways: Ways) -> Iterator[SmtpStandIn]:
    """A running stand-in, gone afterwards."""
    with SmtpStandIn(ways) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
    assert server.broken == []


class _HungUp(OSError):
    pass


class _Visit(StreamRequestHandler):
    server: SmtpStandIn
    timeout = 20

    def setup(self) -> None:
        self.over_tls = False
        self.user = ""
        super().setup()
        if self.server.ways.tls_from_the_start:
            self.turn_to_tls()

    def turn_to_tls(self) -> None:
        context = self.server.ways.context
        assert context is not None
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.over_tls = True

    def finish(self) -> None:
        self.rfile.close()
        self.wfile.close()
        self.connection.close()

    def say(self, at: str, reply: str) -> None:
        ways = self.server.ways
        if ways.silent_at == at:
            self.server.over.wait(20)
        if at in (ways.silent_at, ways.hangs_up_at):
            raise _HungUp
        self.wfile.write((ways.answers.get(at, reply) + "\r\n").encode())

    def handle(self) -> None:
        self.sender, self.to = "", list[str]()
        self.say("hello", "220 stand-in")
        while line := self.rfile.readline(2000):
            words = line.decode().strip()
            verb = words.split(" ")[0].upper()
            self.server.heard.append(verb)
            getattr(self, f"do_{verb.lower()}", self.do_unknown)(words)
            if verb == "QUIT":
                return

    def do_unknown(self, words: str) -> None:
        self.say("unknown", "502 not here")

    def do_ehlo(self, words: str) -> None:
        offers = ["250-stand-in"]
        if self.server.ways.context and not self.over_tls:
            offers.append("250-STARTTLS")
        self.say("EHLO", "\r\n".join([*offers, "250 AUTH PLAIN"]))

    def do_starttls(self, words: str) -> None:
        self.say("STARTTLS", "220 go on")
        self.turn_to_tls()

    def do_auth(self, words: str) -> None:
        _, user, password = base64.b64decode(words.split(" ")[2]).decode().split("\0")
        good = (user, password) == (USER, PASSWORD)
        self.user = user if good else ""
        self.say("AUTH", "235 come in" if good else f"535 5.7.8 {user} is not known")

    def do_mail(self, words: str) -> None:
        self.sender = words.partition("<")[2].partition(">")[0]
        self.say("MAIL", "250 yes")

    def do_rcpt(self, words: str) -> None:
        self.to.append(words.partition("<")[2].partition(">")[0])
        self.say("RCPT", "250 yes")

    def do_data(self, words: str) -> None:
        self.say("DATA", "354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.kept.append(Kept(self.sender, self.to, b"".join(lines), self.over_tls, self.user))
        self.say("end", "250 kept")

    def do_rset(self, words: str) -> None:
        self.say("RSET", "250 yes")

    def do_quit(self, words: str) -> None:
        self.say("QUIT", "221 bye")
