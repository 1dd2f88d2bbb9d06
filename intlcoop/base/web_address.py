"""Addresses on the web: http and https only, and https where staff leave the scheme out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

ONLY_WEB = URLValidator(schemes=["http", "https"], message=_("Enter an address that starts with https:// or http://."))


class WebAddressField(models.URLField):
    """A link that a page may show. Anything else (ftp, javascript, data) is refused."""

    default_validators = [ONLY_WEB]

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The last gate: what saves without a form (a command, an import, update()) stores no link that a page must not have."""
        if isinstance(value, str) and value and not value.lower().startswith(("http://", "https://")):
            raise ValidationError(ONLY_WEB.message, code="scheme")
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"assume_scheme": "https"} | kwargs))
