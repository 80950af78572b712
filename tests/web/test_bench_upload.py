"""Uploading a script: what is wrong is shown by line, and only a clean text is kept."""

from __future__ import annotations

import pytest

from dialogs.reading import KEPT_SHARED
from store.accounts import Account
from tests.web.benching import SMALL, digest_of, done, in_use, newer, publish, upload
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk


@pytest.fixture
def robin(site: Site) -> Account:
    """A practice lead."""
    return site.account("robin", "practice_lead")


@pytest.fixture
def lead(site: Site, robin: Account) -> Browser:
    """The practice lead's browser, signed in."""
    return at_the_desk(site, robin)


@pytest.fixture
def text(site: Site) -> str:
    """The parents' script as it came, to change."""
    return site.services.scripts["parent"].source


def test_the_file_can_be_downloaded_and_uploaded_again_as_the_same_text(site: Site, lead: Browser) -> None:
    for script in site.services.scripts.values():
        file = lead.get(f"/desk/scripts/{script.digest}/file")
        assert file.headers["Content-Disposition"] == f'attachment; filename="script-{script.id}.yaml"'
        assert file.text == script.source
        answer = upload(lead, content=file.data)
        assert answer.status_code == 422
        assert "this is the text that is in use now" in answer.text
    assert site.services.editions.of() == ()


def test_a_broken_file_is_shown_with_its_lines_and_nothing_of_it_is_kept(site: Site, lead: Browser, text: str) -> None:
    broken = newer(text).replace("next: like_about", "next: like_abuot")
    line = broken[: broken.index("  going_well:")].count("\n") + 1
    answer = upload(lead, content=broken.encode())
    assert answer.status_code == 422
    assert f'<a href="#line-{line}">Line {line}</a>' in answer.text
    assert f'<li id="line-{line}" class="wrong">' in answer.text
    assert "names a step that is not here: like_abuot" in answer.text
    assert "next: like_abuot" in answer.text.split("<textarea")[1]
    assert site.services.editions.of() == ()
    assert done(site) == []


def test_wording_rules_hold_for_uploads_too(lead: Browser, text: str) -> None:
    harder = newer(text).replace("What do you like about {child}?", "word " * 60 + "{wroker}?")
    answer = upload(lead, text=harder)
    assert answer.status_code == 422
    assert "things to put right" in answer.text
    assert "{wroker}" in answer.text


def test_a_problem_with_words_stands_at_the_line_of_the_words(lead: Browser) -> None:
    for old, new in (
        ("What do you like about {child}?", "What do you like about {chlid}?"),
        ("{worker} can see it now.", "{wroker} can see it now."),
        ("Something else", "Something {esle}"),
    ):
        lines = SMALL.replace(old, new).split("\n")
        line = next(number for number, words in enumerate(lines, 1) if new in words)
        assert f'<li id="line-{line}" class="wrong">' in upload(lead, text="\n".join(lines)).text, new


def test_nothing_given_is_said(lead: Browser) -> None:
    for given in ({}, {"text": " \n "}, {"content": b""}):
        answer = upload(lead, **given)
        assert answer.status_code == 422
        assert "Choose a file, or paste its text into the box." in answer.text


STRANGE = [
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"a" * (256 * 1024 + 1), "over 256 KB"),
    (b"\x00", "not plain text"),
    (b"[" * 3000, "not plain text"),
    (b"a: &a [x]\nb: [*a, *a]\n", "anchors and aliases"),
    (b"- just\n- a list\n", "a script starts with"),
    (b"script: !!python/object/apply:os.system [ls]\n", "things to put right"),
    (b"\n" * 200_000 + b"x", "a script starts with"),
]


def test_a_strange_file_is_refused_with_words(lead: Browser) -> None:
    for content, told in STRANGE:
        answer = upload(lead, content=content)
        assert (answer.status_code, told in answer.text) == (422, True), told


def test_a_quarter_of_a_megabyte_is_read_and_more_than_a_form_may_hold_is_refused(lead: Browser, text: str) -> None:
    whole = newer(text).encode()
    whole = b"#" * (256 * 1024 - len(whole) - 1) + b"\n" + whole
    assert upload(lead, content=whole).status_code == 200
    answer = upload(lead, text="#" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_last_line_that_was_tampered_with_is_a_problem_on_that_line(lead: Browser, text: str) -> None:
    for kept in ("5", '["hello"]', '{"a": "b"}', "[" * 100_000, "{", "null"):
        spoilt = f"{newer(text)}\n{KEPT_SHARED}{kept}"
        answer = upload(lead, content=spoilt.replace("  going_well:\n", "  going_well:\n    shared: a\n").encode())
        assert answer.status_code == 422, kept
        assert "put it back as it was, or take it out" in answer.text, kept


def test_what_reads_but_cannot_be_used_is_a_problem(lead: Browser, text: str) -> None:
    for old, new, told in (
        ("version: 7", "version: 99999999999", "version: must be 9999 or lower"),
        ("script: parent", "script: shared", "used for something else"),
        ("title: Before the big meeting", 'title: "Before \\0"', "cannot be seen"),
    ):
        answer = upload(lead, text=newer(text).replace(old, new))
        assert (answer.status_code, told in answer.text) == (422, True), told


def test_an_uploaded_text_is_never_markup(site: Site, lead: Browser, text: str) -> None:
    nasty = newer(text, title="'A <script>alert(1)</script> </textarea> title'")
    for page in (upload(lead, text=nasty + "titel: <img src=x>\n").text, upload(lead, text=nasty).text):
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "</textarea> title" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    digest = site.services.editions.of()[0].digest
    publish(lead, digest)
    for path in ("", f"/{digest}/compare?old={site.services.scripts.shipped['parent'].digest}", f"/{digest}/withdraw"):
        page = lead.get(f"/desk/scripts{path}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_clean_upload_is_kept_once_and_offered_to_nobody(site: Site, lead: Browser, text: str) -> None:
    before = in_use(site)
    answer = upload(lead, content=b"\xef\xbb\xbf" + newer(text).replace("\n", "\r\n").encode())
    digest = digest_of(answer)
    assert "Nobody is offered it yet." in answer.text
    for way in (f"/desk/scripts/{digest}/compare", f"/desk/scripts/{digest}/play", f"/desk/scripts/{digest}/publish"):
        assert way in answer.text
    assert digest_of(upload(lead, text=newer(text))) == digest
    assert [edition.digest for edition in site.services.editions.of()] == [digest]
    assert done(site) == [("upload_script", digest)]
    assert in_use(site) == before
    assert "Uploaded, not published" in lead.get("/desk/scripts").text
    assert newer(text) == lead.get(f"/desk/scripts/{digest}/file").text
