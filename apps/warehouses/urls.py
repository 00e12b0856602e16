"""Addresses of warehouses and locations."""

from django.urls import path

from apps.warehouses import views

app_name = "warehouses"
urlpatterns = [
    path("", views.WarehouseList.as_view(), name="warehouse_list"),
    path("new/", views.WarehouseCreate.as_view(), name="warehouse_create"),
    path("locations/new/", views.LocationCreate.as_view(), name="location_create"),
    path("locations/options/", views.location_options, name="location_options"),
    path("locations/<uuid:pk>/", views.LocationEdit.as_view(), name="location_edit"),
    path("<uuid:pk>/", views.WarehouseDetail.as_view(), name="warehouse_detail"),
    path("<uuid:pk>/edit/", views.WarehouseEdit.as_view(), name="warehouse_edit"),
    path("<uuid:pk>/archive/", views.archive_warehouse, name="warehouse_archive"),
]
