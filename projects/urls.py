"""Addresses of programmes, projects and calls."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("programmes/", views.ProgrammeList.as_view(), name="programme_list"),
    path("programmes/<slug:slug>/", views.ProgrammeDetail.as_view(), name="programme_detail"),
    path("projects/", views.ProjectList.as_view(), name="project_list"),
    path("projects/<slug:slug>/", views.ProjectDetail.as_view(), name="project_detail"),
    path("calls/", views.CallList.as_view(), name="call_list"),
    path("calls/<slug:slug>/", views.CallDetail.as_view(), name="call_detail"),
]
