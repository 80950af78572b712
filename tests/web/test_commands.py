"""The command line: what changed between two editions of a script, and whether notices can leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from jinja2 import Environment
from pydantic import SecretStr

import app as joining
from dialogs.reading import read_script, read_shared
from dialogs.script import Script
from store.accounts import Account
from store.cases import CaseFile
from store.database import Database
from tests.web.conftest import Clock, Site
from tests.web.notifying.notify_standin import EMAIL_TEMPLATE, KEY, SECRET, TEXT_TEMPLATE
from web.services import EXTENSION, Services
from web.settings import Settings

NAME = "parent"
MAIL = {"smtp_host": "mail.council.example", "smtp_sender": "no-reply@council.example"}
NOTIFY = {"notify_key": SecretStr(KEY)}


def run(site: Site, *args: str) -> Result:
    return site.app.test_cli_runner().invoke(args=args)


@pytest.fixture
def new_file(site: Site, tmp_path: Path) -> Path:
    """The script with another first question, as a file of its own."""
    shipped = (site.services.settings.scripts / f"{NAME}.yaml").read_text(encoding="utf-8")
    script = site.services.scripts[NAME]
    asked = script.steps["hello"].ask
    assert asked is not None
    assert shipped.count(f"ask: {asked}") == shipped.count(f"version: {script.version}\n") == 1
    file = tmp_path / "new.yaml"
    text = shipped.replace(f"ask: {asked}", "ask: Shall we begin?")
    file.write_text(text.replace(f"version: {script.version}\n", "version: 97\n"), encoding="utf-8")
    return file


def read(site: Site, file: Path) -> Script:
    found = read_script(file, read_shared(site.services.settings.scripts)[0])
    assert isinstance(found, Script), found
    return found


def test_a_script_is_compared_by_its_name_with_a_file(site: Site, new_file: Path) -> None:
    said = run(site, "scripts", "compare", NAME, str(new_file))
    assert said.exit_code == 0, said.output
    assert "version 97" in said.output
    assert "Shall we begin?" in said.output
    assert str(site.services.scripts[NAME].steps["hello"].ask) in said.output


def test_a_script_is_compared_with_itself(site: Site) -> None:
    said = run(site, "scripts", "compare", NAME, NAME)
    assert (said.exit_code, "Nothing is different" in said.output) == (0, True)


def test_an_edition_in_the_store_is_named_by_its_digest(site: Site, maja: Account, new_file: Path) -> None:
    new = read(site, new_file)
    site.services.editions.upload(new, maja.id, site.clock())
    by_digest = run(site, "scripts", "compare", NAME, new.digest)
    assert by_digest.exit_code == 0, by_digest.output
    assert by_digest.output == run(site, "scripts", "compare", NAME, str(new_file)).output
    other_way = run(site, "scripts", "compare", new.digest, NAME)
    assert other_way.exit_code == 0
    assert other_way.output != by_digest.output


def test_it_says_how_many_open_conversations_will_not_see_a_change(
    site: Site, maja: Account, case_file: CaseFile, new_file: Path
) -> None:
    invite = site.invite(maja, case_file, NAME, 1)
    phone = site.browser()
    phone.come_in(invite)
    said = run(site, "scripts", "compare", NAME, str(new_file))
    assert "1 open conversation will not see this." in said.output


@pytest.mark.parametrize("called", ["nothing_like_it", "f" * 64, "gone.yaml", ""])
def test_what_is_no_script_is_said_with_what_to_give(site: Site, called: str) -> None:
    said = run(site, "scripts", "compare", NAME, called)
    assert said.exit_code == 1
    assert "give its name, its file or the digest" in said.output


def test_a_file_that_is_no_script_is_told_with_its_line(site: Site, new_file: Path) -> None:
    text = new_file.read_text(encoding="utf-8")
    new_file.write_text(text.replace("start: hello", "start: hello\nstrat: hello"), encoding="utf-8")
    line = text.splitlines().index("start: hello") + 2
    said = run(site, "scripts", "compare", NAME, str(new_file))
    assert said.exit_code == 1
    assert f"new.yaml:{line}" in said.output


def test_scripts_are_compared_where_nothing_was_ever_prepared(tmp_path: Path) -> None:
    empty = Settings(background=False, instance=tmp_path / "i", database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    app = joining.create_app(empty, Clock())
    found: Services = app.extensions[EXTENSION]
    site = Site(app, found, Clock())
    assert run(site, "scripts", "compare", NAME, NAME).exit_code == 0
    assert run(site, "scripts", "compare", NAME, "f" * 64).exit_code == 1
    found.database.close()


@pytest.fixture
def with_settings(sqlite_database: Database, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes a site with these settings."""
    opened: list[Services] = []

    def make(**settings: object) -> Site:
        url = sqlite_database.url.render_as_string(hide_password=False)
        where = Settings(background=False, instance=tmp_path / "instance", database_url=url)
        app = joining.create_app(where.model_copy(update=settings), Clock())
        opened.append(app.extensions[EXTENSION])
        return Site(app, opened[-1], Clock())

    yield make
    for services in opened:
        services.database.close()


