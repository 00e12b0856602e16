"""Kits on orders: sold as one, promised and shipped as the goods they hold."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.products.models import KitPart
from apps.products.units import in_unit
from apps.sales.models import SalesOrder, SalesOrderLine, SalesOrderPart
from apps.sales.selectors import kits_among


class EmptyKit(BusinessError):
    """A kit holds nothing, or something that is archived."""


class BrokenKit(BusinessError):
    """Part of a kit is ordered; a kit leaves whole."""


def explode(order: SalesOrder, lines: Sequence[SalesOrderLine]) -> list[SalesOrderPart]:
    """Write down what the kits of an order hold on this day, and return it with its products.

    Raises:
        EmptyKit: a kit holds nothing, or an archived product.
        BrokenKit: a line asks for part of a kit.
    """
    kits = kits_among(lines)
    if not kits:
        return []
    held: dict[UUID, list[KitPart]] = defaultdict(list)
    rows = KitPart.objects.filter(kit__in={line.product_id for line in kits})
    for row in rows.select_related("product__unit").order_by("position", "pk"):
        held[row.kit_id].append(row)
    parts = [part for line in kits for part in _parts(order, line, held[line.product_id])]
    return SalesOrderPart.objects.bulk_create(parts)


def _parts(
    order: SalesOrder, line: SalesOrderLine, held: Sequence[KitPart]
) -> list[SalesOrderPart]:
    names = {"order": order, "product": line.product}
    if line.stock_quantity != int(line.stock_quantity):
        raise BrokenKit(_("To confirm %(order)s, order %(product)s whole.") % names)
    if not held or not all(part.product.is_active for part in held):
        raise EmptyKit(
            _(
                "To confirm %(order)s, say what %(product)s holds; it is empty or holds what is archived."
            )
            % names
        )
    return [
        SalesOrderPart(
            id=uuid7(),
            company_id=line.company_id,
            line=line,
            product=part.product,
            per_kit=part.quantity,
            stock_quantity=in_unit(
                part.quantity * line.stock_quantity, part.product.unit, part.product.unit
            ),
        )
        for part in held
    ]


def to_draft(parts: Sequence[Any]) -> list[tuple[Any, Decimal]]:
    """Return how many of each part are to be drafted, so that whole kits leave.

    Args:
        parts: with ``reserved``, ``shipped`` and ``drafted``.
    """
    whole: dict[UUID, int] = {}
    for part in parts:
        there = part.shipped + min(part.reserved, part.to_ship)
        kits = int(Fraction(there) / Fraction(part.per_kit))
        whole[part.line_id] = min(kits, whole.get(part.line_id, kits))
    wanted = [
        (part, whole[part.line_id] * part.per_kit - part.shipped - part.drafted) for part in parts
    ]
    return [(part, quantity) for part, quantity in wanted if quantity > ZERO]
