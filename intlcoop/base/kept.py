"""What staff were sending when their session had ended: carried through the sign-in and sent again at a click.

It travels in the pages themselves, so nothing of it is stored for a stranger. Files are not kept: browsers do not give them back.
"""

from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, QueryDict

NOT_TEXT = {"csrfmiddlewaretoken", "kept"}
SECRET = ("password", "code", "token")  # a form that asks for one is filled in again


def kept(request: HttpRequest) -> str:
    """All that was sent, as one line; "" where nothing was typed, or something that nobody should carry about."""
    sent: QueryDict = request.POST.copy()
    for name in NOT_TEXT & set(sent):
        del sent[name]
    if any(word in name for name in sent for word in SECRET):
        return ""
    return sent.urlencode() if any(not name.startswith("_") for name in sent) else ""


def fields(line: str) -> list[tuple[str, str]]:
    """Name and value of everything in such a line. Raises ValueError if it holds more than a form may have."""
    pairs: Any = parse_qsl(line, keep_blank_values=True, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    return [(name, value) for name, value in pairs if name not in NOT_TEXT]
