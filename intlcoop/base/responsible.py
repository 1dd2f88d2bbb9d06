"""The colleague who looks after a record: she gets its reminders. For staff only."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy


def responsible_field(related_name: str) -> Any:
    """Of a model whose ends somebody is reminded of; send_reminders looks for this name."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("responsible"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        help_text=gettext_lazy("The colleague who is reminded before it ends. Left empty, the mailbox of the office is. For staff only."),
    )


class Colleagues(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        name = str(obj.get_full_name() or obj.get_username())
        return name if obj.is_active else _("%(name)s (has left)") % {"name": name}


class WithResponsible(admin.ModelAdmin):
    """Offers the colleagues by their names."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "responsible":
            # Who has left stays chosen until somebody else is; the mailbox of the office is reminded meanwhile.
            colleagues = get_user_model().objects.filter(is_staff=True).order_by("-is_active", "last_name", "first_name", "username")
            return db_field.formfield(form_class=Colleagues, queryset=colleagues, **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
