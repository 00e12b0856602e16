"""The lines of a purchase order made of proposals: unit, price and tax as its form would fill them in."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from apps.companies.selectors import rate_on
from apps.core.exceptions import InvalidInput
from apps.core.money import round_half_up
from apps.ledger.choices import TaxUse
from apps.products.models import Product, SupplierPrice, Unit
from apps.products.order_lines import OrderLineDraft
from apps.products.selectors import tax_defaults
from apps.products.units import in_unit
from apps.purchasing.models import PurchaseOrder
from apps.replenishment.models import Proposal
from apps.replenishment.selectors import offers_by_product


def lines_to_buy(order: PurchaseOrder, proposals: Sequence[Proposal]) -> list[OrderLineDraft]:
    """Return a line per proposal, in the purchase unit where that is exact, at the supplier's price for so many.

    Raises:
        MissingRate: a price is in a currency without a rate.
    """
    defaults = tax_defaults(order.party, TaxUse.PURCHASE, order.date)
    offers = offers_by_product(order.party_id, [proposal.product_id for proposal in proposals])
    lines = []
    for proposal in proposals:
        product = proposal.product
        assert proposal.ordered is not None
        quantity, unit = in_purchase_unit(product, proposal.ordered)
        bought = product.purchase_unit or product.unit
        ratio = unit.ratio / bought.ratio
        pieces = Decimal(ratio.numerator) / ratio.denominator
        price = price_of(product, offers.get(product.pk, ()), quantity * pieces, order)
        tax = defaults.of(product, product.purchase_tax)
        lines.append(
            OrderLineDraft(product, quantity, unit, round_half_up(price * pieces, 6), tax=tax)
        )
    return lines


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
