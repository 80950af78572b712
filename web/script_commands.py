"""The verbs for conversations on file: `flask scripts check | draw | compare`, `flask talk`. Each parses and prints."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from dialogs.compare import as_text, compare, touches
from dialogs.conversation import Position
from dialogs.drawing import mermaid
from dialogs.grade import longest_sentence, reading_grade
from dialogs.lint import check
from dialogs.reading import SHARED_FILE, read_folder, read_script, read_shared, read_text
from dialogs.script import Script
from dialogs.transcript import Recorder, typed
from store.writing import TheStoreDoesNotAnswer
from web.services import services

HERE = Path(__file__).resolve().parent.parent
SCRIPTS = HERE / "dialogs" / "scripts"
TRANSCRIPTS = HERE / "tests" / "transcripts"

scripts = AppGroup("scripts", help="Conversations on file.")


@scripts.command("check")
@click.argument("name", required=False)
def scripts_check(name: str | None) -> None:
    """Every problem in every script (or in NAME), with file and line; then each script's reading grade."""
    found, problems = read_folder(SCRIPTS)
    for script in found.values():
        problems += check(script)
    if name is not None:
        found = {id_: script for id_, script in found.items() if id_ == name}
        problems = [problem for problem in problems if problem.file in (f"{name}.yaml", SHARED_FILE)]
    for problem in problems:
        click.echo(f"dialogs/scripts/{problem}", err=True)
    for script in found.values():
        grade, longest = reading_grade(script), longest_sentence(script)
        asked = sum(bool(step.ask) for step in script.steps.values())
        facts = f"{asked} questions, reading grade {grade:.1f}, longest sentence {longest} words"
        click.echo(f"{script.id} version {script.version}: {facts}")
    if name is not None and not found and not problems:
        raise click.ClickException(f"There is no dialogs/scripts/{name}.yaml.")
    click.echo(f"{len(problems)} to put right." if problems else "No problems.")
    sys.exit(1 if problems else 0)


@scripts.command("draw")
@click.argument("name")
def scripts_draw(name: str) -> None:
    """The script NAME as a Mermaid graph."""
    click.echo(mermaid(_script(name)), nl=False)


@scripts.command("compare")
@click.argument("first")
@click.argument("second")
def scripts_compare(first: str, second: str) -> None:
    """What changed between two editions of a script: FIRST and SECOND are names, files, or digests in the store."""
    old, new = _edition(first), _edition(second)
    comparison = compare(old, new)
    try:
        standing = tuple(step or old.start for step in services().editions.standing_steps(old.digest))
    except TheStoreDoesNotAnswer:  # scripts can be compared where nothing was ever prepared
        standing = ()
    click.echo(as_text(comparison, touches(comparison, standing)), nl=False)


@click.command("talk")
@click.argument("name")
@click.option("--record", metavar="FILE", help="Save the conversation as tests/transcripts/NAME.FILE.yaml")
def talk(name: str, record: str | None) -> None:
    """Hold the conversation NAME here in the terminal.

    Type an answer; choice ids with commas; a number; people as "Nan (grandmother), Ray". Or /skip /dont_know
    /rather_not /nothing /no_more. To change an earlier answer: /change STEP new answer; to take it out: /take_out STEP.
    At the end press Enter to send.
    """
    from web.family.words import refusal_words  # the pages are joined after the verbs

    script = _script(name)
    recorder = Recorder(script)
    notices = services().noticing.notices
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
        verb, _, rest = line_in.partition(" ")
        if verb in ("/change", "/take_out"):
            _change(recorder, rest, out=verb == "/take_out")
        else:
            raw = typed(script, here, line_in)
            refused = recorder.give(raw, tells=bool(raw.text) and notices(raw.text, "en"))
            if refused is not None:
                click.echo(refusal_words(refused, services().messages.translator("en")))
    if record:
        path = TRANSCRIPTS / f"{script.id}.{record}.yaml"
        path.write_text(recorder.text(), encoding="utf-8")
        click.echo(f"Saved {path.relative_to(HERE)}")


def _change(recorder: Recorder, rest: str, out: bool) -> None:
    called, _, words = rest.partition(" ")
    at = Position.read(called) or Position(called)
    if at not in recorder.standing.live:
        click.echo(f"Nothing was answered at {called or 'a step without a name'}; give the step's name from the file.")
    else:
        recorder.change(called, None if out else typed(recorder.script, at, words))


def _print(line: dict[str, object]) -> None:
    for key, value in line.items():
        if key == "read_back" and isinstance(value, list):
            for row in value:
                click.echo(f"    {row['asked']}\n        {row['answer']}")
            click.echo("Press Enter to send, or /change STEP new answer, or /take_out STEP.")
        elif key == "choices" and isinstance(value, dict):
            for id_, label in value.items():
                click.echo(f"    {id_}: {label}")
        elif key != "reply":
            click.echo(click.style(str(value), bold=key == "ask") if key in ("say", "ask") else f"[{key}: {value}]")


def _edition(called: str) -> Script:
    """A script by its name, its file, or the digest of an edition the store keeps."""
    path = Path(called)
    found: object = None
    if path.suffix == ".yaml" and path.exists():
        found = read_script(path, read_shared(SCRIPTS)[0])
    elif called in services().scripts:
        return services().scripts[called]
    else:
        found = _kept(called)
    if isinstance(found, Script):
        return found
    for problem in found if isinstance(found, list) else ():
        click.echo(str(problem), err=True)
    raise click.ClickException(f"{called} is not a script: give its name, its file or the digest of an edition.")


def _kept(digest: str) -> object:
    try:
        kept = services().editions.source(digest)
    except TheStoreDoesNotAnswer:
        return None
    return None if kept is None else read_text(kept[1], f"{kept[0]}.yaml")


def _script(name: str) -> Script:
    found, problems = read_folder(SCRIPTS)
    if name not in found:
        for problem in problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"There is no script called {name}. There are: {', '.join(sorted(found))}")
    return found[name]
