"""A made-up family for trying things out: a worker, a practice lead, one case, a link for each voice. Nobody is real.

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

from dialogs.conversation import SharedSet
from store.accounts import NotAdded
from store.cases import NewPerson
from web.services import Services

NOTE = "demo.json"
WORKER = "priya@example.org"
LEAD = "lena@example.org"
FAMILY = (
    ("young_person", "Sam", ("meeting_13_17",)),
    ("parent", "Mum (Dee)", ("parent", "sets", "family_plan")),
    ("child", "Ali", ("places_9_12", "feelings")),
    ("child", "Bo", ("places_6_8",)),
    ("relative", "Nan", ("network",)),
    ("professional", "Ms Cole, teacher", ("professional",)),
)
SETS = (
    SharedSet(
        worry="Priya (social worker), Ms Cole (teacher) and Nan are worried about Ali. On 3 and 19 May Dad was drunk "
        "and he and Mum fought. Things were thrown. If this goes on, Ali could be hit by something and badly hurt. Dad "
        "says he has not thrown anything.",
        goal="Mum, Dad, Nan and Uncle Ray will make sure a sober grown-up is always with Ali. If a row starts, one of "
        "them takes Ali to Nan's. Nan, Ms Cole and Priya will see this for six months.",
        low="Ali is at home with no sober grown-up when a fight starts",
        high="For six months Ali has had a sober grown-up with him every night and home has been calm",
    ),
)
"""One made-up worry, its goal and its scale, shared with the grown-ups."""


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
    s.accounts.add(email=LEAD, name="Lena", role="practice_lead", password=password, now=now)
    people = [NewPerson(role, name) for role, name, _ in FAMILY]
    meeting = (now + timedelta(days=12)).replace(hour=10, minute=0, second=0, microsecond=0)
    case = s.cases.create(name="Made-up family", meeting_on=meeting, by=account.id, people=people, at=now)
    child = next(person for person in case.people if person.name == "Ali")
    invites = []
    for role, name, scripts in FAMILY:
        person = next(person for person in case.people if person.name == name)
        for script in scripts:
            issued = s.invites.issue(
                case_id=case.id,
                person_id=person.id,
                about_person_id=person.id if role in ("child", "young_person") else child.id,
                script=script,
                locale="en",
                by=account.id,
                at=now,
                days=365,
                sets=SETS if role in ("parent", "relative", "professional") else (),
            )
            way_in = {"token": issued.token, "code": issued.code, "pin": issued.pin}
            invites.append({"for": name, "script": script, **way_in})
    _write(note(s), {"email": WORKER, "lead": LEAD, "password": password, "invites": invites})


def tell(s: Services) -> Iterator[str]:
    """What a person needs to try the demo, line by line."""
    kept = json.loads(note(s).read_text(encoding="utf-8"))
    url = s.settings.public_url.rstrip("/")
    yield ""
    yield "A made-up case to try (nobody in it is real):"
    yield f"  Worker           {url}/desk   {kept['email']}   {kept['password']}"
    if "lead" in kept:
        yield f"  Practice lead    {url}/desk   {kept['lead']}   {kept['password']}"
    for invite in kept["invites"]:
        way_in = f"{url}/#{invite['token']}   PIN {invite['pin']}   (by hand: code {invite['code']})"
        yield f"  {invite['for']:<16} {way_in}   {invite['script']}"
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
