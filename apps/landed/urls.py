"""Addresses of landed costs."""

from django.urls import path

from apps.landed import views

app_name = "landed"
urlpatterns = [
    path("", views.LandedCostList.as_view(), name="landedcost_list"),
    path("new/", views.LandedCostCreate.as_view(), name="landedcost_create"),
    path("receipts/", views.receipt_options, name="receipt_options"),
    path("bill-lines/", views.bill_line_options, name="bill_line_options"),
    path("<uuid:pk>/", views.LandedCostDetail.as_view(), name="landedcost_detail"),
    path("<uuid:pk>/edit/", views.LandedCostEdit.as_view(), name="landedcost_edit"),
    path("<uuid:pk>/post/", views.post_landed_cost, name="landedcost_post"),
    path("<uuid:pk>/cancel/", views.cancel_landed_cost, name="landedcost_cancel"),
    path("<uuid:pk>/reverse/", views.reverse_landed_cost, name="landedcost_reverse"),
]
