from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "intlcoop.proposals"
    label = "proposals"
    verbose_name = _("Proposals")
    place_in_admin = 10
