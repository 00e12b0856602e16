"""Addresses of customer invoices and supplier bills."""

from django.urls import path

from apps.invoices import views

app_name = "invoices"
urlpatterns = [
    path("invoices/", views.InvoiceList.as_view(), name="invoice_list"),
    path("invoices/new/", views.InvoiceCreate.as_view(), name="invoice_create"),
    path("invoices/post/", views.post_invoices, name="invoice_post_many"),
    path("invoices/<uuid:pk>/", views.InvoiceDetail.as_view(), name="invoice_detail"),
    path("invoices/<uuid:pk>/edit/", views.InvoiceEdit.as_view(), name="invoice_edit"),
    path("invoices/<uuid:pk>/post/", views.post_invoice, name="invoice_post"),
    path("invoices/<uuid:pk>/cancel/", views.cancel_invoice, name="invoice_cancel"),
    path("invoices/<uuid:pk>/credit/", views.credit_invoice, name="invoice_credit"),
    path("invoices/<uuid:pk>/send/", views.send_invoice, name="invoice_send"),
    path("invoices/<uuid:pk>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("invoices/<uuid:pk>/preview/", views.invoice_preview, name="invoice_preview"),
    path("bills/", views.BillList.as_view(), name="bill_list"),
    path("bills/new/", views.BillCreate.as_view(), name="bill_create"),
    path("bills/post/", views.post_bills, name="bill_post_many"),
    path("bills/accounts/", views.bill_accounts, name="account_options"),
    path("bills/<uuid:pk>/", views.BillDetail.as_view(), name="bill_detail"),
    path("bills/<uuid:pk>/edit/", views.BillEdit.as_view(), name="bill_edit"),
    path("bills/<uuid:pk>/post/", views.post_bill, name="bill_post"),
    path("bills/<uuid:pk>/cancel/", views.cancel_bill, name="bill_cancel"),
    path("bills/<uuid:pk>/credit/", views.credit_bill, name="bill_credit"),
]
