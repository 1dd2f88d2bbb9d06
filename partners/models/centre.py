"""Joint centres: units that an agreement founded."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, RecordQuerySet
from intlcoop.base.partial_date import PartialDateField
from intlcoop.base.text import fold
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from partners.models.agreement import Agreement
from partners.models.institution import Institution


class JointCentreQuerySet(RecordQuerySet):
    def founded_by(self, agreement: Agreement) -> Self:
        return self.filter(agreement=agreement)


class JointCentre(Record, Addressed):
    """Its members are the parties of the founding agreement."""

    name = TranslatedField(_("name"), max_length=200)
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("founding agreement"), on_delete=models.PROTECT, null=True, blank=True, related_name="centres",
        help_text=_("Its parties are shown as the members of the centre."),
    )  # fmt: skip
    host = models.ForeignKey(
        Institution, verbose_name=_("located at"), on_delete=models.PROTECT, null=True, blank=True, related_name="hosted_centres"
    )
    founded_on = PartialDateField(_("founded"))
    description = TranslatedField(_("description"), rich=True, blank=True, help_text=_("What the centre is for and what it does. Public."))
    website = WebAddressField(_("website"), blank=True)
    sort_keys = SortKeysField()
    search_text = SearchTextField(body=("description",))

    objects = JointCentreQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("joint centre")
        verbose_name_plural = _("joint centres")
        ordering = [InLanguage("sort_keys"), "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("partners:joint_centre_detail", args=[self.slug])

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.name.values())
