"""Filters of the inbox."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base.typed import NUMBER

ME, NOBODY = "me", "nobody"


class TakenBy(admin.SimpleListFilter):
    """Mine, those that nobody has taken, and those of each colleague who has any."""

    title = gettext_lazy("taken by")
    parameter_name = "taken_by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        holders = get_user_model().objects.filter(taken_proposals__isnull=False).exclude(pk=request.user.pk).distinct()
        others = [(str(who.pk), who.get_full_name() or who.get_username()) for who in holders.order_by("last_name", "first_name", "username")]
        return [(ME, _("me")), (NOBODY, _("nobody")), *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == ME:
            return queryset.filter(taken_by=request.user.pk)
        if chosen == NOBODY:
            return queryset.filter(taken_by=None)
        return queryset.filter(taken_by=int(chosen)) if chosen and NUMBER.fullmatch(chosen) else queryset
