"""Addresses of the reports of stock."""

from django.urls import path

from apps.valuation import views

app_name = "valuation"
urlpatterns = [
    path("", views.worth, name="worth"),
    path("movement/", views.movement, name="movement"),
    path("ageing/", views.ageing, name="ageing"),
    path("turnover/", views.turnover, name="turnover"),
    path("expiring/", views.expiring, name="expiring"),
    path("dead/", views.dead, name="dead"),
    path("moves/<uuid:pk>/", views.why, name="why"),
]
