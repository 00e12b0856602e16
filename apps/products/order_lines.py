"""What order lines of sales and purchasing have in common: stock quantity, net amount, document totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput
from apps.core.money import LIMIT, ZERO
from apps.ledger.selectors import tax_codes, tax_parts
from apps.ledger.taxes import HUNDRED, TaxedLine, Totals, document_totals, line_net
from apps.products.models import Product, Unit
from apps.products.selectors import preferred_number, preferred_numbers
from apps.products.units import in_unit

MOST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class OrderLineDraft:
    """A line of an order to be made by ``draft_order``; prices are per ``unit``, before tax.

    Without a description the product's name is meant, in the language of whoever reads the document.
    """

    product: Product
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    discount: Decimal = ZERO
    tax: Any = None
    description: str = ""

    def values(self) -> dict[str, Any]:
        """Return the fields of the order line this draft becomes."""
        return {
            "product": self.product,
            "description": self.description,
            "quantity": self.quantity,
            "unit": self.unit,
            "unit_price": self.unit_price,
            "discount": self.discount,
            "tax": self.tax,
        }


class OrderLine(Protocol):
    """A line of an order, with product, unit and tax loaded."""

    product: Any
    unit: Any
    tax: Any
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    stock_quantity: Decimal
    net: Decimal


def with_their_numbers(lines: Any, party: Any) -> Any:
    """Annotate lines of a draft order with ``called``: what ``party`` calls their products."""
    return lines.annotate(called=preferred_number(party, "product_id"))


def keep_their_numbers(lines: Sequence[Any]) -> None:
    """Write down for good what the party calls the products of an order that is being confirmed.

    Args:
        lines: as ``with_their_numbers`` returns them; where nothing changes, nothing is written.
    """
    changed = [line for line in lines if line.their_number != line.called]
    for line in changed:
        line.their_number = line.called
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["their_number"])


def show_their_numbers(order: Any, lines: Sequence[Any]) -> None:
    """Show on the lines of a draft what confirming would write down; a confirmed order keeps what it says."""
    if order.status == "draft":
        named = preferred_numbers(order.party_id, [line.product_id for line in lines])
        for line in lines:
            line.their_number = named.get(line.product_id, "")


def stock_quantity(product: Product, quantity: Decimal, unit: Unit) -> Decimal:
    """Return ``quantity`` of ``unit`` in the product's stock unit, exactly.

    Raises:
        OtherDimension: the units measure different things.
        InexactQuantity: the result is finer than the stock unit takes.
    """
    return in_unit(quantity, unit, product.unit)


def price_lines(lines: Sequence[OrderLine], currency: str) -> None:
    """Set ``stock_quantity`` and ``net`` of each line; ``net`` is at the minor unit of ``currency``.

    Where the price includes tax, ``order_totals`` takes it out of ``net`` again.

    Raises:
        InvalidInput: a quantity, price or discount is none.
    """
    for line in lines:
        require_figures(line.quantity, line.unit_price, line.discount)
        line.stock_quantity = stock_quantity(line.product, line.quantity, line.unit)
        line.net = line_net(
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount=line.discount,
            currency=currency,
        )


def require_figures(quantity: Decimal, unit_price: Decimal, discount: Decimal) -> None:
    """Refuse figures that are no quantity, price or discount, in a sentence and at the field.

    Raises:
        InvalidInput: one of them is none.
    """
    if not (quantity.is_finite() and ZERO < quantity < MOST):
        raise InvalidInput(_("Write a quantity above zero, such as 2 or 0.5."), field="quantity")
    if not (unit_price.is_finite() and ZERO <= unit_price < MOST):
        raise InvalidInput(_("Write a price of zero or more, such as 12.50."), field="unit_price")
    if not (discount.is_finite() and ZERO <= discount <= HUNDRED):
        raise InvalidInput(_("Write a discount between 0 and 100 percent."), field="discount")


def order_totals(
    lines: Sequence[OrderLine],
    currency: str,
    *,
    rate: Decimal,
    rounding: str,
    charges: Sequence[TaxedLine] = (),
    discount: Decimal = ZERO,
) -> Totals:
    """Return the totals of an order: its lines and what is charged besides, such as freight; sets the lines' ``net``.

    What the customer withholds when paying is no matter of the order: its total is net and tax.

    Args:
        rate: company currency for one unit of ``currency``.
        rounding: ``TaxRounding``.
        discount: percent that is in the base of no tax, see ``document_totals``.

    Raises:
        InvalidInput: it comes to more than the books hold.
    """
    parts = tax_parts(tax_codes(line.tax for line in lines), rate)
    taxed = [
        TaxedLine(line.net, parts[line.tax.pk] if line.tax else (), line.quantity) for line in lines
    ]
    totals = document_totals([*taxed, *charges], currency, rounding, discount)
    for line, net in zip(lines, totals.nets, strict=False):
        line.net = net
    if not totals.net + totals.tax < LIMIT:
        raise InvalidInput(
            _("Lower the quantities or prices; the order comes to more than can be booked.")
        )
    return totals
