"""Addresses of credit control."""

from django.urls import path

from apps.credit import views

app_name = "credit"
urlpatterns = [
    path("receivables/", views.receivables, name="receivables"),
    path("receivables/<uuid:pk>/", views.party_receivables, name="party_receivables"),
    path("payables/", views.payables, name="payables"),
    path("payables/<uuid:pk>/", views.party_payables, name="party_payables"),
    path("reports/pdf/", views.ask_for_pdf, name="report_ask"),
    path("reports/", views.report_pdf, name="report_pdf"),
]
