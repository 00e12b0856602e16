"""Reads of replenishment: rules and proposals of the warehouses a user may work in, and the figures of this moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.products.models import Product, SupplierPrice
from apps.purchasing.selectors import visible_orders as purchase_orders
from apps.replenishment import figures
from apps.replenishment.choices import ProposalStatus
from apps.replenishment.models import Proposal, ProposalDemand, Rule
from apps.sales.selectors import visible_orders as sales_orders
from apps.stock.selectors import visible_transfers
from apps.warehouses.selectors import allowed_warehouses


def visible_rules(user: Any) -> QuerySet[Rule]:
    """Return the rules of the warehouses ``user`` may work in."""
    rows = Rule.objects.filter(company_id=company_id()).select_related(
        "product__unit", "warehouse", "supplier", "from_warehouse"
    )
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(warehouse_id__in=allowed)
    return rows.order_by("product__sku", "warehouse__code", "pk")


def visible_proposals(user: Any) -> QuerySet[Proposal]:
    """Return the proposals for the warehouses ``user`` may work in, what would arrive first before."""
    rows = Proposal.objects.filter(company_id=company_id()).select_related(
        "product__unit", "warehouse", "supplier", "from_warehouse", "order", "transfer"
    )
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(warehouse_id__in=allowed)
    return rows.order_by("due_date", "-pk")


def open_proposals(user: Any) -> QuerySet[Proposal]:
    """Return the proposals that wait for ``user``."""
    return visible_proposals(user).filter(status=ProposalStatus.OPEN)


def waiting_orders(proposal: Proposal) -> list[ProposalDemand]:
    """Return the sales orders that wait for goods of a proposal, the largest first."""
    rows = proposal.waiting.select_related("order__party")
    return list(rows.order_by("-quantity", "pk"))


def offers_of(product: Product) -> QuerySet[SupplierPrice]:
    """Return what suppliers in use ask for a product."""
    return SupplierPrice.objects.filter(
        product=product, supplier__is_supplier=True, supplier__is_active=True
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a product stands in a warehouse at this moment, by its rule; stock unit."""

    rule_id: UUID
    product_id: UUID
    warehouse_id: UUID
    on_hand: Decimal
    reserved: Decimal
    demand: Decimal
    incoming: Decimal
    projected: Decimal
    minimum: Decimal
    target: Decimal
    daily: Decimal
    lead: int
    quantity: Decimal

    @property
    def days_left(self) -> int | None:
        """Return in how many days what is projected is gone at the usual pace; None when nothing leaves."""
        if self.projected <= 0:
            return 0
        return int(self.projected / self.daily) if self.daily > 0 else None

    def runs_out(self, today: date) -> date | None:
        """Return the day it would be gone, within ten years."""
        days = self.days_left
        return None if days is None or days > 3650 else today + timedelta(days=days)


def standings(
    *, warehouses: Collection[UUID] | None = None, products: Collection[UUID] | None = None
) -> list[Standing]:
    """Return how every product with a rule stands now, in one statement; see ``figures``.

    Args:
        warehouses: only these; None is all of the company.
        products: only these; None is all with a rule.
    """
    values: dict[str, Any] = {
        "company": company_id(),
        "day": company_in_force().today(),
        "warehouses": None if warehouses is None else list(warehouses),
        "products": None if products is None else list(products),
    }
    with connection.cursor() as cursor:
        cursor.execute(figures.SHOW, values)
        return [Standing(*row) for row in cursor.fetchall()]


def may_see_order(user: Any, order: UUID) -> bool:
    """Say whether ``user`` may see the purchase order, transfer or sales order of that id."""
    rows = (purchase_orders(user), visible_transfers(user), sales_orders(user))
    return any(found.filter(pk=order).exists() for found in rows)


def proposals_of_order(user: Any, order: UUID) -> list[Proposal]:
    """Return the proposals a purchase order or a transfer was made of, or those a sales order waits for."""
    made = Q(order_id=order) | Q(transfer_id=order) | Q(waiting__order_id=order)
    return list(visible_proposals(user).filter(made).distinct()[:50])
