"""Recorded clips: served from our own address with their kind, found by question and language, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import app as joining
from access.secrets_kept import quick_hashing
from store.database import Database
from tests.web.conftest import Browser, Clock, Site
from web.clips import read_clips, serve_clips
from web.services import EXTENSION, Services
from web.settings import Settings

SOUND = b"ID3 not really a sound"
SECRET = "a secret that lies beside the packs"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Packs without a clip, and files beside them that nobody may fetch."""
    folder = tmp_path / "tree" / "packs"
    for locale in ("en", "pl"):
        (folder / locale / "clips").mkdir(parents=True)
    (folder.parent / "secret.mp3").write_text(SECRET, encoding="utf-8")
    (folder / "en" / "secret.mp3").write_text(SECRET, encoding="utf-8")
    (folder / "en" / "clips" / "notes.txt").write_text(SECRET, encoding="utf-8")
    return folder


def record(packs: Path, name: str, locale: str = "en", sound: bytes = SOUND) -> None:
    """A clip in the pack of a language."""
    (packs / locale / "clips" / name).write_bytes(sound)


def app_with(packs: Path) -> Flask:
    """Only the clips."""
    app = Flask("clips")
    serve_clips(app, packs)
    return app


def address(app: Flask, context: str, locale: str) -> str:
    """What a template gets."""
    with app.test_request_context():
        return str(app.jinja_env.globals["clip"](context, locale))  # type: ignore[operator]


@pytest.mark.parametrize(("suffix", "kind"), [(".mp3", "audio/mpeg"), (".ogg", "audio/ogg"), (".wav", "audio/wav")])
def test_a_clip_is_served_from_our_own_address_with_its_kind(packs: Path, suffix: str, kind: str) -> None:
    record(packs, f"parent.hello.ask{suffix}")
    app = app_with(packs)
    where = address(app, "parent.hello.ask", "en")
    assert where.startswith("/clips/")
    answer = app.test_client().get(where, buffered=True)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, kind, SOUND)


def test_a_player_may_fetch_a_part_of_it(packs: Path) -> None:
    record(packs, "parent.hello.ask.mp3")
    app = app_with(packs)
    answer = app.test_client().get(
        address(app, "parent.hello.ask", "en"), headers={"Range": "bytes=4-6"}, buffered=True
    )
    assert (answer.status_code, answer.data) == (206, SOUND[4:7])


def test_each_language_has_its_own(packs: Path) -> None:
    record(packs, "parent.hello.ask.mp3")
    record(packs, "parent.hello.ask.mp3", "pl", b"po polsku")
    app = app_with(packs)
    addresses = [address(app, "parent.hello.ask", locale) for locale in ("en", "pl")]
    assert [app.test_client().get(where, buffered=True).data for where in addresses] == [SOUND, b"po polsku"]


def test_without_a_clip_there_is_no_address(packs: Path) -> None:
    record(packs, "parent.hello.ask.mp3")
    app = app_with(packs)
    for context, locale in (("parent.hello.why", "en"), ("parent.hello.ask", "pl"), ("", ""), ("notes", "en")):
        assert address(app, context, locale) == ""


@pytest.mark.parametrize(
    "path",
    [
        "/clips/en/parent.hello.why",
        "/clips/pl/parent.hello.ask",
        "/clips/xx/parent.hello.ask",
        "/clips/en/parent.hello.ask.mp3",
        "/clips/en/",
        "/clips/en/notes",
        "/clips/en/notes.txt",
        "/clips/en/secret",
        "/clips/en/../secret",
        "/clips/en/..%2fsecret",
        "/clips/en/..%2fsecret.mp3",
        "/clips/en/%2e%2e/secret.mp3",
        "/clips/en/..%5csecret.mp3",
        "/clips/../secret.mp3",
        "/clips/%2e%2e/secret",
        "/clips/..%2f..%2fsecret/x",
        "/clips/en/..%252fsecret",
        "/clips/en/%00",
        "/clips/en//etc/passwd",
        "/clips/en/" + "a" * 3000,
    ],
)
def test_anything_else_is_not_there(packs: Path, path: str) -> None:
    record(packs, "parent.hello.ask.mp3")
    answer = app_with(packs).test_client().get(path)
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_only_sounds_in_a_folder_of_clips_are_clips(packs: Path) -> None:
    record(packs, "parent.hello.ask.ogg", "pl")
    assert list(read_clips(packs)) == [("pl", "parent.hello.ask")]
    assert read_clips(packs / "nowhere") == {}


@pytest.fixture
def whole(sqlite_database: Database, tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A whole site whose packs hold one clip: the first question to a young person."""
    quick_hashing()
    record(packs, "meeting_13_17.hello.ask.mp3")
    monkeypatch.setattr(joining, "serve_clips", lambda app, _: serve_clips(app, packs))
    clock, url = Clock(), sqlite_database.url.render_as_string(hide_password=False)
    app = joining.create_app(Settings(background=False, instance=tmp_path / "i", database_url=url), clock)
    app.testing = True
    found: Services = app.extensions[EXTENSION]
    yield Site(app, found, clock)
    found.database.close()


@pytest.fixture
def phone(whole: Site) -> Browser:
    """Alva's phone, at the first question."""
    maja = whole.account("maja")
    phone = whole.browser()
    phone.come_in(whole.invite(maja, whole.case(maja)))
    return phone


def clips_on(page: str) -> list[str]:
    return re.findall(r'data-clip="([^"]*)"', page)


def test_the_page_offers_the_clip_of_its_question_and_of_no_other(phone: Browser) -> None:
    [where] = clips_on(phone.page)
    assert where.startswith("/clips/en/")
    answer = phone.client.get(where, buffered=True)
    assert (answer.status_code, answer.data) == (200, SOUND)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    phone.reply(choices="start")
    assert clips_on(phone.page) == []


def test_in_a_language_without_a_clip_none_is_offered(phone: Browser) -> None:
    phone.post("/language", locale="pl")
    phone.get("/")
    assert 'lang="pl"' in phone.page
    assert clips_on(phone.page) == []
