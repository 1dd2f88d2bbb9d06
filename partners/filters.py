"""Filters of the lists of partners and agreements."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from intlcoop.base.filters import BY_NAME, ListFilter, SortFilter, WordsFilter, country_choices, newest_first, oldest_first
from partners.models.agreement import Agreement, Kind as AgreementKind
from partners.models.agreement_state import PUBLIC_STATES
from partners.models.centre import JointCentre
from partners.models.exchange_condition import ExchangeCondition, Kind as ExchangeKind, Level
from partners.models.institution import Institution, Kind
from partners.models.membership import CURRENT_FIRST, Membership, Role
from partners.models.scope import Scope

COUNTRY_FIRST = ["country_rank", *BY_NAME]


class InstitutionFilter(ListFilter):
    q = WordsFilter(label=_("Name, city or number"))
    country = django_filters.ChoiceFilter(label=_("Country"), empty_label=_("All countries"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    sort = SortFilter(
        {
            "country": (_("country"), COUNTRY_FIRST),
            "name": (_("name"), BY_NAME),
        }
    )

    class Meta:
        model = Institution
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occurring = list(self.queryset.order_by().values_list("country", "kind").distinct())
        self.countries = country_choices(country for country, _kind in occurring)
        self.filters["country"].extra["choices"] = self.countries
        self.filters["kind"].extra["choices"] = [
            (kind.value, kind.label) for kind in Kind if kind.value in {kind for _country, kind in occurring}
        ]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Countries stand in the order of their names in the reader's language, which no column holds."""
        ranks = [When(country=code, then=Value(rank)) for rank, (code, _name) in enumerate(self.countries)]
        ranked = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
        return super().filter_queryset(queryset.annotate(country_rank=ranked))


class InstitutionMapFilter(InstitutionFilter):
    """The list's filters. What the visitor chose for the list's order and the map's view is only handed on."""

    no_chip = ("sort", "page", "view")
    view = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[("europe", _("Europe")), ("world", _("World"))],
        widget=forms.HiddenInput,
        method="leave",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["sort"].extra["widget"] = forms.HiddenInput

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A view shows the same partners."""
        return queryset


class JointCentreFilter(ListFilter):
    q = WordsFilter(label=_("Name"))
    sort = SortFilter({"name": (_("name"), BY_NAME), "newest": (_("founded, newest first"), newest_first("founded_on"))})

    class Meta:
        model = JointCentre
        fields: list[str] = []


class MembershipFilter(ListFilter):
    q = WordsFilter(label=_("Name or acronym"))
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("Current and former"),
        choices=[("current", _("Current")), ("former", _("Former"))],
        method="in_state",
    )
    role = django_filters.ChoiceFilter(label=_("Role"), empty_label=_("All roles"), choices=Role.choices)
    sort = SortFilter({"current": (_("current first"), CURRENT_FIRST), "newest": (_("newest first"), newest_first("starts_on_first"))})

    class Meta:
        model = Membership
        fields: list[str] = []

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.joined() if value == "current" else queryset.left()


class AgreementFilter(ListFilter):
    q = WordsFilter(label=_("Title, number or party"))
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("All but ended ones"),
        choices=[(state.value, state.label) for state in PUBLIC_STATES],
        method="in_state",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"), choices=AgreementKind.choices)
    scope = django_filters.ChoiceFilter(label=_("Scope"), empty_label=_("All scopes"), method="about")
    country = django_filters.ChoiceFilter(label=_("Country of a party"), empty_label=_("All countries"), method="with_country")
    exchange = django_filters.ChoiceFilter(label=_("Exchange of"), empty_label=_("With or without exchange"), method="with_exchange")
    level = django_filters.ChoiceFilter(label=_("Level of study"), empty_label=_("All levels"), method="with_exchange")
    year = django_filters.ChoiceFilter(label=_("Signed in"), empty_label=_("Any year"), method="signed_in")
    sort = SortFilter(
        {
            "newest": (_("signed, newest first"), newest_first("signed_on_first")),
            "oldest": (_("signed, oldest first"), oldest_first("signed_on_first")),
            "ending": (_("end"), oldest_first("ends_on_last")),
        }
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = self.queryset.order_by().values_list("parties__institution__country", flat=True).distinct()
        self.filters["country"].extra["choices"] = country_choices(countries)
        years = self.queryset.exclude(signed_on="").order_by().values_list("signed_on_first__year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in sorted(years, reverse=True)]
        offered = set(self.queryset.order_by().values_list("conditions__kind", *(f"conditions__{level.column}" for level in Level)))
        kinds = {kind for kind, *_levels in offered}
        self.filters["exchange"].extra["choices"] = [(kind.value, kind.label) for kind in ExchangeKind if kind.value in kinds]
        self.filters["level"].extra["choices"] = [
            (level.value, level.label) for place, level in enumerate(Level, start=1) if any(row[place] for row in offered)
        ]
        for name in ("exchange", "level"):
            if not self.filters[name].extra["choices"]:  # an office whose agreements state no places is not asked about them
                del self.filters[name]
        self.filters["scope"].extra["choices"] = [(scope.code, str(scope)) for scope in Scope.objects.all()]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Ended agreements are shown only when they are asked for."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.not_over()

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_state(value)

    def signed_in(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.signed_in(int(value))

    def with_exchange(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """Kind and level are asked of the same places: doctoral stays are no answer to master's traineeships."""
        chosen: Any = ExchangeCondition.objects.all()
        if kind := self.form.cleaned_data.get("exchange"):
            chosen = chosen.of_kind(kind)
        if level := self.form.cleaned_data.get("level"):
            chosen = chosen.at_level(level)
        return queryset.filter(pk__in=chosen.order_by().values("agreement"))

    def about(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(pk__in=Agreement.objects.filter(scopes__code=value).values("pk"))

    def with_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(pk__in=Agreement.objects.filter(parties__institution__country=value).values("pk"))
