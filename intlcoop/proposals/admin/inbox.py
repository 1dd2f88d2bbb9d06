"""The inbox: staff read what was proposed, say how far they are and take notes. What the visitor wrote stays as it came."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django_countries.filters import CountryFilter

from intlcoop.base import audit
from intlcoop.base.admin import PortalAdmin
from intlcoop.base.languages import own_name
from intlcoop.base.text import fold
from intlcoop.proposals.acceptance import candidates
from intlcoop.proposals.admin.deeds import Deeds
from intlcoop.proposals.admin.filters import TakenBy, name_of
from intlcoop.proposals.admin.message_rows import MessageRows
from intlcoop.proposals.attachment import facts_of
from intlcoop.proposals.consents import told
from intlcoop.proposals.intake import release
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.models.proposal import Status
from intlcoop.proposals.spam import Suspicion
from partners.alike import likeness

PROPOSAL: list[Any] = ["wishes", "fields_of_medicine", "programme", "words", "proposed_start", "contact_here", "paper"]
INSTITUTION: list[Any] = ["institution", "institution_kind", "country", "city", "website", "erasmus_code"]
SENDER: list[Any] = ["name", "position", "answer_to", "phone", "languages", "agreed_to"]
OTHERS: list[Any] = ["alike_proposals", "alike_institutions"]
DECIDED: list[Any] = ["agreement", "status_changed_at", "answered_at", "taken_by", "taken_at"]
RECEIPT: list[Any] = ["created_at", "updated_at", "suspected", "reasons"]
ALIKE_SHOWN = 5


class WorkForm(forms.ModelForm):
    """How far it is: only steps that are allowed from here. Accepting has a page of its own, because it makes records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            steps = [self.instance.stage, *(step for step in self.instance.stage.next_steps if step != Status.ACCEPTED)]
            self.fields["status"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("status") == Status.DECLINED and "status" in self.changed_data and not data.get("decision_reason"):
            self.add_error("decision_reason", _("Enter why you decline, for colleagues who ask later. It is not sent."))
        return data


@admin.register(Proposal)
class ProposalAdmin(Deeds, PortalAdmin):
    """No history rows: a proposal can be erased without a trace of its words."""

    form = WorkForm
    inlines = [MessageRows]
    autocomplete_fields = ["partner"]
    list_display = ["reference", "institution", "country", "status", "holder", "created_at", "suspected"]
    list_display_links = ["reference", "institution"]
    list_select_related = ["taken_by"]
    list_filter = ["is_suspected", "status", TakenBy, ("country", CountryFilter)]
    date_hierarchy = "created_at"
    search_fields = ["name", "institution", "email", "city", "text"]
    search_help_text = gettext_lazy("Reference, name, institution, e-mail, city or words of the text.")
    actions = ["export_csv", "export_xlsx", "mark_as_spam", "mark_as_not_spam"]
    is_exported = True  # for whoever may see proposals at all
    exported_also = ("wishes", "reasons")
    exported = [
        "reference",
        "status",
        "created_at",
        *INSTITUTION,
        "name",
        "position",
        "email",
        "phone",
        "language",
        "text",
        "decision_reason",
        "internal_note",
        "is_suspected",
    ]
    fieldsets = [
        (None, {"fields": ["reference", "status", "decision_reason", "internal_note"],
                "description": gettext_lazy("The sender sees the status, and nothing else of what you write here.")}),
        (gettext_lazy("Proposal"), {"fields": PROPOSAL}),
        (gettext_lazy("Institution"), {"fields": INSTITUTION}),
        (gettext_lazy("Sender"), {"fields": SENDER}),
        (gettext_lazy("Is it there already?"), {"fields": [*OTHERS, "partner"],
                                                "description": gettext_lazy("Choose the institution if it is in the register; “Accept” then takes it.")}),
        (gettext_lazy("Course"), {"fields": DECIDED, "classes": ["collapse"]}),
        (gettext_lazy("Receipt"), {"fields": RECEIPT, "classes": ["collapse"]}),
    ]  # fmt: skip
    readonly_fields = ["reference", *PROPOSAL, *INSTITUTION, *SENDER, *OTHERS, *DECIDED, *RECEIPT]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Proposals come from the public form only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Erased, not deleted: that there was one stays, for the counts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_erased)

    def save_model(self, request: HttpRequest, obj: Proposal, form: Any, change: bool) -> None:
        if "status" in form.changed_data:
            chosen, obj.status = Status(obj.status), form.initial["status"]
            obj.move_to(chosen)
        super().save_model(request, obj, form, change)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Proposal | None:
        """A proposal holds personal data: the log keeps who has read it."""
        proposal: Proposal | None = super().get_object(request, object_id, from_field)
        if proposal and self.has_view_permission(request, proposal):
            audit.record("seen", request, proposal)
        return proposal

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """A reference, or words: folded, so that accents and capitals do not matter."""
        if re.fullmatch(r"\s*IC-\d{4}-\d{1,12}\s*", search_term, re.IGNORECASE | re.ASCII):
            return queryset.filter(reference__iexact=search_term.strip()), False
        words = fold(search_term).split()
        if not words:
            return queryset, False
        # An inbox is short: folding it here finds Müller by "muller" and Cyrillic in any case, which SQLite does not.
        folded = {pk: fold(" ".join(texts)) for pk, *texts in queryset.values_list("pk", *self.search_fields)}
        return queryset.filter(pk__in=[pk for pk, text in folded.items() if all(word in text for word in words)]), False

    @admin.display(description=gettext_lazy("kind of cooperation"))
    def wishes(self, proposal: Proposal) -> str:
        return ", ".join(proposal.topic_labels)

    @admin.display(description=gettext_lazy("description"))
    def words(self, proposal: Proposal) -> SafeString:
        return format_html('<div dir="auto">{}</div>', linebreaksbr(proposal.text))

    @admin.display(description=gettext_lazy("PDF"))
    def paper(self, proposal: Proposal) -> SafeString | str:
        file = proposal.attachment
        return format_html('<a href="{}">{}</a>', file.url, facts_of(str(file.name))) if file else "–"

    @admin.display(description=gettext_lazy("agreed to"))
    def agreed_to(self, proposal: Proposal) -> SafeString | str:
        """Word for word as it stood in the form, since when, and whether it was taken back."""
        return format_html_join(SafeString("<br>"), "{} {}", ((consent["words"], told(consent)) for consent in proposal.consents)) or "–"

    @admin.display(description=gettext_lazy("e-mail"))
    def answer_to(self, proposal: Proposal) -> SafeString:
        """A link that opens the reader's own mail program with the reference as the subject."""
        address = f"mailto:{quote(proposal.email, safe='@')}?subject={quote(proposal.reference)}"
        return format_html('<a href="{}">{}</a>', address, proposal.email)

    @admin.display(description=gettext_lazy("other proposals"))
    def alike_proposals(self, proposal: Proposal) -> SafeString | str:
        """From the same address, or from an institution with an alike name in the same country."""
        links = [
            (reverse("admin:proposals_proposal_change", args=[row.pk]), row.reference, row.institution, row.get_status_display())
            for row in self._like(proposal)
        ]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a> {} ({})', links) or "–"

    @staticmethod
    def _like(proposal: Proposal) -> Iterator[Proposal]:
        mine, shown = fold(proposal.institution), 0
        for row in Proposal.objects.kept().exclude(pk=proposal.pk).order_by("-created_at")[:1000]:
            same = row.email.lower() == proposal.email.lower()
            if proposal.email and (same or (row.country == proposal.country and likeness(mine, fold(row.institution)))):
                yield row
                shown += 1
                if shown == ALIKE_SHOWN:
                    return

    @admin.display(description=gettext_lazy("in the register"))
    def alike_institutions(self, proposal: Proposal) -> SafeString | str:
        links = [
            (reverse("admin:partners_institution_change", args=[found.record.pk]), found.record, found.reason)
            for found in candidates(proposal)
        ]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a> ({})', links) or "–"

    @admin.display(description=gettext_lazy("taken by"), ordering="taken_by")
    def holder(self, proposal: Proposal) -> str:
        return name_of(proposal.taken_by) if proposal.taken_by else "–"

    @admin.display(description=gettext_lazy("language of the form, and of the answer"))
    def languages(self, proposal: Proposal) -> str:
        known = dict(settings.LANGUAGES)
        codes = [code for code in (proposal.language, proposal.reply_language) if code]
        return ", ".join(own_name(code) if code in known else code for code in codes) or "–"

    @admin.display(description=gettext_lazy("suspected spam"), ordering="is_suspected")
    def suspected(self, proposal: Proposal) -> str:
        """A word: Django's green tick would say that spam is good."""
        return _("suspected spam") if proposal.is_suspected else "–"

    @admin.display(description=gettext_lazy("why suspected"))
    def reasons(self, proposal: Proposal) -> str:
        return "; ".join(Suspicion.labels_of(proposal.suspicion)) or "–"

    @admin.action(description=gettext_lazy("Release: the chosen proposals are no spam, their mails go out"), permissions=["change"])
    def mark_as_not_spam(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        """The reasons that the portal found stay, so that colleagues can see what misled it."""
        released = [proposal for proposal in queryset if release(proposal)]
        self._tell(request, released, _("Marked as not spam."))

    @admin.action(description=gettext_lazy("Mark the chosen proposals as spam"), permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        marked = list(queryset.filter(is_suspected=False, anonymised_at=None))
        for proposal in marked:
            proposal.is_suspected = True
            proposal.suspicion = proposal.suspicion or Suspicion.STAFF
            proposal.save(update_fields=["is_suspected", "suspicion", "updated_at"])
        self._tell(request, marked, _("Marked as spam."))

    def _tell(self, request: HttpRequest, changed: list[Proposal], words: str) -> None:
        for proposal in changed:
            self.log_change(request, proposal, words)
        text = ngettext("%(count)d proposal changed.", "%(count)d proposals changed.", len(changed)) % {"count": len(changed)}
        self.message_user(request, text, messages.SUCCESS)
