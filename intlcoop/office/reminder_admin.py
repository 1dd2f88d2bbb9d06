"""The ledger of reminders, for staff who ask whether somebody was told. Nobody writes in it."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import PortalAdmin
from intlcoop.base.admin_read_only import ReadOnly
from intlcoop.base.ends import endings
from intlcoop.office.models import Reminder


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, PortalAdmin):
    """Read only. What it was about may be gone by now, so it is named by kind and number."""

    list_display = ["created_at", "kind", "record", "due_on", "threshold", "readers"]
    list_filter = ["name"]
    date_hierarchy = "due_on"
    actions = None
    fieldsets = [(None, {"fields": ["kind", "record", "due_on", "threshold", "remind_on", "readers", "created_at"],
                         "description": _("Each is sent once. 6m is six months before the end, 60d sixty days, 0d the day itself.")})]  # fmt: skip
    readonly_fields = ["kind", "record"]

    @admin.display(description=_("what"), ordering="model")
    def kind(self, reminder: Reminder) -> str:
        found = (each for each in endings() if (each.model._meta.label_lower, each.name) == (reminder.model, reminder.name))
        ending = next(found, None)
        return str(ending.heading) if ending else reminder.model

    @admin.display(description=_("record"))
    def record(self, reminder: Reminder) -> SafeString:
        model: Any = apps.get_model(reminder.model)
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[reminder.target])
        return format_html('<a href="{}">{} {}</a>', url, model._meta.verbose_name, reminder.target)
