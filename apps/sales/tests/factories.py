"""Sales orders for tests, brought to each state by the commands of the apps."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from apps.companies.selectors import company_in_force
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.ledger.models import Account, EntryLine
from apps.ledger.tests.factories import YEAR, make_books
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product
from apps.products.order_lines import OrderLineDraft
from apps.products.tests.factories import make_product
from apps.sales import services as sales
from apps.sales.models import SalesOrder, SalesOrderLine
from apps.sales.selectors import with_progress
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import receive
from apps.warehouses.tests.factories import make_warehouse

DAY = date(YEAR, 1, 20)


def make_shop(*skus: str, stock: str = "100", cost: str = "6.00", **fields: Any) -> list[Product]:
    """Give the company in force books, a warehouse and products in stock; return the products."""
    if not Account.objects.exists():
        make_books()
    make_warehouse()
    products = [
        make_product(sku, sale_price=Decimal("10.00"), **fields) for sku in skus or ("TEA",)
    ]
    if Decimal(stock):
        for product in products:
            receive(product, stock, cost)
    return products


def line(product: Product, quantity: str, price: str = "10.00", **fields: Any) -> OrderLineDraft:
    """Return a line: ``line(tea, "3", discount=Decimal(5))``."""
    values: dict[str, Any] = {"unit": product.unit, **fields}
    return OrderLineDraft(product, Decimal(quantity), unit_price=Decimal(price), **values)


def customer() -> Party:
    """Return the customer of the company in force, made when there is none."""
    return Party.objects.filter(is_customer=True).first() or make_party()


def draft(*lines: OrderLineDraft, **fields: Any) -> SalesOrder:
    """Return a draft order of ``lines`` from the main warehouse, in the company's currency."""
    values: dict[str, Any] = {
        "party": fields.pop("party", None) or customer(),
        "date": DAY,
        "warehouse": fields.pop("warehouse", None) or make_warehouse(),
        "currency_id": fields.pop("currency_id", None) or company_in_force().currency_id,
        **fields,
    }
    return sales.draft_order(actor=None, document=SalesOrder(**values), lines=lines)


def confirmed(*lines: OrderLineDraft, **fields: Any) -> SalesOrder:
    """Return a confirmed order; what stock there is is reserved for it."""
    return sales.confirm_order(actor=None, pk=draft(*lines, **fields).pk)


def ship(order: SalesOrder, on: date = DAY) -> StockDocument:
    """Ship all that is reserved for an order."""
    shipment = sales.ship_order(actor=None, pk=order.pk, on=on)
    return stock.post_shipment(actor=None, pk=shipment.pk)


def invoice(order: SalesOrder, on: date = DAY) -> Invoice:
    """Invoice all that is shipped of an order."""
    drafted = sales.invoice_order(actor=None, pk=order.pk, on=on)
    return invoices.post_invoice(actor=None, pk=drafted.pk)


def pay_ahead(order: SalesOrder, *, post: bool = True, on: date = DAY, **asked: str) -> Invoice:
    """Ask for a down payment on an order: ``pay_ahead(order, percent="30")``, ``pay_ahead(order, amount="300")``."""
    amounts = {name: Decimal(value) for name, value in asked.items()}
    drafted = sales.invoice_down_payment(actor=None, pk=order.pk, on=on, **amounts)
    return invoices.post_invoice(actor=None, pk=drafted.pk) if post else drafted


def open_ahead() -> Decimal:
    """Return what stands on the account of down payments invoiced, a liability above zero."""
    sums = EntryLine.objects.filter(account__code="4197").aggregate(
        debit=Sum("debit"), credit=Sum("credit")
    )
    return (sums["credit"] or Decimal(0)) - (sums["debit"] or Decimal(0))


def progress(order: SalesOrder) -> Sequence[Any]:
    """Return the order's lines with reserved, shipped and invoiced."""
    return list(with_progress(SalesOrderLine.objects.filter(order=order)))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    (product,) = make_shop("SOLD", stock="5")
    return {"salesorder": confirmed(line(product, "2"))}
