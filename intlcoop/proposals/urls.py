"""Addresses of the form and of the pages that only its sender knows."""

from django.urls import path

from intlcoop.proposals import status_views, views

app_name = "proposals"
urlpatterns = [
    path("propose/", views.Propose.as_view(), name="propose"),
    path("propose/link/", status_views.Link.as_view(), name="link"),
    path("propose/link/sent/", status_views.LinkSent.as_view(), name="link_sent"),
    path("propose/withdrawn/", status_views.Withdrawn.as_view(), name="withdrawn"),
    path("propose/status/<str:token>/", status_views.Status.as_view(), name="status"),
    path("propose/status/<str:token>/withdraw/", status_views.Withdraw.as_view(), name="withdraw"),
]
