"""What `manage.py check --deploy` says about an office that is to go into service; each line names what to do."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Tags, Warning as CheckWarning, register
from django.db import DatabaseError, connection

NO_DATABASE = CheckWarning(
    "The database does not answer, or has not been migrated, so accounts could not be looked at.",
    hint="Run `manage.py migrate`.",
    id="office.W001",
)


@register(Tags.security, deploy=True)
def sender_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if "@" in settings.DEFAULT_FROM_EMAIL:
        return []
    return [CheckWarning("The portal has no sender for its mails.", hint="Set DEFAULT_FROM_EMAIL=office@example.edu.", id="office.W002")]


@register(Tags.security, deploy=True)
def public_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if urlsplit(settings.SITE_URL).scheme == "https":
        return []
    return [CheckWarning("SITE_URL does not begin with https.", hint="Set SITE_URL to the public address.", id="office.W003")]


@register(Tags.security, deploy=True)
def media_folder(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The folder is made with the first upload, so what counts is the nearest folder that exists."""
    folder = Path(settings.MEDIA_ROOT)
    there = next(path for path in [folder, *folder.parents] if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return []
    return [
        CheckWarning(f"Uploads cannot be stored in {folder}.", hint="Give the portal's user the right to write there.", id="office.W004")
    ]


@register(Tags.security, deploy=True)
def write_ahead_log(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without it, whoever writes stops everybody who reads."""
    if connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    except DatabaseError:
        return [NO_DATABASE]
    return (
        []
        if mode == "wal"
        else [CheckWarning("SQLite does not use its write-ahead log.", hint="Keep init_command in the settings.", id="office.W005")]
    )


@register(Tags.security, deploy=True)
def reader_of_the_inbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    backend = "intlcoop.office.sign_in.StaffBackend"
    try:
        readers = get_user_model().objects.with_perm("proposals.view_proposal", backend=backend).filter(is_staff=True)
        if readers.exists():
            return []
    except DatabaseError:
        return [NO_DATABASE]
    return [CheckWarning("No active account may read the proposals.", hint="Give somebody the role Inbox officer.", id="office.W006")]
