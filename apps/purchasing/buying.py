"""What is bought of a supplier, as an order's form would fill it in: unit, price and tax."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from apps.companies.selectors import rate_on
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.core.money import round_half_up
from apps.ledger.choices import TaxUse
from apps.products.models import Product, SupplierPrice, Unit
from apps.products.order_lines import OrderLineDraft
from apps.products.selectors import tax_defaults
from apps.products.units import in_unit
from apps.purchasing.models import PurchaseOrder


def usual_lines(
    order: PurchaseOrder, goods: Sequence[tuple[Product, Decimal]]
) -> list[OrderLineDraft]:
    """Return a line per product, in the purchase unit where that is exact, at the supplier's price for so many.

    Args:
        goods: products with ``unit``, ``purchase_unit``, ``purchase_tax`` and ``category``, and how much; stock unit.

    Raises:
        MissingRate: a price is in a currency without a rate.
    """
    defaults = tax_defaults(order.party, TaxUse.PURCHASE, order.date)
    offers = offers_by_product(order.party_id, [product.pk for product, _quantity in goods])
    lines = []
    for product, wanted in goods:
        quantity, unit = in_purchase_unit(product, wanted)
        bought = product.purchase_unit or product.unit
        ratio = unit.ratio / bought.ratio
        pieces = Decimal(ratio.numerator) / ratio.denominator
        price = price_of(product, offers.get(product.pk, ()), quantity * pieces, order)
        tax = defaults.of(product, product.purchase_tax)
        lines.append(
            OrderLineDraft(product, quantity, unit, round_half_up(price * pieces, 6), tax=tax)
        )
    return lines


def offers_by_product(
    supplier: UUID, products: Collection[UUID]
) -> dict[UUID, list[SupplierPrice]]:
    """Return what a supplier asks for each of the products."""
    found: dict[UUID, list[SupplierPrice]] = defaultdict(list)
    rows = SupplierPrice.objects.filter(
        company_id=company_id(), supplier_id=supplier, product_id__in=list(products)
    )
    for row in rows.order_by("pk"):
        found[row.product_id].append(row)
    return found


def in_purchase_unit(product: Product, quantity: Decimal) -> tuple[Decimal, Unit]:
    """Return ``quantity`` of the stock unit in the purchase unit, or as it is where that has no exact figure."""
    unit = product.purchase_unit or product.unit
    try:
        return in_unit(quantity, product.unit, unit), unit
    except InvalidInput:
        return quantity, product.unit


def price_of(
    product: Product, offers: Iterable[SupplierPrice], quantity: Decimal, order: PurchaseOrder
) -> Decimal:
    """Return what one purchase unit costs when so many are bought, in the order's currency.

    The supplier's lowest price for the quantity counts, one in the order's currency before others; without any, the
    product's purchase price.

    Args:
        quantity: in the purchase unit.
    """
    fitting = [offer for offer in offers if offer.minimum_quantity <= quantity]
    own = [offer for offer in fitting if offer.currency_id == order.currency_id]
    if own:
        return min(offer.price for offer in own)
    rate = rate_on(order.currency_id, order.date)
    if fitting:
        return min(offer.price * rate_on(offer.currency_id, order.date) / rate for offer in fitting)
    return product.purchase_price / rate
