"""Says in plain words what is wrong with a script file: what the YAML reader and the shape checker mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

_COLUMN = (
    "this line starts further left or right than the ones above it; lines that belong together stand in one column"
)
_YAML = (
    ("mapping values are not allowed", "there is a colon in these words; put “quotes” around all of them"),
    (
        "expected <block end>, but found '<block mapping start>'",
        _COLUMN,
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "words that begin with { or a quotation mark need quotes around all",
    ),
    ("expected <block end>, but found '?'", "choices have no dash in front; write `saw: I saw it`"),
    ("expected <block end>", "this line does not belong to the ones above it; look at the dashes and columns here"),
    (
        "expected ',' or '}'",
        "in {…} there is a comma or a brace that belongs to words; put “quotes” around those words",
    ),
    (
        "expected ',' or ']'",
        "in […] there is a comma or a bracket that belongs to words; put “quotes” around those words",
    ),
    (
        "could not find expected ':'",
        "keep the words on one line, or put `>-` after the colon and indent the lines below",
    ),
    ("found undefined alias", "words cannot begin with *; put “quotes” around them, or leave it out"),
    ("while scanning a quoted scalar", "a quotation mark is opened and not closed; look at this line or above it"),
    ("found '<stream end>'", "a bracket is opened and not closed; look at this line or above it"),
    ("found unexpected end of stream", "a quotation mark is opened and not closed; look at this line or above it"),
    ("found character '%' that cannot start", "words cannot begin with %; put “quotes” around them"),
    ("found character '@' that cannot start", "words cannot begin with @; put “quotes” around them"),
    ("found character '`' that cannot start", "words cannot begin with `; put “quotes” around them"),
    ("special characters are not allowed", "there is a mark here that cannot be seen; type the line again"),
)
_TWICE = re.compile(r'found duplicate key "([^"]*)"')
_SAID = {
    "extra_forbidden": "there is no such key here; check its spelling in dialogs/README.md",
    "missing": "this is missing",
    "string_type": "words are wanted here; put “quotes” around them if they hold a colon or begin with a brace",
    "list_type": "a list is wanted here: one line each beginning with a dash, or in brackets: [one, two]",
    "dict_type": "keys and words are wanted here: `key: words`, one line each",
    "model_type": "keys and words are wanted here: `key: words`, one line each",
    "bool_type": "write true or false",
    "int_type": "write a whole number: 1, 2, 3",
    "int_from_float": "write a whole number: 1, 2, 3",
    "string_too_short": "there are no words here",
    "string_too_long": "this is far too long for one bubble",
    "date_type": "a day is wanted here, as in 2026-12-24",
    "date_from_datetime_parsing": "a day is wanted here, as in 2026-12-24",
    "string_pattern_mismatch": "ids: small letters, digits and _, a letter first; words: no marks that cannot be seen",
}
_WORDING = re.compile(
    r"^\s*(?:- )?(?:ask|simpler|why|note|title|about|low|high|middle|say):\s+(?P<words>[^\s\"'|>\[{#].*)$"
)
_LISTED = re.compile(r"^\s*- (?P<words>[^\s\"'|>\[{#].*)$")


_ONE_KEY = re.compile(r"\s*(?:- )?[a-z_]+:(?:\s[^:]*)?$")


def yaml_words(problem: str | None, line: str = "") -> str:
    """What the YAML reader's words mean for somebody who writes a script; `line` is the text it stopped at."""
    said = problem or ""
    if "mapping values are not allowed" in said and _ONE_KEY.match(line):
        return _COLUMN
    if twice := _TWICE.search(said):
        return (
            f"`{twice[1]}` stands here twice; give one of them another name (or put quotes round a choice with a comma)"
        )
    return next((plain for begins, plain in _YAML if begins in said), f"this is not YAML: {said}")


def shape_words(path: Sequence[int | str], error: Mapping[str, Any]) -> str:
    """What the shape checker says of the part at `path`, with the names that are possible where a name is wrong."""
    place = ".".join(str(part) for part in path if part not in ("list[WrittenRoute]", "str")) or "this file"
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "less_than_equal":
        return f"{place}: must be {facts['le']} or lower"
    if kind == "greater_than_equal":
        return f"{place}: must be {facts['ge']} or higher"
    if kind == "too_long":
        most, here = facts["max_length"], facts["actual_length"]
        return f"{place}: at most {most} are possible, here are {here} (commas part them)"
    if kind in ("literal_error", "enum"):
        return f"{place}: {_no_such(str(error.get('input', '')), str(facts.get('expected', '')))}"
    return f"{place}: {_SAID.get(kind, error['msg'].removeprefix('Value error, '))}"


def lost_words(text: str) -> Iterator[tuple[int, str]]:
    """(line, what to do) for each line whose words are cut, because YAML takes what follows ` #` for a remark."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _WORDING.match(line) or _LISTED.match(line)
        if found and " #" in found["words"]:
            yield number, "the words from # on would be lost; put “quotes” around the whole text"


def _no_such(given: str, expected: str) -> str:
    names = re.findall(r"'([^']*)'", expected)
    near = get_close_matches(given, names, 1, 0.5)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"“{given[:40]}” is not one of them.{meant} Possible: {', '.join(names)}"
