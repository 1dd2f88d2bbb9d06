"""Visiting professors: one row a term. A new term is a new row of the same person."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.models import SpannedQuerySet, SpannedRecord
from intlcoop.base.partial_date import PartialDate, PartialDateField
from intlcoop.base.public import public_now
from intlcoop.base.responsible import responsible_field
from intlcoop.base.rules import ByRules, Rule, in_order_of
from intlcoop.base.translated import InLanguage, Translated, TranslatedField
from intlcoop.profile.models import Profile
from partners.models import Institution, Person
from partners.models.naming import ASK, INSTITUTION_WORDS, PERSON_WORDS, Named
from projects.models import Project

NEWEST_FIRST: list[str | Combinable] = [F("starts_on_first").desc(nulls_last=True), "-pk"]
# People who may be named by their names, then the others: no place in the order hints at a name.
NAME = Case(When(person__has_consent=True, then=InLanguage("person__sort_keys")), default=Value(""), output_field=models.TextField())
BY_NAME: list[str | Combinable] = ["-person__has_consent", NAME, *NEWEST_FIRST]


class Rank(models.TextChoices):
    VISITING_PROFESSOR = "visiting_professor", _("visiting professor")
    VISITING_LECTURER = "visiting_lecturer", _("visiting lecturer")
    GUEST_RESEARCHER = "guest_researcher", _("guest researcher")


class Origin(models.TextChoices):
    """Country or abroad: computed from the home institution, unless staff say otherwise."""

    COMPUTED = "computed", _("as the home institution's country says")
    COUNTRY = "country", _("from the country")
    ABROAD = "abroad", _("from abroad")


class Group(models.TextChoices):
    """The tables of the public list, in their order."""

    COUNTRY = "country", _("From the country")
    ABROAD = "abroad", _("From abroad")
    UNKNOWN = "unknown", _("Other guests")


def years_of(starts_on: str, ends_on: str) -> range:
    """The calendar years in which a term holds, up to this year. Without a beginning only its last year is sure."""
    start, end, now = PartialDate(starts_on).year, PartialDate(ends_on).year, today().year
    if not start and not end:
        return range(0)
    return range(start or end or now, min(end or now, now) + 1)


def department_word() -> Case:
    """The department of a term in the first language that has it, whatever the reader's; of who may not be named nobody learns where.

    The same as `_word` says of a row.
    """
    texts = [NullIf(KeyTextTransform(code, "department"), Value("")) for code, _name in settings.LANGUAGES]
    return Case(When(person__has_consent=True, then=Coalesce(*texts, Value(""), output_field=models.TextField())))


def _word(department: Translated) -> str:
    return next((department[code] for code, _name in settings.LANGUAGES if code in department), "")


class AppointmentQuerySet(SpannedQuerySet):
    words_in = (*INSTITUTION_WORDS, *PERSON_WORDS)

    def published(self) -> Self:
        return super().published().filter(public_now("person__"))

    def named(self) -> Self:
        """Published terms of people who agreed to be named: those that have a page."""
        return self.published().filter(person__has_consent=True)

    def with_group(self) -> Self:
        """Annotates `country`, of the home institution, and `group`: as staff said, else by that country and ours.

        Our country is that of the profile and of our own institution; while neither is entered, nobody can be told apart.
        """
        home = Institution.objects.filter(relation=Institution.Relation.HOME).values("country")
        office = Profile.objects.exclude(country="").values("country")
        rules = [
            Rule(Group.COUNTRY.value, {"origin": Origin.COUNTRY}),
            Rule(Group.ABROAD.value, {"origin": Origin.ABROAD}),
            Rule(Group.COUNTRY.value, {}, ({"is_of_home": True}, {"is_of_office": True})),
            Rule(Group.ABROAD.value, {}, ({"is_of_home": False}, {"is_of_office": False})),
        ]
        country = Coalesce("home_institution__country", "person__institution__country")
        ours = {"is_of_home": Exact(F("country"), Subquery(home)), "is_of_office": Exact(F("country"), Subquery(office))}
        return self.annotate(country=country).alias(**ours).annotate(group=ByRules(rules, Group.UNKNOWN.value))

    def from_country(self) -> Self:
        return self.with_group().filter(group=Group.COUNTRY)

    def from_abroad(self) -> Self:
        return self.with_group().filter(group=Group.ABROAD)

    def origin_unknown(self) -> Self:
        return self.with_group().filter(group=Group.UNKNOWN)

    def in_year(self, year: int) -> Self:
        """Terms that hold in a calendar year; the same rule as `years_of`."""
        if year > today().year:
            return self.none()
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        begun = Q(starts_on_first__lte=last) & (Q(ends_on_last=None) | Q(ends_on_last__gte=first))
        return self.filter(begun | Q(starts_on_first=None, ends_on_last__range=(first, last)))

    def one_per_person(self) -> Self:
        """The newest of each person's terms among these: lists and counts are of people, not of periods.

        By the rule of NEWEST_FIRST, asked as "there is no newer one": PostgreSQL takes a picked row for a rare one, and compared
        a thousand people with a thousand terms.
        """
        dated = self.alias(day=Coalesce("starts_on_first", Value(datetime.date.min)))
        of_person = dated.order_by().filter(person=OuterRef("person"))
        newer = of_person.filter(Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk")))
        return dated.exclude(Exists(newer))

    def in_groups(self, *, newest: bool = False) -> Self:
        """Group by group, in each by name; with `newest` by the beginning of their terms instead."""
        return self.with_group().order_by(in_order_of(Group.values, "group"), *(NEWEST_FIRST if newest else BY_NAME))

    def by_name(self) -> Self:
        """For lists that stand under no headings of groups."""
        return self.order_by(*BY_NAME)

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the name of who may be named, or in any name of the home institution."""
        return Q(person__in=Person.objects.named_by(word, named)) | self._from(Institution.objects.named_by(word, named))

    def in_department(self, word: str) -> Self:
        return self.alias(department_word=department_word()).filter(department_word=word)

    def departments(self) -> dict[str, str]:
        """Word of each department → its name in the reader's language."""
        return {_word(text): str(text) for text in self.named().order_by().values_list("department", flat=True).distinct()}

    def from_institution(self, institution: Institution) -> Self:
        return self.filter(self._from([institution.pk]))

    @staticmethod
    def _from(institutions: Any) -> Q:
        """The term's home institution, or the person's where the term names none."""
        return Q(home_institution__in=institutions) | Q(home_institution=None, person__institution__in=institutions)


