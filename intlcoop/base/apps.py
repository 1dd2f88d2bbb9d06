from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "intlcoop.base"
    label = "base"
    verbose_name = "Base"


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site; it stands in INSTALLED_APPS in the place of Django's."""

    default = False
    default_site = "intlcoop.base.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        apps.get_app_config("auth").verbose_name = _("Accounts of staff")  # Django's own name is a programmer's
        autodiscover_modules("due", "ends")
