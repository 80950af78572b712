"""Whether two names are one person's: the one place that says so. It reads names and nothing else, so two people who
are called the same stay two where a worker said that they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def same_name(name: str) -> str:
    """A name as it is compared: capitals and spaces do not count."""
    return " ".join(name.split()).casefold()


def same_person(name: str, known: Iterable[tuple[str, str]]) -> str | None:
    """The id of whoever is called this, of people as (name, id), or None.

    First the one with the very name. Then the only one whose name is this one with a comma and more after it, or is
    this one up to its comma: “Ms Cole” is “Ms Cole, teacher”. Two who differ after their commas are two people."""
    called, people = same_name(name), [(same_name(other), id_) for other, id_ in known]
    exactly = next((id_ for other, id_ in people if other == called), None)
    if exactly is not None:
        return exactly
    nearly = {id_ for other, id_ in people if _longer(other, called) or _longer(called, other)}
    return nearly.pop() if len(nearly) == 1 else None


def pairs(
    these: Mapping[str, Iterable[str]], known: Iterable[tuple[str, str]], said: Mapping[str, str]
) -> Mapping[str, str]:
    """Who of `these` (everything they are called, by id) is who of `known` (name, id): each person at most once. What
    was `said` stands; then come the very names, then those with a comma."""
    known, found = list(known), dict(said)
    for nearly in (False, True):
        for id_, names in these.items():
            called = set(map(same_name, names))
            among = known if nearly else [one for one in known if same_name(one[0]) in called]
            same = next((other for name in names if (other := same_person(name, among))), None)
            if id_ not in found and same is not None and same not in found.values():
                found[id_] = same
    return found


def _longer(longer: str, name: str) -> bool:
    before, comma, _ = longer.partition(",")
    return bool(comma) and bool(name) and before.strip() == name
