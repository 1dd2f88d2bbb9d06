"""All addresses. English stands at the root, the other languages of the office under a prefix, the admin too."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from intlcoop.base import files
from intlcoop.office import desk_page, second_factor_page, service, staff_calendar
from intlcoop.profile import stylesheet

urlpatterns = [
    path("healthz", service.healthz, name="healthz"),
    path("robots.txt", service.robots, name="robots"),
    path("favicon.ico", service.favicon, name="favicon"),
    path("sitemap.xml", service.sitemap, name="sitemap"),
    path("office-<str:digest>.css", stylesheet.serve, name="stylesheet"),
    path("files/<str:model>/<int:pk>/<str:name>", files.serve, name="file"),
    path(service.SECURITY_TXT, service.security_txt, name="security_txt"),
    path("calendar/<str:token>.ics", staff_calendar.feed, name="staff_calendar"),
    *i18n_patterns(
        path("admin/my-reminders/", admin.site.admin_view(desk_page.page), name="desk"),
        path("admin/second-factor/", admin.site.admin_view(second_factor_page.page), name="second_factor"),
        path("admin/", admin.site.urls),
        path("", include("partners.urls")),
        path("", include("projects.urls")),
        path("", include("visitors.urls")),
        path("", include("news.urls")),
        path("", include("intlcoop.proposals.urls")),
        path("", include("intlcoop.office.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "intlcoop.base.errors.handler400"
handler403 = "intlcoop.base.errors.handler403"
handler404 = "intlcoop.base.errors.handler404"
handler500 = "intlcoop.base.errors.handler500"
