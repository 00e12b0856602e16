"""Addresses of payments and of matching."""

from django.urls import path

from apps.payments import views

app_name = "payments"
urlpatterns = [
    path("", views.PaymentList.as_view(), name="payment_list"),
    path("receipts/new/", views.ReceiptCreate.as_view(), name="payment_create"),
    path("disbursements/new/", views.DisbursementCreate.as_view(), name="disbursement_create"),
    path("post/", views.post_payments, name="payment_post_many"),
    path("options/invoices/", views.invoice_options, name="invoice_options"),
    path("match/", views.match_list, name="match_list"),
    path("match/<uuid:party>/", views.match_desk, name="match_desk"),
    path("matches/<uuid:pk>/undo/", views.unmatch, name="match_undo"),
    path("invoices/<uuid:pk>/pay/", views.pay_invoice, name="invoice_pay"),
    path("<uuid:pk>/", views.PaymentDetail.as_view(), name="payment_detail"),
    path("<uuid:pk>/edit/", views.PaymentEdit.as_view(), name="payment_edit"),
    path("<uuid:pk>/post/", views.post_payment, name="payment_post"),
    path("<uuid:pk>/cancel/", views.cancel_payment, name="payment_cancel"),
    path("<uuid:pk>/reverse/", views.reverse_payment, name="payment_reverse"),
]
