"""Purchase orders for tests, brought to each state by the commands of the apps."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.companies.models import Company
from apps.core.context import company_id
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.ledger.models import Account
from apps.ledger.tests.factories import YEAR, make_books
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product
from apps.products.order_lines import OrderLineDraft
from apps.products.tests.factories import make_product
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import consign
from apps.warehouses.tests.factories import make_warehouse

DAY = date(YEAR, 1, 10)


def make_trade(*skus: str, **fields: Any) -> list[Product]:
    """Give the company in force books, a warehouse and products; return the products."""
    if not Account.objects.exists():
        make_books()
    make_warehouse()
    return [make_product(sku, purchase_price=Decimal("6.00"), **fields) for sku in skus or ("TEA",)]


def line(product: Product, quantity: str, price: str = "6.00", **fields: Any) -> OrderLineDraft:
    """Return a line: ``line(tea, "10", "5.50")``."""
    values: dict[str, Any] = {"unit": product.unit, **fields}
    return OrderLineDraft(product, Decimal(quantity), unit_price=Decimal(price), **values)


def supplier() -> Party:
    """Return the supplier of the company in force, made when there is none."""
    found = Party.objects.filter(is_supplier=True).first()
    return found or make_party("Comptoir du Thé", is_customer=False, is_supplier=True)


def draft(*lines: OrderLineDraft, **fields: Any) -> PurchaseOrder:
    """Return a draft order of ``lines`` for the main warehouse, in the company's currency."""
    values: dict[str, Any] = {
        "party": fields.pop("party", None) or supplier(),
        "date": DAY,
        "warehouse": make_warehouse(),
        "currency_id": Company.objects.get(pk=company_id()).currency_id,
        **fields,
    }
    return purchasing.draft_order(actor=None, document=PurchaseOrder(**values), lines=lines)


def confirmed(*lines: OrderLineDraft, **fields: Any) -> PurchaseOrder:
    """Return a confirmed order."""
    return purchasing.confirm_order(actor=None, pk=draft(*lines, **fields).pk)


def receive(order: PurchaseOrder, on: date = DAY) -> StockDocument:
    """Receive all that is outstanding on an order."""
    receipt = purchasing.receive_order(actor=None, pk=order.pk, on=on)
    return stock.post_receipt(actor=None, pk=receipt.pk)


def bill(order: PurchaseOrder, on: date = DAY, reference: str = "F-1") -> Invoice:
    """Book the supplier's bill for all that came in on an order."""
    drafted = purchasing.bill_order(actor=None, pk=order.pk, on=on, reference=reference)
    return invoices.post_invoice(actor=None, pk=drafted.pk)


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    (product,) = make_trade("BOUGHT")
    owner = make_party("Owner of goods here", is_customer=False, is_supplier=True)
    return {
        "purchaseorder": confirmed(line(product, "2")),
        "consigned": consign(product, "3", owner),
    }