class Appointment(SpannedRecord):
    """Who teaches here as a guest, from when to when, and by which decision."""

    Group = Group
    Rank = Rank
    Origin = Origin

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments")
    rank = models.CharField(_("rank"), max_length=30, choices=Rank, default=Rank.VISITING_PROFESSOR)
    home_institution = models.ForeignKey(
        Institution, verbose_name=_("home institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="appointments",
        help_text=_("Where the person comes from. It need not be a partner."),
    )  # fmt: skip
    origin = models.CharField(_("from the country or abroad"), max_length=10, choices=Origin, default=Origin.COMPUTED)
    department = TranslatedField(_("host department"), max_length=200, blank=True)
    topics = TranslatedField(_("topics of the lectures"), lines=True, max_length=500, blank=True)
    project = models.ForeignKey(
        Project, verbose_name=_("funded by project"), on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    responsible = responsible_field("appointments")
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True, help_text=_("For staff only."))
    decided_on = PartialDateField(_("date of the decision"))

    objects = AppointmentQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments of visiting professors")
        ordering = NEWEST_FIRST

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.get_rank_display()), self.starts_on[:4]]))

    def get_absolute_url(self) -> str:
        """The page is the person's: a second term adds to it. Ask the query for the person (select_related)."""
        return reverse("visitors:appointment_detail", args=[self.person.slug])

    @property
    def comes_from(self) -> Institution | None:
        """The term's home institution, or the person's where the term names none. Ask the query for both (select_related)."""
        return self.home_institution or self.person.institution

    @property
    def has_page(self) -> bool:
        """A page bears the person's name, so there is none without consent. Ask the query for the person (select_related)."""
        return self.is_public and self.person.is_named
