"""The database goes away and comes back: an apology within two seconds, the visitor's text, and no restart (4.24, F16)."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from tests import builders
from tests.places import Answer, Place, Server, place, postgresql_url, served
from tests.proposals.visitor import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """The cable between the portal and PostgreSQL. `cut` refuses like a stopped server, `swallow` is a network that says nothing."""

    def __init__(self) -> None:
        said = connection.settings_dict
        host, port = said["HOST"], int(said["PORT"] or 5432)
        self.address = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)
        self.port, self.is_silent = 0, False
        self.ends: list[socket.socket] = []
        self.join()

    def join(self) -> None:
        self.is_silent = False
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        with contextlib.suppress(OSError):  # it may be cut already
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def swallow(self) -> None:
        self.cut()
        self.join()
        self.is_silent = True

    def accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                self.ends.append(near)
                if self.is_silent:
                    continue
                far = socket.socket(socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET)
                far.connect(self.address)
                self.ends.append(far)
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line() -> Iterator[Line]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could be down")
    line = Line()
    yield line
    line.cut()


@pytest.fixture
def server(line: Line, tmp_path: Path) -> Iterator[Server]:
    builders.office(languages=["en", "sr"], email="office@example.edu")
    with place(tmp_path / "there", "postgresql", migrated=True) as there:
        name = there.database_url.rpartition("/")[2]
        with served(Place(there.folder, postgresql_url(name, "127.0.0.1", line.port))) as server:
            yield server


def assert_apology(page: Answer) -> None:
    assert page.status == 503, page.text
    assert page.seconds < 2.0
    assert page.headers["Retry-After"] == "30"
    assert 'class="wrap prose"' in page.text  # the portal's own page, in the language of the address


def back_within(seconds: float, ask: Callable[[], Answer]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ask().status == 200:
            return True
        time.sleep(0.1)
    return False


def test_a_server_that_is_down_is_told_at_once_and_missed_no_longer_than_it_is_away(server: Server, line: Line) -> None:
    opened = server.open_form()
    with ThreadPoolExecutor(8) as pool:  # several connections in the pool, all of which will break
        assert {answer.status for answer in pool.map(server.get, ["/partners/"] * 24)} == {200}
        line.cut()
        for answers in (pool.map(server.get, ["/", "/partners/", "/sr/events/", "/admin/login/"] * 2) for _again in range(2)):
            for answer in answers:
                assert_apology(answer)
    health = server.get("/healthz")
    assert (health.status, health.text) == (503, '{"status": "unavailable", "failed": ["database"]}')
    assert health.seconds < 2.0
    page = server.propose(opened, ANSWERS)
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert page.seconds < 2.0
    assert "Nothing was received. Keep a copy of your text" in page.text
    assert "students of medicine each spring" in page.text
    assert "mailto:office@example.edu" in page.text
    line.join()
    assert back_within(3, lambda: server.get("/"))
    assert server.propose(opened, ANSWERS).status == 302


def test_a_network_that_says_nothing_is_noticed_too(server: Server, line: Line) -> None:
    server.get("/")
    line.swallow()
    assert max(server.get("/").seconds for _again in range(2)) < 5
    assert server.get("/").status == 503
    line.cut()
    line.join()
    assert back_within(5, lambda: server.get("/"))


def test_a_portal_that_starts_before_its_database_gives_a_text_back_in_any_language(server: Server, line: Line) -> None:
    opened = server.open_form()
    server.stop()
    line.cut()
    server.start()
    assert_apology(server.get("/"))
    page = server.propose(opened, ANSWERS)
    assert page.status == 503
    assert "students of medicine each spring" in page.text
    line.join()
    assert back_within(3, lambda: server.get("/"))


def test_nobody_is_refused_because_many_come(server: Server) -> None:
    """More visitors than connections: they wait their turn."""
    with ThreadPoolExecutor(64) as pool:
        assert {answer.status for answer in pool.map(server.get, ["/partners/"] * 160)} == {200}
