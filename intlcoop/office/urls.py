"""Addresses of the front desk."""

from django.urls import path

from intlcoop.office import data_views, search_views, views

app_name = "office"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("search/", search_views.Search.as_view(), name="search"),
    path("search/suggest/", search_views.Suggest.as_view(), name="suggest"),
    path("opensearch.xml", search_views.OpenSearch.as_view(), name="opensearch"),
    path("pages/<slug:slug>/", views.PageDetail.as_view(), name="page_detail"),
    path("policy/", views.PolicyDetail.as_view(), name="policy_detail"),
    path("policy/<path:version>/", views.PolicyDetail.as_view(), name="policy_detail"),
    path("rankings/", views.RankingList.as_view(), name="ranking_list"),
    path("graduates/", views.FigureList.as_view(), name="figure_list"),
    path("office.vcf", data_views.contact_card, name="contact_card"),
    path("office/", views.Office.as_view(), name="office"),
    path("sitemap/", views.SiteMap.as_view(), name="site_map"),
    path("api/", data_views.DataIndex.as_view(), name="data_index"),
    path("api/openapi.json", data_views.openapi, name="openapi"),
    path("api/<slug:name>/<slug:slug>.ics", data_views.entry, name="entry"),
    path("api/<slug:name>.<slug:extension>", data_views.export, name="export"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
]
