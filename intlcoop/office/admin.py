"""Editing the front desk: pages, policy, rankings, staff and tasks."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.admin import TOTPDevice

from intlcoop.base.admin import ADDRESS, PUBLISHING, Parts, RecordAdmin, Rows, TrackedAdmin
from intlcoop.office.accounts import AccountAdmin
from intlcoop.office.models import OfficeTask, Page, PageLink, Policy, PolicyEvidence, PolicyObjective, Ranking, StaffMember
from intlcoop.office.sign_in import SignInForm

admin.site.site_header = _("International cooperation: for staff")
admin.site.site_title = _("For staff")
admin.site.index_title = _("What would you like to edit?")
admin.site.login_form = SignInForm
# Roles are a table in the code (roles.py); secrets of an app are nobody's business.
admin.site.unregister([Group, User, TOTPDevice])
admin.site.register(User, AccountAdmin)


class PageLinkRows(Rows):
    model = PageLink


@admin.register(Page)
class PageAdmin(RecordAdmin):
    list_display = ["title", "section", "order", "publication", "checked_on", "updated_at"]
    list_filter = ["is_published", "section"]
    search_fields = ["search_text"]
    inlines = [PageLinkRows]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "section", "body", "order"],
                "description": _("An introduction above the list of a section, or a page of its own."),
            },
        ),
        ADDRESS,
        PUBLISHING,
    ]


class PolicyObjectiveParts(Parts):
    model = PolicyObjective
    fields = ["level", "order", "text"]


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    list_display = ["title", "version", "adopted_on", "publication", "updated_at"]
    inlines = [PolicyObjectiveParts]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "version", "body"],
                "description": _("A new version is a new record: the old one is kept and linked under the new."),
            },
        ),
        (_("Adoption"), {"fields": ["adopted_on", "adopted_by", "next_review_on"]}),
        PUBLISHING,
    ]


@admin.register(PolicyEvidence)
class PolicyEvidenceAdmin(TrackedAdmin):
    """Evidence stands by itself, because it belongs to an objective and not to the whole policy."""

    list_display = ["__str__", "objective", "year", "updated_at"]
    list_filter = ["year", "objective__policy"]
    list_select_related = ["objective"]
    autocomplete_fields = ["project", "event", "call", "article", "document"]
    fieldsets = [
        (None, {"fields": ["objective", "year", "text"], "description": _("Shown under its objective as soon as you save it, if the policy is published.")}),
        (_("A record that shows it"), {"fields": ["project", "event", "call", "article", "document"],
                                       "description": _("It becomes a link while the record is public.")}),
    ]  # fmt: skip


@admin.register(Ranking)
class RankingAdmin(RecordAdmin):
    list_display = ["system", "year", "position", "subject", "publication"]
    list_filter = ["is_published", "system", "year"]
    fieldsets = [
        (None, {"fields": ["system", "year", "position", "subject", "website", "note"],
                "description": _("One place in one edition, with the address where it can be checked.")}),
        PUBLISHING,
    ]  # fmt: skip


@admin.register(StaffMember)
class StaffMemberAdmin(RecordAdmin):
    exports_people = True
    list_display = ["person", "role", "is_head", "starts_on", "ends_on", "publication"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
    fieldsets = [
        (None, {"fields": ["person", "role", "is_head", "starts_on", "ends_on"],
                "description": _("Somebody who leaves is not deleted: enter the end, and the name moves to the former staff.")}),
        (_("Contact"), {"fields": ["email", "phone", "room", "spoken"], "description": _("All of it is public.")}),
        (_("Order"), {"fields": ["order"]}),
        PUBLISHING,
    ]  # fmt: skip


@admin.register(OfficeTask)
class OfficeTaskAdmin(RecordAdmin):
    list_display = ["__str__", "order", "publication"]
    fieldsets = [(None, {"fields": ["text", "order"], "description": _("The tasks are numbered on the page in this order.")}), PUBLISHING]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new task comes last."""
        return {"order": OfficeTask.objects.next_order()} | dict(super().get_changeform_initial_data(request))
