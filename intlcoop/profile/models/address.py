"""Addresses that never die: a slug is made once, and the old one redirects for ever when staff change it."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from intlcoop.base.text import slug as slug_from
from intlcoop.base.translated import Translated

RESERVED = frozenset({"map", "feed", "new", "add", "edit", "export", "search", "api", "admin", "page"})
TRIES = 50


class OldAddress(models.Model):
    """Where something used to be. Read when a slug is not found, to redirect permanently."""

    model = models.CharField(_("kind of record"), max_length=80)
    slug = models.SlugField(_("old address"), max_length=80)
    target = models.PositiveBigIntegerField(_("record number"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["model", "slug"], name="profile_oldaddress_once")]

    def __str__(self) -> str:
        return f"{self.model}: {self.slug}"


class Addressed(models.Model):
    """A record with a page of its own. The slug is made from the name when the record is first saved and then stays.

    When staff change it, the old one is kept in OldAddress and leads to the new one.
    """

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_(
            "The last part of the page's address. Left empty, it is made from the name. The old address keeps working when you change it."
        ),
    )

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Iterable[Any]) -> Any:  # type: ignore[override]
        thing = super().from_db(db, field_names, values)  # type: ignore[arg-type]
        thing._stored_slug = thing.__dict__.get("slug", "")
        return thing

    def slug_source(self) -> str:
        """The text from which the address is made: the English name or the first there is."""
        return Translated(getattr(self, "name", None) or getattr(self, "title", None)).pick("en")[0]

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This address is used by the portal itself. Choose another.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make a free slug if there is none. A clash with a row that another officer saves at the same moment is tried again."""
        before = getattr(self, "_stored_slug", "")
        if self.slug:
            super().save(*args, **kwargs)
        else:
            self._save_with_free_slug(*args, **kwargs)
        if before and before != self.slug:
            label = self._meta.label_lower
            OldAddress.objects.filter(model=label, slug=self.slug).delete()
            OldAddress.objects.update_or_create(model=label, slug=before, defaults={"target": self.pk})
        self._stored_slug = self.slug

    def slug_stem(self) -> str:
        return slug_from(self.slug_source()) or self._meta.model_name or "record"

    @staticmethod
    def slugs(stem: str) -> Iterator[str]:
        """The addresses that a record may get, the best first: graz, graz-2, graz-3 …"""
        yield stem
        for number in count(2):
            yield f"{stem[: 80 - len(str(number)) - 1]}-{number}"

    def _save_with_free_slug(self, *args: Any, **kwargs: Any) -> None:
        stem = self.slug_stem()
        manager = type(self)._default_manager
        taken = set(manager.filter(slug__startswith=stem).exclude(pk=self.pk).values_list("slug", flat=True)) | RESERVED
        taken |= set(OldAddress.objects.filter(model=self._meta.label_lower, slug__startswith=stem).values_list("slug", flat=True))
        for candidate in islice(self.slugs(stem), TRIES + len(taken)):
            if candidate in taken:
                continue
            self.slug = candidate
            try:
                with transaction.atomic():
                    return super().save(*args, **kwargs)
            except IntegrityError:
                if not manager.filter(slug=candidate).exists():
                    self.slug = ""
                    raise
        raise RuntimeError(f"no free address for {stem!r}")
