"""Publishing and withdrawing: said again in plain words and ticked before anything changes, and kept in the audit."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.compare import compare
from i18n.messages import N_
from store.editions import Edition
from web.bench import bench
from web.bench.looking import Found, find
from web.bench.words import AUDIENCES, CHANGES
from web.desk.door import page, staff, who
from web.desk.once import once
from web.services import Services, services

TICK = N_("Tick the box first: it says that you know what will change.")


@bench.get("/<digest>/publish")
@staff(Action.WRITE_SCRIPTS)
def publish_form(digest: str) -> Response:
    """What will change, for whom, and what stays as it is."""
    s = services()
    found = find(s, digest)
    return _publish(s, found) if found.follows else _back(digest)


@bench.post("/<digest>/publish")
@staff(Action.WRITE_SCRIPTS)
def publish(digest: str) -> Response:
    """Publishes an uploaded edition that is clean and newer than the one in use. The text is read and judged again."""
    s = services()
    s.scripts.refresh()
    found = find(s, digest)
    if not found.follows:
        return _back(digest)
    if not request.form.get("sure"):
        return _publish(s, found, TICK, 422)
    if once.use(request.form.get("form", "")):
        s.editions.publish(digest, who().id, s.clock())
        s.audit.record("publish_script", who().id, None, digest, s.clock())
        s.scripts.refresh()
    return _back(digest)


@bench.get("/<digest>/withdraw")
@staff(Action.WRITE_SCRIPTS)
def withdraw_form(digest: str) -> Response:
    """What would be offered instead."""
    s = services()
    return _withdraw(s, find(s, digest))


@bench.post("/<digest>/withdraw")
@staff(Action.WRITE_SCRIPTS)
def withdraw(digest: str) -> Response:
    """Takes a published edition back."""
    s = services()
    found = find(s, digest)
    if not request.form.get("sure"):
        return _withdraw(s, found, TICK, 422)
    if found.edition is not None and found.edition.standing and once.use(request.form.get("form", "")):
        s.editions.withdraw(digest, s.clock())
        s.audit.record("withdraw_script", who().id, None, digest, s.clock())
        s.scripts.refresh()
    return _back(digest)


def _publish(s: Services, found: Found, trouble: str | None = None, status: int = 200) -> Response:
    script = found.read.script or abort(404)
    changes = compare(found.in_use, script).changes if found.in_use else ()
    return page(
        "bench/publish.html",
        status,
        here="scripts",
        found=found,
        script=script,
        changes=len(changes),
        that_matter=[change for change in changes if change.matters],
        open=sum(s.editions.open_conversations(found.name).values()),
        audiences=AUDIENCES,
        kinds=CHANGES,
        trouble=trouble,
        form=once.fresh(),
    )


def _withdraw(s: Services, found: Found, trouble: str | None = None, status: int = 200) -> Response:
    edition: Edition | None = found.edition
    if edition is None or not edition.standing:
        return _back(found.digest)
    return page(
        "bench/withdraw.html",
        status,
        here="scripts",
        found=found,
        edition=edition,
        instead=s.scripts.without(edition),
        open=s.editions.open_conversations(found.name).get(found.digest, 0),
        trouble=trouble,
        form=once.fresh(),
    )


def _back(digest: str) -> Response:
    return redirect(url_for("desk.bench.edition", digest=digest), 303)
