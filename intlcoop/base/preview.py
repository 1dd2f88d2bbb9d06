"""Who may see a draft, or a file of a draft, before everybody does: one rule for pages and files."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.db import models
from django.http import HttpRequest


def may_preview(request: HttpRequest, model: type[models.Model]) -> bool:
    """Active staff who may look at such records in the admin.

    The session is asked only where the browser has one, so that the answer to everybody else varies by nothing.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user: Any = request.user
    right = f"{model._meta.app_label}.{get_permission_codename('view', model._meta)}"
    return bool(user.is_active and user.is_staff and user.has_perm(right))
