"""Payments for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.companies.models import Company
from apps.core.context import company_id
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import DAY
from apps.ledger.models import Journal
from apps.parties.models import Party
from apps.payments import services
from apps.payments.choices import Direction
from apps.payments.models import Payment


def bank() -> Journal:
    """Return the bank journal of the company in force."""
    return Journal.objects.get(company_id=company_id(), code="BNK")


def pay(
    amount: str,
    *invoices: tuple[Invoice, str],
    direction: str = Direction.RECEIPT,
    on: date = DAY,
    currency: str = "",
    **fields: Any,
) -> Payment:
    """Return a posted payment: ``pay("150", (first, "100"), (second, "50"))``."""
    allocations: dict[UUID, Decimal] = {invoice.pk: Decimal(part) for invoice, part in invoices}
    party = (
        invoices[0][0].party if invoices else Party.objects.filter(company_id=company_id()).first()
    )
    return services.register_payment(
        actor=None,
        direction=direction,
        party=party,
        journal=bank(),
        date=on,
        amount=Decimal(amount),
        currency=currency or Company.objects.get(pk=company_id()).currency_id,
        allocations=allocations,
        **fields,
    )
