"""Addresses of visiting professors, visits, honours and mobility."""

from django.urls import path

from visitors import views

app_name = "visitors"
urlpatterns = [
    path("visiting-professors/", views.AppointmentList.as_view(), name="appointment_list"),
    path("visiting-professors/<slug:slug>/", views.AppointmentDetail.as_view(), name="appointment_detail"),
    path("visits/", views.VisitList.as_view(), name="visit_list"),
    path("honours/", views.HonourList.as_view(), name="honour_list"),
    path("mobility/", views.PlacementTable.as_view(), name="placement_table"),
]
