"""Addresses of stock."""

from django.urls import path

from apps.stock import views

app_name = "stock"
urlpatterns = [
    path("", views.StockList.as_view(), name="level_list"),
    path("places/", views.PlaceList.as_view(), name="place_list"),
    path("moves/", views.MoveList.as_view(), name="move_list"),
    path("reservations/", views.ReservationList.as_view(), name="reservation_list"),
    path("products/<uuid:pk>/", views.product_stock, name="product_stock"),
    path("receipts/", views.ReceiptList.as_view(), name="receipt_list"),
    path("receipts/new/", views.ReceiptEdit.as_view(), name="receipt_create"),
    path("receipts/post/", views.post_receipts, name="receipt_post_many"),
    path("receipts/<uuid:pk>/", views.ReceiptDetail.as_view(), name="receipt_detail"),
    path("receipts/<uuid:pk>/edit/", views.ReceiptEdit.as_view(), name="receipt_edit"),
    path("receipts/<uuid:pk>/post/", views.post_receipt, name="receipt_post"),
    path("receipts/<uuid:pk>/post-part/", views.post_part_receipt, name="receipt_post_part"),
    path("receipts/<uuid:pk>/cancel/", views.cancel_receipt, name="receipt_cancel"),
    path("receipts/<uuid:pk>/reverse/", views.reverse_receipt, name="receipt_reverse"),
    path("shipments/", views.ShipmentList.as_view(), name="shipment_list"),
    path("shipments/new/", views.ShipmentEdit.as_view(), name="shipment_create"),
    path("shipments/post/", views.post_shipments, name="shipment_post_many"),
    path("shipments/<uuid:pk>/", views.ShipmentDetail.as_view(), name="shipment_detail"),
    path("shipments/<uuid:pk>/edit/", views.ShipmentEdit.as_view(), name="shipment_edit"),
    path("shipments/<uuid:pk>/post/", views.post_shipment, name="shipment_post"),
    path("shipments/<uuid:pk>/post-part/", views.post_part_shipment, name="shipment_post_part"),
    path("shipments/<uuid:pk>/cancel/", views.cancel_shipment, name="shipment_cancel"),
    path("shipments/<uuid:pk>/reverse/", views.reverse_shipment, name="shipment_reverse"),
    path("transfers/", views.TransferList.as_view(), name="transfer_list"),
    path("transfers/new/", views.TransferEdit.as_view(), name="transfer_create"),
    path("transfers/post/", views.post_transfers, name="transfer_post_many"),
    path("transfers/<uuid:pk>/", views.TransferDetail.as_view(), name="transfer_detail"),
    path("transfers/<uuid:pk>/edit/", views.TransferEdit.as_view(), name="transfer_edit"),
    path("transfers/<uuid:pk>/post/", views.post_transfer, name="transfer_post"),
    path("transfers/<uuid:pk>/cancel/", views.cancel_transfer, name="transfer_cancel"),
    path("transfers/<uuid:pk>/reverse/", views.reverse_transfer, name="transfer_reverse"),
    path("adjustments/", views.AdjustmentList.as_view(), name="adjustment_list"),
    path("adjustments/new/", views.AdjustmentEdit.as_view(), name="adjustment_create"),
    path("adjustments/post/", views.post_adjustments, name="adjustment_post_many"),
    path("adjustments/<uuid:pk>/", views.AdjustmentDetail.as_view(), name="adjustment_detail"),
    path("adjustments/<uuid:pk>/edit/", views.AdjustmentEdit.as_view(), name="adjustment_edit"),
    path("adjustments/<uuid:pk>/post/", views.post_adjustment, name="adjustment_post"),
    path("adjustments/<uuid:pk>/cancel/", views.cancel_adjustment, name="adjustment_cancel"),
    path("adjustments/<uuid:pk>/reverse/", views.reverse_adjustment, name="adjustment_reverse"),
]
