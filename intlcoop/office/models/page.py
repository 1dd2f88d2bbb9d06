"""Texts of the office: pages of their own, and introductions above the lists of a section."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, RecordQuerySet, Tracked
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Addressed
from intlcoop.profile.navigation import section_url


class PageQuerySet(RecordQuerySet):
    def standalone(self) -> Self:
        """Pages with an address of their own."""
        return self.filter(section="")

    def introducing(self, section: str) -> Self:
        return self.published().filter(section=section)


class Page(Record, Addressed):
    """With a section it stands above that section's list; without one it is a page of its own."""

    title = TranslatedField(_("title"), max_length=200)
    section = models.CharField(
        _("section"),
        max_length=30,
        choices=Section,
        blank=True,
        help_text=_("Chosen: the text stands above the list of this section. Empty: a page of its own."),
    )
    body = TranslatedField(_("text"), rich=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    search_text = SearchTextField(body=("body",))

    objects = PageQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages and introductions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """An introduction's address is its section."""
        return section_url(Section(self.section)) if self.section else reverse("office:page_detail", args=[self.slug])

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.title.values())


class PageLink(Tracked):
    """An address with words. A row without an address cannot exist, so no page has an empty link."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="links")
    label = TranslatedField(_("label"), max_length=150)
    url = WebAddressField(_("address"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.label)
