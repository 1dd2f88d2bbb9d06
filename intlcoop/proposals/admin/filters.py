"""Filters of the inbox."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base.typed import NUMBER

ME, NOBODY = "me", "nobody"


def name_of(account: Any) -> str:
    """Of a colleague, as colleagues call her."""
    return str(account.get_full_name() or account.get_username())


class TakenBy(admin.SimpleListFilter):
    """Mine, those that nobody has taken, and those of each colleague who has any."""

    title = gettext_lazy("taken by")
    parameter_name = "taken_by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Django makes the filters of a page anew for each of them; the colleagues are asked for once."""
        others: list[tuple[str, str]] | None = getattr(request, "holders_of_proposals", None)
        if others is None:
            found = get_user_model().objects.filter(taken_proposals__isnull=False).exclude(pk=request.user.pk or 0).distinct()
            others = [(str(who.pk), name_of(who)) for who in found.order_by("last_name", "first_name", "username")]
            request.holders_of_proposals = others  # type: ignore[attr-defined]
        return [(ME, _("me")), (NOBODY, _("nobody")), *others]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without the numbers that the other filters show: they would cost a query more than a list may."""
        chosen = self.value()
        for value, words in [(None, _("All")), *self.lookup_choices]:
            way = {self.parameter_name: value} if value else {}
            away = [] if value else [self.parameter_name]
            yield {"selected": chosen == value, "query_string": changelist.get_query_string(way, away), "display": words}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == ME:
            return queryset.filter(taken_by=request.user.pk)
        if chosen == NOBODY:
            return queryset.filter(taken_by=None)
        return queryset.filter(taken_by=int(chosen)) if chosen and NUMBER.fullmatch(chosen) else queryset
