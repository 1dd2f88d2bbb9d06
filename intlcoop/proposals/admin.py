"""The inbox: staff read what was proposed, say how far they are and take notes. What the visitor wrote stays as it came."""

import re
from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django_countries.filters import CountryFilter

from intlcoop.base import audit
from intlcoop.base.admin import PortalAdmin
from intlcoop.base.text import fold
from intlcoop.proposals import mail_admin  # noqa: F401 - registers itself
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.spam import Suspicion

PROPOSAL: list[Any] = ["wishes", "words"]
INSTITUTION: list[Any] = ["institution", "institution_kind", "country", "city", "website"]
SENDER: list[Any] = ["name", "position", "answer_to", "phone", "language"]
RECEIPT: list[Any] = ["created_at", "updated_at", "suspected", "reasons"]


@admin.register(Proposal)
class ProposalAdmin(PortalAdmin):
    """No history rows: a proposal can be erased without a trace of its words."""

    list_display = ["reference", "institution", "country", "status", "suspected", "created_at"]
    list_display_links = ["reference", "institution"]
    list_filter = ["is_suspected", "status", ("country", CountryFilter)]
    date_hierarchy = "created_at"
    search_fields = ["name", "institution", "email", "city", "text"]
    search_help_text = gettext_lazy("Reference, name, institution, e-mail, city or words of the text.")
    actions = ["export_csv", "export_xlsx", "mark_as_spam", "mark_as_not_spam"]
    is_exported = True  # for whoever may see proposals at all
    exported_also = ("reference", "wishes", "reasons")
    exported = [
        "status",
        "created_at",
        *INSTITUTION,
        "name",
        "position",
        "email",
        "phone",
        "language",
        "text",
        "internal_note",
        "is_suspected",
    ]
    fieldsets = [
        (None, {"fields": ["reference", "status", "internal_note"], "description": gettext_lazy("The note is never public.")}),
        (gettext_lazy("Proposal"), {"fields": PROPOSAL}),
        (gettext_lazy("Institution"), {"fields": INSTITUTION}),
        (gettext_lazy("Sender"), {"fields": SENDER}),
        (gettext_lazy("Receipt"), {"fields": RECEIPT}),
    ]  # fmt: skip
    readonly_fields = ["reference", *PROPOSAL, *INSTITUTION, *SENDER, *RECEIPT]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Proposals come from the public form only."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Proposal | None:
        """A proposal holds personal data: the log keeps who has read it."""
        proposal: Proposal | None = super().get_object(request, object_id, from_field)
        if proposal and self.has_view_permission(request, proposal):
            audit.record("seen", request, proposal)
        return proposal

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """IC-2026-0042 is number 42."""
        if match := re.fullmatch(r"\s*IC-\d{4}-(\d{1,12})\s*", search_term, re.IGNORECASE | re.ASCII):
            return queryset.filter(pk=int(match[1])), False
        words = fold(search_term).split()
        if not words:
            return queryset, False
        # An inbox is short: folding it here finds Müller by "muller" and Cyrillic in any case, which SQLite does not.
        folded = {pk: fold(" ".join(texts)) for pk, *texts in queryset.values_list("pk", *self.search_fields)}
        return queryset.filter(pk__in=[pk for pk, text in folded.items() if all(word in text for word in words)]), False

    @admin.display(description=gettext_lazy("reference"), ordering="pk")
    def reference(self, proposal: Proposal) -> str:
        return proposal.reference

    @admin.display(description=gettext_lazy("kind of cooperation"))
    def wishes(self, proposal: Proposal) -> str:
        return ", ".join(proposal.topic_labels)

    @admin.display(description=gettext_lazy("description"))
    def words(self, proposal: Proposal) -> SafeString:
        return format_html('<div dir="auto">{}</div>', linebreaksbr(proposal.text))

    @admin.display(description=gettext_lazy("e-mail"))
    def answer_to(self, proposal: Proposal) -> SafeString:
        """A link that opens the reader's own mail program with the reference as the subject."""
        address = f"mailto:{quote(proposal.email, safe='@')}?subject={quote(proposal.reference)}"
        return format_html('<a href="{}">{}</a>', address, proposal.email)

    @admin.display(description=gettext_lazy("suspected spam"), ordering="is_suspected")
    def suspected(self, proposal: Proposal) -> str:
        """A word: Django's green tick would say that spam is good."""
        return _("suspected spam") if proposal.is_suspected else "–"

    @admin.display(description=gettext_lazy("why suspected"))
    def reasons(self, proposal: Proposal) -> str:
        return "; ".join(Suspicion.labels_of(proposal.suspicion)) or "–"

    @admin.action(description=gettext_lazy("Mark the chosen proposals as spam"), permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        self._mark(request, queryset, True, _("Marked as spam."))

    @admin.action(description=gettext_lazy("Mark the chosen proposals as not spam"), permissions=["change"])
    def mark_as_not_spam(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        self._mark(request, queryset, False, _("Marked as not spam."))

    def _mark(self, request: HttpRequest, queryset: QuerySet[Proposal], suspected: bool, words: str) -> None:
        """The reasons that the portal found stay, so that colleagues can see what misled it."""
        changed = 0
        for proposal in queryset.exclude(is_suspected=suspected):
            proposal.is_suspected = suspected
            proposal.suspicion = proposal.suspicion or (Suspicion.STAFF if suspected else "")
            proposal.save(update_fields=["is_suspected", "suspicion", "updated_at"])
            self.log_change(request, proposal, words)
            changed += 1
        text = ngettext("%(count)d proposal changed.", "%(count)d proposals changed.", changed) % {"count": changed}
        self.message_user(request, text, messages.SUCCESS)
