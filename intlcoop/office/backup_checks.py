"""A warning for who puts the portal into service: there is no backup, or none of the last two days."""

import time
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning as CheckWarning, register

from intlcoop.office.backup import archives

OLDEST_HOURS = 48


@register(Tags.files, deploy=True)
def check_backup(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Only with `check --deploy`: a portal that is being developed needs no backup, and a page never waits for this."""
    hint = "Run `manage.py backup`, and let a timer run it every night (README.md, “Into service”)."
    try:
        found = archives(settings.BACKUP_DIR)
        if not found:
            return [CheckWarning(f"There is no backup in {settings.BACKUP_DIR}.", hint=hint, id="office.W101")]
        hours = (time.time() - found[0].stat().st_mtime) / 3600
    except OSError as error:
        return [CheckWarning(f"The backups in {settings.BACKUP_DIR} cannot be read: {error.strerror}.", hint=hint, id="office.W102")]
    if hours > OLDEST_HOURS:
        return [CheckWarning(f"The newest backup, {found[0].name}, is {hours:.0f} hours old.", hint=hint, id="office.W103")]
    return []
