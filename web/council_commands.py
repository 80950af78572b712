"""The verb for councils on file: `flask councils check`. It reads and prints."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from review.dates.council_files import read_councils

councils = AppGroup("councils", help="Councils on file: their words, limits and closed days.")


@councils.command("check")
def councils_check() -> None:
    """Every problem in every council's file, with file and line; then what each has."""
    found, problems = read_councils()
    for problem in problems:
        click.echo(f"review/councils/{problem}", err=True)
    for council in found.values():
        click.echo(
            f"{council.key}: {council.title}, {len(council.rules)} limits, {len(council.calendar.closed)} closed days"
        )
    sys.exit(1 if problems else 0)
