"""What `flask i18n` does, as plain functions over the tree: extract, check, status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import PoFileError

from dialogs.reading import Problem
from i18n.checks import check, completeness, packs_of
from i18n.extraction import DOMAINS, carried_over, read_catalog, templates, written
from i18n.messages import Messages
from i18n.noticing import LIST_NAME, check_noticing

PACK_DOMAINS = ("dialogs", "interface")
"""What a language pack holds. The desk speaks English for now."""
LARGEST_PACK = 2 * 1024 * 1024


def extract_packs(root: Path) -> Iterator[str]:
    """Brings templates and packs up to date; tells what it wrote."""
    made = templates(root)
    for domain in DOMAINS:
        path = root / "i18n" / "packs" / f"{domain}.pot"
        path.write_text(written(made[domain]), encoding="utf-8")
        yield f"{path.relative_to(root)}: {sum(1 for message in made[domain] if message.id)} texts"
    for language in Messages(root / "i18n").offered[1:]:
        for domain in PACK_DOMAINS:
            path = root / "i18n" / "packs" / language.locale / "LC_MESSAGES" / f"{domain}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            old = read_catalog(path, language.locale) if path.exists() else None
            path.write_text(written(carried_over(made[domain], old, language.locale)), encoding="utf-8")
            yield f"{path.relative_to(root)}: written"


def check_packs(root: Path) -> list[Problem]:
    """Every problem in every pack; also templates that are behind the scripts and pages."""
    made = templates(root)
    found: list[Problem] = []
    for domain in DOMAINS:
        path = root / "i18n" / "packs" / f"{domain}.pot"
        if not path.exists() or path.read_text(encoding="utf-8") != written(made[domain]):
            found.append(Problem(f"i18n/packs/{domain}.pot", 1, "this is behind; run `flask i18n extract`"))
    for locale, domain, path in packs_of(root):
        name = path.relative_to(root).as_posix()
        if domain not in made or path.stat().st_size > LARGEST_PACK:
            found.append(Problem(name, 1, "there is no such domain, or the file is over 2 MB"))
            continue
        try:
            found += check(read_catalog(path), made[domain], locale, name)
        except (PoFileError, ValueError, UnicodeDecodeError) as trouble:
            found.append(Problem(name, 1, f"this file cannot be read: {type(trouble).__name__}"))
    for path in sorted((root / "i18n" / "packs").glob(f"*/{LIST_NAME}")):
        found += check_noticing(path)
    return found


def status_of_packs(root: Path) -> Iterator[str]:
    """How complete each pack is and who has checked it."""
    made = templates(root)
    checked = {language.locale: language.checked_by for language in Messages(root / "i18n").offered}
    for locale, domain, path in packs_of(root):
        done, wanted = completeness(read_catalog(path, locale), made[domain])
        who = checked.get(locale)
        yield f"{locale} {domain}: {done} of {wanted}; " + (
            f"checked by {who}" if who else "not yet checked by a person"
        )
