"""The verbs of the command line: i18n, prepare, demo, accounts, notices, purge. Each parses, calls and prints."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from i18n.commands import check_packs, extract_packs, status_of_packs
from store.accounts import NotAdded
from store.search import index_all
from web.case_commands import cases
from web.compiled import compile_all
from web.council_commands import councils
from web.demo import lay_out, tell
from web.duty import send_due, unreachable
from web.meeting.dates_kept import keep_every_deadline
from web.notifying.choosing import half_set
from web.reminders import Reminders
from web.script_commands import scripts, talk
from web.services import Services, services

HERE = Path(__file__).resolve().parent.parent

packs = AppGroup("i18n", help="Language packs.")
accounts = AppGroup("accounts", help="Staff accounts.")
notices = AppGroup("notices", help="“I'm not safe” notices.")


def add_commands(app: Flask) -> None:
    """Registers every verb on this app."""
    for group in (scripts, councils, packs, accounts, cases, notices):
        app.cli.add_command(group)
    for command in (talk, prepare, demo, purge):
        app.cli.add_command(command)


@packs.command("extract")
def i18n_extract() -> None:
    """Bring the templates and packs up to date with the scripts, pages and code."""
    for line in extract_packs(HERE):
        click.echo(line)


@packs.command("check")
def i18n_check() -> None:
    """Every problem in every pack, with file and line; also when the templates are not current."""
    problems = check_packs(HERE)
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(1 if problems else 0)


@packs.command("status")
def i18n_status() -> None:
    """How complete each pack is, and who has checked it."""
    for line in status_of_packs(HERE):
        click.echo(line)


@click.command("prepare")
def prepare() -> None:
    """Bring the store up to date. Run it before each start."""
    _bring_up_to_date(services())


@click.command("demo")
def demo() -> None:
    """Bring the store up to date and lay out a made-up case; prints its sign-in and invites."""
    s = services()
    _bring_up_to_date(s)
    lay_out(s)
    for line in tell(s):
        click.echo(line)


def _bring_up_to_date(s: Services) -> None:
    s.database.migrate()
    compile_all(current_app, s.settings.instance)
    index_all(s.database, s.vault)
    for case_id in keep_every_deadline(s):
        click.echo(f"The log of case {case_id} does not open: what is due in it stays as it was.", err=True)


@click.command("purge")
def purge() -> None:
    """Delete answers that were never sent and are older than OWN_WORDS_UNSENT_DAYS."""
    s = services()
    gone = s.conversations.forget_unsent(s.clock() - timedelta(days=s.settings.unsent_days))
    click.echo(f"{gone} unsent conversations deleted")


@accounts.command("add")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True, help="The name families see")
@click.option(
    "--role",
    type=click.Choice(["worker", "chair", "manager", "practice_lead", "administrator"]),
    default="worker",
    show_default=True,
)
@click.option("--team", default="", help="Their team; what people say about meetings is counted by it")
@click.password_option()
def accounts_add(email: str, name: str, role: str, team: str, password: str) -> None:
    """Add somebody who works here."""
    s = services()
    outcome = s.accounts.add(email=email, name=name, role=role, password=password, now=s.clock(), team=team)
    if isinstance(outcome, NotAdded):
        raise click.ClickException(outcome.why)
    click.echo(f"{outcome.name} can sign in at {s.settings.public_url.rstrip('/')}/desk with {outcome.email}.")


@accounts.command("code")
@click.option("--email", prompt=True)
def accounts_code(email: str) -> None:
    """Set up one-time codes for an account: sign-in then asks for one from an authenticator app."""
    s = services()
    found = s.accounts.find(email)
    if found is None:
        raise click.ClickException("There is no account with this e-mail.")
    secret = s.accounts.set_up_totp(found.id)
    click.echo(f"otpauth://totp/Own%20Words:{found.email}?secret={secret}&issuer=Own%20Words")
    click.echo("Put this into an authenticator app now; it is not shown again.")


@notices.command("send")
def notices_send() -> None:
    """Send what is due, once. For a timer, where OWN_WORDS_BACKGROUND is off."""
    s = services()
    click.echo(f"{send_due(s) + Reminders(s).send()} messages sent")


@notices.command("check")
def notices_check() -> None:
    """What keeps notices from leaving: settings that do not go together, and contacts nobody can be reached by."""
    s = services()
    found = list(half_set(s.settings))
    found += unreachable(s.settings)
    for sentence in found:
        click.echo(sentence, err=True)
    sys.exit(1 if found else 0)
