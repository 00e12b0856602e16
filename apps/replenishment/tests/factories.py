"""Rules, orders and stock for tests of replenishment, through the services."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.companies.selectors import company_in_force
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product, SupplierPrice
from apps.products.services import save_product
from apps.products.tests.factories import make_product
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.replenishment import services as replenishment
from apps.replenishment.models import Proposal, Rule
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.sales.services import OrderLineDraft
from apps.stock.tests.factories import make_place, receive
from apps.warehouses.models import Warehouse
from apps.warehouses.tests.factories import make_warehouse


def today() -> date:
    """Return the company's day."""
    return company_in_force().today()


def make_supplier(name: str = "Comptoir du Thé", **fields: Any) -> Party:
    """Return the supplier of this name, made when there is none."""
    found = Party.objects.filter(name=name, is_supplier=True).first()
    roles = {"is_customer": False, "is_supplier": True}
    return found or make_party(
        name, **{**roles, "currency_id": company_in_force().currency_id, **fields}
    )


def offered(product: Product, supplier: Party | None = None, **fields: Any) -> SupplierPrice:
    """Have a supplier offer a product: within 7 days, any quantity, at 5.00 unless said otherwise."""
    own = company_in_force().currency_id
    values = {"price": Decimal("5.00"), "currency_id": own, "lead_days": 7, **fields}
    price = SupplierPrice(supplier=supplier or make_supplier(), **values)
    product.refresh_from_db()
    save_product(actor=None, document=product, lines=[price])
    return price


def make_goods(sku: str = "TEA", *, on_hand: str = "0", **offer: Any) -> Product:
    """Return a product with a supplier, so many of it on hand in the main warehouse."""
    make_place()
    product = make_product(sku)
    offered(product, **offer)
    if Decimal(on_hand):
        receive(product, on_hand, "2.00", date=today())
    return product


def make_rule(product: Product, minimum: str = "5", target: str = "10", **fields: Any) -> Rule:
    """Return a new rule of the main warehouse: below ``minimum`` up to ``target``."""
    values: dict[str, Any] = {"warehouse": make_warehouse(), **fields}
    for name in ("minimum_order", "order_multiple", "safety_stock"):
        if values.get(name) is not None:
            values[name] = Decimal(values[name])
    rule = Rule(product=product, minimum=Decimal(minimum), target=Decimal(target), **values)
    return replenishment.save_rule(actor=None, document=rule)


def ask_for(
    product: Product, quantity: str, *, days: int | None = None, warehouse: Warehouse | None = None
) -> SalesOrder:
    """Return a customer's confirmed order; it reserves what there is.

    Args:
        days: requested in so many; None: no day is named.
    """
    order = sales.draft_order(
        actor=None,
        document=SalesOrder(
            party=make_party(),
            date=today(),
            requested_date=None if days is None else today() + timedelta(days=days),
            warehouse=warehouse or make_warehouse(),
            currency_id=company_in_force().currency_id,
        ),
        lines=[OrderLineDraft(product, Decimal(quantity), product.unit, Decimal("9.00"))],
    )
    return sales.confirm_order(actor=None, pk=order.pk)


def buy(product: Product, quantity: str, *, days: int | None = None) -> PurchaseOrder:
    """Return a confirmed purchase order for the main warehouse, expected in so many days; None: no day is named."""
    order = purchasing.draft_order(
        actor=None,
        document=PurchaseOrder(
            party=make_supplier(),
            date=today(),
            expected_date=None if days is None else today() + timedelta(days=days),
            warehouse=make_warehouse(),
            currency_id=company_in_force().currency_id,
        ),
        lines=[OrderLineDraft(product, Decimal(quantity), product.unit, Decimal("5.00"))],
    )
    return purchasing.confirm_order(actor=None, pk=order.pk)


def proposed(product: Product) -> Decimal:
    """Work out the proposals, and return what is to be ordered of a product; 0 for nothing."""
    replenishment.propose(actor=None)
    found = Proposal.objects.filter(product=product, status="open").first()
    return found.quantity if found else Decimal(0)


def open_proposal(product: Product) -> Proposal:
    """Work out the proposals, and return the open one of a product."""
    replenishment.propose(actor=None)
    return Proposal.objects.get(product=product, status="open")


def bought(product: Product) -> PurchaseOrder:
    """Accept what is proposed of a product, and return its draft order."""
    order = replenishment.accept_proposal(actor=None, pk=open_proposal(product).pk)
    assert isinstance(order, PurchaseOrder)
    return order


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    product = make_goods("SAMPLE")
    rule = make_rule(product)
    proposal = open_proposal(product)
    return {"rule": rule, "proposal": proposal, "product": product, "order": ask_for(product, "1")}
