"""What a phone downloads until it can answer the first question, counted by Chromium itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright


@dataclass(frozen=True)
class Page:
    """Bytes on the wire (bodies as sent, compressed, with headers) and requests."""

    before_paint: int
    total: int
    requests: int
    foreign: int


def first_question(port: int, cookies: Mapping[str, str]) -> Page:
    """Opens the conversation in a fresh browser and counts until its socket is open."""
    chromium = os.environ.get("OWN_WORDS_TEST_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 360, "height": 640})
        context.add_cookies([{"name": n, "value": v, "domain": "127.0.0.1", "path": "/"} for n, v in cookies.items()])
        page = context.new_page()
        client = context.new_cdp_session(page)
        client.send("Network.enable")
        urls: dict[str, str] = {}
        sizes: dict[str, int] = {}
        client.on("Network.requestWillBeSent", lambda e: urls.setdefault(e["requestId"], e["request"]["url"]))
        client.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], int(e["encodedDataLength"])))
        page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        page.wait_for_timeout(1500)
        browser.close()
    by_path = {urlsplit(url).path: sizes.get(key, 0) for key, url in urls.items() if not url.startswith("data:")}
    before = sum(size for path, size in by_path.items() if path == "/" or path.endswith(".css"))
    foreign = sum(1 for url in urls.values() if urlsplit(url).hostname not in ("127.0.0.1", None, ""))
    return Page(before, sum(by_path.values()), len(by_path), foreign)
