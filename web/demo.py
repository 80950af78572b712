"""A made-up family for trying things out: one worker, one case, three invites. Nobody in it is real.

The sign-in and PINs are random and kept in `instance/demo.json` (mode 0600) only so that a second start can print them.
Never used where `make run DEMO=off` is.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from store.accounts import NotAdded
from store.cases import NewPerson
from web.services import Services

NOTE = "demo.json"
WORKER = "priya@example.org"
FAMILY = (
    ("young_person", "Sam", "meeting_13_17"),
    ("parent", "Mum (Dee)", "parent"),
    ("child", "Ali", "places_9_12"),
)


class TheDemoCannotBeLaidOut(Exception):
    """The demo's worker could not be added; most likely the store has one already but the note is gone."""


def note(s: Services) -> Path:
    """Where the demo's sign-in and PINs are written down."""
    return s.settings.instance / NOTE


def lay_out(s: Services) -> None:
    """Makes the demo once; does nothing when its note is already there."""
    if note(s).exists():
        return
    now = s.clock()
    password = "-".join(secrets.choice(_WORDS) for _ in range(4))
    account = s.accounts.add(email=WORKER, name="Priya", role="worker", password=password, now=now)
    if isinstance(account, NotAdded):
        raise TheDemoCannotBeLaidOut(account.why)
    people = [NewPerson(role, name) for role, name, _ in FAMILY]
    meeting = (now + timedelta(days=12)).replace(hour=10, minute=0, second=0, microsecond=0)
    case = s.cases.create(name="Made-up family", meeting_on=meeting, by=account.id, people=people, at=now)
    child = next(person for person in case.people if person.role == "child")
    invites = []
    for person, (_, name, script) in zip(case.people, FAMILY, strict=True):
        issued = s.invites.issue(
            case_id=case.id,
            person_id=person.id,
            about_person_id=child.id if script == "parent" else person.id,
            script=script,
            locale="en",
            by=account.id,
            at=now,
            days=365,
        )
        invites.append({"for": name, "script": script, "token": issued.token, "code": issued.code, "pin": issued.pin})
    _write(note(s), {"email": WORKER, "password": password, "invites": invites})


def tell(s: Services) -> Iterator[str]:
    """What a person needs to try the demo, line by line."""
    kept = json.loads(note(s).read_text(encoding="utf-8"))
    url = s.settings.public_url.rstrip("/")
    yield ""
    yield "A made-up case to try (nobody in it is real):"
    yield f"  Worker      {url}/desk   {kept['email']}   {kept['password']}"
    for invite in kept["invites"]:
        yield f"  {invite['for']:<11} {url}/#{invite['token']}   PIN {invite['pin']}   (by hand: code {invite['code']})"
    yield ""


def _write(path: Path, kept: dict[str, object]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1)


_WORDS = (  # noqa: SIM905
    "acorn amber apple bakery basket beach birch bridge button candle canal carrot castle cherry clover cloud copper "
    "coral cotton daisy dolphin ferry fiddle forest garden ginger hazel heron honey island ivory jigsaw kettle ladder "
    "lantern lemon lilac linen maple meadow mint morning moss needle olive orchard otter paper pebble pepper pigeon "
    "pocket poppy pumpkin quilt rabbit raisin river robin rocket saddle sandal shell silver sparrow spoon stable "
    "summer sunday tangle teapot thistle ticket timber tulip velvet violet walnut willow window winter yellow zipper"
).split()
