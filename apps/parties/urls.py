"""Addresses of parties and payment terms."""

from django.urls import path

from apps.parties import views

app_name = "parties"
urlpatterns = [
    path("", views.PartyList.as_view(), name="party_list"),
    path("new/", views.PartyCreate.as_view(), name="party_create"),
    path("options/", views.party_options, name="party_options"),
    path("lookalikes/", views.lookalikes, name="party_lookalikes"),
    path("<uuid:pk>/", views.PartyDetail.as_view(), name="party_detail"),
    path("<uuid:pk>/edit/", views.PartyEdit.as_view(), name="party_edit"),
    path("<uuid:pk>/archive/", views.archive_party, name="party_archive"),
    path("<uuid:pk>/restore/", views.restore_party, name="party_restore"),
    path("archive/", views.archive_parties, name="party_archive_many"),
    path("terms/", views.TermList.as_view(), name="paymentterm_list"),
    path("terms/new/", views.TermCreate.as_view(), name="paymentterm_create"),
    path("terms/<uuid:pk>/edit/", views.TermEdit.as_view(), name="paymentterm_edit"),
]
