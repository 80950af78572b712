"""Reads YAML that people write into a tree that knows its lines; what is wrong comes back with its line and in words.

It knows nothing of scripts: what may stand in a file is for whoever asked for it to check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.mistakes import lost_words, yaml_words
from dialogs.references import Problem

LARGEST_FILE = 256 * 1024


def text_of(path: Path, largest: int = LARGEST_FILE) -> str | list[Problem]:
    """The text of a file, or why it cannot be read."""
    if path.stat().st_size > largest:
        return [Problem(path.name, 1, f"this file is over {largest // 1024} KB; split it")]
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [Problem(path.name, 1, "this file is not UTF-8 text; save it as UTF-8")]


def tree_of(text: str, name: str, starts: str) -> CommentedMap | list[Problem]:
    """The tree of a text of keys and words, or its problems; `starts` says what such a file begins with."""
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        return [Problem(name, line, "there is a tab here; use spaces")]
    yaml = YAML(typ="rt", pure=True)
    yaml.version = (1, 2)
    try:
        tree = yaml.load(StringIO(text))
    except MarkedYAMLError as trouble:
        quoted = "quoted scalar" in (trouble.context or "")
        mark = trouble.context_mark if quoted else trouble.problem_mark or trouble.context_mark
        line = mark.line if mark else 0
        words = trouble.context if quoted else trouble.problem
        return [Problem(name, line + 1, yaml_words(words, "".join(text.splitlines()[line : line + 1])))]
    except (YAMLError, ValueError, RecursionError):
        return [Problem(name, 1, "this is not plain text, or nothing like such a file; in Word: Save as, Plain text")]
    if lost := [Problem(name, line, words) for line, words in lost_words(text)]:
        return lost
    if not isinstance(tree, CommentedMap):
        return [Problem(name, 1, starts)]
    if _uses_anchors(tree):
        return [Problem(name, 1, "anchors and aliases (& and *) are not used here; write the words out")]
    return tree


def plain(node: object) -> object:
    """The tree without its lines: plain dicts, lists, texts and numbers."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return int(node) if isinstance(node, int) and not isinstance(node, bool) else node


def line_of(tree: object, path: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `path` that exists in the tree."""
    line, node = 1, tree
    for key in path:
        if isinstance(node, CommentedMap) and key in node:
            line = node.lc.key(key)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line = node.lc.item(key)[0] + 1
        else:
            continue
        node = node[key]
    return line


def _uses_anchors(tree: object) -> bool:
    if isinstance(tree, CommentedMap | CommentedSeq):
        values = tree.values() if isinstance(tree, CommentedMap) else tree
        return tree.anchor.value is not None or any(_uses_anchors(value) for value in values)
    return bool(getattr(getattr(tree, "anchor", None), "value", None))
