"""Templates of replies."""

from django.contrib import admin

from intlcoop.base.admin import PortalAdmin
from intlcoop.proposals.models import ReplyTemplate


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(PortalAdmin):
    list_display = ["name", "language", "subject"]
    list_filter = ["language"]
    search_fields = ["name", "subject", "text"]
    fieldsets = [(None, {"fields": ["name", "language", "subject", "text"]})]
