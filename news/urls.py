"""Addresses of events and news."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [
    path("events/", views.EventList.as_view(), name="event_list"),
    path("events/<slug:slug>/", views.EventDetail.as_view(), name="event_detail"),
    path("news/", views.ArticleList.as_view(), name="article_list"),
    path("news/<slug:slug>/", views.ArticleDetail.as_view(), name="article_detail"),
]
