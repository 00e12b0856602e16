"""Landed costs for tests: receipts, bills of freight, drafts and posted documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.tests.factories import line as invoice_line
from apps.landed import services as landed
from apps.landed.models import LandedCharge, LandedCost, LandedReceipt
from apps.ledger.tests.factories import YEAR, account
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.tests.factories import make_product
from apps.stock.models import StockDocument
from apps.stock.tests.factories import make_place, receive

DAY = date(YEAR, 2, 1)


def charge(amount: str | None, **fields: Any) -> LandedCharge:
    """Return an unsaved cost: on the company's account for landed costs unless said otherwise."""
    return LandedCharge(amount=None if amount is None else Decimal(amount), **fields)


def draft(
    *receipts: StockDocument, charges: list[LandedCharge] | None = None, **fields: Any
) -> LandedCost:
    """Return a draft that spreads costs, 10.00 unless given, over receipts."""
    return landed.save_landed_cost(
        actor=None,
        document=LandedCost(**{"date": DAY, **fields}),
        lines=[charge("10.00")] if charges is None else charges,
        receipts=[LandedReceipt(receipt=receipt) for receipt in receipts],
    )


def posted(*receipts: StockDocument, **fields: Any) -> LandedCost:
    """Return posted landed costs."""
    return landed.post_landed_cost(actor=None, pk=draft(*receipts, **fields).pk)


def forwarder() -> Party:
    """Return who carries goods and bills it."""
    found = Party.objects.filter(name="Ocean Freight").first()
    return found or make_party("Ocean Freight", is_customer=False, is_supplier=True)


def freight_bill(amount: str = "120.00", *, reference: str = "OF-1", post: bool = True) -> Invoice:
    """Return a supplier's bill of one line for freight."""
    bill = invoices.draft_invoice(
        actor=None,
        kind=InvoiceKind.SUPPLIER_BILL,
        party=forwarder(),
        date=date(YEAR, 1, 20),
        currency="EUR",
        reference=reference,
        lines=[invoice_line("1", amount, description="Sea freight", account=account("6070"))],
    )
    return invoices.post_invoice(actor=None, pk=bill.pk) if post else bill


def freight_line(amount: str = "120.00", **fields: Any) -> InvoiceLine:
    """Return the line of a bill for freight."""
    return freight_bill(amount, **fields).lines.get()


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    make_place()
    return {"landedcost": draft(receive(make_product("LANDED"), "2", "5.00"))}
