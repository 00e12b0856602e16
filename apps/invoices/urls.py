"""Addresses of customer invoices and supplier bills."""

from django.urls import path

from apps.invoices import views

app_name = "invoices"
urlpatterns = [
    path("sales/invoices/", views.InvoiceList.as_view(), name="invoice_list"),
    path("sales/invoices/new/", views.InvoiceCreate.as_view(), name="invoice_create"),
    path("sales/invoices/post/", views.post_invoices, name="invoice_post_many"),
    path("sales/invoices/<uuid:pk>/", views.InvoiceDetail.as_view(), name="invoice_detail"),
    path("sales/invoices/<uuid:pk>/edit/", views.InvoiceEdit.as_view(), name="invoice_edit"),
    path("sales/invoices/<uuid:pk>/post/", views.post_invoice, name="invoice_post"),
    path("sales/invoices/<uuid:pk>/cancel/", views.cancel_invoice, name="invoice_cancel"),
    path("sales/invoices/<uuid:pk>/credit/", views.credit_invoice, name="invoice_credit"),
    path("sales/invoices/<uuid:pk>/send/", views.send_invoice, name="invoice_send"),
    path("sales/invoices/<uuid:pk>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("sales/invoices/<uuid:pk>/preview/", views.invoice_preview, name="invoice_preview"),
    path("purchasing/bills/", views.BillList.as_view(), name="bill_list"),
    path("purchasing/bills/new/", views.BillCreate.as_view(), name="bill_create"),
    path("purchasing/bills/post/", views.post_bills, name="bill_post_many"),
    path("purchasing/bills/accounts/", views.bill_accounts, name="account_options"),
    path("purchasing/bills/<uuid:pk>/", views.BillDetail.as_view(), name="bill_detail"),
    path("purchasing/bills/<uuid:pk>/edit/", views.BillEdit.as_view(), name="bill_edit"),
    path("purchasing/bills/<uuid:pk>/post/", views.post_bill, name="bill_post"),
    path("purchasing/bills/<uuid:pk>/cancel/", views.cancel_bill, name="bill_cancel"),
    path("purchasing/bills/<uuid:pk>/credit/", views.credit_bill, name="bill_credit"),
]
