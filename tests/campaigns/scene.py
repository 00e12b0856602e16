"""What the fault campaign's clients do: one whole sale of one product, in one transaction."""

from decimal import Decimal
from typing import Any

from apps.invoices import services as invoices
from apps.parties.models import Party
from apps.products.models import Product
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.stock import services as stock
from apps.warehouses.models import Warehouse
from benchmarks.scene import DAY, make_scene

CODE = "FAULTS"


def make() -> None:
    """Make the company and its stock."""
    make_scene(CODE, products=5)


def sell(reference: str) -> Any:
    """Order, reserve, ship, invoice and post two pieces of a product; all of it or nothing."""
    product = Product.objects.select_related("unit").order_by("sku")[hash(reference) % 5]
    order = SalesOrder(
        party=Party.objects.get(code="C1"),
        date=DAY,
        currency_id="EUR",
        warehouse=Warehouse.objects.get(code="W1"),
        reference=reference,
    )
    line = sales.OrderLineDraft(
        product=product, quantity=Decimal(2), unit=product.unit, unit_price=product.sale_price
    )
    order = sales.draft_order(actor=None, document=order, lines=[line])
    sales.confirm_order(actor=None, pk=order.pk)
    shipment = sales.ship_order(actor=None, pk=order.pk, on=DAY)
    stock.post_shipment(actor=None, pk=shipment.pk)
    invoice = sales.invoice_order(actor=None, pk=order.pk, on=DAY)
    return invoices.post_invoice(actor=None, pk=invoice.pk)
