"""The mails of the portal: staff see what left, what waits and why, and may ask for another try. Nobody writes one here."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from intlcoop.base.admin import PortalAdmin
from intlcoop.base.admin_read_only import ReadOnly
from intlcoop.proposals import mail
from intlcoop.proposals.mail_faults import explain
from intlcoop.proposals.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnly, PortalAdmin):
    """Read only: what was sent is what stands here."""

    list_display = ["subject", "to", "purpose", "fate", "tries", "problem", "queued_at"]
    list_filter = ["purpose", ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject"]
    search_help_text = gettext_lazy("Address or subject.")
    date_hierarchy = "queued_at"
    actions = ["try_again"]
    fieldsets = [
        (None, {"fields": ["purpose", "to", "reply_to", "subject", "text"]}),
        (gettext_lazy("On its way"), {"fields": ["fate", "tries", "problem", "queued_at", "next_try_at", "sent_at"],
                                      "description": gettext_lazy("A mail that fails is tried again by itself for two weeks, with growing pauses.")}),
    ]  # fmt: skip
    readonly_fields = ["fate", "problem"]

    def has_try_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("proposals.change_outgoingmail"))

    @admin.display(description=gettext_lazy("status"))
    def fate(self, row: OutgoingMail) -> str:
        if row.sent_at:
            return _("sent")
        if row.is_given_up:
            return _("given up")
        if row.last_error:
            return _("waits for another try")
        return _("waits") if mail.has_server() else _("waits: no mail server is set")

    @admin.display(description=gettext_lazy("last error"))
    def problem(self, row: OutgoingMail) -> str:
        return explain(row.last_error) or "–"

    @admin.action(description=gettext_lazy("Try to send the chosen mails again"), permissions=["try"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        count = OutgoingMail.objects.filter(pk__in=queryset.order_by().values("pk")).try_again()
        mail.send_soon()
        words = ngettext("%(count)d mail is tried again.", "%(count)d mails are tried again.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
