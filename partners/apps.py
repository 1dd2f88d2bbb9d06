from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners and agreements")
    place_in_admin = 20

    def ready(self) -> None:
        """What this app gives as data, and how its pages describe themselves to machines."""
        autodiscover_modules("data", "linked_data")
