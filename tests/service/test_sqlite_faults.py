"""A SQLite that is locked, full, broken or not there: who reads goes on reading, who writes is told (4.24, 4.25, 4.26, F5)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.db import connection
from django.test import Client

from intlcoop.proposals.models import Proposal
from tests import builders
from tests.places import place, served
from tests.proposals.visitor import ANSWERS, Visitor, main

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's file")]

READING = ["/", "/partners/", "/agreements/", "/events/", "/propose/", "/search/?q=graz", "/healthz", "/sitemap.xml"]


@pytest.fixture
def visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    builders.office(email="office@example.edu")
    builders.agreement()
    return Visitor(Client(raise_request_exception=False), monkeypatch)


@contextmanager
def pragma(name: str, value: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        (before,) = cursor.execute(f"PRAGMA {name}").fetchone()
        cursor.execute(f"PRAGMA {name}={value}")
        yield
        cursor.execute(f"PRAGMA {name}={before}")


def assert_told(page: Any) -> None:
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "Nothing was received. Keep a copy of your text" in main(page)
    assert "students of medicine" in main(page)


def test_who_reads_does_not_notice_a_lock_and_who_writes_waits_and_is_told(visitor: Visitor) -> None:
    assert portal.DATABASES["default"]["OPTIONS"]["timeout"] <= 10
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other, pragma("busy_timeout", 300):
        other.execute("BEGIN EXCLUSIVE")
        for path in READING:
            assert visitor.client.get(path).status_code == 200, path
        assert_told(visitor.propose())
        other.execute("COMMIT")
        assert visitor.propose().status_code == 302


def test_a_lock_does_not_stop_a_visitor_whose_connection_is_new(visitor: Visitor) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        connection.close()
        assert visitor.client.get("/").status_code == 200


def test_on_a_full_disk_everything_can_be_read_and_nothing_is_half_written(visitor: Visitor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # or the first proposals would fit into what earlier tests have left free
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    with pragma("max_page_count", pages):
        statuses = [visitor.propose(text="x" * 4900).status_code for _again in range(40)]
        assert set(statuses) <= {302, 503}
        assert_told(visitor.propose(text="We are many students of medicine. " * 140))
        stored = Proposal.objects.count()
        assert stored == statuses.count(302)
        for path in READING:
            assert visitor.client.get(path).status_code == 200, path
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert visitor.propose().status_code == 302
    assert Proposal.objects.count() == stored + 1


def test_a_file_that_is_broken_away_or_without_tables_is_told(tmp_path: Path) -> None:
    builders.office()
    with place(tmp_path / "there", "sqlite", migrated=True) as there, served(there) as server:
        opened, file = server.open_form(), there.folder / "db.sqlite3"
        whole = file.read_bytes()
        server.stop()
        for broken in (b"no database at all" * 1000, b""):  # the second is one without tables
            for beside in there.folder.glob("db.sqlite3-*"):
                beside.unlink()
            file.write_bytes(broken)
            server.start()
            for path in ("/", "/partners/", "/sr/", "/admin/login/"):
                page = server.get(path)
                assert (page.status, page.headers.get("Retry-After")) == (503, "30"), path
                assert page.seconds < 2
            assert server.get("/healthz").text == '{"status": "unavailable", "failed": ["database"]}'
            assert "students of medicine each spring" in server.propose(opened, ANSWERS).text
            server.stop()
        for beside in there.folder.glob("db.sqlite3-*"):
            beside.unlink()
        file.write_bytes(whole)
        server.start()
        assert server.get("/").status == 200
