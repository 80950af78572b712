"""Joins the parts of Own Words into one Flask app. Reads settings, opens the store, loads scripts and packs; no
logic.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from dialogs.reading import read_folder, read_shared, read_text
from dialogs.script import Script
from dialogs.sitting import Sittings as Talks
from i18n.messages import Messages
from i18n.noticing import Noticing
from review.dates.council import Council
from review.dates.council_files import read_council
from store.accounts import Accounts
from store.audit import Audit
from store.case_log import CaseLog
from store.cases import Cases
from store.chair_notes import ChairNotes
from store.conversations import Conversations
from store.database import open_database
from store.deadlines import Deadlines
from store.decisions import Decisions
from store.editions import Editions
from store.feedback import Feedback
from store.invites import Invites
from store.notices import Notices
from store.sittings import Sittings
from web.assets import serve_assets, squeeze_pages
from web.clips import serve_clips
from web.commands import add_commands
from web.compiled import use_compiled
from web.desk import desk
from web.duty import keep_telling
from web.errors import show_errors
from web.family import family
from web.forgetting import keep_forgetting
from web.headers import add_headers
from web.keys import open_keys
from web.language import speak
from web.limits import Limits, Pace
from web.notifying.choosing import notifier_from
from web.outbox import Outbox
from web.security import protect
from web.services import EXTENSION, Services
from web.settings import Settings
from web.shelf import Shelf
from web.sockets import open_sockets

HERE = Path(__file__).resolve().parent


class AScriptCannotBeUsed(Exception):
    """A shipped script has problems; the message names file, line and what to do."""


class TheCouncilCannotBeRead(Exception):
    """The file of the council that is set has problems; the message names file, line and what to do."""


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """The whole app. Nothing is migrated here: `flask prepare` does that. `clock` gives UTC; tests hand in their
    own.
    """
    settings = settings or Settings()
    app = Flask("own_words", root_path=str(HERE), static_folder=None, template_folder=str(HERE / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    use_compiled(app, settings.instance)
    app.extensions[EXTENSION] = join(settings, clock or (lambda: datetime.now(UTC)))
    protect(app, settings)
    add_headers(app, settings)
    serve_assets(app, HERE / "static")
    serve_clips(app, HERE / "i18n" / "packs")
    squeeze_pages(app)
    speak(app)
    show_errors(app)
    app.register_blueprint(family)
    app.register_blueprint(desk)
    add_commands(app)
    open_sockets(app)
    keep_telling(app)
    keep_forgetting(app)
    return app


def join(settings: Settings, clock: Callable[[], datetime]) -> Services:
    """Opens the store and loads scripts and packs. Raises AScriptCannotBeUsed when a shipped script has problems."""
    scripts, problems = read_folder(settings.scripts)
    if problems and not at_the_command_line():
        raise AScriptCannotBeUsed("\n".join(map(str, problems)))
    vault = open_keys(settings).vault
    database = open_database(settings.database)
    conversations = Conversations(database, vault)
    editions = Editions(database)
    shelf = Shelf(scripts, editions, read_shared(settings.scripts)[0])
    return Services(
        settings=settings,
        database=database,
        vault=vault,
        cases=Cases(database, vault),
        invites=Invites(database, vault),
        sittings=Sittings(database, vault, timedelta(minutes=settings.idle_minutes), shelf.keeps_in_page),
        accounts=Accounts(database, vault),
        audit=Audit(database, vault),
        conversations=conversations,
        decisions=Decisions(database, vault),
        case_log=CaseLog(database, vault),
        deadlines=Deadlines(database),
        council=_council(settings.council),
        chair_notes=ChairNotes(database, vault),
        feedback=Feedback(database, vault),
        notices=Notices(database, vault),
        notifier=notifier_from(settings),
        outbox=Outbox(),
        talks=Talks(conversations, {script.digest: script for script in scripts.values()}, _read),
        messages=Messages(HERE / "i18n"),
        noticing=Noticing(HERE / "i18n" / "packs"),
        scripts=shelf,
        editions=editions,
        limits=Limits(),
        pace=Pace(settings.replies_per_minute),
        clock=clock,
    )


def at_the_command_line() -> bool:
    """Whether a `flask` verb is running: `flask scripts check` must be able to tell what is wrong with a script."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def _council(name: str) -> Council:
    found = read_council(name)
    if isinstance(found, list) and at_the_command_line():
        return Council(name, name, "")
    if isinstance(found, list):
        raise TheCouncilCannotBeRead("\n".join(map(str, found)))
    return found


def _read(source: str, name: str) -> Script:
    script = read_text(source, f"{name}.yaml")
    if isinstance(script, list):
        raise AScriptCannotBeUsed("\n".join(map(str, script)))
    return script
