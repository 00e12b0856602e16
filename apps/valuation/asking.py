"""What a report of stock was asked for, and of which goods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from apps.core.context import company_id
from apps.core.money import round_half_up
from apps.core.permissions import may
from apps.products.choices import ProductKind
from apps.products.models import Product
from apps.warehouses.selectors import allowed_warehouses


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; what a report has no use for is left as it is.

    Attributes:
        first, last: the span of days; ``last`` is the day of a report of one day.
        days: how far a report looks ahead or back.
        number: the last number of the ledger's chain that counts; None counts all.
        by_place: one row for each place instead of each product.
        in_value: spans of age tell what goods are worth, not how many they are.
    """

    user: Any
    last: date
    first: date | None = None
    days: int = 0
    q: str = ""
    category: UUID | None = None
    warehouse: UUID | None = None
    number: int | None = None
    by_place: bool = False
    in_value: bool = False

    @property
    def houses(self) -> set[UUID] | None:
        """Return the warehouses whose goods count; None is all, what is on its way among them."""
        allowed = allowed_warehouses(self.user)
        if self.warehouse is None:
            return allowed
        return {self.warehouse} if allowed is None or self.warehouse in allowed else set()

    @property
    def shows_value(self) -> bool:
        """Say whether the rows tell what goods are worth: value is kept for a company as a whole."""
        return may(self.user, "products.view_cost")


class Goods(NamedTuple):
    """A product as reports name it."""

    pk: UUID
    sku: str
    name: str
    category: str
    unit: str


def goods_of(asked: Asked, only: Iterable[UUID] | None = None) -> dict[UUID, Goods]:
    """Return the goods a report is about, by SKU: those of its search and category, and among ``only``."""
    rows = Product.objects.filter(company_id=company_id(), kind=ProductKind.GOODS)
    for word in asked.q.split()[:8]:
        rows = rows.filter(Q(sku__icontains=word) | Q(name__icontains=word))
    if asked.category:
        rows = rows.filter(category_id=asked.category)
    wanted = None if only is None else set(only)
    language = (get_language() or "").split("-", 1)[0]
    found: Any = rows.order_by("sku", "pk").values_list(
        "pk", "sku", "name", "name_i18n", "category__name", "category__name_i18n", "unit__code"
    )
    return {
        pk: Goods(pk, sku, names.get(language) or name, of.get(language) or category, unit)
        for pk, sku, name, names, category, of, unit in found
        if wanted is None or pk in wanted
    }


def unit_cost(value: Decimal, quantity: Decimal) -> Decimal | None:
    """Return value for one of the stock unit, to four decimals; None of nothing."""
    return round_half_up(value / quantity, 4) if quantity else None
