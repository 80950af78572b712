"""Reading scripts at the bench: all of them, one edition with its picture and its text, two editions side by side."""

from __future__ import annotations

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.compare import compare
from dialogs.graph import as_list, graph
from dialogs.script import Script
from web.bench import bench
from web.bench.looking import Found, beside, counted, find, on_shelf, rows, state, waiting
from web.bench.texts import MOST_LINES, lines_of, numbers
from web.bench.words import AUDIENCES, CHANGES, ENTRIES, REPLIES, STATES
from web.desk.door import page, staff
from web.services import Services, services

MOST_PROBLEMS = 100


@bench.get("/", strict_slashes=False)
@staff(Action.WRITE_SCRIPTS)
def shelf() -> Response:
    """Every script that is offered, and what was uploaded and waits to be published."""
    s = services()
    return page(
        "bench/shelf.html",
        here="scripts",
        found=on_shelf(s),
        waiting=waiting(s),
        audiences=AUDIENCES,
        staff_names=s.accounts.names(),
    )


@bench.get("/<digest>")
@staff(Action.WRITE_SCRIPTS)
def edition(digest: str) -> Response:
    """One edition: how it stands among the others, its picture, every step, its text."""
    s = services()
    found = find(s, digest)
    script = found.read.script
    return page(
        "bench/edition.html",
        here="scripts",
        found=found,
        script=script,
        state=state(found.edition, found.is_in_use),
        states=STATES,
        rows=rows(s, found.name),
        numbers=numbers(script) if script else None,
        graph=graph(script) if script else None,
        listed=as_list(script) if script else (),
        lines=lines_of(found.read.text, found.read.by_line),
        most_lines=MOST_LINES,
        problems=found.read.problems[:MOST_PROBLEMS],
        count=len(found.read.problems),
        audiences=AUDIENCES,
        entries=ENTRIES,
        replies=REPLIES,
        staff_names=s.accounts.names(),
    )


@bench.get("/<digest>/file")
@staff(Action.WRITE_SCRIPTS)
def download(digest: str) -> Response:
    """The text of an edition as a file, to change it elsewhere."""
    found = find(services(), digest)
    response = make_response(found.read.text)
    response.headers["Content-Type"] = "application/yaml; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="script-{found.name}.yaml"'
    return response


@bench.get("/<digest>/compare")
@staff(Action.WRITE_SCRIPTS)
def compare_page(digest: str) -> Response:
    """What is different between another edition (the one in use unless `old` names one) and this one."""
    s = services()
    new = find(s, digest)
    old = _other(s, new)
    before, after = _script(old), _script(new)
    comparison = compare(before, after)
    changes = list(zip(comparison.changes, counted(s, comparison), strict=True))
    by_step: dict[str, list[object]] = {}
    for change, unseen in changes:
        by_step.setdefault(change.step, []).append((change, unseen, *beside(change.old, change.new)))
    return page(
        "bench/compare.html",
        here="scripts",
        old=old,
        new=new,
        comparison=comparison,
        by_step=by_step,
        open=s.editions.open_conversations(new.name).get(old.digest, 0),
        rows=rows(s, new.name),
        states=STATES,
        kinds=CHANGES,
    )


def _other(s: Services, new: Found) -> Found:
    """What this edition is compared with: the one that was asked for, else the one in use, else the one before it."""
    wanted = request.args.get("old", "")[:64]
    if wanted:
        old = find(s, wanted)
        return old if old.name == new.name else abort(404)
    if new.in_use is not None and not new.is_in_use:
        return find(s, new.in_use.digest)
    others = [row.digest for row in rows(s, new.name) if row.digest != new.digest]
    return find(s, others[0]) if others else abort(404)


def _script(found: Found) -> Script:
    """The script of an edition; 404 for a text that no longer reads, which cannot be compared."""
    return found.read.script if found.read.script is not None else abort(404)
