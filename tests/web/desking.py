"""What people do at the desk in tests: sign in, and read what a family sent."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from werkzeug.test import TestResponse

from dialogs.conversation import SharedSet
from dialogs.replies import Raw
from dialogs.sitting import Screen, Taken
from dialogs.transcript import EXAMPLE
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import PASSWORD, Browser, Site

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
WORRY = "when they shout i go in the bathroom & ring <nan>"
FIRST_TRY = "nothing really i just stay out"
TAKEN_OUT = "please do not tell dad"
SAID = {
    "practice": "drawing",
    "going_ok": "my nan picks me up on fridays and we get chips",
    "worries": FIRST_TRY,
    "worries.1": "it is worst on a friday",
    "bad_days": TAKEN_OUT,
    "one_higher": "no rows at night",
}


def at_the_desk(site: Site, worker: Account) -> Browser:
    """A browser in which this worker has signed in."""
    browser = site.browser()
    browser.get("/desk/sign-in")
    answer = browser.post("/desk/sign-in", email=worker.email, password=PASSWORD)
    assert answer.status_code == 200, answer.status
    return browser


def take_file(browser: Browser, address: str, **fields: Any) -> TestResponse:
    """What is taken away as a file: the form is posted, and the file its page lets the browser fetch."""
    page = browser.post(address, **fields).text
    found = re.search(r'url=(/desk/cases/[^"]+/file)', page)
    assert found, page
    return browser.client.get(found[1])


def send_a_talk(
    site: Site,
    case: CaseFile,
    invite: IssuedInvite,
    person: int = 0,
    said: Mapping[str, str] = SAID,
    locale: str = "en",
    safe: str = "yes",
) -> str:
    """A conversation held and sent: words where `said` has them, 6 on the scale, the first choice, else skipped.

    With the usual words the worry is changed once before sending, and one answer is taken out. Returns its id.
    """
    s = site.services
    begun = hold(site, case, invite, person, said, locale, safe)
    sitting, conversation, screen = begun
    if said is SAID:
        for step, raw in (("worries", Raw(text=WORRY)), ("bad_days", None)):
            standing = s.talks.standing(conversation)
            place = next(position for position in standing.trail if position.step == step)
            fresh = secrets.token_hex(8)
            done = s.talks.revise(conversation, sitting, standing.seq, place, raw, fresh, s.clock(), screen)
            assert isinstance(done, Taken), done
    standing = s.talks.standing(conversation)
    sent = s.talks.reply(
        conversation, sitting, standing.seq, Raw(move="answer"), secrets.token_hex(8), s.clock(), screen
    )
    assert isinstance(sent, Taken), sent
    return conversation


def hold(
    site: Site, case: CaseFile, invite: IssuedInvite, person: int, said: Mapping[str, str], locale: str, safe: str
) -> tuple[str, str, Screen]:
    """A conversation held up to its read-back: (sitting, conversation, screen)."""
    s = site.services
    sitting, secret = s.sittings.open(invite.invite_id, locale, s.clock())
    s.sittings.set_safe(sitting, safe, "alone")
    here = s.sittings.by_token(secret, s.clock())
    assert here is not None
    script = s.scripts[here.script]
    who = case.people[person].id
    conversation = s.conversations.begin(secrets.token_hex(16), here.invite_id, case.id, who, script, s.clock())
    screen = Screen(s.messages.translator(locale), {"worker": "Maja", "child": "Ali", "name": "Alva"})
    while True:
        standing = s.talks.standing(conversation)
        assert standing.here is not None
        step = script.steps[standing.here.step]
        if step.reply == "read_back":
            return sitting, conversation, screen
        round_ = standing.here.round
        words = said.get(f"{step.id}.{round_}" if round_ else step.id)
        raw = Raw(text=words) if words else Raw(move="no_more" if round_ else "skip")
        if step.reply == "scale":
            raw = Raw(number="6")
        if step.reply == "one_of":
            raw = Raw(choices=(step.choices[0].id,))
        s.clock.pass_by(seconds=5)  # type: ignore[attr-defined]
        taken = s.talks.reply(conversation, sitting, standing.seq, raw, secrets.token_hex(8), s.clock(), screen)
        assert isinstance(taken, Taken), (standing.here, taken)


def play(
    site: Site,
    worker: Account,
    case: CaseFile,
    name: str,
    person: int = 0,
    locale: str = "en",
    wishes: Sequence[tuple[str, str]] = (),
    helped: tuple[str, str, str] = ("", "", ""),
    safe: str = "yes",
    without: Sequence[str] = (),
) -> str:
    """A transcript held and sent as this person; questions of the steps in `without` are skipped. Returns its id.

    After words that may tell of harm nobody is asked for more, so what the transcript says to that is passed over."""
    s = site.services
    document = YAML(typ="safe", pure=True).load((TRANSCRIPTS / f"{name}.yaml").read_text(encoding="utf-8"))
    sets = [SharedSet(**one) for one in document.get("sets", ())]
    who, child = case.people[person].id, case.people[2].id
    invite = s.invites.issue(case.id, who, child, document["script"], locale, worker.id, s.clock(), 14, sets)
    sitting, _ = s.sittings.open(invite.invite_id, locale, s.clock())
    s.sittings.set_safe(sitting, safe, "someone")
    s.sittings.set_helped(sitting, case.id, *helped)
    script = s.scripts[document["script"]]
    talk = s.conversations.begin(secrets.token_hex(16), invite.invite_id, case.id, who, script, s.clock())
    screen = Screen(s.messages.translator(locale), {**EXAMPLE, "worker": worker.name}, s.noticing.notices)
    asked = said = ""
    for line in document["conversation"]:
        if "reply" not in line:
            asked = str(line.get("ask", asked))
            continue
        standing = s.talks.standing(talk)
        assert standing.here is not None
        raw = _raw(line["reply"])
        if said and f"“{said}”" in " ".join(asked.split()) and not standing.here.round:
            continue
        said = " ".join(raw.text.split())
        if standing.here.step in without:
            raw = Raw(move="skip")
        if script.steps[standing.here.step].reply == "read_back" and wishes:
            raw = replace(raw, wishes=tuple(wishes))
        taken = s.talks.reply(talk, sitting, standing.seq, raw, secrets.token_hex(8), s.clock(), screen)
        assert isinstance(taken, Taken), (standing.here, taken)
    assert s.talks.standing(talk).conversation.sent
    return talk


def _raw(written: Any) -> Raw:
    """A reply as transcripts write it."""
    if isinstance(written, str):
        return Raw(text=written)
    named = [name.removesuffix(")").partition(" (") for name in written.get("people", ())]
    return Raw(
        move=written.get("move", "answer"),
        text=written.get("text", ""),
        choices=tuple(written.get("choose", ())),
        number=str(written.get("number", "")),
        people=tuple((name, who) for name, _, who in named),
        drawing=written.get("drawing", ""),
        wishes=tuple(written.get("wishes", {}).items()),
    )
