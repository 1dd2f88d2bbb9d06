"""`manage.py check --deploy` is quiet in the environment that README.md describes, and names what is missing (faults.md 3.1)."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from intlcoop.office import checks
from intlcoop.office.roles import INBOX_OFFICER, VIEWER
from tests.builders import account
from tests.house import ROOT

KEPT = {"PATH", "HOME", "LANG", "TMPDIR"}


def production(state: Path, url: str) -> dict[str, str]:
    """The variables of .deploy/intlcoop.env, and a backup of last night."""
    (state / f"intlcoop-site-{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}.tar.gz").write_bytes(b"")
    return {name: value for name, value in os.environ.items() if name in KEPT} | {
        "BACKUP_DIR": str(state),
        "BEHIND_PROXY": "yes",
        "DATABASE_URL": url,
        "DEFAULT_FROM_EMAIL": "office@example.edu",
        "HTTPS": "yes",
        "SECRET_KEY": "kU3!vq-8Zt_1Lw0sXn5eBq7hRj2mYc4pTa9gFd6iOz8uKx3wVb",
        "SITE_URL": "https://international.example.edu",
        "STATE_DIR": str(state),
        "STATIC_ROOT": str(state),
    }


def check(environment: dict[str, str], module: str = "intlcoop.settings") -> tuple[int, str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--settings", module]
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"PYTHONPATH": f"{ROOT}:{environment['STATE_DIR']}"}, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """An office in service, with somebody who reads its inbox."""
    account(INBOX_OFFICER)
    name = connection.settings_dict["NAME"]
    return production(
        tmp_path, f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )


# One test for all, because each row of a fixture that another process can see costs a flush of the database.
FAULTS = {
    "security.W018": {"DEBUG": "yes"},
    "security.W009": {"SECRET_KEY": "short"},
    "security.W020": {"ALLOWED_HOSTS": ","},
    "security.W004": {"HSTS_SECONDS": "0"},
    "security.W012": {"HTTPS": "no"},
    "office.W002": {"DEFAULT_FROM_EMAIL": "office"},
    "office.W003": {"SITE_URL": "http://international.example.edu"},
}


def test_the_documented_environment_and_each_fault_in_it(environment: dict[str, str]) -> None:
    assert check(environment) == (0, "System check identified no issues (2 silenced).\n")
    for code, change in FAULTS.items():
        status, output = check(environment | change)
        assert status != 0, change
        assert code in output, change
    Path(environment["STATE_DIR"], "careless.py").write_text(
        "from intlcoop.settings import *\nSESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False\n"
    )
    status, output = check(environment, "careless")
    assert status != 0
    assert {"security.W012", "security.W016"} <= set(output.replace("(", " ").replace(")", " ").split())


def codes(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


def test_a_folder_for_uploads_that_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "to" / "be" / "made"
    assert codes(checks.media_folder(None)) == []
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert codes(checks.media_folder(None)) == ["office.W004"]


@pytest.mark.django_db
def test_nobody_who_reads_the_inbox() -> None:
    account(VIEWER, username="viewer")
    account(INBOX_OFFICER, username="gone", is_active=False)
    account(INBOX_OFFICER, username="outsider", is_staff=False)
    assert codes(checks.reader_of_the_inbox(None)) == ["office.W006"]
    account(INBOX_OFFICER)
    assert codes(checks.reader_of_the_inbox(None)) == []


def test_a_database_without_a_write_ahead_log(tmp_path: Path) -> None:
    """Settings of somebody's own that forget it, and a database that was never migrated."""
    own = "from intlcoop.settings import *\nDATABASES['default']['OPTIONS'].pop('init_command')\n"
    (tmp_path / "own.py").write_text(own)
    status, output = check(production(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}"), "own")
    assert status != 0
    assert "office.W005" in output
    assert "office.W001" in output
    assert "Traceback" not in output


def test_django_knows_our_checks() -> None:
    assert portal.SILENCED_SYSTEM_CHECKS == ["security.W005", "security.W021"]
