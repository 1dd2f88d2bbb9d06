"""Places of their own for tests that restore, kill or fill up: a state folder and a database that nobody else uses."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.db import connection, connections

from tests.house import ROOT


@dataclass(frozen=True)
class Place:
    """A portal elsewhere; `manage` runs a command there and gives what it printed."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        ours = {"DJANGO_SETTINGS_MODULE": "tests.settings", "STATE_DIR": str(self.folder), "DATABASE_URL": self.database_url}
        return {name: value for name, value in os.environ.items() if name not in {"BACKUP_DIR", "SITE_URL", "HTTPS"}} | ours

    def run(self, *arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300, **more)

    def manage(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, code: str) -> str:
        """What a piece of code prints there."""
        return self.manage("shell", "--no-imports", "-c", code).strip()


@contextmanager
def place(folder: Path, engine: str, *, migrated: bool = False) -> Iterator[Place]:
    """A place with this database (`postgresql` only where the tests themselves run on it): empty, or a copy of the test's own."""
    folder.mkdir(exist_ok=True)
    if engine == "sqlite":
        if migrated:
            with (
                closing(sqlite3.connect(connection.settings_dict["NAME"])) as ours,
                closing(sqlite3.connect(folder / "db.sqlite3")) as copy,
            ):
                ours.backup(copy)
                copy.execute("PRAGMA journal_mode=WAL")
        yield Place(folder, "")
        return
    name = f"place_{uuid.uuid4().hex}"
    if migrated:  # a template must not be in use
        connections.close_all()
        connection.close_pool()
    template = f" TEMPLATE {connection.settings_dict['NAME']}" if migrated else ""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}{template}")
    try:
        yield Place(folder, postgresql_url(name))
    finally:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postgresql_url(name: str, host: str = "", port: int = 0) -> str:
    """The address of a database of the tests' server, directly or by way of another host and port."""
    said = connection.settings_dict
    user = quote(said["USER"]) + (f":{quote(said['PASSWORD'])}" if said["PASSWORD"] else "")
    port = port or said["PORT"]
    return f"postgres://{user}@{quote(host or said['HOST'] or 'localhost', safe='')}{f':{port}' if port else ''}/{name}"


class Answer(NamedTuple):
    status: int
    headers: Message  # upper and lower case do not matter
    text: str
    seconds: float


class Server:
    """The real server in a place, asked over the network."""

    def __init__(self, where: Place) -> None:
        self.where, self.port = where, free_port()
        self.start()

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "1", "--blocking-threads", "256", "--log-level", "error", "intlcoop.wsgi:application"),
        ]
        with (self.where.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.where.environment, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log()
            try:
                self.get("/robots.txt")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log())

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The whole group, as the power switch would."""
        os.killpg(self.process.pid, how)
        self.process.wait()

    def log(self) -> str:
        return (self.where.folder / "log").read_text()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as there:
            there.request(method, path, body, headers)
            response = there.getresponse()
            text = response.read().decode(errors="replace")
            return Answer(response.status, response.headers, text, time.monotonic() - begun)

    def open_form(self) -> dict[str, str]:
        """What the form's page hands out, to be sent back with each proposal."""
        page = self.get("/propose/")
        assert page.status == 200, page.text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token
        return {"Cookie": page.headers["Set-Cookie"].partition(";")[0], "token": token[1]}

    def propose(self, opened: dict[str, str], answers: dict[str, Any], key: str = "", stamp: str = "") -> Answer:
        fields = answers | {"csrfmiddlewaretoken": opened["token"], "key": key or str(uuid.uuid4()), "stamp": stamp, "send": "yes"}
        headers = {"Cookie": opened["Cookie"], "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", "/propose/", urlencode(fields, doseq=True), headers)


@contextmanager
def served(where: Place) -> Iterator[Server]:
    server = Server(where)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
