"""Whether somebody has a place in what was made of a case: its sets, map, plan, network, meeting. It judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from review.case_event import CaseEvent
from review.same_person import same_name


def is_mentioned(events: Iterable[CaseEvent], person_id: str, name: str = "") -> bool:
    """Whether any line of a case's log is about this person, by them, or holds their id; or holds `name` where somebody
    is named, as the plan and the network do. Words in which a name only occurs are no place. Without a `name` only
    ids count."""
    wanted = {same_name(name)} if name.strip() else set()
    for event in events:
        if person_id in (event.subject, event.by):
            return True
        for text in _texts(event.body):
            if person_id in text or same_name(text) in wanted:
                return True
    return False


def is_named(texts: Iterable[str], name: str) -> bool:
    """Whether one of these texts is this name, by itself or told apart from another by more in brackets."""
    wanted = same_name(name)
    return bool(wanted) and any(same_name(text.partition(" (")[0]) == wanted for text in texts)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, the keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (str(key), *_texts(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
