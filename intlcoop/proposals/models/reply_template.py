"""Words that the office writes again and again, one row for each language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ReplyTemplate(models.Model):
    """Placeholders stand in braces; what is none of ours stays as it is written."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For colleagues, e.g. We need more information."))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    subject = models.CharField(
        pgettext_lazy("of a mail", "subject"), max_length=150, blank=True, help_text=_("Left empty: “Your proposal” and its reference.")
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "{name}, {institution}, {reference}, {link} (to the status page) and {office} are filled in. You can change the text before it is sent."
        ),
    )

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["language", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "name"], name="proposals_replytemplate_once",
                violation_error_message=_("There is a template of this name in this language already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
