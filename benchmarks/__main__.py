"""`make bench`: measures ours and the bare peer in one run and prints the table for README.md of this folder."""

from __future__ import annotations

import itertools
import secrets
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.pages import first_question
from benchmarks.servers import Held, Server, free_port, hold, own_settings, served
from benchmarks.wire import Wire

WORDS = "my nan picks me up on fridays and we get chips"
SECONDS = 8.0
Row = tuple[str, str, str, str]


class Talk:
    """One conversation over one socket, replying as fast as it is acknowledged."""

    def __init__(self, server: Server, held: Held | None) -> None:
        self.wire = Wire(server.port, cookies=held.cookies if held else {})
        self._held = held
        self.seq = 0

    def turn(self) -> float:
        """One reply; returns the seconds until its acknowledgement."""
        values = {"position": f"words.{self.seq}.0", "move": "answer", "text": WORDS}
        data: dict[str, object] = {"conversation": self._held.conversation if self._held else "x", "values": values}
        began = time.perf_counter()
        answer = self.wire.ask("reply", {**data, "seq": self.seq, "reply_id": secrets.token_hex(8)})
        took = time.perf_counter() - began
        if not answer["ok"]:
            raise RuntimeError(f"refused at {self.seq}: {str(answer)[:200]}")
        self.seq += 1
        return took


def rate(server: Server, talks: list[Talk], most_turns: int = 10**9) -> tuple[float, float]:
    """(turns a second, CPU milliseconds a turn) of these talks at once."""
    stop = time.perf_counter() + SECONDS
    counts = [0] * len(talks)

    def run(number: int) -> None:
        while time.perf_counter() < stop and counts[number] < most_turns:
            talks[number].turn()
            counts[number] += 1

    began, cpu = time.perf_counter(), server.cpu()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(talks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, used, turns = time.perf_counter() - began, server.cpu() - cpu, sum(counts)
    return turns / took, used / turns * 1000


def along(server: Server, open_talk: Callable[[], Talk]) -> tuple[float, float]:
    """Median milliseconds of turns 3-12 and of turns 195-205, over several conversations."""
    early, late = [], []
    for talk in (open_talk() for _ in range(5)):
        times = [talk.turn() for _ in range(206)]
        early += times[2:12]
        late += times[195:]
    return statistics.median(early) * 1000, statistics.median(late) * 1000


def idle_memory(server: Server, open_talk: Callable[[], Talk], how_many: int) -> float:
    """Kilobytes a connected, idle conversation costs."""
    before = server.memory()
    kept = [open_talk() for _ in range(how_many)]
    time.sleep(1.0)
    cost = (server.memory() - before) / how_many / 1024
    for talk in kept:
        talk.wire.close()
    return cost


def measure() -> list[Row]:
    """Every row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        peer_port, own_port = free_port(), free_port()
        held = iter(hold(Path(folder) / "instance", own_port, 220))
        database = {"PEER_DATABASE": str(Path(folder) / "peer.db")}
        with served("benchmarks.peer:app", peer_port, 300, **database) as peer:
            peer_one = rate(peer, [Talk(peer, None)])
            peer_many = rate(peer, [Talk(peer, None) for _ in range(50)])
            peer_memory = idle_memory(peer, lambda: Talk(peer, None), 100)
        with served("app:create_app()", own_port, 300, **own_settings(Path(folder) / "instance", own_port)) as own:

            def open_talk() -> Talk:
                return Talk(own, next(held))

            Talk(own, next(held)).turn()
            memory = idle_memory(own, open_talk, 100)
            one = rate(own, [open_talk()], most_turns=900)
            early, late = along(own, open_talk)
            many = rate(own, list(itertools.islice(iter(open_talk, None), 50)), most_turns=900)
            page = first_question(own.port, next(held).cookies)
    return [
        ("CPU of one turn, 1 conversation", f"{one[1]:.2f} ms", f"{peer_one[1]:.2f} ms", "<= 2x the bare echo"),
        ("turns/s, 1 conversation", f"{one[0]:.0f}", f"{peer_one[0]:.0f}", ""),
        ("CPU of one turn, 50 conversations", f"{many[1]:.2f} ms", f"{peer_many[1]:.2f} ms", "<= 2x the bare echo"),
        ("turns/s, 50 conversations", f"{many[0]:.0f}", f"{peer_many[0]:.0f}", ">= the bare echo"),
        ("turn 200 against turn 5", f"{late:.2f} / {early:.2f} ms = {late / early:.2f}x", "", "<= 1.2x"),
        ("memory of a connected, idle conversation", f"{memory:.0f} KB", f"{peer_memory:.0f} KB", "<= 150 KB"),
        ("bytes before first paint, compressed", f"{page.before_paint:,}", "", "<= 14 KB"),
        ("bytes until the first question is live", f"{page.total:,}", "", "<= 30 KB"),
        ("requests / other hosts", f"{page.requests} / {page.foreign}", "", "<= 5 / 0"),
    ]


if __name__ == "__main__":
    print(f"\nMeasured {date.today():%d %B %Y}\n")
    print("| what | ours | bare peer | budget |\n|---|---|---|---|")
    for row in measure():
        print("| " + " | ".join(row) + " |")
