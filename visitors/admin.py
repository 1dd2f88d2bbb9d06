"""Editing visiting professors, visits, delegations, honours and numbers of placements."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import ADDRESS, PUBLISHING, RecordAdmin
from intlcoop.base.responsible import WithResponsible
from partners.models import Institution, Person
from visitors.models import Appointment, Delegation, Honour, Placement, Visit


class SearchedByName(RecordAdmin):
    """Found by its person or institution: staff see every name, so this is not the search of the public pages."""

    search_fields = ["pk"]
    people: str = "person"
    institutions: str = "institution"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        found = Q(**{f"{self.institutions}__in": Institution.objects.matching(search_term).values("pk")})
        if self.people:
            found |= Q(**{f"{self.people}__in": Person.objects.matching(search_term).values("pk")})
        return queryset.filter(found), False


class SearchedByNameOrWords(SearchedByName):
    """The same, or by its own words."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        by_name, _may_repeat = super().get_search_results(request, queryset, search_term)
        own = queryset.matching(search_term) if search_term else queryset  # type: ignore[attr-defined]
        return queryset.filter(Q(pk__in=by_name.values("pk")) | Q(pk__in=own.values("pk"))), False


@admin.register(Appointment)
class AppointmentAdmin(WithResponsible, SearchedByName):
    exports_people = True
    list_display = ["person", "rank", "home_institution", "starts_on", "ends_on", "publication", "updated_at"]
    list_filter = ["is_published", "rank", "origin"]
    list_select_related = ["person", "home_institution"]
    search_help_text = _("A name of the person or of the home institution.")
    institutions = "home_institution"
    date_hierarchy = "starts_on_first"
    autocomplete_fields = ["person", "home_institution", "project"]
    fieldsets = [
        (None, {"fields": ["person", "rank", "home_institution"],
                "description": _("A person is enough. The name is shown only if the person may be named. A new term is a new appointment of the same person.")}),
        (_("Term"), {"fields": ["starts_on", "ends_on"], "description": _("Usually a year. After the end the person is shown as a former guest.")}),
        (_("Teaching"), {"fields": ["department", "topics"], "description": _("Public.")}),
        (_("Decision"), {"fields": ["decision_number", "decided_on", "responsible"], "description": _("Never public.")}),
        (_("Details"), {"fields": ["origin", "project"], "classes": ["collapse"],
                        "description": _("The home institution's country decides between “from the country” and “from abroad”, unless you say otherwise.")}),
        PUBLISHING,
    ]  # fmt: skip

    def choice_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("person")

    def choice_label(self, row: Appointment) -> str:
        return f"{row.person} – {row}"


@admin.register(Visit)
class VisitAdmin(SearchedByNameOrWords):
    exports_people = True
    list_display = ["__str__", "direction", "person", "institution", "starts_on", "publication", "updated_at"]
    list_filter = ["is_published", "direction", "purpose"]
    list_select_related = ["person", "institution"]
    search_help_text = _("A name of the person or of the institution, or words of the visit.")
    date_hierarchy = "starts_on_first"
    autocomplete_fields = ["person", "institution", "agreement"]
    fieldsets = [
        (None, {"fields": ["direction", "person", "visitor", "institution", "country"],
                "description": _("A person, an institution or the visitor in words: one of them is enough. A name is shown only if the person may be named.")}),
        (_("When and why"), {"fields": ["starts_on", "ends_on", "purpose", "description"], "description": _("Public.")}),
        (_("Agreement"), {"fields": ["agreement"], "classes": ["collapse"], "description": _("Only if the visit took place under one.")}),
        PUBLISHING,
    ]  # fmt: skip


@admin.register(Delegation)
class DelegationAdmin(SearchedByNameOrWords):
    exports_people = True
    list_display = ["__str__", "direction", "institution", "starts_on", "members", "publication", "updated_at"]
    list_filter = ["is_published", "direction"]
    list_select_related = ["institution"]
    search_help_text = _("The organisation, the head or words of the purpose and the results.")
    people = "head"
    date_hierarchy = "starts_on_first"
    autocomplete_fields = ["institution", "head", "agreement", "project"]
    fieldsets = [
        (None, {"fields": ["direction", "institution", "organisation", "country"],
                "description": _("An institution, or the organisation in words: an embassy, a ministry, a fund.")}),
        (_("When and who"), {"fields": ["starts_on", "ends_on", "members", "head", "head_in_words", "host"],
                             "description": _("Public. A visit of one day needs no end.")}),
        (_("What for"), {"fields": ["purpose", "results", "agreement", "project"],
                         "description": _("Public. An agreement or a project is linked where it is published itself.")}),
        (_("For staff"), {"fields": ["follow_up"], "description": _("Never public.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip


@admin.register(Honour)
class HonourAdmin(SearchedByName):
    exports_people = True
    list_display = ["kind", "person", "institution", "awarded_on", "publication", "updated_at"]
    list_filter = ["is_published", "kind"]
    list_select_related = ["person", "institution"]
    search_help_text = _("A name of the person or of the institution.")
    date_hierarchy = "awarded_on_first"
    autocomplete_fields = ["person", "institution"]
    fieldsets = [
        (None, {"fields": ["kind", "person", "institution", "awarded_on"],
                "description": _("To a person or to an institution, one of them. A name is shown only if the person may be named.")}),
        (_("Citation"), {"fields": ["citation"], "description": _("For what it was awarded. Public, but not while the person may not be named.")}),
        PUBLISHING,
    ]  # fmt: skip


@admin.register(Placement)
class PlacementAdmin(SearchedByName):
    list_display = ["academic_year", "direction", "kind", "institution", "country", "programme", "number", "is_preliminary", "publication"]
    list_filter = ["is_published", "is_preliminary", "academic_year", "direction", "kind"]
    list_select_related = ["institution", "programme"]
    search_help_text = _("A name of the institution.")
    people = ""
    autocomplete_fields = ["institution", "programme"]
    fieldsets = [
        (None, {"fields": ["academic_year", "direction", "kind"], "description": _("How many went, or came, in an academic year. Never enter a name.")}),
        (_("Where"), {"fields": ["institution", "country", "programme"], "description": _("An institution or only its country.")}),
        (_("How many"), {"fields": ["number", "is_preliminary"],
                         "description": _("Enter the true number. Small ones are hidden on the public page, and no total there tells them.")}),
        PUBLISHING,
    ]  # fmt: skip
