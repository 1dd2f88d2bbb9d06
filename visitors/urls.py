"""Addresses of visiting professors, visits, delegations, honours and mobility."""

from django.urls import path

from visitors import views

app_name = "visitors"
urlpatterns = [
    path("visiting-professors/", views.AppointmentList.as_view(), name="appointment_list"),
    path("visiting-professors/<slug:slug>/", views.AppointmentDetail.as_view(), name="appointment_detail"),
    path("visits/", views.VisitList.as_view(), name="visit_list"),
    path("visits/delegations/", views.DelegationList.as_view(), name="delegation_list"),
    path("visits/delegations/<slug:slug>/", views.DelegationDetail.as_view(), name="delegation_detail"),
    path("honours/", views.HonourList.as_view(), name="honour_list"),
    path("mobility/", views.PlacementTable.as_view(), name="placement_table"),
]
