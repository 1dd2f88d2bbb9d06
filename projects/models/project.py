"""Projects, their team, and where they are on the web."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.models import SpannedQuerySet, SpannedRecord, Tracked
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.relevance import Fit
from intlcoop.base.rules import ByRules, Rule, in_order_of
from intlcoop.base.text import fold, fold_number
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from partners.models import Institution, Person
from projects.models.participation import Participation
from projects.models.programme import Programme

NEWEST_FIRST: list[str | Combinable] = [F("starts_on_first").desc(nulls_last=True), InLanguage("sort_keys"), "pk"]


class Stage(models.TextChoices):
    """How far it has come. Only funded projects are public; whether they run is computed from their dates."""

    IDEA = "idea", _("idea")
    SUBMITTED = "submitted", _("submitted")
    FUNDED = "funded", _("funded")
    DECLINED = "declined", _("declined")


class Kind(models.TextChoices):
    NETWORK = "network", _("academic network")
    CAPACITY_BUILDING = "capacity_building", _("capacity building")
    RESEARCH = "research", _("research")
    MOBILITY = "mobility", _("mobility")
    EDUCATION = "education", _("education")
    OTHER = "other", _("other")


class State(models.TextChoices):
    """In the order in which the list shows them."""

    RUNNING = "running", _("running")
    UPCOMING = "upcoming", _("starts later")
    UNDATED = "undated", _("dates not given")
    ENDED = "ended", _("ended")


def state_now() -> ByRules:
    """The state as a column; the property `Project.state` says the same of a row."""
    rules = [
        Rule(State.ENDED.value, {"ends_on_last__lt": today()}),
        Rule(State.UPCOMING.value, {"starts_on_first__gt": today()}),
        Rule(State.UNDATED.value, {"starts_on_first__isnull": True, "ends_on_last__isnull": True}),
    ]
    return ByRules(rules, State.RUNNING.value)


def our_role() -> Subquery:
    """The role of our own institution as a column; NULL where it takes no part. A project names an institution once."""
    ours = Participation.objects.filter(project=OuterRef("pk"), institution__relation=Institution.Relation.HOME)
    return Subquery(ours.order_by().values("role"))


class ProjectQuerySet(SpannedQuerySet):
    fit_of_others = Fit.CONTAINS

    def published(self) -> Self:
        """Published, and funded: an idea is nobody's business before it succeeds."""
        return super().published().filter(stage=Stage.FUNDED)

    def in_state(self, state: str) -> Self:
        return self.alias(state_now=state_now()).filter(state_now=state)

    def running_first(self) -> Self:
        return self.alias(state_now=state_now()).order_by(in_order_of(State.values, "state_now"), *NEWEST_FIRST)

    def with_institution(self, institution: Institution) -> Self:
        return self.filter(pk__in=Participation.objects.filter(institution=institution).values("project"))

    def with_partner(self, slug: str) -> Self:
        """The institution with this address takes part."""
        return self.filter(pk__in=Participation.objects.filter(institution__slug=slug).values("project"))

    def begun_in(self, year: int) -> Self:
        return self.filter(starts_on__startswith=f"{year:04}")

    def where_we_are(self, role: str) -> Self:
        """Our own institution takes part in this role."""
        ours = Participation.objects.filter(role=role, institution__relation=Institution.Relation.HOME)
        return self.filter(pk__in=ours.values("project"))


class Project(SpannedRecord, Addressed):
    """Required is a title. A number, dates and partners may be unknown."""

    Kind = Kind
    Stage = Stage

    title = TranslatedField(_("title"), max_length=400, help_text=_("Without quotation marks; the page sets them. Public."))
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, help_text=_("E.g. HEPMP."))
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage, default=Stage.FUNDED, help_text=_("Only funded projects can be seen by the public.")
    )
    topics = TranslatedField(
        _("fields"), max_length=250, blank=True, help_text=_("E.g. nuclear medicine, biomedical engineering, medical physics.")
    )
    description = TranslatedField(_("description"), rich=True, blank=True, help_text=_("Aims and results, in a few sentences. Public."))
    funding_statement = TranslatedField(
        _("funding statement"), lines=True, blank=True, help_text=_("The sentence that the funder asks you to print.")
    )
    sort_keys = SortKeysField(source="title")
    search_text = SearchTextField(body=("description",))

    objects = ProjectQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = NEWEST_FIRST

    def __str__(self) -> str:
        return f"{self.title} – {self.acronym}" if self.acronym else str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.slug])

    def slug_source(self) -> str:
        return self.acronym or super().slug_source()

    def search_parts(self) -> Iterator[str]:
        yield fold_number(self.acronym)
        yield from (fold(text) for text in (*self.title.values(), *self.topics.values()))

    @property
    def has_page(self) -> bool:
        """The same as `published()` asks of the rows."""
        return self.is_public and self.stage == Stage.FUNDED

    @property
    def state(self) -> State:
        first, last = PartialDate(self.starts_on).first, PartialDate(self.ends_on).last
        if last and last < today():
            return State.ENDED
        if first and first > today():
            return State.UPCOMING
        return State.RUNNING if first or last else State.UNDATED


class ProjectMember(Tracked):
    """Somebody of our team in a project."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="project_members")
    role = TranslatedField(_("role"), max_length=100, blank=True, help_text=_("E.g. coordinator at our faculty."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("members of the team")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="projects_projectmember_once")]

    def __str__(self) -> str:
        return str(self.role)


class ProjectLink(Tracked):
    """An address on the web. A row without an address cannot exist, so no page has an empty link."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="links")
    label = TranslatedField(_("label"), max_length=100, blank=True, help_text=_("Left empty: Official website."))
    url = WebAddressField(_("address"))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url
