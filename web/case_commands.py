"""The verb that erases a case for good: `flask cases erase CASE`. It asks twice, calls, and leaves a receipt."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from store.erasing import erase_case
from web.forgetting import forget
from web.services import Services, services

NOBODY = "There is no case with this id. It stands in the address of the case's pages."
NOT_THE_SAME = "That is not the same id. Nothing was erased."
NOT_ANSWERED = "Somebody in this case tapped “I'm not safe” and nobody has taken it on. Take it on at the desk first."

cases = AppGroup("cases", help="Cases on file.")


@cases.command("erase")
@click.argument("case_id", metavar="CASE")
@click.option("--yes", is_flag=True, help="Do not ask for the id again")
def cases_erase(case_id: str, yes: bool) -> None:
    """Destroy the keys of the case with this id: nobody can read it again, not even from this installation's key.

    Its links and sittings end. What stays is who did what and when.
    """
    s = services()
    if any(one.acknowledged_at is None for one in s.notices.of_case(case_id)):
        raise click.ClickException(NOT_ANSWERED)
    if not yes and click.prompt("Type the id of the case again, to erase it for good").strip() != case_id:
        raise click.ClickException(NOT_THE_SAME)
    if not erase(s, case_id):
        raise click.ClickException(NOBODY)
    click.echo(f"Case {case_id} is erased: its keys are destroyed, its links and sittings have ended.")
    click.echo("Back-ups made before and files that were taken away still hold them: delete those too.")


def erase(s: Services, case_id: str) -> bool:
    """Erases the case and writes that in the audit trail, with nothing but its id. False: there is no such case."""
    gone = erase_case(s.database, s.vault, case_id, s.clock())
    if gone is None:
        return False
    forget(s, gone)
    s.audit.record("erase_case", None, case_id, None, s.clock())
    return True
