"""What Django tells about signing in and out: the audit log hears of it, and the session's clock starts.

Signals of Django's, because whatever signs somebody in (the form, a command, a test) sends them. We send none of our own.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from intlcoop.base import audit
from intlcoop.office import sessions


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    sessions.begin(request.session)
    audit.record("sign-in", request, user, account=user.get_username())


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record("sign-out", request, user, account=user.get_username())


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The name only if there is such an account: people type their password into the wrong field."""
    name = credentials.get("username", "")
    known = get_user_model().objects.filter(username=name).exists()
    audit.record("sign-in failed", request, account=name if known else "(unknown)")
