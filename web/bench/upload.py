"""Taking a text in: what is wrong is shown by line, and only a clean one is kept. Nobody is offered it yet."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.references import Problem
from i18n.messages import N_
from web.bench import bench
from web.bench.pages import MOST_PROBLEMS
from web.bench.texts import MOST_LINES, Read, behind, decoded, lines_of, read
from web.desk.door import page, staff, who
from web.services import Services, services

NOTHING = N_("Choose a file, or paste its text into the box.")


@bench.get("/upload")
@staff(Action.WRITE_SCRIPTS)
def upload_form() -> Response:
    """Where a file is chosen or its text pasted."""
    return _form()


@bench.post("/upload")
@staff(Action.WRITE_SCRIPTS)
def upload() -> Response:
    """Keeps a clean text as an edition; shows what is wrong with any other, and keeps nothing of it."""
    s = services()
    text = _given()
    if text is None:
        return _form(trouble=NOTHING, status=422)
    if isinstance(text, Problem):
        return _form(Read("", None, (text,)), status=422)
    found = read(text, s.scripts.shared)
    script = found.script
    if script is None or found.problems:
        return _form(found, status=422)
    known = any(one.digest == script.digest for one in s.editions.of(script.id))
    late = None if known else behind(text, script, s.scripts.get(script.id))
    if late is not None:
        return _form(Read(text, script, (late,)), status=422)
    if not known:
        s.editions.upload(script, who().id, s.clock())
        s.audit.record("upload_script", who().id, None, script.digest, s.clock())
    return redirect(url_for("desk.bench.edition", digest=script.digest), 303)


@bench.errorhandler(413)
def _too_large(error: Exception) -> Response:
    heading, text = N_("That file is too large"), N_("A script may be 256 KB at most. Choose another file.")
    return make_response(render_template("desk/problem.html", heading=heading, text=text), 413)


def _given() -> str | Problem | None:
    """The chosen file's text, else the pasted one; None when there is neither."""
    file = request.files.get("file")
    content = file.read() if file is not None else b""
    if not content:
        content = request.form.get("text", "").encode()
    return decoded(content) if content.strip() else None


def _form(found: Read | None = None, trouble: str | None = None, status: int = 200) -> Response:
    problems = found.problems if found else ()
    return page(
        "bench/upload.html",
        status,
        here="scripts",
        trouble=trouble,
        text=found.text if found else "",
        problems=problems[:MOST_PROBLEMS],
        count=len(problems),
        lines=lines_of(found.text, found.by_line) if found and found.text else (),
        most_lines=MOST_LINES,
        offered=_offered(services()),
    )


def _offered(s: Services) -> list[tuple[str, str]]:
    """The scripts to begin from, as (title, digest)."""
    return sorted((script.title, script.digest) for script in s.scripts.values())
