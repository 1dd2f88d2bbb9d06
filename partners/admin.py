"""Editing institutions, people, agreements, joint centres, memberships and figures."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _, ngettext

from intlcoop.base.admin import ADDRESS, PUBLISHING, Parts, PortalAdmin, RecordAdmin, Rows, RowsFormSet, TrackedAdmin
from partners.alike import Alike, institutions_like, people_like
from partners.models import (
    Agreement,
    AgreementParty,
    Department,
    ExchangeCondition,
    FactSheet,
    Figure,
    FigureCountry,
    Institution,
    InstitutionName,
    JointCentre,
    Membership,
    Person,
    Scope,
)
from partners.renewal import renew


class InstitutionNameRows(Rows):
    model = InstitutionName


class DepartmentRows(Rows):
    model = Department


class FactSheetPart(Parts):
    """One or none; an institution that exchanges nobody has none."""

    model = FactSheet
    max_num = 1
    classes = ["collapse"]
    verbose_name_plural = _("Fact sheet (for those who come on an exchange; public)")
    fieldsets = [
        (None, {"fields": [("autumn_nomination", "autumn_application"), ("spring_nomination", "spring_application"),
                           ("decision_weeks", "transcript_weeks")],
                "description": _("Days are the same each year: 05-15 for 15 May. What is left empty is not shown.")}),
        (_("Where to read more"), {"fields": ["housing_page", "visa_page", "insurance_page", "accessibility_page", "email", "note"]}),
    ]  # fmt: skip


@admin.register(Institution)
class InstitutionAdmin(RecordAdmin):
    list_display = ["name", "city", "country", "kind", "relation", "publication", "updated_at"]
    list_filter = ["is_published", "relation", "kind", "is_key"]
    search_fields = ["search_text"]
    search_help_text = _("Any name it has or had, also as signed; city, acronym, identifier. Accents do not matter.")
    autocomplete_fields = ["belongs_to"]
    told_apart_by = ["name", "country"]
    pasted = ("erasmus_code", "pic", "oid", "ror")
    inlines = [InstitutionNameRows, DepartmentRows, FactSheetPart]
    fieldsets = [
        (None, {"fields": ["name", "country", "city", "kind", "relation"], "description": _("A name and a country are enough; the rest can come later."
                                 " Our own institution is entered once too: choose it as the relation.")}),
        (_("About the cooperation"), {"fields": ["description", "website", "logo", "partner_since", "is_key"], "description": _("Everything here is public.")}),
        (_("Details"), {"fields": ["acronym", "belongs_to", "place_note", ("latitude", "longitude")], "classes": ["collapse"],
                        "description": _("Coordinates put the institution on the map.")}),
        (_("Identifiers"), {"fields": ["erasmus_code", "pic", "oid", "ror", "source"], "classes": ["collapse"],
                            "description": _("Paste them as you find them; the form is tidied.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    def alike(self, new: Institution) -> list[Alike]:
        return institutions_like(new)


@admin.register(Department)
class DepartmentAdmin(TrackedAdmin):
    """For the choice in other forms; staff edit departments on their institution."""

    list_display = ["name", "institution"]
    list_select_related = ["institution"]
    search_fields = ["institution__search_text"]
    autocomplete_fields = ["institution"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        found = Institution.objects.matching(search_term).values("pk")
        return (queryset.filter(institution__in=found) if search_term else queryset), False


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ["name", "title", "institution", "has_consent", "publication", "updated_at"]
    list_filter = ["is_published", "has_consent"]
    list_select_related = ["institution"]
    search_fields = ["search_text"]
    autocomplete_fields = ["institution"]
    told_apart_by = ["name"]
    pasted = ("orcid",)
    exports_people = True
    fieldsets = [
        (None, {"fields": ["name", "family_name", "title", "institution"], "description": _("Ours and theirs. What the person is to us is entered there: "
                                 "under appointments, visits, honours, in the team of a project, among the staff.")}),
        (_("Consent"), {"fields": ["has_consent", "consent_note"], "description": _("Without consent the pages count the person and do not say the name.")}),
        (_("Details"), {"fields": ["field", "biography", "photo", "website", "orcid"], "classes": ["collapse"]}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    def alike(self, new: Person) -> list[Alike]:
        return people_like(new)


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


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "state_word", "signed_on", "ends_on", "publication", "updated_at"]
    list_filter = ["is_published", "kind", "scopes"]
    search_fields = ["search_text"]
    date_hierarchy = "signed_on_first"
    actions = [*RecordAdmin.actions, "renew"]
    exported_also = ("all_parties", "state_word")
    autocomplete_fields = ["umbrella", "predecessor"]
    inlines = [AgreementPartyRows, ExchangeConditionParts]
    fieldsets = [
        (None, {"fields": ["kind", "title", "number"], "description": _("A kind and one party are enough. The status follows from the dates.")}),
        (_("Dates"), {"fields": ["signed_on", "starts_on", "ends_on", "is_renewed_automatically"],
                      "description": _("Without an end the agreement is open-ended. Without any date it is “on file”.")}),
        (_("Contents"), {"fields": ["scopes", "description"], "description": _("Public.")}),
        (_("Other agreements"), {"fields": ["umbrella", "predecessor"], "classes": ["collapse"],
                                 "description": _("The page links those that are public: annexes to their framework, a new agreement to the one it replaces.")}),
        (_("Ended before its time"), {"fields": ["terminated_on", "termination_reason"], "classes": ["collapse"]}),
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

    @admin.action(description=_("Renew: make the next agreement as a draft, with the dates moved"), permissions=["add"])
    def renew(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> HttpResponse | None:
        """All or nothing. One alone is opened at once, as it has to be completed."""
        with transaction.atomic():
            renewed = list(queryset.filter(pk__in=Agreement.objects.renewable().order_by().values("pk")))
            drafts = [renew(agreement) for agreement in renewed]
        left = [str(agreement) for agreement in queryset if agreement not in renewed]
        if left:
            not_renewed = _("Not renewed, because they have no end or are followed by another agreement already: %(titles)s.")
            self.message_user(request, not_renewed % {"titles": "; ".join(left)}, messages.WARNING)
        if drafts:
            made = ngettext(
                "%(count)d draft made; check its dates, then publish it.",
                "%(count)d drafts made; check their dates, then publish them.",
                len(drafts),
            )
            self.message_user(request, made % {"count": len(drafts)}, messages.SUCCESS)
        return redirect("admin:partners_agreement_change", drafts[0].pk) if len(drafts) == 1 else None

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


@admin.register(Scope)
class ScopeAdmin(PortalAdmin):
    list_display = ["name", "order", "used"]
    fieldsets = [
        (None, {"fields": ["name", "order"],
                "description": _("What an agreement can be about, e.g. Exchange of students. Each is a filter of the public list of agreements.")}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scope]:
        return super().get_queryset(request).annotate(number_of_agreements=Count("agreements"))

    @admin.display(description=_("agreements"))
    def used(self, scope: Any) -> int:
        return int(scope.number_of_agreements)


@admin.register(JointCentre)
class JointCentreAdmin(RecordAdmin):
    list_display = ["name", "host", "founded_on", "publication", "updated_at"]
    list_select_related = ["host"]
    search_fields = ["search_text"]
    autocomplete_fields = ["agreement", "host"]
    fieldsets = [
        (None, {"fields": ["name", "agreement", "host", "founded_on", "website"], "description": _("A unit that an agreement founded.")}),
        (_("Text"), {"fields": ["description"]}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    list_display = ["body", "acronym", "role", "status", "starts_on", "publication"]
    list_filter = ["is_published", "status", "role"]
    autocomplete_fields = ["institution"]
    fieldsets = [
        (None, {"fields": ["body", "acronym", "role", "status", "starts_on", "ends_on", "website", "description", "institution"],
                "description": _("An application is never public, published or not.")}),
        PUBLISHING,
    ]  # fmt: skip


class FigureCountryRows(Rows):
    model = FigureCountry


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    list_display = ["__str__", "amount", "starts_on", "ends_on", "order", "publication", "updated_at"]
    list_filter = ["is_published", "subject"]
    autocomplete_fields = ["centre"]
    inlines = [FigureCountryRows]
    fieldsets = [
        (None, {"fields": ["subject", ("qualifier", "low", "high"), "is_yearly", "text"],
                "description": _("A number that you state because no rows in the portal give it, e.g. over 800 trips from 2007 to 2012.")}),
        (_("Period"), {"fields": ["starts_on", "ends_on"], "description": _("A figure without a period grows old unseen.")}),
        (_("Countries"), {"fields": [("country_qualifier", "country_count"), "has_other_countries"]}),
        (_("Details"), {"fields": ["source", "centre", "order"]}),
        PUBLISHING,
    ]  # fmt: skip
