"""Wherever somebody is in any shipped conversation: help, “I'm not safe”, stop and leave work."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from dialogs.conversation import SharedSet
from dialogs.reading import read_folder
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site

SCRIPTS = sorted(read_folder(Path(__file__).parents[2] / "dialogs" / "scripts")[0])
SETS = (SharedSet("Nan worries that Ali is hurt.", "A calm grown-up is with Ali.", "Nobody is", "Always"),)
HIDDEN = ("conversation", "seq", "reply_id", "position", "carried")
WAYS_OUT = ("help", "not_safe", "stop", "leave")


def answer(phone: Browser, dice: random.Random) -> None:
    """Some answer to whatever is open, as a form would send it."""
    form = phone.page[phone.page.rindex('id="answer"') :]
    fields: dict[str, str] = {name: phone.field(name) for name in HIDDEN}
    choices = re.findall(r'name="choices" value="([^"]+)"', form)
    if choices:
        fields["choices"] = dice.choice([one for one in choices if one != "later"])
    elif 'name="number"' in form:
        fields["number"] = str(dice.randrange(11))
    elif 'name="name"' in form:
        fields |= {"name": "Nan", "who": "gran"}
    else:
        fields["text"] = dice.choice(["ok", "dad hits me", "nan helps"])
    phone.post("/reply", **fields)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", SCRIPTS)
def test_every_way_out_works_from_wherever_somebody_is(
    site: Site, maja: Account, case_file: CaseFile, name: str
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    person = case_file.people[0].id
    for way in WAYS_OUT:
        issued = site.services.invites.issue(
            case_file.id, person, case_file.people[2].id, name, "en", maja.id, site.clock(), 14, SETS
        )
        phone = site.browser()
        phone.come_in(issued)
        for _ in range(dice.randrange(12)):
            if 'class="answer"' not in phone.page or "Do you want to send" in phone.page:
                break
            answer(phone, dice)
        if way == "help":
            assert "999" in phone.get("/help").text
            continue
        if way == "not_safe":
            assert "Yes, tell them I&#39;m not safe" in phone.post("/not-safe").text
            assert "We have told" in phone.post("/not-safe", sure="1").text or "It is kept for" in phone.page
            continue
        told = phone.post(f"/{way}", follow=False)
        assert told.status_code in (200, 303)
        phone.client.set_cookie("s", "gone")
        assert "PIN" in phone.get("/").text
