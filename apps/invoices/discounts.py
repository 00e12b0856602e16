"""What may be taken off an invoice for paying early. Pure; no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.core.money import ZERO, round_money
from apps.invoices.models import Invoice
from apps.invoices.selectors import TaxRow
from apps.parties.choices import DiscountTax

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxCut:
    """The tax a discount takes with it, of one code, and the base it is of."""

    tax_id: UUID
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EarlyDiscount:
    """An early-payment discount in the invoice's currency: off the net amount, and off its taxes."""

    net: Decimal
    taxes: tuple[TaxCut, ...]

    @property
    def total(self) -> Decimal:
        """Return what is taken off in all."""
        return self.net + sum((cut.amount for cut in self.taxes), ZERO)


def early_discount(invoice: Invoice, taxes: Sequence[TaxRow]) -> EarlyDiscount:
    """Return the discount the terms of ``invoice`` grant: 3 % of 10,000 + 19 % is 300 + 57, or 300 alone.

    It is 300 alone too where the invoice computed its tax on what the discount leaves: 11,843 less 300.

    Args:
        taxes: base and tax per code, as issued.
    """
    term = invoice.term
    if term is None or not term.discount_percent:
        return EarlyDiscount(ZERO, ())
    share = (invoice.tax_discount or term.discount_percent) / HUNDRED
    net = round_money(invoice.net * share, invoice.currency_id)
    if invoice.tax_discount or term.discount_tax != DiscountTax.REDUCED:
        return EarlyDiscount(net, ())
    cuts = tuple(
        TaxCut(
            tax.tax.pk,
            round_money(tax.base * share, invoice.currency_id),
            round_money(tax.amount * share, invoice.currency_id),
        )
        for tax in taxes
        if tax.tax and tax.amount > 0
    )
    return EarlyDiscount(net, cuts)
