"""`python -m benchmarks.desk`: server time of every page of a desk with 2,000 cases and 60,000 entries, as a table."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.desk_data import fill, name, pages

CASES, ENTRIES = 2000, 60_000
TIMES = 9
BUDGET_MS = 200


def main(cases: int, entries: int) -> None:
    """Generates the data in a folder that is thrown away, asks for each page and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OWN_WORDS_INSTANCE": folder, "OWN_WORDS_PUBLIC_URL": "http://127.0.0.1:5999"}
        from app import create_app
        from web.compiled import compile_all
        from web.meeting.dates_kept import keep_every_deadline
        from web.services import EXTENSION

        app = create_app()
        s = app.extensions[EXTENSION]
        s.database.migrate()
        compile_all(app, s.settings.instance)
        began = time.perf_counter()
        worker, made = fill(s, cases, entries)
        keep_every_deadline(s)
        print(f"{cases:,} cases, {made:,} entries, made in {time.perf_counter() - began:.0f} s; ", end="")
        print(f"{sum(one.stat().st_size for one in Path(folder).iterdir()) / 2**20:.0f} MiB on disk\n")
        browser = app.test_client()
        page = browser.get("/desk/sign-in").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        browser.post(
            "/desk/sign-in",
            data={"csrf_token": token, "email": worker.email, "password": "four plain words here", "code": ""},
        )
        case = s.cases.for_account(worker.id, 1, cases // 2)[0]
        talk = s.conversations.inbox(worker.id, 1, case.id)[0].id
        print("| page | median | slowest of nine |\n|---|---|---|")
        for called, address in pages(case.id, talk):
            _row(called, lambda address=address: browser.get(address))
        token = browser.get("/desk/search").text.split('name="csrf_token" value="')[1].split('"')[0]
        sought = {"csrf_token": token, "asked": name(cases // 2)[:4]}
        _row("search for a name", lambda: browser.post("/desk/search", data=sought, follow_redirects=True))


def _row(called: str, ask) -> None:  # type: ignore[no-untyped-def]
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = ask()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            print(f"| {called} | answered {answer.status_code} | |")
            return
    over = " (over)" if statistics.median(took) > BUDGET_MS else ""
    print(f"| {called} | {statistics.median(took):.0f} ms{over} | {max(took):.0f} ms |")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:3])) if len(sys.argv) > 2 else main(CASES, ENTRIES)
