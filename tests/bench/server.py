"""What the server itself costs: its start, and its memory while large answers stream."""

import http.client
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
    """Twice each: what the first leaves behind is what the process needs anyway; the second must add nothing."""
    server = bench.large
    for path in EXPORTS:
        read(server, path)
        before = most = memory(server)
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as there:
            there.request("GET", path)
            answer = there.getresponse()
            size = 0
            while piece := answer.read(MB):
                size += len(piece)
                most = max(most, memory(server))
        if answer.status != 200:
            yield Result(f"export {path}", "", "not in this portal")
            continue
        grown = most - before
        yield Result(f"export {path}", f"memory + ≤ {FLAT // MB} MB", f"+ {grown / MB:.1f} MB for {size / MB:.1f} MB", grown <= FLAT)


def read(server: Server, path: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as there:
        there.request("GET", path)
        there.getresponse().read()
