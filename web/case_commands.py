"""The verbs about a case: `flask cases erase CASE` destroys it for good, `grant` and `revoke` say who may open it when
nobody at the desk can. Each leaves its line in the audit trail.
"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from store.case_access import CaseAccess, NotLetIn
from store.erasing import erase_case
from web.forgetting import forget
from web.services import Services, services

NOBODY = "There is no case with this id. It stands in the address of the case's pages."
NOT_THE_SAME = "That is not the same id. Nothing was erased."
NOT_ANSWERED = "Somebody in this case tapped “I'm not safe” and nobody has taken it on. Take it on at the desk first."
NO_ACCOUNT = "There is no open account with this e-mail."
WRONG_ROLE = "Somebody of this role may see no family's words. Nothing was changed."
ALREADY = "They may open this case already. Nothing was changed."
NOT_IN = "They cannot open this case. Nothing was changed."
LAST = "Nobody else works on this case. Let somebody in first: flask cases grant CASE EMAIL"
WHY_NOT = {NotLetIn.NOBODY: NO_ACCOUNT, NotLetIn.ROLE: WRONG_ROLE, NotLetIn.NO_CASE: NOBODY}

cases = AppGroup("cases", help="Cases on file.")


@cases.command("grant")
@click.argument("case_id", metavar="CASE")
@click.argument("email")
def cases_grant(case_id: str, email: str) -> None:
    """Let the account with this e-mail into the case with this id: for somebody who covers when nobody else can."""
    s = services()
    found = s.accounts.find(email)
    if found is None:
        raise click.ClickException(NO_ACCOUNT)
    done = CaseAccess(s.database).let_in(case_id, found.id, found.id, s.clock())
    if isinstance(done, NotLetIn):
        raise click.ClickException(WHY_NOT[done])
    if not done:
        raise click.ClickException(ALREADY)
    s.audit.record("grant_access", None, case_id, found.id, s.clock())
    click.echo(f"{found.name} may open case {case_id}. It stands in the case's history.")


@cases.command("revoke")
@click.argument("case_id", metavar="CASE")
@click.argument("email")
def cases_revoke(case_id: str, email: str) -> None:
    """Take the access of the account with this e-mail to the case with this id away."""
    s = services()
    found = s.accounts.find(email)
    if found is None:
        raise click.ClickException(NO_ACCOUNT)
    if not s.cases.may_open(found.id, case_id):
        raise click.ClickException(NOT_IN)
    if not CaseAccess(s.database).take(case_id, found.id, s.clock()):
        raise click.ClickException(LAST)
    s.audit.record("revoke_access", None, case_id, found.id, s.clock())
    click.echo(f"{found.name} can no longer open case {case_id}.")


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
