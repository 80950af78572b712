"""The pictures a script may offer, each with one plain sentence that says what is drawn and never what it means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ruamel.yaml import YAML


class APictureHasNoSentence(Exception):
    """A name in the list of pictures has nothing, or something other than a sentence, beside it."""


def read_pictures(file: Path) -> Mapping[str, str]:
    """The sentence for every picture by its id, in the order of the file.

    Raises APictureHasNoSentence, or ruamel's YAMLError where the file cannot be read or says a name twice.
    """
    found = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    for name, sentence in found.items():
        if not isinstance(name, str) or not isinstance(sentence, str) or not sentence.strip():
            raise APictureHasNoSentence(name)
    return MappingProxyType(dict(found))


PICTURES: Mapping[str, str] = read_pictures(Path(__file__).with_name("pictures.yaml"))
"""Picture id -> what is drawn, read once."""
