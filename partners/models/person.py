"""People, theirs or ours. What they are to us (guest, staff, honorary doctor) is a row elsewhere."""

from collections.abc import Iterator
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from intlcoop.base.files import HasFiles
from intlcoop.base.identifiers import clean_orcid, validate_orcid
from intlcoop.base.models import Record, RecordQuerySet
from intlcoop.base.pictures import PictureField
from intlcoop.base.text import fold
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, Translated, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from partners.models.institution import Institution
from partners.models.naming import ASK, Named


class PersonQuerySet(RecordQuerySet):
    def named(self) -> Self:
        """Published people who agreed to be named."""
        return self.published().filter(has_consent=True)

    def named_by(self, word: str, named: Named = ASK) -> Any:
        """The numbers of the people whom this word names, for the conditions of what belongs to them. Only who may be named."""
        return self.named().called(word).order_by().values("pk") if named.people is None else named.people


class Person(Record, Addressed, HasFiles):
    """A name is published only with the person's consent; without it counts stay and the name is not shown."""

    name = TranslatedField(pgettext_lazy("of a person", "name"), max_length=150, help_text=_("Given name and family name: Marie Curie."))
    family_name = TranslatedField(
        _("family name"), max_length=100, blank=True, help_text=_("For sorting. Left empty: the last word of the name.")
    )
    title = TranslatedField(_("academic title"), max_length=100, blank=True, help_text=_("E.g. Professor, MD, PhD."))
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="people",
        help_text=_("The home institution. For our own people: our own faculty or university."),
    )  # fmt: skip
    field = TranslatedField(_("field"), max_length=200, blank=True, help_text=_("E.g. cardiology."))
    biography = TranslatedField(_("biography"), rich=True, blank=True)
    website = WebAddressField(_("website"), blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True, validators=[validate_orcid], help_text=_("E.g. 0000-0002-1825-0097."))
    has_consent = models.BooleanField(
        _("may be named"), default=False, help_text=_("The person agreed to be named here, or holds a public office.")
    )
    consent_note = models.CharField(_("consent"), max_length=200, blank=True, help_text=_("When and how it was given. For staff only."))
    photo = PictureField(
        _("photo"), blank=True, help_text=_("JPG, PNG or WebP. Only if the consent covers it; shown only while the person may be named.")
    )
    sort_keys = SortKeysField(source="sort_name")
    search_text = SearchTextField()

    objects = PersonQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("export_person", "Can export people")]  # in a spreadsheet: personal data leave the portal
        ordering = [InLanguage("sort_keys"), "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="partners_person_orcid_once",
                                    violation_error_message=_("Another person has this ORCID.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    def clean_fields(self, exclude: object = None) -> None:
        self.orcid = clean_orcid(self.orcid) if self.orcid else ""
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        if self.has_consent and not self.consent_note:
            raise ValidationError({"consent_note": _("Write when and how the person agreed, e.g. e-mail of 3 May 2026.")})

    @property
    def sort_name(self) -> Translated:
        """Family name first, in each language; the last word of the name where staff did not say."""
        return Translated({code: f"{self.family_name.get(code) or name.split()[-1]} {name}" for code, name in self.name.items()})

    @property
    def is_named(self) -> bool:
        """The same as `named()` asks of the rows."""
        return self.is_public and self.has_consent

    def shows_file(self, field_name: str) -> bool:
        return self.is_named

    @property
    def public_photo(self) -> Any:
        """The photo, if the person may be named."""
        return self.photo if self.photo and self.is_named else None

    @property
    def photo_words(self) -> str:
        """For those who do not see the photo."""
        return gettext("Photo of %(name)s") % {"name": self.name}

    @property
    def public_name(self) -> str:
        """Title and name, or words instead of them where the person may not be named."""
        if not self.is_named:
            return gettext("Name not published")
        return " ".join(str(part) for part in (self.title, self.name) if str(part))

    def search_parts(self) -> Iterator[str]:
        """Names are found by staff whether or not they may be published; public searches ask for `named()`."""
        yield from (fold(text) for text in (*self.name.values(), *self.field.values(), self.orcid))
