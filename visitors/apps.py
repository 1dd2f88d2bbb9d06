from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class VisitorsConfig(AppConfig):
    name = "visitors"
    verbose_name = _("People on the move")
    place_in_admin = 40

    def ready(self) -> None:
        """What this app shows on the pages of others, gives as data and tells machines."""
        autodiscover_modules("blocks", "data", "linked_data")
