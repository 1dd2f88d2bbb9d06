"""What the office reports: a visit, a new agreement, a result of a project."""

from collections.abc import Iterator
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.files import HasFiles
from intlcoop.base.models import Record, RecordQuerySet, Tracked
from intlcoop.base.pictures import PictureField
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from intlcoop.profile.models import Addressed
from news.models.event import Event
from partners.models import Institution
from projects.models import Project


class Topic(models.TextChoices):
    COOPERATION = "cooperation", _("cooperation")
    MOBILITY = "mobility", _("mobility")
    PROJECTS = "projects", _("projects")
    PEOPLE = "people", _("people")
    CALLS = "calls", _("calls")
    OFFICE = "office", _("the office")
    OTHER = "other", _("other topic")


# By the date that is shown; of one day the one that appeared last.
NEWEST_FIRST: list[Any] = [F("published_on").desc(nulls_last=True), F("publish_at").desc(nulls_last=True), "-pk"]


class ArticleQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(published_on__year=year)

    def about(self, partner: str) -> Self:
        """Articles that name the institution with this address."""
        return self.filter(institutions__slug=partner)


class Article(Record, Addressed):
    """Required is a title.

    Its date is one column, which the page shows, the list sorts by and the year is taken from: the day of "published from"
    where that is given, else what staff entered, else the day on which it was first published. A draft may have none yet.
    """

    Topic = Topic

    title = TranslatedField(_("title"), max_length=250)
    teaser = TranslatedField(
        _("teaser"),
        lines=True,
        max_length=300,
        blank=True,
        help_text=_("One or two sentences for the list of news and the home page. Plain words."),
    )
    body = TranslatedField(_("text"), rich=True, blank=True)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, default=Topic.OTHER)
    published_on = models.DateField(
        _("date shown"), null=True, blank=True,
        help_text=_("Leave empty for the day on which you publish it. With a moment in “published from”, it is the day of that moment."),
    )  # fmt: skip
    author_unit = TranslatedField(_("written by"), max_length=150, blank=True, help_text=_("A unit, not a person: International Office."))
    place = TranslatedField(_("place"), max_length=200, blank=True, help_text=_("Where it happened, e.g. Graz."))
    institutions = models.ManyToManyField(Institution, verbose_name=_("institutions"), blank=True, related_name="articles")
    projects = models.ManyToManyField(Project, verbose_name=_("projects"), blank=True, related_name="articles")
    events = models.ManyToManyField(Event, verbose_name=_("events"), blank=True, related_name="articles")
    search_text = SearchTextField(body=("teaser", "body"))

    objects = ArticleQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("news")
        ordering = NEWEST_FIRST
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(published_on__isnull=False),
                name="news_article_published_has_a_date",
                violation_error_message=_("Enter the date that the page shows."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("news:article_detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self._settle_date()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._settle_date()
        super().save(*args, **kwargs)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in (*self.title.values(), *self.place.values()))

    @property
    def lead_picture(self) -> "ArticlePicture | None":
        """The first picture, for lists and the top of the page. Ask the query for the pictures (prefetch_related)."""
        return next(iter(self.pictures.all()), None)

    @property
    def gallery(self) -> list["ArticlePicture"]:
        """The other pictures."""
        return list(self.pictures.all())[1:]

    def _settle_date(self) -> None:
        """The rule of the class, whoever saves: a form, an action on many articles, the loader."""
        if self.publish_at:
            self.published_on = timezone.localtime(self.publish_at).date()
        elif self.is_published and not self.published_on:
            self.published_on = today()


class ArticlePicture(Tracked, HasFiles):
    """A picture of an article, described for those who cannot see it unless it only decorates. Seen while its article is."""

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="pictures")
    picture = PictureField(_("picture"), help_text=_("JPG, PNG or WebP. What the camera wrote into it, such as the place, is removed."))
    alt = TranslatedField(
        _("description"), max_length=300, blank=True,
        help_text=_("What the picture shows, for readers who cannot see it: Four guests and the Dean in front of the hospital."),
    )  # fmt: skip
    is_decorative = models.BooleanField(
        _("only decorates"), default=False, help_text=_("Tick it only if nothing is lost without the picture; then it has no description.")
    )
    caption = TranslatedField(_("caption"), max_length=300, blank=True, help_text=_("Shown under the picture."))
    credit = models.CharField(_("credit"), max_length=150, blank=True, help_text=_("Who took it: Photo: Press Office."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest number comes first: that picture stands in the list and on top of the article.")
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.alt or self.caption) or f"{self._meta.verbose_name} {self.pk or ''}".strip()

    def clean(self) -> None:
        super().clean()
        if self.is_decorative and self.alt:
            raise ValidationError({"alt": _("A picture that only decorates has no description: delete the text, or remove the tick.")})
        if not self.is_decorative and not self.alt:
            raise ValidationError({"alt": _("Describe the picture, or tick that it only decorates.")})

    def shows_file(self, field_name: str) -> bool:
        return self.article.is_public
