"""Editing agreements: their parties, exchange conditions, and what is done about their end."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import ADDRESS, PUBLISHING, Parts, RecordAdmin, Rows, RowsFormSet
from intlcoop.base.admin_deed import WithDeeds
from intlcoop.base.responsible import WithResponsible
from partners import agreement_deeds as deeds
from partners.agreement_standing import standing
from partners.models import Agreement, AgreementParty, ExchangeCondition
from partners.models.agreement_state import State


class PartyFormSet(RowsFormSet):
    """An agreement without a party says nothing; no constraint of the database can see that."""

    def clean(self) -> None:
        super().clean()
        if not any(row.get("institution") for row in self.kept()):
            raise ValidationError(_("Add at least one party."))


class AgreementPartyRows(Rows):
    model = AgreementParty
    formset = PartyFormSet
    extra = 1
    autocomplete_fields = ["institution", "department"]
    verbose_name_plural = _("Parties (at least one; add our own institution too)")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("institution")


class ConditionFormSet(RowsFormSet):
    """Both institutions of a condition are parties; the rows of the parties stand in another part of the same form."""

    parties: PartyFormSet | None = None

    def clean(self) -> None:
        super().clean()
        if self.parties is None or not self.parties.is_valid():
            return
        known = {row["institution"] for row in self.parties.kept() if row.get("institution")}
        for form in self.forms:
            if not form.cleaned_data.get("DELETE"):
                for side in ("sending", "receiving"):
                    if (institution := form.cleaned_data.get(side)) and institution not in known:
                        form.add_error(side, _("This institution is no party of the agreement. Add it under “Parties” first."))


class ExchangeConditionParts(Parts):
    model = ExchangeCondition
    formset = ConditionFormSet
    autocomplete_fields = ["sending", "receiving", "sending_department", "receiving_department"]
    verbose_name_plural = _("Exchange conditions (one row for each direction and kind)")
    fieldsets = [
        (None, {"fields": ["kind", ("sending", "receiving"), "mobilities_per_year", ("first_academic_year", "last_academic_year")],
                "description": _("From where to where, and how many in each academic year. Public with the agreement.")}),
        (_("Field, level, language"), {"fields": ["field_of_study", ("is_short_cycle", "is_bachelor", "is_master", "is_doctoral"),
                                                  ("language", "language_level")],
                                       "description": _("Levels of study are for students only.")}),
        (_("Details"), {"fields": [("months_per_year", "days_per_year"), "is_blended", "clarification", "language_field",
                                   ("second_language", "second_language_level"), ("sending_department", "receiving_department"),
                                   "other_terms", "order"],
                        "classes": ["collapse"], "description": _("Months are for students, days for staff. Everything here is public.")}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("sending", "receiving", "sending_department", "receiving_department")


BUTTONS = (
    ("renew", "add", _("Renew"), deeds.Renew),
    ("amend", "add", _("Amend"), deeds.Amend),
    ("terminate", "change", _("Terminate"), deeds.Terminate),
    ("let_expire", "change", _("Let expire"), deeds.LetExpire),
)


class StateFilter(admin.SimpleListFilter):
    """By what the dates mean today."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state_now=self.value()) if self.value() in State.values else queryset


