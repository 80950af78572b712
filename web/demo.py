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

from store.accounts import NotAdded
from store.cases import NewPerson
from store.invites import IssuedInvite
from web.made_up import feedback, meeting, story, worded, work
from web.made_up.voices import Held, hold
from web.services import Services

NOTE = "demo.json"
WORKER = "priya@example.org"
LEAD = "lena@example.org"
CHAIR = "robin@example.org"


CHILDREN = ("child", "young_person")


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
    worker = _account(s, WORKER, "Priya", "worker", password)
    _account(s, LEAD, "Lena", "practice_lead", password)
    chair = _account(s, CHAIR, "Robin", "chair", password)
    people = [NewPerson(role, name) for role, name in story.FAMILY]
    meeting_on = (now + timedelta(days=12)).replace(hour=10, minute=0, second=0, microsecond=0)
    made = s.cases.create(
        name="Made-up family", meeting_on=meeting_on, by=worker, people=people, at=now - 30 * work.DAY
    )
    s.cases.grant(made.id, chair, worker, now)
    desk = work.Desk(s, made, worker, now)
    ali = _live(desk)
    invites = [_way_in("Ali", f"{ali.voice.script}, sent: shows what was done with it", ali.issued)]
    invites += [_to_try(desk, name, script) for name, script in story.TO_TRY]
    feedback.make_feedback(s, now)
    accounts = {"email": WORKER, "lead": LEAD, "chair": CHAIR, "password": password}
    _write(note(s), {**accounts, "case": made.id, "invites": invites})


def _live(desk: work.Desk) -> Held:
    """Everything that happened to the family so far, in the order it depends on each other; what Ali said first."""
    rows, school = work.make_sets(desk)
    held = tuple(_hold(desk, voice) for voice in story.VOICES)
    work.review_map(desk, rows, school)
    meeting.say_numbers(desk, rows)
    meeting.make_plan(desk, rows, school)
    meeting.make_network(desk)
    meeting.make_dates(desk)
    work.answer_ali(desk)
    work.take_on_a_notice(desk)
    work.read_so_far(desk, tuple(one.talk for one in held[: -work.UNREAD]))
    desk.s.chair_notes.write(desk.case.id, desk.worker, story.FOR_THE_CHAIR, desk.now - 5 * work.DAY)
    return next(one for one in held if one.voice.name == "Ali")


def _hold(desk: work.Desk, voice: story.Voice) -> Held:
    before = voice.days_ago > work.REWORDED_DAYS_AGO
    shown = (worded.ROWS_BEFORE,) if before else (worded.ROWS, worded.SCHOOL)
    sets = tuple(desk.on_its_days(one).shared for one in shown)
    asked = sets if voice.script in ("sets", "network", "professional") else ()
    return hold(desk.s, desk.case, voice, desk.worker, asked, desk.now)


def _account(s: Services, email: str, name: str, role: str, password: str) -> str:
    made = s.accounts.add(email=email, name=name, role=role, password=password, now=s.clock())
    if isinstance(made, NotAdded):
        raise TheDemoCannotBeLaidOut(made.why)
    return made.id


def _to_try(desk: work.Desk, name: str, script: str) -> dict[str, str]:
    """A link nobody has used."""
    made = desk.case
    person = next(one for one in made.people if one.name == name)
    about = person if person.role in CHILDREN else next(one for one in made.people if one.name == "Ali")
    shown = () if person.role in CHILDREN else (worded.ROWS, worded.SCHOOL)
    sets = tuple(desk.on_its_days(one).shared for one in shown)
    issued = desk.s.invites.issue(made.id, person.id, about.id, script, "en", desk.worker, desk.now, 365, sets)
    return _way_in(name, script, issued)


def _way_in(name: str, script: str, issued: IssuedInvite) -> dict[str, str]:
    return {"for": name, "script": script, "token": issued.token, "code": issued.code, "pin": issued.pin}


def tell(s: Services) -> Iterator[str]:
    """What a person needs to try the demo, line by line."""
    kept = json.loads(note(s).read_text(encoding="utf-8"))
    url = s.settings.public_url.rstrip("/")
    yield ""
    yield "A made-up case to try (nobody in it is real):"
    yield f"  Worker           {url}/desk   {kept['email']}   {kept['password']}"
    if "chair" in kept:
        yield f"  Chair            {url}/desk   {kept['chair']}   {kept['password']}"
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
