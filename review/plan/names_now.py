"""What people of the case are called now, in its network and its plan: where a line of the log holds somebody's id, it
is read with the name they have today. Names that stand by themselves are left as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from review.case_event import CaseEvent, Topic
from review.same_person import same_name


def with_names_now(events: Iterable[CaseEvent], people: Mapping[str, str]) -> tuple[CaseEvent, ...]:
    """The same lines, read with the names of `people` (by their id in the case). What somebody of the network was
    called before stays in `before`, only to find whom an answer names; it is shown nowhere."""
    events = tuple(events)
    written = _written(events)
    now = {id_: people.get(person, name) for id_, (name, person, _) in written.items()}
    found = []
    for event in events:
        body = event.body
        if event.topic is Topic.NETWORK and body["do"] == "put" and body["person"] in people:
            name = people[body["person"]]
            before = [one for one in written[event.subject][2] if same_name(one) != same_name(name)]
            event = replace(event, body={**body, "name": name, "before": before})
        elif event.topic is Topic.PLAN and body.get("text"):
            actors = [[_called(one, people, now, written), *one[1:]] for one in body["text"]["actors"]]
            event = replace(event, body={**body, "text": {**body["text"], "actors": actors}})
        found.append(event)
    return tuple(found)


def _written(events: Iterable[CaseEvent]) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """For everybody of the network: the name written last, their id in the case, every name ever written."""
    found: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for event in events:
        if event.topic is Topic.NETWORK and event.body["do"] == "put":
            name, person = event.body["name"], event.body["person"]
            names = found[event.subject][2] if event.subject in found else ()
            found[event.subject] = (name, person, tuple(dict.fromkeys((*names, name))))
    return found


def _called(
    actor: list[Any],
    people: Mapping[str, str],
    now: Mapping[str, str],
    written: Mapping[str, tuple[str, str, tuple[str, ...]]],
) -> str:
    """What somebody who does a line is called now. Two of one name were told apart by more in brackets, which stays."""
    name, ref = str(actor[0]), actor[1]
    if ref in people:
        return people[ref]
    if ref in now:
        for before in written[ref][2]:
            if name == before or name.startswith(f"{before} ("):
                return now[ref] + name[len(before) :]
    return name