class AgreementAdmin(WithResponsible, WithDeeds, RecordAdmin):
    list_display = ["__str__", "kind", "state_word", "signed_on", "ends_on", "publication", "responsible"]
    list_filter = ["is_published", StateFilter, "kind", "scopes", ("responsible", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["responsible"]
    search_fields = ["search_text"]
    date_hierarchy = "signed_on_first"
    actions = [*RecordAdmin.actions, "renew", "amend", "terminate", "let_expire", "set_responsible"]
    exported_also = ("all_parties", "state_word")
    autocomplete_fields = ["umbrella", "predecessor"]
    readonly_fields = ["standing"]
    inlines = [AgreementPartyRows, ExchangeConditionParts]
    fieldsets = [
        (None, {"fields": ["kind", "title", "number"], "description": _("A kind and one party are enough. The status follows from the dates.")}),
        (_("Dates"), {"fields": ["is_in_preparation", ("sent_on", "signed_on"), ("starts_on", "ends_on")],
                      "description": _("Without an end the agreement is open-ended. Without any date it is “on file”.")}),
        (_("How it goes on"), {"fields": ["is_renewed_automatically", ("renewal_years", "notice_months"), "responsible"],
                               "description": _("From this the portal knows when to remind whom.")}),
        (_("Contents"), {"fields": ["scopes", "description"], "description": _("Public.")}),
        (_("Other agreements"), {"fields": ["umbrella", "predecessor"], "classes": ["collapse"],
                                 "description": _("The page links those that are public: annexes to their framework, a new agreement to the one it replaces.")}),
        (_("How it ends"), {"fields": ["terminated_on", "termination_reason", "is_left_to_expire", "expiry_reason"], "classes": ["collapse"],
                            "description": _("The buttons above fill this in. Reasons are never public.")}),
        (_("Text of the agreement"), {"fields": ["document", "is_document_public"],
                                      "description": _("Public only if ticked. Else the page says that the text is available on request.")}),
        (_("For staff"), {"fields": ["internal_note"], "classes": ["collapse"], "description": _("Never public.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "scopes":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
            kwargs["help_text"] = _("What it covers. What is not in the list is added once with the plus, and offered from then on.")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        return super().get_queryset(request).with_state()  # type: ignore[attr-defined]

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The conditions are checked against the parties that are sent with them."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        parties = next((formset for formset in formsets if isinstance(formset, PartyFormSet)), None)
        for formset in formsets:
            if isinstance(formset, ConditionFormSet):
                formset.parties = parties
        return formsets, inlines

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """One that is being added stands nowhere yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [(None, {"fields": ["standing"]}), *fieldsets]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        context["deeds"] = list(self._deeds_for(request, row)) if row and not context["is_popup"] else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _deeds_for(self, request: HttpRequest, row: Agreement) -> Iterator[tuple[str, Any]]:
        """The buttons of its page: what can be done to it now, by whoever looks at it."""
        itself = Agreement.objects.filter(pk=row.pk)
        may = {"add": self.has_add_permission(request), "change": self.has_change_permission(request, row)}
        for name, right, words, deed in BUTTONS:
            if may[right] and deed.fits(itself).exists():
                yield name, words

    @admin.action(description=_("Renew: make the next agreement as a draft, with the dates moved"), permissions=["add"])
    def renew(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        return self.ask(request, queryset, deeds.Renew)

    @admin.action(description=_("Amend: make an annex as a draft"), permissions=["add"])
    def amend(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        return self.ask(request, queryset, deeds.Amend)

    @admin.action(description=_("Terminate the chosen agreements before their time"), permissions=["change"])
    def terminate(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        return self.ask(request, queryset, deeds.Terminate)

    @admin.action(description=_("Let the chosen agreements expire: no more reminders"), permissions=["change"])
    def let_expire(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        return self.ask(request, queryset, deeds.LetExpire)

    @admin.action(description=_("Set the responsible person"), permissions=["change"])
    def set_responsible(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        return self.ask(request, queryset, deeds.SetResponsible)

    @admin.display(description=_("where it stands"))
    def standing(self, agreement: Agreement) -> str:
        return standing(agreement, self.admin_site)

    def choice_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.prefetch_related("parties__institution")

    def choice_label(self, row: Agreement) -> str:
        """Many have no title and the same year: the parties tell them apart."""
        detail = row.number or row.signed_on[:4]
        return f"{row.heading} ({detail})" if detail and detail not in row.heading else row.heading

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.prefetch_related("parties__institution")

    @admin.display(description=_("parties"))
    def all_parties(self, agreement: Agreement) -> str:
        return "; ".join(str(party.institution) for party in agreement.parties.all())

    @admin.display(description=_("status"), ordering="state_now")
    def state_word(self, agreement: Agreement) -> str:
        return str(agreement.state.label)
