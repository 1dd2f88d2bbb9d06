from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects and programmes")
    place_in_admin = 30

    def ready(self) -> None:
        """What this app shows on the pages of others, gives as data and tells machines."""
        autodiscover_modules("blocks", "data", "linked_data")
