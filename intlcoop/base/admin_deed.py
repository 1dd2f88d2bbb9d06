"""Deeds that ask before they are done: a page says to which records and what follows, takes what has to be known, then all or nothing."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from intlcoop.base import audit
from intlcoop.base.admin_labels import label_of, rows_of

CONFIRMED = "confirmed"


class Deed(forms.Form):
    """What is asked, and what is done to each record. The words are those of its page."""

    title: Any = ""
    explanation: Any = ""
    button: Any = ""
    not_possible: Any = ""  # "Left out, because …: %(titles)s."
    makes_drafts = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    @classmethod
    def fits(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows to which it can be done."""
        return rows

    def objection(self, row: Any) -> Any:
        """Why what was entered does not fit this row; None if it does."""
        return None

    def do(self, row: Any) -> Any:
        """To one row, locked. Gives what was made, or the row itself."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What the officer is told."""
        raise NotImplementedError


class WithDeeds(admin.ModelAdmin):
    """An action that hands its deed to `ask` shows the page first."""

    def ask(self, request: HttpRequest, queryset: QuerySet[Any], deed: type[Deed]) -> HttpResponse | None:
        chosen = list(rows_of(self, queryset))
        possible = set(deed.fits(self.model._default_manager.filter(pk__in=[row.pk for row in chosen])).values_list("pk", flat=True))
        left = [label_of(self, row) for row in chosen if row.pk not in possible]
        rows = [row for row in chosen if row.pk in possible]
        if left:
            self.message_user(request, deed.not_possible % {"titles": "; ".join(left)}, messages.WARNING)
        if not rows:
            return None
        form = deed(request.POST if CONFIRMED in request.POST else None)
        if form.is_bound and form.is_valid():
            for row in rows:
                if words := form.objection(row):
                    form.add_error(None, f"{label_of(self, row)}: {words}")
        if form.is_bound and form.is_valid():
            return self._carry_out(request, form, sorted(possible))
        return self._page(request, form, rows)

    def _carry_out(self, request: HttpRequest, form: Deed, possible: list[Any]) -> HttpResponse | None:
        """Locked and looked at once more: a colleague may have done the same a moment ago."""
        with transaction.atomic():
            list(self.model._base_manager.filter(pk__in=possible).order_by("pk").select_for_update())
            rows = list(form.fits(self.model._default_manager.filter(pk__in=possible)).order_by("pk"))
            made = [form.do(row) for row in rows]
            for row in rows:
                audit.record(request.POST["action"], request, row)
        self.message_user(request, form.done(len(made)), messages.SUCCESS)
        info = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(info, args=[made[0].pk])) if form.makes_drafts and len(made) == 1 else None

    def _page(self, request: HttpRequest, form: Deed, rows: list[Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": form.title,
            "form": form,
            "rows": [(row.pk, label_of(self, row)) for row in rows],
            "action": request.POST["action"],
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
            "stays": "_stay" in request.POST and not form.makes_drafts,
            "back": self._back(rows) if "_stay" in request.POST else request.get_full_path(),
        }
        return TemplateResponse(request, "admin/deed.html", context)

    def _back(self, rows: list[Any]) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[rows[0].pk])
