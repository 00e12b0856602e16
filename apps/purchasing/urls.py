"""Addresses of purchase orders."""

from django.urls import path

from apps.purchasing import views

app_name = "purchasing"
urlpatterns = [
    path("", views.OrderList.as_view(), name="purchaseorder_list"),
    path("new/", views.OrderCreate.as_view(), name="purchaseorder_create"),
    path("confirm/", views.confirm_orders, name="purchaseorder_confirm_many"),
    path("bill/", views.bill_orders, name="purchaseorder_bill_many"),
    path("consignment/", views.ConsignedList.as_view(), name="consigned_list"),
    path("consignment/<uuid:pk>/", views.ConsignedDetail.as_view(), name="consigned_detail"),
    path("consignment/<uuid:pk>/draw/", views.draw_consigned, name="consigned_draw"),
    path("consignment/<uuid:pk>/return/", views.return_consigned, name="consigned_return"),
    path("<uuid:pk>/", views.OrderDetail.as_view(), name="purchaseorder_detail"),
    path("<uuid:pk>/edit/", views.OrderEdit.as_view(), name="purchaseorder_edit"),
    path("<uuid:pk>/confirm/", views.confirm_order, name="purchaseorder_confirm"),
    path("<uuid:pk>/receive/", views.receive_order, name="purchaseorder_receive"),
    path("<uuid:pk>/bill/", views.bill_order, name="purchaseorder_bill"),
    path(
        "<uuid:pk>/bill-down-payment/",
        views.bill_down_payment,
        name="purchaseorder_bill_down_payment",
    ),
    path("<uuid:pk>/close/", views.close_order, name="purchaseorder_close"),
    path("<uuid:pk>/cancel/", views.cancel_order, name="purchaseorder_cancel"),
]
