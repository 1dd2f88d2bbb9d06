"""The list of a model's rows in the admin, with fewer questions to the database than Django's own."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest


class PortalChangeList(ChangeList):
    """Django makes all filters anew for the numbers beside each of them, and asks for their choices each time. Here they are made once."""

    _filters: Any = None

    def get_filters(self, request: HttpRequest) -> Any:
        if self._filters is None:
            self._filters = super().get_filters(request)
        return self._filters
