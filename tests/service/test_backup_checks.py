"""Who puts the portal into service hears when there is no backup, or only an old one (3.1)."""

import os
import time
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from intlcoop.office.backup_checks import check_backup

NAME = "intlcoop-site-20260101T000000Z.tar.gz"


@pytest.mark.parametrize(("hours", "words"), [(1, []), (47, []), (49, ["is 49 hours old"]), (None, ["There is no backup in"])])
def test_the_age_of_the_newest_archive_is_what_counts(tmp_path: Path, settings: Settings, hours: int | None, words: list[str]) -> None:
    settings.BACKUP_DIR = tmp_path / "backups"
    if hours is not None:
        settings.BACKUP_DIR.mkdir()
        (settings.BACKUP_DIR / NAME).touch()
        (settings.BACKUP_DIR / NAME.replace("2026", "2025")).touch()
        made = time.time() - hours * 3600
        os.utime(settings.BACKUP_DIR / NAME, (made, made))
    messages = check_backup(None)
    assert len(messages) == len(words)
    for message, expected in zip(messages, words, strict=True):
        assert expected in message.msg
        assert "manage.py backup" in str(message.hint)


def test_what_is_no_archive_does_not_count(tmp_path: Path, settings: Settings) -> None:
    settings.BACKUP_DIR = tmp_path
    for name in ("intlcoop-site-20260101T000000Z.tar.gz.part", "notes.txt", ".intlcoop-backup-x"):
        (tmp_path / name).touch()
    assert [message.id for message in check_backup(None)] == ["office.W101"]


def test_it_is_asked_for_service_only(tmp_path: Path, settings: Settings) -> None:
    settings.BACKUP_DIR = tmp_path
    assert "office.W101" in {message.id for message in run_checks(tags=["files"], include_deployment_checks=True)}
    assert "office.W101" not in {message.id for message in run_checks(tags=["files"])}
