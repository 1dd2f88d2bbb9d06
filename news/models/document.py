"""Papers to download: prospectuses, leaflets, forms, policies, reports. An older version leads to the newer one."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf.global_settings import LANGUAGES as KNOWN_LANGUAGES
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language_info, gettext, gettext_lazy as _

from intlcoop.base.files import HasFiles
from intlcoop.base.models import Record, RecordQuerySet
from intlcoop.base.partial_date import PartialDateField, first_day
from intlcoop.base.pdf import PdfField
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from intlcoop.profile.models import Addressed
from partners.models import Agreement, Institution
from projects.models import Call, Programme, Project


class Kind(models.TextChoices):
    PROSPECTUS = "prospectus", _("prospectus")
    LEAFLET = "leaflet", _("leaflet")
    FORM = "form", _("form")
    POLICY = "policy", _("policy")
    REPORT = "report", _("report")
    AGREEMENT_TEXT = "agreement_text", _("text of an agreement")
    OTHER = "other", _("other document")


class About(models.TextChoices):
    """What a document can belong to; the word is the field's name."""

    INSTITUTION = "institution", _("an institution")
    AGREEMENT = "agreement", _("an agreement")
    PROGRAMME = "programme", _("a programme")
    PROJECT = "project", _("a project")
    CALL = "call", _("a call")


def known_languages() -> list[tuple[str, str]]:
    """Every language of which Django knows a name: a document may be in one that the portal is not."""
    return [(code, gettext(name)) for code, name in KNOWN_LANGUAGES]


class DocumentQuerySet(RecordQuerySet):
    def latest_versions(self) -> Self:
        """Those that no newer one has replaced on the pages."""
        newer = Document.objects.published().filter(pk=OuterRef("replaced_by"))
        return self.filter(~Exists(newer))

    def about(self, word: str) -> Self:
        """Those that belong to a record of this sort."""
        return self.exclude(**{About(word).value: None})

    def dated_in(self, year: int) -> Self:
        return self.filter(dated_on__startswith=f"{year:04}")


class Document(Record, Addressed, HasFiles):
    """Required are a title and a file."""

    About = About
    Kind = Kind

    title = TranslatedField(_("title"), max_length=250, help_text=_("As the paper calls itself: Studying medicine in English. Public."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    file = PdfField(_("file"), help_text=_("A PDF of at most 10 MB. The name it has on your computer is not kept."))
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=known_languages,
        blank=True,
        help_text=_("In which the paper is written; empty if in several."),
    )
    version = models.CharField(_("version"), max_length=40, blank=True, help_text=_("E.g. 2.1 or 2026/27."))
    dated_on = PartialDateField(_("dated"), help_text=_("The date on the paper. A year is enough: 2026."))
    dated_on_first = first_day("dated_on")
    description = TranslatedField(
        _("description"), rich=True, blank=True, help_text=_("What it is for, in two or three sentences. Public.")
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("replaced by"), on_delete=models.PROTECT, null=True, blank=True, related_name="older_versions",
        help_text=_("The newer version, once there is one. This page then leads to it, and the list shows only the newer one."),
    )  # fmt: skip
    search_text = SearchTextField(body=("description",))

    objects = DocumentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [F("dated_on_first").desc(nulls_last=True), "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(file=""), name="news_document_has_a_file", violation_error_message=_("Select a file.")),
            models.CheckConstraint(condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")), name="news_document_not_replaced_by_itself",
                                   violation_error_message=_("A document does not replace itself.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.title), self.version and f"({self.version})"]))

    def get_absolute_url(self) -> str:
        return reverse("news:document_detail", args=[self.slug])

    def slug_source(self) -> str:
        return f"{super().slug_source()} {self.version}"

    def shows_file(self, field_name: str) -> bool:
        return self.is_public

    def clean(self) -> None:
        super().clean()
        newer, seen = self.replaced_by, {self.pk}
        while newer is not None:
            if newer.pk in seen:
                raise ValidationError({"replaced_by": _("That document was itself replaced by this one.")})
            seen.add(newer.pk)
            newer = newer.replaced_by

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in (*self.title.values(), self.version))

    @property
    def language_name(self) -> str:
        """In the reader's words; empty where staff did not say."""
        return str(get_language_info(self.language)["name_translated"]) if self.language else ""

    @property
    def newer(self) -> Any:
        """The version that replaced it, if visitors may see that."""
        return self.replaced_by if self.replaced_by and self.replaced_by.is_public else None
