"""What no constraint of the database can see: rows that are allowed one by one and wrong together.

The forms and the loader refuse them; rows that came another way (the shell, a restored backup) are found here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from intlcoop.base.clock import now
from intlcoop.base.files import unclaimed
from intlcoop.base.uploads import FORGOTTEN_AFTER
from intlcoop.profile.models import Addressed, OldAddress
from news.models import ArticlePicture
from partners.models import Agreement, AgreementParty, ExchangeCondition, Institution
from projects.models import Call
from visitors.models import Delegation, Visit


@dataclass(frozen=True)
class Finding:
    """A row, and what is wrong with it."""

    row: Any
    words: str


def findings() -> Iterator[Finding]:
    """Every row that staff should look at; nothing is changed."""
    parties = AgreementParty.objects.filter(agreement=OuterRef("pk"))
    for agreement in Agreement.objects.filter(~Exists(parties)):
        yield Finding(agreement, _("an agreement without a party"))
    strangers = ExchangeCondition.objects.with_strangers().order_by().values("agreement")
    for agreement in Agreement.objects.filter(pk__in=strangers):
        yield Finding(agreement, _("exchange conditions with an institution that is no party"))
    for agreement in Agreement.objects.in_circles("umbrella"):
        yield Finding(agreement, _("an agreement that is an annex to its own annex"))
    for agreement in Agreement.objects.in_circles("predecessor"):
        yield Finding(agreement, _("an agreement that replaces its own successor"))
    for visit in Visit.objects.filter(person=None, institution=None):
        if not visit.visitor:
            yield Finding(visit, _("a visit of nobody"))
    for call in Call.objects.exclude(deadline_on=None):
        if call.closes_at != call.closing_moment():
            yield Finding(call, _("a call that closes at another moment than its deadline says; save it again"))
    for picture in ArticlePicture.objects.filter(is_decorative=False):
        if not picture.alt:
            yield Finding(picture, _("a picture without a description"))
    for delegation in Delegation.objects.filter(institution=None):
        if not delegation.organisation:
            yield Finding(delegation, _("a delegation of nobody"))
    if Institution.objects.exists() and Institution.objects.home() is None:
        yield Finding(Institution._meta.verbose_name_plural, _("our own institution is missing (relation “home”)"))
    for model in apps.get_models():
        if issubclass(model, Addressed):
            for old in OldAddress.objects.filter(model=model._meta.label_lower).exclude(target__in=model._default_manager.values("pk")):
                yield Finding(old, _("an old address that leads nowhere"))
    for name in unclaimed(now().timestamp() - FORGOTTEN_AFTER):
        yield Finding(name, _("a stored file that no record names"))
