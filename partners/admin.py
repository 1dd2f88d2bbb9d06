"""Editing institutions, people, agreements, joint centres, memberships and figures."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import ADDRESS, PUBLISHING, Parts, PortalAdmin, RecordAdmin, Rows, TrackedAdmin
from intlcoop.base.responsible import WithResponsible
from partners.agreement_admin import AgreementAdmin
from partners.alike import Alike, institutions_like, people_like
from partners.models import (
    Agreement,
    Department,
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


admin.site.register(Agreement, AgreementAdmin)


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
class MembershipAdmin(WithResponsible, RecordAdmin):
    list_display = ["body", "acronym", "role", "status", "starts_on", "publication"]
    list_filter = ["is_published", "status", "role"]
    autocomplete_fields = ["institution"]
    fieldsets = [
        (None, {"fields": ["body", "acronym", "role", "status", "starts_on", "ends_on", "website", "description", "institution"],
                "description": _("An application is never public, published or not.")}),
        (_("For the office"), {"fields": ["responsible"], "description": _("Never public.")}),
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
