"""What a practice lead does at the author's bench in tests."""

from __future__ import annotations

import io
import re
from typing import Any

from werkzeug.test import TestResponse

from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site

SMALL = """\
script: small_talk
version: 1
audience: parent
title: A small talk
about: For tests.
parts: [Start]
start: hello
steps:
  hello:
    part: 1
    say:
      - This is a chat.
      - "{worker} can see it now."
    ask: |-
      What is it?
    simpler: What do you like about {child}?
    reply: one_of
    choices:
      it: This
      something_else: Something else
    next: end
"""


def newer(text: str, version: int = 7, title: str = "Before the big meeting") -> str:
    """A clean text of a higher version with another title."""
    text = re.sub(r"^version: \d+", f"version: {version}", text, flags=re.MULTILINE)
    return re.sub(r"^title: .*", f"title: {title}", text, flags=re.MULTILINE)


def upload(lead: Browser, text: str = "", content: bytes | None = None, **more: Any) -> TestResponse:
    """Uploads a file, or pastes a text."""
    lead.get("/desk/scripts/upload")
    if content is not None:
        more["file"] = (io.BytesIO(content), "my script.yaml")
    return lead.post("/desk/scripts/upload", text=text, **more)


def digest_of(answer: TestResponse) -> str:
    """The digest in the address of an edition's page."""
    found = re.search("/desk/scripts/([0-9a-f]{64})$", answer.request.path)
    assert found, (answer.status, answer.request.path)
    return found[1]


def publish(lead: Browser, digest: str) -> TestResponse:
    """Publishes an edition through the page that asks again."""
    here = f"/desk/scripts/{digest}/publish"
    lead.get(here, follow_redirects=True)
    return lead.post(here, sure="1", form=lead.field("form") or "a form")


def in_use(site: Site) -> tuple[int, str]:
    """The parents' script as workers are offered it."""
    script = site.services.scripts["parent"]
    return script.version, script.title


def done(site: Site) -> list[tuple[str, str | None]]:
    """What the audit says about scripts."""
    return [(event.action, event.subject) for event in site.services.audit.events() if "script" in event.action]


def begin(site: Site, case: CaseFile, invite: IssuedInvite) -> str:
    """A conversation of the parents' script that has begun and stands at its first question."""
    s, person = site.services, case.people[1].id
    return s.conversations.begin(
        invite.invite_id[::-1], invite.invite_id, case.id, person, s.scripts["parent"], s.clock()
    )
