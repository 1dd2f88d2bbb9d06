"""What the loader of sample offices remembers, so that loading again keeps what staff have changed since."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SampleLoad(models.Model):
    """The office whose sample content this database holds. One row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    office = models.SlugField(_("office"), max_length=40)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("loaded sample office")
        verbose_name_plural = _("loaded sample offices")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="office_sampleload_only_one")]

    def __str__(self) -> str:
        return self.office


class SampleRow(models.Model):
    """A row that came from a file: by its key there, with the time of its last change as the loader left it."""

    model = models.CharField(_("kind of record"), max_length=80)
    key = models.CharField(_("key in the file"), max_length=160)
    target = models.PositiveBigIntegerField(_("record number"))
    digest = models.CharField(_("digest of the loaded values"), max_length=64)
    left_at = models.DateTimeField(_("last change by the loader"), null=True)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="office_samplerow_once")]

    def __str__(self) -> str:
        return f"{self.model}: {self.key}"
