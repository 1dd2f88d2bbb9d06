from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "intlcoop.office"
    label = "office"
    verbose_name = _("Front desk")
    place_in_admin = 70

    def ready(self) -> None:
        autodiscover_modules("blocks", "checks", "backup_checks", "receivers", "data", "imports.admin", "reminder_admin")
