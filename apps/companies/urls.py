"""Addresses of a company's settings."""

from django.urls import path

from apps.companies import views

app_name = "companies"
urlpatterns = [
    path("company/", views.settings_home, name="company"),
    path("company/<uuid:pk>/", views.CompanyDetail.as_view(), name="company_detail"),
    path("company/<uuid:pk>/edit/", views.CompanyEdit.as_view(), name="company_edit"),
    path("company/<uuid:pk>/logo/", views.company_logo, name="company_logo"),
    path("branches/", views.BranchList.as_view(), name="branch_list"),
    path("branches/new/", views.BranchCreate.as_view(), name="branch_create"),
    path("branches/<uuid:pk>/edit/", views.BranchEdit.as_view(), name="branch_edit"),
    path("currencies/", views.CurrencyList.as_view(), name="currency_list"),
    path("rates/", views.RateList.as_view(), name="exchangerate_list"),
    path("rates/new/", views.RateCreate.as_view(), name="exchangerate_create"),
    path("rates/import/", views.import_rates, name="rates_import"),
    path("rates/<uuid:pk>/edit/", views.RateEdit.as_view(), name="exchangerate_edit"),
    path("rates/<uuid:pk>/delete/", views.delete_rate, name="exchangerate_delete"),
]
