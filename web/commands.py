"""The verbs of the command line: scripts, talk, i18n, prepare, demo, accounts, purge. Each parses, calls and prints."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from dialogs.drawing import mermaid
from dialogs.grade import longest_sentence, reading_grade
from dialogs.lint import check
from dialogs.reading import read_folder
from dialogs.script import Script
from dialogs.transcript import Recorder, typed
from i18n.commands import check_packs, extract_packs, status_of_packs
from store.accounts import NotAdded
from web.demo import lay_out, tell
from web.services import services

HERE = Path(__file__).resolve().parent.parent
SCRIPTS = HERE / "dialogs" / "scripts"
TRANSCRIPTS = HERE / "tests" / "transcripts"

scripts = AppGroup("scripts", help="Conversations on file.")
packs = AppGroup("i18n", help="Language packs.")
accounts = AppGroup("accounts", help="Staff accounts.")


def add_commands(app: Flask) -> None:
    """Registers every verb on this app."""
    for group in (scripts, packs, accounts):
        app.cli.add_command(group)
    for command in (talk, prepare, demo, purge):
        app.cli.add_command(command)


@scripts.command("check")
def scripts_check() -> None:
    """Every problem in every script, with file and line; then each script's reading grade."""
    found, problems = read_folder(SCRIPTS)
    for script in found.values():
        problems += check(script)
    for problem in problems:
        click.echo(f"dialogs/scripts/{problem}", err=True)
    for script in found.values():
        grade, longest = reading_grade(script), longest_sentence(script)
        click.echo(f"{script.id} version {script.version}: reading grade {grade:.1f}, longest sentence {longest} words")
    sys.exit(1 if problems else 0)


@scripts.command("draw")
@click.argument("name")
def scripts_draw(name: str) -> None:
    """The script NAME as a Mermaid graph."""
    click.echo(mermaid(_script(name)), nl=False)


@click.command("talk")
@click.argument("name")
@click.option("--record", metavar="FILE", help="Save the conversation as tests/transcripts/NAME.FILE.yaml")
def talk(name: str, record: str | None) -> None:
    """Hold the conversation NAME here in the terminal.

    Type an answer; choice ids with commas; a number; people as "Nan (grandmother), Ray". Or /skip /dont_know
    /rather_not /nothing /no_more.
    """
    script = _script(name)
    recorder = Recorder(script)
    told = 0
    while True:
        for line in recorder.lines[told:]:
            _print(line)
        told = len(recorder.lines)
        here = recorder.standing.here
        if here is None:
            break
        try:
            line_in = click.prompt("", prompt_suffix="> ", default="", show_default=False)
        except (click.Abort, EOFError):
            click.echo("Stopped.")
            break
        recorder.give(typed(script, here, line_in))
    if record:
        path = TRANSCRIPTS / f"{script.id}.{record}.yaml"
        path.write_text(recorder.text(), encoding="utf-8")
        click.echo(f"Saved {path.relative_to(HERE)}")


def _print(line: dict[str, object]) -> None:
    for key, value in line.items():
        if key == "choices" and isinstance(value, dict):
            for id_, label in value.items():
                click.echo(f"    {id_}: {label}")
        elif key != "reply":
            click.echo(click.style(str(value), bold=key == "ask") if key in ("say", "ask") else f"[{key}: {value}]")


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
    services().database.migrate()


@click.command("demo")
def demo() -> None:
    """Bring the store up to date and lay out a made-up case; prints its sign-in and invites."""
    s = services()
    s.database.migrate()
    lay_out(s)
    for line in tell(s):
        click.echo(line)


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
@click.password_option()
def accounts_add(email: str, name: str, role: str, password: str) -> None:
    """Add somebody who works here."""
    s = services()
    outcome = s.accounts.add(email=email, name=name, role=role, password=password, now=s.clock())
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


def _script(name: str) -> Script:
    found, problems = read_folder(SCRIPTS)
    if name not in found:
        for problem in problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"There is no script called {name}. There are: {', '.join(sorted(found))}")
    return found[name]
