"""What is exchanged: the four kinds that EWP knows, and the levels of study."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """EWP knows these four; a doctoral stay is one of studies at the doctoral level."""

    STUDENT_STUDIES = "student_studies", _("student studies")
    STUDENT_TRAINEESHIP = "student_traineeship", _("student traineeship")
    STAFF_TEACHER = "staff_teacher", _("staff teaching")
    STAFF_TRAINING = "staff_training", _("staff training")

    @property
    def is_for_students(self) -> bool:
        return self in {Kind.STUDENT_STUDIES, Kind.STUDENT_TRAINEESHIP}


class Level(models.TextChoices):
    """Levels of study. The field `is_…` of a condition and the number of the European framework (EQF) follow from the word."""

    SHORT_CYCLE = "short_cycle", _("short cycle")
    BACHELOR = "bachelor", _("bachelor")
    MASTER = "master", _("master (incl. integrated medicine)")
    DOCTORAL = "doctoral", _("doctoral")

    @property
    def eqf(self) -> int:
        return 5 + list(Level).index(self)

    @property
    def column(self) -> str:
        return f"is_{self.value}"


STUDENTS = Q(kind__in=[kind.value for kind in Kind if kind.is_for_students])
STAFF = Q(kind__in=[kind.value for kind in Kind if not kind.is_for_students])
NO_LEVEL = Q(**{level.column: False for level in Level})
