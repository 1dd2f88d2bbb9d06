"""Addresses of events, news and documents."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [
    path("events/", views.EventList.as_view(), name="event_list"),
    path("events/<slug:slug>/", views.EventDetail.as_view(), name="event_detail"),
    path("documents/", views.DocumentList.as_view(), name="document_list"),
    path("documents/<slug:slug>/", views.DocumentDetail.as_view(), name="document_detail"),
    path("news/", views.ArticleList.as_view(), name="article_list"),
    path("news/<slug:slug>/", views.ArticleDetail.as_view(), name="article_detail"),
]
