"""What was written after a proposal, below its form."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.proposals.mail_faults import explain
from intlcoop.proposals.models import Message


class MessageRows(admin.TabularInline):
    """What was written since then; nobody changes it."""

    model = Message
    extra = 0
    fields = ["direction", "written_at", "written_by", "words", "on_its_way"]
    readonly_fields = ["direction", "written_at", "written_by", "words", "on_its_way"]
    verbose_name_plural = gettext_lazy("Written since then")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).select_related("written_by", "mail")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("text"))
    def words(self, message: Message) -> SafeString:
        return format_html('<div dir="auto">{}</div>', linebreaksbr(message.text))

    @admin.display(description=gettext_lazy("mail"))
    def on_its_way(self, message: Message) -> str:
        if message.mail is None:
            return "–"
        return _("sent") if message.mail.sent_at else explain(message.mail.last_error) or _("waits")
