"""A notice to send, a certificate nobody else knows, and a watch over everything that is said aloud."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import socket

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web.notifying import notify_standin, smtp_standin
from web.notifying.messages import Kind, Message, NotDelivered

DESK = "duty.desk@example.org"
PHONE = "+447700900123"
BODY = "A conversation needs you now. Open: https://own-words.example.org/desk/q7"
SECRETS = (DESK, PHONE, BODY, "q7", notify_standin.KEY, notify_standin.SECRET, smtp_standin.PASSWORD)


def notice(kind: Kind = "email", **other: str) -> Message:
    """A notice as the outbox would send it, with whatever a test wants otherwise."""
    words = {"to": DESK if kind == "email" else PHONE, "subject": "Please look now", "body": BODY, "reference": "n-17"}
    return Message(kind=kind, **{**words, **other})


@dataclass
class Aloud:
    """What was said where others may read it."""

    log: pytest.LogCaptureFixture
    seen: list[str] = field(default_factory=list)

    def told(self, outcome: object) -> NotDelivered:
        """The outcome, which has to be that nothing was delivered."""
        assert isinstance(outcome, NotDelivered), outcome
        self.seen.append(repr(outcome))
        return outcome


@pytest.fixture(autouse=True)
def aloud(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Aloud]:
    """Listens to every log and both outputs; no test may end with an address, a word of a notice or a key in them."""
    caplog.set_level(logging.DEBUG)
    aloud = Aloud(caplog)
    yield aloud
    said = "\n".join([*aloud.seen, caplog.text, *capfd.readouterr()])
    assert [secret for secret in SECRETS if secret in said] == []


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1: its file, and what a server needs to show it."""

    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Good for the name the tests use, and signed by nobody anybody knows."""
    folder, key, now = (
        tmp_path_factory.mktemp("certificate"),
        ec.generate_private_key(ec.SECP256R1()),
        datetime.now(UTC),
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "own.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "key.pem")
    return Certificate(folder / "own.pem", context)


@pytest.fixture
def nobody_there() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
