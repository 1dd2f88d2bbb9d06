"""Addresses of partners, agreements, joint centres and memberships."""

from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("partners/", views.InstitutionList.as_view(), name="institution_list"),
    path("partners/map/", views.InstitutionMap.as_view(), name="institution_map"),
    path("partners/<slug:slug>/", views.InstitutionDetail.as_view(), name="institution_detail"),
    path("agreements/", views.AgreementList.as_view(), name="agreement_list"),
    path("agreements/<slug:slug>/", views.AgreementDetail.as_view(), name="agreement_detail"),
    path("centres/", views.JointCentreList.as_view(), name="joint_centre_list"),
    path("centres/<slug:slug>/", views.JointCentreDetail.as_view(), name="joint_centre_detail"),
    path("memberships/", views.MembershipList.as_view(), name="membership_list"),
]
