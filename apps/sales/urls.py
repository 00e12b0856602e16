"""Addresses of sales orders."""

from django.urls import path

from apps.sales import views

app_name = "sales"
urlpatterns = [
    path("", views.OrderList.as_view(), name="salesorder_list"),
    path("new/", views.OrderCreate.as_view(), name="salesorder_create"),
    path("confirm/", views.confirm_orders, name="salesorder_confirm_many"),
    path("reserve/", views.reserve_orders, name="salesorder_reserve_many"),
    path("<uuid:pk>/", views.OrderDetail.as_view(), name="salesorder_detail"),
    path("<uuid:pk>/edit/", views.OrderEdit.as_view(), name="salesorder_edit"),
    path("<uuid:pk>/confirm/", views.confirm_order, name="salesorder_confirm"),
    path("<uuid:pk>/reserve/", views.reserve_order, name="salesorder_reserve"),
    path("<uuid:pk>/ship/", views.ship_order, name="salesorder_ship"),
    path("<uuid:pk>/invoice/", views.invoice_order, name="salesorder_invoice"),
    path(
        "<uuid:pk>/invoice-down-payment/",
        views.invoice_down_payment,
        name="salesorder_invoice_down_payment",
    ),
    path("<uuid:pk>/replace/", views.replace_line, name="salesorder_replace"),
    path("<uuid:pk>/close/", views.close_order, name="salesorder_close"),
    path("<uuid:pk>/cancel/", views.cancel_order, name="salesorder_cancel"),
]
