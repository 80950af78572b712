"""Fills a store with generated cases for measuring the desk: everybody and everything in it is made up by counting."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select

from dialogs import engine
from dialogs.conversation import Entry, Turn
from dialogs.replies import Raw
from dialogs.script import ReplyKind, Script
from dialogs.transcript import Recorder
from review.case_event import Topic
from review.map.decision import DecisionKind
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import NewPerson
from store.clock import to_keep
from store.conversation_rows import keep_script
from store.sealing import entry_row, turn_row
from store.tables import case, conversation, entry, turn
from web.services import Services

SYLLABLES = ("ba", "ce", "do", "fi", "ga", "hu", "ja", "ko", "li", "mo", "na", "pe", "ra", "so", "tu", "vi", "wo", "za")
VOICES = (("child", "places_9_12"), ("parent", "parent"), ("relative", "network"), ("professional", "professional"))
SAID = "My nan picks me up on Fridays and we get chips, and nobody shouts there."


@dataclass(frozen=True, slots=True)
class Talk:
    """One generated conversation: its script, turns and entries, the same in every case but for the ids."""

    script: Script
    turns: tuple[Turn, ...]
    entries: tuple[Entry, ...]


def name(number: int) -> str:
    """A name nobody has, different for each number."""
    letters, left = "", number + 17
    for _ in range(3):
        left, place = divmod(left, len(SYLLABLES))
        letters += SYLLABLES[place]
    return letters.title()


def talk(script: Script) -> Talk:
    """The script answered with the same words from beginning to end."""
    held = Recorder(script)
    while (here := held.standing.here) is not None:
        step = script.steps[here.step]
        choices = [choice.id for choice in step.choices]
        choice = choices[-1 if here.visit else 0] if choices else ""
        refused = held.give(_reply(step.reply, choice, here.round))
        if refused is not None:
            raise RuntimeError(f"{script.id}, {here}: {refused.trouble}")
    turns = held.standing.conversation.turns
    return Talk(script, turns, engine.entries(script, held.standing))


def fill(s: Services, cases: int, entries: int) -> tuple[Account, int]:
    """A worker with this many cases and at least this many entries in all; returns them and how many entries."""
    now = s.clock()
    worker = s.accounts.add("desk@example.org", "Desk", "worker", "four plain words here", now)
    if not isinstance(worker, Account):
        raise RuntimeError(worker.why)
    talks = [talk(s.scripts[script]) for _, script in VOICES]
    for one in talks:
        s.database.write(partial(keep_script, script=one.script, at=now))
    made = 0
    for number in range(cases):
        wanted = entries * (number + 1) // cases
        made_case = s.cases.create(
            f"{name(number)} family", now + timedelta(days=number % 200, hours=1), worker.id,
            [NewPerson(role, f"{name(number * 7 + place)}") for place, (role, _) in enumerate(VOICES)], now,
        )  # fmt: skip
        place = 0
        while made < wanted:
            person = made_case.people[place % len(VOICES)]
            made += _send(
                s, made_case.id, person.id, worker.id, talks[place % len(VOICES)], now - timedelta(days=place + 1)
            )
            place += 1
        _work(s, made_case.id, worker.id, now)
    return worker, made


def _send(s: Services, case_id: str, person_id: str, by: str, held: Talk, at: datetime) -> int:
    """A sent conversation, written as sending writes it; how many entries it made."""
    issued = s.invites.issue(case_id, person_id, None, held.script.id, "en", by, at, 14)
    id_ = secrets.token_hex(16)
    with s.database.reading() as connection:
        wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
    seal = s.vault.open_case(case_id, wrapped or b"")
    facts = {"id": id_, "case_id": case_id, "person_id": person_id, "invite_id": issued.invite_id}
    about = {"script": held.script.id, "digest": held.script.digest, "begun_at": to_keep(at)}
    turns = [turn_row(seal, id_, None, replace(one, given=_at(one.given, at))) for one in held.turns]
    rows = [entry_row(seal, secrets.token_hex(16), case_id, id_, one) for one in held.entries]

    def job(connection: Connection) -> None:
        order = (connection.scalar(select(func.max(conversation.c.sent_order))) or 0) + 1
        sent = {"sent_at": to_keep(at), "sent_order": order}
        connection.execute(conversation.insert(), {**facts, **about, **sent})
        connection.execute(turn.insert(), turns)
        connection.execute(entry.insert(), [{**row, "present": None} for row in rows])

    s.database.write(job)
    return len(rows)


def _work(s: Services, case_id: str, by: str, at: datetime) -> None:
    """What a worker did with it: half the cards decided, one set."""
    for kept in s.conversations.entries_of_case(case_id)[::2]:
        s.decisions.decide(kept.id, case_id, by, DecisionKind.KEEP, "", "", at)
    words = Wording(
        "Desk is worried that Ali could be hurt.", "Mum will see that Ali is calm.", "Today?", "Worst", "Best"
    )
    s.case_log.append(case_id, Topic.SET, secrets.token_hex(16), by, at, wording_body(words))


def _at(given: Any, at: datetime) -> Any:
    return replace(given, at=at, reply_id=secrets.token_hex(8))


def _reply(kind: ReplyKind, choice: str, round_: int) -> Raw:
    if round_:
        return Raw(move="no_more")
    if kind is ReplyKind.TEXT:
        return Raw(text=SAID)
    if kind in (ReplyKind.SCALE, ReplyKind.STEPS):
        return Raw(number="4")
    if kind is ReplyKind.PEOPLE:
        return Raw(people=(("Nan", "grandmother"),))
    return Raw(move="answer", choices=(choice,) if choice else ())


def pages(case_id: str, talk_id: str) -> Iterator[tuple[str, str]]:
    """The pages that are measured: what they are called, and their addresses."""
    here = f"/desk/cases/{case_id}"
    yield "inbox and cases", "/desk/"
    yield "fortieth leaf of the cases", "/desk/?leaf=40"
    yield "case", here
    yield "conversation", f"{here}/talks/{talk_id}"
    yield "take away", f"{here}/take-away"
    for part in (
        "map",
        "sets",
        "numbers",
        "plan",
        "network",
        "voices",
        "timetable",
        "chair",
        "answers",
        "check",
        "wall",
    ):
        yield part, f"{here}/{part}"
    yield "everything that is due", "/desk/timetable"
