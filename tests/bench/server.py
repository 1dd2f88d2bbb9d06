"""What the server itself costs: its start, and its memory while large answers stream."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.bench.measured import Bench, Result, at, measurement
from tests.places import Server, served

EXPORTS = (
    "/sitemap.xml",
    "/api/partners.csv",
    "/api/agreements.csv",
    "/api/projects.csv",
    "/api/partners.json",
    "/api/partners.xlsx",
)
NUMBER = 1000
WRITERS = (100, 200)
# In a process of the office, whose key signs the tickets of the form.
SEND = """
import json
from tests.places import Server
from tests.proposals.burst import burst
server = Server.__new__(Server)
server.port = %d
done = burst(server, %d, writers=%d)
print(json.dumps([done.statuses, len(done.tokens), done.slowest_home, done.seconds]))
"""
MB = 1024 * 1024
FLAT = 16 * MB  # what an export may add to the memory of the process


@measurement("start")
def start(bench: Bench) -> Iterator[Result]:
    """From the start of the process to the home page, in a third server of the large office."""
    times = []
    for _round in range(3):
        begun = time.monotonic()
        with served(bench.large.where) as server:
            assert server.get("/").status == 200
            times.append(time.monotonic() - begun)
    yield Result("start to the first page", "≤ 1.5 s", f"{at(times, 0.5):.2f} s", at(times, 0.5) <= 1.5)


def memory(server: Server) -> int:
    """Resident bytes of the server's process and its workers."""
    group = server.process.pid
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                total += int((folder / "statm").read_text().split()[1]) * 4096
        except OSError:  # it ended while we looked
            continue
    return total


@measurement("exports")
def exports(bench: Bench) -> Iterator[Result]:
    """Twice each, in servers that do nothing else: what the first leaves behind is what the process needs anyway; the second must add nothing."""
    with served(bench.small.where) as small, served(bench.large.where) as large:
        for path in EXPORTS:
            read(large, path)
            read(small, path)
            before, least = memory(large), read(small, path)[2]
            status, size, most = read(large, path)
            if status != 200:
                yield Result(f"export {path}", "", "not in this portal")
                continue
            measured = f"+ {(most - before) / MB:.1f} MB for {size / MB:.1f} MB; peak {most / least:.2f} × the small office's"
            yield Result(f"export {path}", f"memory + ≤ {FLAT // MB} MB", measured, most - before <= FLAT)


def read(server: Server, path: str) -> tuple[int, int, int]:
    """Status, bytes, and the most memory that the server had meanwhile."""
    size = most = 0
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as there:
        there.request("GET", path)
        answer = there.getresponse()
        while piece := answer.read(MB):
            size += len(piece)
            most = max(most, memory(server))
    return answer.status, size, most


@measurement("burst")
def burst(bench: Bench) -> Iterator[Result]:
    """Many proposals at one moment, while somebody reads the home page. The last row: it leaves its traces in the office."""
    for writers in WRITERS:
        statuses, kept, home, seconds = json.loads(bench.large.where.ask(SEND % (bench.large.port, NUMBER, writers)).splitlines()[-1])
        is_ok = statuses == {"302": NUMBER} and kept == NUMBER and home <= 2
        measured = f"{statuses}, {kept} kept in {seconds:.0f} s, home at most {home:.1f} s"
        yield Result(f"{NUMBER:,} proposals from {writers} at once", "all taken; home ≤ 2 s meanwhile", measured, is_ok)
