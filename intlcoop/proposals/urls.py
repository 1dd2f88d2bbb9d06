"""Addresses of the form and its confirmation."""

from django.urls import path

from intlcoop.proposals import views

app_name = "proposals"
urlpatterns = [
    path("propose/", views.Propose.as_view(), name="propose"),
    path("propose/sent/<uuid:key>/", views.Sent.as_view(), name="sent"),
]
