"""Bodies and questions that are too large, visitors that are too slow: nobody else waits for them (4.37, 4.38, F9, F10)."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests import builders
from tests.places import Server, place, served

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = 12
BODY = "POST /propose/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\n\r\n--x"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    builders.office()
    with place(tmp_path / "there", connection.vendor, migrated=True) as there, served(there) as server:
        yield server


def connected(server: Server, words: str) -> socket.socket:
    there = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    there.sendall(words.encode())
    return there


def test_what_is_too_large_or_too_slow_harms_nobody(server: Server, tmp_path: Path) -> None:
    assert server.get("/").status == 200  # opens the database, whose log stands beside it
    files = set(tmp_path.rglob("*"))
    begun = time.monotonic()
    with connected(server, BODY.format(300_000_000)) as there:
        assert there.recv(200).startswith(b"HTTP/1.1 413 ")
    assert time.monotonic() - begun < 1
    assert set(tmp_path.rglob("*")) == files

    for count, status in ((1000, {200}), (1001, {400}), (2000, {400}), (100_000, {400, 414, 431})):
        answer = server.get("/partners/?" + "&".join(["a"] * count))
        assert answer.status in status, count
        assert answer.seconds < 1

    with ExitStack() as stack:
        for _number in range(SLOW):
            stack.enter_context(connected(server, BODY.format(1000)))
            stack.enter_context(connected(server, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "))
        for path in ("/", "/partners/", "/healthz"):
            answer = server.get(path)
            assert (answer.status, answer.seconds < 2) == (200, True), path
