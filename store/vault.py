"""Seals names and words so that a stolen database says nothing, and makes the fingerprints that tokens are found by.

Each case has its own data key, wrapped by the installation's key. This protects a database or backup that is taken
without the key; it does not protect a running server that is taken over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
ENVELOPE = 1
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12  # NIST SP 800-38D: 96 random bits, at most 2**32 seals under one key
_HEAD_BYTES = 1 + _KEY_ID_BYTES + _NONCE_BYTES
_SEALS_REMEMBERED = 512
_OTHERS_MAY_LOOK = stat.S_IRWXO


class TheSealDoesNotOpen(Exception):
    """The sealed bytes were changed, moved to another row or column, or sealed under a key this vault does not hold."""


class TheCaseKeyIsDestroyed(Exception):
    """The case was erased: its key is gone, so nothing sealed with it can be read again."""


class NotAnInstallationKey(Exception):
    """An installation key is 32 random bytes; in a key file or the environment it is written in base64."""


class TheKeyFileIsOpenToOthers(Exception):
    """Any user of this machine may read or change the key file. Take that away with `chmod o-rwx`."""


class ThereIsNoKeyFile(Exception):
    """The key file is missing, and there are data that only it opens. Restore it; do not make a new one."""


class _Box:
    """One AES-256-GCM key and the envelope version byte | key id | nonce | ciphertext."""

    __slots__ = ("_cipher", "_head", "_purpose")

    def __init__(self, key: bytes, purpose: str) -> None:
        self._cipher = AESGCM(_derive(key, purpose, KEY_BYTES))
        self._head = bytes([ENVELOPE]) + _derive(key, "key id", _KEY_ID_BYTES)
        self._purpose = purpose

    def seal(self, plain: bytes, *place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self._head + nonce + self._cipher.encrypt(nonce, plain, self._bound_to(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        if not self.has_sealed(sealed):
            raise TheSealDoesNotOpen
        nonce = sealed[len(self._head) : _HEAD_BYTES]
        try:
            return self._cipher.decrypt(nonce, sealed[_HEAD_BYTES:], self._bound_to(place))
        except (InvalidTag, ValueError):
            raise TheSealDoesNotOpen from None

    def has_sealed(self, sealed: bytes) -> bool:
        return sealed.startswith(self._head)

    def _bound_to(self, place: tuple[str, ...]) -> bytes:
        """The associated data. Each part carries its length, so that no two places look the same."""
        parts = ("own words", self._purpose, *place)
        return self._head + "".join(f"{len(part)}:{part}" for part in parts).encode()


class CaseSeal:
    """Seals and opens the texts of one case. A text opens only in the table, row and column it was sealed for."""

    __slots__ = ("_box",)

    def __init__(self, case_key: bytes) -> None:
        self._box = _Box(case_key, "words of a case")

    def seal(self, table: str, row: str, column: str, text: str) -> bytes:
        """Seal a text for its place. Any Python string may be sealed, lone surrogates too."""
        return self._box.seal(text.encode("utf-8", "surrogatepass"), table, column, row)

    def open(self, table: str, row: str, column: str, sealed: bytes) -> str:
        """The text sealed for this place. Raises `TheSealDoesNotOpen` for any other bytes."""
        return self._box.open(sealed, table, column, row).decode("utf-8", "surrogatepass")


class Vault:
    """The installation's key: opens cases, seals what belongs to no case, makes fingerprints.

    After a rotation `retired` holds the older keys, newest first. They open what has not been sealed again yet, and
    the oldest one goes on making fingerprints, because a fingerprint cannot be made again without its secret.
    """

    def __init__(self, installation_key: bytes, retired: Sequence[bytes] = ()) -> None:
        keys = (installation_key, *retired)
        if any(len(key) != KEY_BYTES for key in keys):
            raise NotAnInstallationKey
        self._wrapping = [_Box(key, "key of a case") for key in keys]
        self._sealing = [_Box(key, "secret of the installation") for key in keys]
        self._fingerprint_key = _derive(keys[-1], "fingerprint", KEY_BYTES)
        self._seals: OrderedDict[str, tuple[bytes, CaseSeal]] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def from_file(cls, path: Path, *, may_make: bool = True) -> Vault:
        """The vault of a key file: one base64 key a line, the one in use first.

        Makes the file with a new key and mode 0600 when it is missing; with `may_make=False` (there are data already)
        a missing file raises `ThereIsNoKeyFile`.
        """
        if not path.exists():
            if not may_make:
                raise ThereIsNoKeyFile
            _write_new(path, new_key_line())
        if path.stat().st_mode & _OTHERS_MAY_LOOK:
            raise TheKeyFileIsOpenToOthers
        return cls.from_text(path.read_text("ascii", errors="replace"))

    @classmethod
    def from_text(cls, text: str) -> Vault:
        """The vault of base64 keys written one a line (or parted by spaces, as in an environment variable)."""
        keys = [_read_key(word) for word in text.split()]
        if not keys:
            raise NotAnInstallationKey
        return cls(keys[0], keys[1:])

    def new_case_key(self, case_id: str) -> bytes:
        """A new data key for a case, wrapped: what the column `wrapped_key` holds."""
        return self._wrapping[0].seal(secrets.token_bytes(KEY_BYTES), case_id)

    def open_case(self, case_id: str, wrapped: bytes) -> CaseSeal:
        """The seal of a case. Remembered, so that the next turn of the case costs no unwrapping."""
        with self._lock:
            known = self._seals.get(case_id)
            if known is not None and known[0] == wrapped:
                self._seals.move_to_end(case_id)
                return known[1]
        seal = CaseSeal(self._unwrap(case_id, wrapped))
        with self._lock:
            self._seals[case_id] = (wrapped, seal)
            while len(self._seals) > _SEALS_REMEMBERED:
                self._seals.popitem(last=False)
        return seal

    def forget_case(self, case_id: str) -> None:
        """Drop the remembered seal of a case whose key has been destroyed."""
        with self._lock:
            self._seals.pop(case_id, None)

    def seal(self, table: str, row: str, column: str, text: str) -> bytes:
        """Seal a secret that belongs to no case, for its place."""
        return self._sealing[0].seal(text.encode("utf-8", "surrogatepass"), table, column, row)

    def open(self, table: str, row: str, column: str, sealed: bytes) -> str:
        """The secret sealed for this place, under the key in use or a retired one."""
        return _of_its_key(self._sealing, sealed).open(sealed, table, column, row).decode("utf-8", "surrogatepass")

    def fingerprint(self, purpose: str, secret: str) -> bytes:
        """32 bytes that find a token or code without keeping it: a keyed HMAC-SHA256, different for each purpose."""
        message = f"{len(purpose)}:{purpose}{secret}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._fingerprint_key, message, hashlib.sha256)

    def rewrap(self, case_id: str, wrapped: bytes) -> bytes:
        """The same case key wrapped by the key in use."""
        return self._wrapping[0].seal(self._unwrap(case_id, wrapped), case_id)

    def reseal(self, table: str, row: str, column: str, sealed: bytes) -> bytes:
        """The same installation secret sealed by the key in use."""
        return self.seal(table, row, column, self.open(table, row, column, sealed))

    def is_under_a_retired_key(self, sealed: bytes) -> bool:
        """Whether a wrapped key or a secret is under an installation key that is no longer in use."""
        return any(box.has_sealed(sealed) for box in self._wrapping[1:])

    def _unwrap(self, case_id: str, wrapped: bytes) -> bytes:
        if not wrapped:
            raise TheCaseKeyIsDestroyed
        return _of_its_key(self._wrapping, wrapped).open(wrapped, case_id)


def new_key_line() -> str:
    """A fresh installation key as a line of a key file."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n"


def begin_new_key(path: Path) -> None:
    """Put a fresh key in front of the keys of a key file, atomically. `rotation.rotate` then seals again with it."""
    old = path.read_text("ascii")
    beside = _write_beside(path, new_key_line() + old)
    beside.replace(path)
    _sync_folder(path.parent)


def _derive(key: bytes, purpose: str, length: int) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=length, info=f"own words: {purpose}".encode()).derive(key)


def _read_key(word: str) -> bytes:
    try:
        key = base64.b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise NotAnInstallationKey from None
    if len(key) != KEY_BYTES:
        raise NotAnInstallationKey
    return key


def _of_its_key(boxes: Sequence[_Box], sealed: bytes) -> _Box:
    for box in boxes:
        if box.has_sealed(sealed):
            return box
    raise TheSealDoesNotOpen


def _write_new(path: Path, text: str) -> None:
    """Write a file that did not exist, whole or not at all. When two processes race, the first one's file stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = _write_beside(path, text)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    _sync_folder(path.parent)


def _write_beside(path: Path, text: str) -> Path:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
