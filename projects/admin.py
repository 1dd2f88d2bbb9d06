"""Editing programmes, projects and calls."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _, ngettext

from intlcoop.base.admin import ADDRESS, PUBLISHING, RecordAdmin, Rows, RowsFormSet
from intlcoop.base.responsible import WithResponsible
from projects.forms import CallForm
from projects.models import Call, Participation, Programme, Project, ProjectLink, ProjectMember, ProjectNumber
from projects.models.call import Audience
from projects.numbers import NumberKind, recognise, split_pasted


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = ["__str__", "name", "kind", "status", "number_of_projects", "publication", "updated_at"]
    list_filter = ["is_published", "status", "kind"]
    search_fields = ["search_text"]
    fieldsets = [
        (None, {"fields": ["name", "acronym", "kind", "website"], "description": _("A name is enough. A programme is shown also while you have no project in it.")}),
        (_("What it is"), {"fields": ["description"], "description": _("Who may take part, what it pays, how to apply. Public.")}),
        (_("Open or closed"), {"fields": ["status", "starts_on", "ends_on"], "description": _("A closed programme stays on the page with its years.")}),
        (_("Place in the list"), {"fields": ["order"], "classes": ["collapse"], "description": _("Open programmes come first in any case.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).annotate(counted_projects=Count("projects"))

    @admin.display(description=_("projects"), ordering="counted_projects")
    def number_of_projects(self, programme: Any) -> int:
        return int(programme.counted_projects)


class NumberFormSet(RowsFormSet):
    """Two numbers pasted as one, the second in brackets, become two rows."""

    @staticmethod
    def numbers_in(text: str) -> list[str]:
        """A bracket that holds no number of a known form is part of the number as printed."""
        first, *others = split_pasted(text) or [text]
        return [first, *others] if all(recognise(other) != NumberKind.OTHER for other in others) else [text]

    def clean(self) -> None:
        super().clean()
        numbers = [number for row in self.kept() for number in self.numbers_in(row.get("as_printed", ""))]
        if len(numbers) != len(set(numbers)):
            raise ValidationError(_("A number stands in the list twice."))

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.as_printed, *others = self.numbers_in(form.instance.as_printed)
        number = super().save_new(form, commit)
        for place, other in enumerate(others, start=number.order + 1):
            ProjectNumber.objects.get_or_create(project=self.instance, as_printed=other, defaults={"order": place})
        return number


class ProjectNumberRows(Rows):
    model = ProjectNumber
    formset = NumberFormSet
    verbose_name_plural = _("Numbers (a second one in brackets is taken apart)")


class ParticipationFormSet(RowsFormSet):
    """The database allows one coordinator; two in the same form are told before it refuses them."""

    def clean(self) -> None:
        super().clean()
        if sum(row.get("role") == Participation.Role.COORDINATOR for row in self.kept()) > 1:
            raise ValidationError(_("A project has one coordinator."))


class ParticipationRows(Rows):
    model = Participation
    formset = ParticipationFormSet
    autocomplete_fields = ["institution", "department"]
    verbose_name_plural = _("Consortium (add our own institution too)")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("institution")


class ProjectMemberRows(Rows):
    model = ProjectMember
    autocomplete_fields = ["person"]
    verbose_name_plural = _("Our team (only those who may be named are shown)")


class ProjectLinkRows(Rows):
    model = ProjectLink


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    list_display = ["__str__", "programme", "stage", "state_word", "starts_on", "ends_on", "publication", "updated_at"]
    list_filter = ["is_published", "stage", "kind", "programme"]
    list_select_related = ["programme"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the title, the acronym, or any part of a number, with or without hyphens.")
    date_hierarchy = "starts_on_first"
    autocomplete_fields = ["programme"]
    inlines = [ProjectNumberRows, ParticipationRows, ProjectMemberRows, ProjectLinkRows]
    fieldsets = [
        (None, {"fields": ["title", "acronym", "programme", "kind"], "description": _("A title is enough. Numbers, partners and team follow below.")}),
        (_("How far it has come"), {"fields": ["stage"], "description": _("Ideas and applications are seen by nobody outside the office, published or not.")}),
        (_("Dates"), {"fields": ["starts_on", "ends_on"], "description": _("Whether it runs or has ended follows from them.")}),
        (_("Contents"), {"fields": ["topics", "description", "funding_statement"], "description": _("Public.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    @admin.display(description=_("status"))
    def state_word(self, project: Project) -> str:
        return str(project.state.label)


class AudienceFilter(admin.SimpleListFilter):
    title = _("for whom")
    parameter_name = "audience"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Audience.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Call]:
        return queryset.for_audience(self.value()) if self.value() in Audience.values else queryset


@admin.register(Call)
class CallAdmin(WithResponsible, RecordAdmin):
    form = CallForm
    list_display = ["title", "audience", "state_word", "deadline_on", "programme", "places", "publication", "updated_at"]
    list_filter = ["is_published", AudienceFilter, "programme"]
    list_select_related = ["programme"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the title, a name of a host, or the programme. Accents do not matter.")
    date_hierarchy = "deadline_on"
    autocomplete_fields = ["programme", "hosts"]
    actions = [*RecordAdmin.actions, "copy_for_next_year"]
    fieldsets = [
        (None, {"fields": ["title", "is_for_students", ("study_year_from", "study_year_to"), "is_for_doctoral_candidates", "is_for_academic_staff",
                           "is_for_other_staff"],
                "description": _("A title and one group of people are enough. For the call of the next year, choose this one in the list and copy it.")}),
        (_("What is offered"), {"fields": ["description", "programme", "hosts", "places", "grant"], "description": _("Public.")}),
        (_("How to apply"), {"fields": ["eligibility", "how_to_apply", "website", "email"], "description": _("Public. People apply outside the portal.")}),
        (_("When"), {"fields": ["opens_on", ("deadline_on", "deadline_time"), "deadline_zone", "next_expected_on"],
                     "description": _("Whether the call is open follows from the dates, to the minute. A closed call stays at its address, marked as closed.")}),
        (_("For the office"), {"fields": ["responsible"], "description": _("Never public.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        return super().get_queryset(request).with_state()  # type: ignore[attr-defined]

    @admin.display(description=_("for whom"))
    def audience(self, call: Call) -> str:
        return call.audience_in_words

    @admin.display(description=_("status"), ordering="state_now")
    def state_word(self, call: Call) -> str:
        return str(call.state.label)

    @admin.action(description=_("Copy as a draft for the next year"), permissions=["add"])
    def copy_for_next_year(self, request: HttpRequest, queryset: QuerySet[Call]) -> HttpResponse | None:
        """All or nothing. A single copy is opened, so that its dates are looked at."""
        with transaction.atomic():
            copies = [call.copy_for_next_year() for call in queryset]
            for copy in copies:
                self.log_addition(request, copy, [{"added": {}}])
        text = ngettext("%(count)d draft made, its dates a year later. Check them before you publish it.",
                        "%(count)d drafts made, their dates a year later. Check them before you publish them.", len(copies))  # fmt: skip
        self.message_user(request, text % {"count": len(copies)}, messages.SUCCESS)
        return redirect("admin:projects_call_change", copies[0].pk) if len(copies) == 1 else None
