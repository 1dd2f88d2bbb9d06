"""The log of who did what: one line of JSON for each deed, written by the portal and editable by nobody in the admin.

Records are named by kind and number, never by their words: what is erased from the portal must not live on in a log.
"""

import datetime
import json
import logging
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from intlcoop.base import client

logger = logging.getLogger("intlcoop.audit")


def record(event: str, request: HttpRequest | None = None, thing: Model | None = None, **details: Any) -> None:
    """Write a line: when (UTC), what, by whom and from where, about which row, and what else is worth keeping."""
    line: dict[str, Any] = {"at": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "event": event}
    if request is not None:
        user = getattr(request, "user", None)
        line["by"] = user.get_username() if user is not None and user.is_authenticated else ""
        line["address"] = client.address(request)
    if thing is not None:
        line["about"] = f"{thing._meta.label_lower} {thing.pk}"
    logger.info("%s", one_line(json.dumps(line | details, ensure_ascii=False, default=str)))


def one_line(text: str) -> str:
    """JSON escapes the common line breaks; the rarer ones, and what turns the direction of writing, are escaped here."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter) & 0xFFFF:04x}" for letter in text)
