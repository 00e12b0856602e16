"""The home page and what reads across the apps; the names every page links to have no prefix."""

from django.urls import path

from apps.reporting import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", views.search, name="search"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<uuid:pk>/retry/", views.delivery_retry, name="delivery_retry"),
]