@pytest.mark.parametrize(
    "settings",
    [
        {"duty_email": "duty@example.org", **MAIL},
        {"duty_email": "duty@example.org", "second_email": "second@example.org", **MAIL},
        {"duty_phone": "+447700900001", **NOTIFY, "notify_text_template": TEXT_TEMPLATE},
        {"duty_email": "duty@example.org", **NOTIFY, "notify_email_template": EMAIL_TEMPLATE},
        {
            "duty_email": "duty@example.org",
            "duty_phone": "07700 900001",
            **MAIL,
            **NOTIFY,
            "notify_text_template": TEXT_TEMPLATE,
        },
    ],
)
def test_settings_with_which_notices_leave_are_quiet(with_settings: Callable[..., Site], settings: object) -> None:
    said = run(with_settings(**settings), "notices", "check")  # type: ignore[arg-type]
    assert (said.exit_code, said.output) == (0, "")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "OWN_WORDS_DUTY_EMAIL"),
        (MAIL, "OWN_WORDS_DUTY_EMAIL"),
        ({"second_email": "second@example.org", **MAIL}, "OWN_WORDS_DUTY_EMAIL"),
        ({"duty_email": "duty@example.org", "smtp_host": "mail.council.example"}, "OWN_WORDS_SMTP_SENDER"),
        ({"duty_email": "duty@example.org", **MAIL, "notify_key": SecretStr("half of it")}, "OWN_WORDS_NOTIFY_KEY"),
    ],
)
def test_what_keeps_notices_from_leaving_is_said(
    with_settings: Callable[..., Site], settings: dict[str, object], told: str
) -> None:
    said = run(with_settings(**settings), "notices", "check")
    assert said.exit_code == 1
    assert told in said.output


@pytest.mark.parametrize(
    "settings",
    [
        {"duty_email": "duty@example.org"},
        {"duty_phone": "+447700900001"},
        {"duty_phone": "+447700900001", **MAIL},
        {"duty_email": "duty@example.org", **NOTIFY, "notify_text_template": TEXT_TEMPLATE},
        {"duty_email": "duty@example.org", "second_phone": "+447700900002", **MAIL},
        {"duty_email": "the duty desk", **MAIL},
        {"duty_email": "duty@example.org, other@example.org", **MAIL},
        {"duty_phone": "ask at the desk", **NOTIFY, "notify_text_template": TEXT_TEMPLATE},
    ],
)
def test_a_contact_no_message_can_ever_reach_is_said(
    with_settings: Callable[..., Site], settings: dict[str, object]
) -> None:
    """Families are told that somebody watches as soon as a first contact is set."""
    said = run(with_settings(**settings), "notices", "check")
    assert said.exit_code == 1
    assert "OWN_WORDS_" in said.output


def test_no_key_password_or_address_is_said_aloud(with_settings: Callable[..., Site]) -> None:
    settings = {
        "duty_email": "duty@example.org",
        "smtp_host": "mail.council.example",
        "smtp_password": SecretStr("hippogriff"),
        "notify_key": SecretStr(f"{KEY}x"),
    }
    said = run(with_settings(**settings), "notices", "check")
    assert said.exit_code == 1
    assert [one for one in ("hippogriff", KEY, SECRET, "duty@example.org") if one in said.output] == []


def test_sending_says_how_many_left(with_settings: Callable[..., Site]) -> None:
    said = run(with_settings(), "notices", "send")
    assert (said.exit_code, said.output) == (0, "0 messages sent\n")


def test_a_server_that_starts_after_prepare_compiles_no_template(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with site.app.app_context():
        assert run(site, "prepare").exit_code == 0
    started = joining.create_app(site.services.settings, site.clock)

    def compile_again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Environment, "compile", compile_again)
    assert started.test_client().get("/").status_code == 200
    assert started.test_client().get("/desk/sign-in").status_code == 200
    started.extensions[EXTENSION].database.close()
    kept = site.services.settings.instance / "compiled"
    assert kept.stat().st_mode & 0o077 == 0
