"""Associations, organisations and charters of which our institution is a member or signatory."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import Case, Q, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.models import SpannedQuerySet, SpannedRecord
from intlcoop.base.responsible import responsible_field
from intlcoop.base.text import fold
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.choices import Section
from intlcoop.profile.navigation import section_url
from partners.models.institution import Institution


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    ASSOCIATE = "associate", _("associate member")
    SIGNATORY = "signatory", _("signatory")


class Status(models.TextChoices):
    APPLIED = "applied", _("applied for (not public)")
    JOINED = "joined", _("joined")
    FORMER = "former", _("former")


# Of a query with_over(): what is over stands last.
CURRENT_FIRST: list[str | Combinable] = ["over", InLanguage("sort_keys"), "pk"]


class MembershipQuerySet(SpannedQuerySet):
    def published(self) -> Self:
        """An application is nobody's business before it succeeds."""
        return super().published().exclude(status=Status.APPLIED)

    def with_over(self) -> Self:
        """Annotates `over`: 1 for those that are over, by their status or by their end."""
        over = Q(status=Status.FORMER) | Q(ends_on_last__lt=today())
        return self.annotate(over=Case(When(over, then=1), default=0, output_field=models.IntegerField()))

    def joined(self) -> Self:
        """Neither applied for nor over."""
        return self.with_over().filter(status=Status.JOINED, over=0)

    def left(self) -> Self:
        return self.with_over().filter(over=1)

    def current_first(self) -> Self:
        return self.with_over().order_by(*CURRENT_FIRST)


class Membership(SpannedRecord):
    """The body is a text: most bodies are no institution of ours, and a charter is none at all."""

    Role = Role
    Status = Status

    body = TranslatedField(_("body"), max_length=200, help_text=_("The full name: Magna Charta Universitatum."))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.JOINED)
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="memberships",
        help_text=_("Only if the body is also among your institutions."),
    )  # fmt: skip
    website = WebAddressField(_("website"), blank=True)
    description = TranslatedField(_("description"), lines=True, blank=True)
    responsible = responsible_field("memberships")
    sort_keys = SortKeysField(source="body")
    search_text = SearchTextField(body=("description",))

    objects = MembershipQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = [InLanguage("sort_keys"), "pk"]

    def __str__(self) -> str:
        return f"{self.body} ({self.acronym})" if self.acronym else str(self.body)

    @property
    def is_over(self) -> bool:
        return self.status == Status.FORMER or self.has_ended

    def get_absolute_url(self) -> str:
        """A membership has no page of its own; it stands on the list."""
        return section_url(Section.MEMBERSHIPS)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in (*self.body.values(), self.acronym))
