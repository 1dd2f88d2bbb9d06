"""Addresses on the web: http and https only, and https where staff leave the scheme out."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY_WEB = URLValidator(schemes=["http", "https"], message=_("Enter an address that starts with https:// or http://."))


class WebAddressField(models.URLField):
    """A link that a page may show. Anything else (ftp, javascript, data) is refused."""

    default_validators = [ONLY_WEB]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"assume_scheme": "https"} | kwargs))
