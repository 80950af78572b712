"""The installation's two secrets: the vault's key and the cookie-signing key. Made on first run, mode 0600."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from store.vault import Vault
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """What `instance/` holds beside the database."""

    vault: Vault
    signing: str


def open_keys(settings: Settings) -> Keys:
    """The keys from the environment (OWN_WORDS_VAULT_KEY, OWN_WORDS_SIGNING_KEY) or from the instance folder."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    given = os.environ.get("OWN_WORDS_VAULT_KEY")
    fresh = not (settings.instance / "own_words.db").exists()
    vault = Vault.from_text(given) if given else Vault.from_file(settings.instance / "vault.key", may_make=fresh)
    return Keys(vault, os.environ.get("OWN_WORDS_SIGNING_KEY") or _signing_key(settings.instance / "signing.key"))


def _signing_key(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
