"""What an agreement is called."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COOPERATION = "cooperation", _("cooperation agreement")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    INTER_INSTITUTIONAL = "inter_institutional", _("inter-institutional agreement")
    JOINT_PROGRAMME = "joint_programme", _("joint programme")
    OTHER = "other", _("other agreement")
