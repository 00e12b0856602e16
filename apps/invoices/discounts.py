"""What may be taken off an invoice for paying early. Pure; no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.formatting import format_date, format_money, format_quantity
from apps.core.money import ZERO, round_money
from apps.invoices.models import Invoice
from apps.invoices.selectors import TaxRow
from apps.parties.choices import DiscountTax

HUNDRED = Decimal(100)


class EarlyTerms(NamedTuple):
    """What a document grants for paying early: so many percent, within so many days, and what becomes of the tax."""

    percent: Decimal
    days: int
    tax: str


NO_TERMS = EarlyTerms(ZERO, 0, "")


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


def early_terms(document: Invoice) -> EarlyTerms:
    """Return what a document grants: a posted one as it was issued, a draft what its payment terms say.

    The credit note of an invoice grants nothing of its own.
    """
    if document.entry_id:
        return EarlyTerms(document.discount_percent, document.discount_days, document.discount_tax)
    term = document.term
    if term is None or not term.discount_percent or document.credits_id:
        return NO_TERMS
    return EarlyTerms(term.discount_percent, term.discount_days, term.discount_tax)


def last_day(document: Invoice) -> date:
    """Return the last day on which a payment has the discount of ``document``."""
    return document.date + timedelta(days=early_terms(document).days)


def early_discount(invoice: Invoice, taxes: Sequence[TaxRow]) -> EarlyDiscount:
    """Return the discount ``invoice`` grants: 3 % of 10,000 + 19 % is 300 + 57, or 300 alone.

    It is 300 alone too where the invoice computed its tax on what the discount leaves: 11,843 less 300.

    Args:
        taxes: base and tax per code, as issued.
    """
    terms = early_terms(invoice)
    if not terms.percent:
        return EarlyDiscount(ZERO, ())
    share = terms.percent / HUNDRED
    net = round_money(invoice.net * share, invoice.currency_id)
    if terms.tax != DiscountTax.REDUCED:
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


def discount_words(invoice: Invoice, taxes: Sequence[TaxRow]) -> str:
    """Return what may be taken off for paying early, in a sentence; "" where nothing may."""
    terms = early_terms(invoice)
    if not terms.percent:
        return ""
    return _("%(percent)s %% if paid by %(date)s: pay %(amount)s.") % {
        "percent": format_quantity(terms.percent),
        "date": format_date(last_day(invoice)),
        "amount": format_money(
            invoice.total - early_discount(invoice, taxes).total, invoice.currency_id
        ),
    }
