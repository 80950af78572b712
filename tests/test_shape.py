"""The house keeps its shape: who may import whom, one library in one place, and no room too large to walk through."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("dialogs", "access", "i18n", "review", "store", "web")
MAY_IMPORT = {
    "dialogs": {"dialogs"},
    "access": {"access"},
    "i18n": {"i18n", "dialogs"},
    "review": {"review", "dialogs"},
    "store": {"store", "dialogs", "access", "review"},
    "web": set(PACKAGES),
}
ONLY_IN = {
    "flask": ("app.py", "web/"),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "transitions": ("dialogs/engine.py", "dialogs/drawing.py"),
    "bleach": ("web/safe_text.py",),
    "babel": ("i18n/",),
    "cryptography": ("store/vault.py", "access/"),
    "docx": ("review/export/",),
    "PIL": ("review/export/picture.py",),
    "holidays": ("review/dates/working_days.py",),
    "smtplib": ("web/notifying/smtp.py",),
}
LONGEST_FILE = 330
LONGEST_FUNCTION = 45


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in [ROOT / "app.py", *(p for name in PACKAGES for p in sorted((ROOT / name).rglob("*.py")))]:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


MODULES = dict(modules())


@pytest.mark.parametrize("path", [path for path in MODULES if "/" in path])
def test_imports_follow_the_house(path: str) -> None:
    package = path.split("/")[0]
    siblings = {name for name in imported(MODULES[path]) if name in PACKAGES}
    assert siblings <= MAY_IMPORT[package]


@pytest.mark.parametrize("library", ONLY_IN)
def test_one_library_has_one_place(library: str) -> None:
    used = {path for path, tree in MODULES.items() if library in set(imported(tree))}
    assert {path for path in used if not path.startswith(ONLY_IN[library])} == set()


@pytest.mark.parametrize("path", MODULES)
def test_files_and_functions_are_small_enough_to_walk_through(path: str) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    long = [
        node.name
        for node in ast.walk(MODULES[path])
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", MODULES)
def test_every_module_says_what_it_is_for(path: str) -> None:
    assert ast.get_docstring(MODULES[path])


def test_clock_and_chance_do_not_reach_the_engine() -> None:
    words = re.compile(r"datetime\.now|uuid4|random\.|time\.time")
    found = {p.name for p in (ROOT / "dialogs").glob("*.py") if words.search(p.read_text(encoding="utf-8"))}
    assert found == set()


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`OWN_WORDS_{name.upper()}`" not in readme] == []


def test_nothing_unsafe_is_marked_safe_in_templates() -> None:
    marked = [p.name for p in (ROOT / "templates").rglob("*.html") if re.search(r"\|\s*safe\b", p.read_text())]
    assert marked == []


def test_locks_name_no_address() -> None:
    assert [p.name for p in (ROOT / "requirements").glob("*.lock") if "://" in p.read_text()] == []
