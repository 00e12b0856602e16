"""Addresses of the exports."""

from django.urls import path

from apps.integrations import views

app_name = "integrations"
urlpatterns = [
    path("", views.JournalExportList.as_view(), name="journalexport_list"),
    path(
        "new/",
        views.JournalExportEdit.as_view(permission="integrations.add_journalexport"),
        name="journalexport_create",
    ),
    path("<uuid:pk>/", views.JournalExportDetail.as_view(), name="journalexport_detail"),
    path("<uuid:pk>/file/", views.journalexport_file, name="journalexport_file"),
]
