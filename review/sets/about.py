"""Which children of a case a set is about: as a worker said it. The one place that decides it.

Of a set from before anybody was asked, the children whose names stand in its words; where none does, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from review.named import N_
from review.sets.names import names_one
from review.sets.sets import Wording
from review.voices_heard import One


def children_of_set(wording: Wording, children: Sequence[One]) -> tuple[One, ...]:
    """Those of a case's children that a set with this wording is about, in their order. Somebody who is not among
    `children` any more makes it nobody else's."""
    if wording.about is None:
        return named(wording, children) or tuple(children)
    return tuple(one for one in children if one.id in wording.about or not wording.about)


def is_about(wording: Wording, child: One, children: Sequence[One]) -> bool:
    """Whether a set with this wording is about this one of a case's `children`."""
    return any(one.id == child.id for one in children_of_set(wording, children))


def named(wording: Wording, children: Sequence[One]) -> tuple[One, ...]:
    """Those of these children whose names stand in the worry or the goal."""
    return tuple(one for one in children if names_one(f"{wording.worry} {wording.goal}", [one.name]))


def about_told(text: Callable[..., str], wording: Wording, children: Sequence[One]) -> str:
    """“About Ali and Bo”, for a case of several children; nothing where nobody has said it and no name tells. `text`
    puts source words into the reader's language."""
    if len(children) < 2 or (wording.about is None and not named(wording, children)):
        return ""
    names = [one.name for one in children_of_set(wording, children)]
    if not names:
        return ""
    both = text(N_("{names} and {last}"), names=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]
    return text(N_("About {names}"), names=both)
