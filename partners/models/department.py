"""Parts of institutions that sign, host or take part by themselves."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Tracked
from intlcoop.base.text import fold
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, TranslatedField
from partners.models.institution import Institution


class Department(Tracked):
    """A part of an institution that signs or hosts by itself, e.g. the Faculty of Medicine of Vilnius University."""

    institution = models.ForeignKey(Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="departments")
    name = TranslatedField(_("name"), max_length=200)
    sort_keys = SortKeysField()
    search_text = SearchTextField(of="institution")

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = [InLanguage("sort_keys"), "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.name.values())
