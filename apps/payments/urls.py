"""Addresses of payments and of matching."""

from django.urls import path

from apps.payments.views import matching, payments, reasons

app_name = "payments"
urlpatterns = [
    path("", payments.PaymentList.as_view(), name="payment_list"),
    path("receipts/new/", payments.ReceiptCreate.as_view(), name="payment_create"),
    path("disbursements/new/", payments.DisbursementCreate.as_view(), name="disbursement_create"),
    path("post/", payments.post_payments, name="payment_post_many"),
    path("options/invoices/", payments.invoice_options, name="invoice_options"),
    path("match/", matching.match_list, name="match_list"),
    path("match/<uuid:party>/", matching.match_desk, name="match_desk"),
    path("match/<uuid:party>/preview/", matching.match_preview, name="match_preview"),
    path("matches/<uuid:pk>/undo/", matching.unmatch, name="match_undo"),
    path("write-off-reasons/", reasons.ReasonList.as_view(), name="writeoffreason_list"),
    path("write-off-reasons/new/", reasons.ReasonCreate.as_view(), name="writeoffreason_create"),
    path(
        "write-off-reasons/<uuid:pk>/edit/",
        reasons.ReasonEdit.as_view(),
        name="writeoffreason_edit",
    ),
    path("invoices/<uuid:pk>/pay/", payments.pay_invoice, name="invoice_pay"),
    path("invoices/<uuid:pk>/apply/", payments.apply_credit, name="invoice_apply"),
    path("<uuid:pk>/", payments.PaymentDetail.as_view(), name="payment_detail"),
    path("<uuid:pk>/edit/", payments.PaymentEdit.as_view(), name="payment_edit"),
    path("<uuid:pk>/post/", payments.post_payment, name="payment_post"),
    path("<uuid:pk>/cancel/", payments.cancel_payment, name="payment_cancel"),
    path("<uuid:pk>/reverse/", payments.reverse_payment, name="payment_reverse"),
]
