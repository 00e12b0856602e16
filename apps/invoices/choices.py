"""Kinds, statuses and the life cycle of invoices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class InvoiceKind(models.TextChoices):
    """Which way an invoice goes, and whether it asks or gives back."""

    CUSTOMER_INVOICE = "customer_invoice", _("Customer invoice")
    CUSTOMER_CREDIT = "customer_credit", _("Credit note")
    SUPPLIER_BILL = "supplier_bill", _("Supplier bill")
    SUPPLIER_CREDIT = "supplier_credit", _("Supplier credit note")


SALES_KINDS = (InvoiceKind.CUSTOMER_INVOICE, InvoiceKind.CUSTOMER_CREDIT)
BILL_KINDS = (InvoiceKind.SUPPLIER_BILL, InvoiceKind.SUPPLIER_CREDIT)
CREDIT_KINDS = (InvoiceKind.CUSTOMER_CREDIT, InvoiceKind.SUPPLIER_CREDIT)
CREDIT_OF = {
    InvoiceKind.CUSTOMER_INVOICE: InvoiceKind.CUSTOMER_CREDIT,
    InvoiceKind.SUPPLIER_BILL: InvoiceKind.SUPPLIER_CREDIT,
}
NUMBER_PREFIX = {
    InvoiceKind.CUSTOMER_INVOICE: "INV",
    InvoiceKind.CUSTOMER_CREDIT: "CRN",
    InvoiceKind.SUPPLIER_BILL: "BIL",
    InvoiceKind.SUPPLIER_CREDIT: "SCN",
}


class InvoiceStatus(models.TextChoices):
    """The statuses of an invoice; paid and overdue are derived."""

    DRAFT = "draft", _("Draft")
    POSTED = "posted", _("Posted")
    CANCELLED = "cancelled", _("Cancelled")


INVOICE_LIFECYCLE = Lifecycle(
    [
        Transition("post", (InvoiceStatus.DRAFT,), InvoiceStatus.POSTED),
        Transition("cancel", (InvoiceStatus.DRAFT,), InvoiceStatus.CANCELLED),
        Transition("credit", (InvoiceStatus.POSTED,), InvoiceStatus.POSTED),
        Transition("send", (InvoiceStatus.POSTED,), InvoiceStatus.POSTED),
    ]
)


class Settlement(models.TextChoices):
    """How far a document is settled; derived from the ledger and the date, never stored."""

    DRAFT = "draft", _("Draft")
    CANCELLED = "cancelled", _("Cancelled")
    OPEN = "open", _("Open")
    PARTIAL = "partial", _("Partly paid")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
