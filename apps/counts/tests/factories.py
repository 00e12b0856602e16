"""Sheets for tests: opened, counted, submitted and posted through the services."""

from decimal import Decimal
from typing import Any

from apps.access.models import User
from apps.counts import services as counts
from apps.counts.models import CountLine, CountPlan, CountSheet
from apps.products.models import Product
from apps.products.tests.factories import make_product
from apps.stock.tests.factories import DAY, make_place, receive
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_warehouse


def goods(sku: str = "TEA", quantity: str = "10", cost: str = "2.00", **fields: Any) -> Product:
    """Return a product of which some lies in the main warehouse."""
    make_place()
    lot = fields.pop("lot_text", "")
    product = make_product(sku, **fields)
    receive(product, quantity, cost, lot_text=lot)
    return product


def make_sheet(actor: User | None = None, **fields: Any) -> CountSheet:
    """Return an open sheet of the main warehouse."""
    products = fields.pop("products", None)
    values: dict[str, Any] = {"warehouse": make_warehouse(), "date": DAY, **fields}
    return counts.open_sheet(actor=actor, document=CountSheet(**values), products=products)


def line_of(sheet: CountSheet, product: Product, place: Location | None = None) -> CountLine:
    """Return the line of a product, or of it in a place."""
    where = {"location": place} if place else {}
    return CountLine.objects.get(sheet=sheet, product=product, **where)


def count(
    sheet: CountSheet, product: Product, quantity: str, *, actor: User | None = None
) -> CountLine:
    """Write down what was counted of a product."""
    line = line_of(sheet, product)
    return counts.count_line(actor=actor, pk=sheet.pk, line=line.pk, counted=Decimal(quantity))


def tolerate(percent: str | None = None, value: str | None = None, **fields: Any) -> CountPlan:
    """Say what the company tolerates."""
    plan = CountPlan.objects.first() or CountPlan()
    plan.quantity_percent = Decimal(percent) if percent else None
    plan.value_limit = Decimal(value) if value else None
    for name, figure in fields.items():
        setattr(plan, name, figure)
    return counts.save_plan(actor=None, document=plan)


def post(sheet: CountSheet, **fields: Any) -> CountSheet:
    """Submit a sheet and post it on the day of the tests."""
    counts.submit_sheet(actor=None, pk=sheet.pk, **fields)
    return counts.post_sheet(actor=None, pk=sheet.pk, on=DAY)


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    tea = goods("COUNTED", "5")
    sheet = make_sheet(products=[tea.pk])
    count(sheet, tea, "5")
    return {"countsheet": sheet, "countplan": tolerate("5")}
