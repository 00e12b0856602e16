"""Annotations of invoices that several reads share."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from apps.ledger.models import OpenItem

CONTROLS = ("receivable", "payable")
ZERO_MONEY = Value(0, output_field=models.DecimalField(max_digits=20, decimal_places=4))


def has_open_item() -> Exists:
    """Return the condition that something of a document is open, found from the open items."""
    items = OpenItem.objects.filter(
        company_id=OuterRef("company_id"),
        entry_id=OuterRef("entry_id"),
        open_amount__gt=0,
        account__control__in=CONTROLS,
    )
    return Exists(items)


class InvoiceQuerySet(models.QuerySet[Any]):
    """Invoices, with what the ledger knows of their settlement."""

    def with_settlement(self, today: date) -> "InvoiceQuerySet":
        """Add ``open_amount``, ``paid_amount`` (both in the invoice's currency), ``open_item_id`` and ``settlement``.

        ``settlement`` is draft, cancelled, paid, overdue, partial or open: derived, never stored.
        """
        item = OpenItem.objects.filter(
            company_id=OuterRef("company_id"),
            entry_id=OuterRef("entry_id"),
            account__control__in=CONTROLS,
        )
        rows = self.annotate(
            open_item_id=Subquery(item.values("pk")[:1]),
            open_amount=Coalesce(
                Subquery(
                    item.order_by()
                    .values("entry_id")
                    .annotate(sum=models.Sum("open_currency"))
                    .values("sum")
                ),
                ZERO_MONEY,
            ),
            is_late=Exists(item.filter(open_currency__gt=0, due_date__lt=today)),
        )
        return rows.annotate(
            paid_amount=Case(
                When(status="posted", then=F("total") - F("open_amount")), default=ZERO_MONEY
            ),
            settlement=Case(
                When(~Q(status="posted"), then=F("status")),
                When(open_amount=0, then=Value("paid")),
                When(is_late=True, then=Value("overdue")),
                When(open_amount__lt=F("total"), then=Value("partial")),
                default=Value("open"),
                output_field=models.CharField(),
            ),
        )
