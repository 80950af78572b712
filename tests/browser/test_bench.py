"""The author's bench in a real browser: from a broken file to a script that workers are offered."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from store.accounts import Account, SignedIn
from store.cases import NewPerson
from tests.browser.acting import Server

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Bench:
    """A practice lead at their bench, and a script of their own to work on."""

    server: Server
    robin: Account
    name: str
    folder: Path

    def url(self, path: str = "") -> str:
        return f"{self.server.url}/desk/scripts{path}"

    def file(self, version: int, title: str, spoilt: bool = False) -> Path:
        """A file with the parents' script under this bench's name."""
        text = self.server.services.scripts.shipped["parent"].source
        text = re.sub(r"^script: .*", f"script: {self.name}", text, flags=re.MULTILINE)
        text = re.sub(r"^version: .*", f"version: {version}", text, flags=re.MULTILINE)
        text = re.sub(r"^title: .*", f"title: {title}", text, flags=re.MULTILINE)
        path = self.folder / f"{version}-{spoilt}.yaml"
        path.write_text(text.replace("next: like_about", "next: like_abuot") if spoilt else text, encoding="utf-8")
        return path


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.fixture
def bench(server: Server, tmp_path: Path) -> Bench:
    """A new practice lead."""
    word = secrets.token_hex(8)
    return Bench(server, account(server, word, "practice_lead"), f"talk_{word}", tmp_path)


@pytest.fixture
def at_bench(page: Page, bench: Bench) -> Iterator[Page]:
    """A page of the signed-in lead, watched for script errors and things the content policy refused."""
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda told: problems.append(told.text) if "Content Security" in told.text else None)
    sign_in(page.context, bench.server, bench.robin)
    yield page
    assert problems == []


def account(server: Server, word: str, role: str) -> Account:
    """A new account whose password is its e-mail's first part twice."""
    s = server.services
    made = s.accounts.add(f"{word}@example.org", "Robin", role, word * 2, s.clock())
    assert isinstance(made, Account)
    return made


def sign_in(context: BrowserContext, server: Server, who: Account) -> None:
    """Signs in behind the screen; the door counts tries."""
    s = server.services
    outcome = s.accounts.sign_in(who.email, who.email.split("@")[0] * 2, "", s.clock(), "here")
    assert isinstance(outcome, SignedIn)
    context.add_cookies([{"name": "d", "value": outcome.secret, "url": server.url, "httpOnly": True}])


def upload(page: Page, bench: Bench, file: Path) -> None:
    """Chooses the file and has it checked."""
    page.goto(bench.url("/upload"))
    page.get_by_label("A file from your computer").set_input_files(file)
    page.get_by_role("button", name="Check it").click()


def publish(page: Page) -> None:
    """From an edition's page through the question to published."""
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("I have looked at what changes, and it is right.").check()
    page.get_by_role("button", name="Publish version").click()
    expect(page.locator(".here").get_by_text("In use")).to_be_visible()


def test_from_a_broken_file_to_a_script_a_worker_is_offered(at_bench: Page, bench: Bench, browser: Browser) -> None:
    page = at_bench
    upload(page, bench, bench.file(1, "A first talk", spoilt=True))
    expect(page.get_by_role("heading", name="1 thing to put right")).to_be_visible()
    expect(page.locator(".file .wrong")).to_contain_text("names a step that is not here: like_abuot")
    page.get_by_role("link", name="Line").click()
    expect(page.locator(".file .wrong:target")).to_be_in_viewport()
    box = page.get_by_label("Or its text")
    box.fill(box.input_value().replace("like_abuot", "like_about"))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Nobody is offered it yet.")).to_be_visible()
    publish(page)
    upload(page, bench, bench.file(2, "A second talk"))
    page.get_by_role("link", name="Compare with the one in use").click()
    expect(page.locator(".change del")).to_have_text("first")
    expect(page.locator(".change ins")).to_have_text("second")
    page.go_back()
    publish(page)

    s, worker = bench.server.services, account(bench.server, secrets.token_hex(8), "worker")
    people = [NewPerson("parent", "Mum"), NewPerson("child", "Ali")]
    case = s.cases.create("Made up", s.clock() + timedelta(days=9), worker.id, people, s.clock())
    context = browser.new_context()
    sign_in(context, bench.server, worker)
    desk = context.new_page()
    desk.goto(f"{bench.server.url}/desk/cases/{case.id}/invites/new?person={case.people[0].id}")
    expect(desk.get_by_role("radio", name="A second talk")).to_be_visible()
    expect(desk.get_by_role("radio", name="A first talk")).to_have_count(0)
    assert desk.goto(bench.url()).status == 403  # type: ignore[union-attr]
    context.close()


def test_the_bench_works_without_javascript(browser: Browser, bench: Bench) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, bench.server, bench.robin)
    page = context.new_page()
    upload(page, bench, bench.file(1, "A plain talk"))
    publish(page)
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_label("Yes, this version should not be offered any more.").check()
    page.get_by_role("button", name="Withdraw version").click()
    expect(page.locator(".here").get_by_text("Withdrawn", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == f"script-{bench.name}.yaml"
    context.close()


def test_a_step_in_the_picture_leads_to_everything_it_says(at_bench: Page, bench: Bench) -> None:
    script = bench.server.services.scripts.shipped["parent"]
    at_bench.goto(bench.url(f"/{script.digest}"))
    at_bench.locator("svg.graph a").first.focus()
    at_bench.keyboard.press("Enter")
    expect(at_bench.locator(f"#step-{script.start}")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(at_bench: Page, bench: Bench, scheme: str) -> None:
    page = at_bench
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    upload(page, bench, bench.file(1, "A first talk"))
    publish(page)
    upload(page, bench, bench.file(2, "A second talk"))
    here = page.url
    wrong = []
    pages = {"shelf": bench.url(), "edition": here, "compare": f"{here}/compare", "publish": f"{here}/publish"}
    for name, address in {**pages, "upload": bench.url("/upload"), "broken": ""}.items():
        if address:
            page.goto(address)
        else:
            upload(page, bench, bench.file(3, "A third talk", spoilt=True))
        for width, height in ((1366, 768), (360, 640)):
            page.set_viewport_size({"width": width, "height": height})
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            wrong += [(name, width, one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
        for width, direction in ((1366, "rtl"), (320, "rtl"), (320, "ltr")):
            page.set_viewport_size({"width": width, "height": 640})
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(name, width, direction, f"{over} px off")] if over > 0 else []
    assert wrong == []
