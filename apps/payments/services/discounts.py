"""Early-payment discounts taken in an act of matching: refused after the term, unless somebody answers for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.money import allocate
from apps.core.permissions import may
from apps.invoices.discounts import EarlyDiscount, early_discount
from apps.invoices.models import Invoice
from apps.invoices.posting import control_side
from apps.invoices.selectors import lines_of, tax_summary, taxes_issued
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import OpenItem, Tax
from apps.payments.planning import Line, Plan


class NoDiscount(BusinessError):
    """An item is no invoice with an early-payment discount, or not open for it."""


class DiscountTooLate(BusinessError):
    """The discount's days are over."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A discount in an act: the line it takes off the party's account, and what it is made of."""

    line: Line
    discount: EarlyDiscount
    is_sale: bool


def grant(
    *,
    actor: Any,
    plan: Plan,
    items: Mapping[UUID, OpenItem],
    wanted: Collection[UUID],
    late_reason: str,
) -> list[Granted]:
    """Take the discounts of the items ``wanted`` off what they ask, before anything else settles them.

    What counts is the day of the payment, the latest of the items across.

    Args:
        late_reason: why a discount is granted after its days; needs the right to do so.

    Raises:
        NoDiscount: an item has none, or has less open than it would take off.
        DiscountTooLate: it was paid after the days of the discount.
    """
    if not wanted:
        return []
    entries = [items[pk].entry_id for pk in wanted if pk in items]
    invoices = Invoice.objects.filter(company_id=company_id(), entry__in=entries)
    by_entry = {row.entry_id: row for row in invoices.select_related("term")}
    granted = []
    for stake in plan.stakes:
        if stake.item_id not in wanted:
            continue
        item = items[stake.item_id]
        invoice = by_entry.get(item.entry_id)
        if invoice is None:
            raise NoDiscount(_no_discount(item))
        discount = early_discount(invoice, tax_summary(invoice, lines_of(invoice)))
        is_whole = item.amount_currency == invoice.total
        if not discount.total or not is_whole or discount.total > stake.want:
            raise NoDiscount(_no_discount(item))
        paid = [other.date for other in items.values() if other.side != item.side]
        _require_in_time(actor, invoice, max(paid, default=item.date), late_reason)
        line = plan.post_against([stake], discount.total)
        is_sale = invoice.kind in ("customer_invoice", "customer_credit")
        granted.append(Granted(line, discount, is_sale))
    return granted


def _no_discount(item: OpenItem) -> str:
    return _(
        "To take a discount, choose a whole open invoice whose terms grant one; %(entry)s is none."
    ) % {"entry": item.entry}


def _require_in_time(actor: Any, invoice: Invoice, paid_on: date, late_reason: str) -> None:
    term = invoice.term
    assert term is not None
    last = invoice.date + timedelta(days=term.discount_days)
    is_allowed = actor is None or may(actor, "payments.override_payment")
    if paid_on <= last or (late_reason.strip() and is_allowed):
        return
    raise DiscountTooLate(
        _("To take the discount of %(invoice)s, pay by %(last)s; this was paid on %(paid)s.")
        % {"invoice": invoice, "last": format_date(last), "paid": format_date(paid_on)},
        field="late_reason",
    )


def discount_postings(
    granted: Sequence[Granted], party_id: UUID, own_currency: str
) -> list[ledger.Posting]:
    """Return what discounts are booked to: the discount account, and the tax they take with them."""
    cuts = [cut for row in granted for cut in row.discount.taxes]
    taxes = Tax.objects.filter(company_id=company_id()).in_bulk([cut.tax_id for cut in cuts])
    postings = []
    for row in granted:
        side, line = -row.line.side, row.line
        weights = [row.discount.net, *(cut.amount for cut in row.discount.taxes)]
        parts = allocate(line.amount, weights, own_currency)
        bases = (
            allocate(parts[0], [cut.base for cut in row.discount.taxes], own_currency)
            if cuts
            else []
        )
        purpose = Purpose.DISCOUNT_GIVEN if row.is_sale else Purpose.DISCOUNT_TAKEN
        common: dict[str, Any] = {"currency": line.lane.currency, "rate": line.rate}
        postings.append(
            ledger.Posting(
                ledger.default_account(purpose),
                side * parts[0],
                amount_currency=side * row.discount.net,
                **common,
            )
        )
        postings += [
            ledger.Posting(
                taxes[cut.tax_id].pending_account_id or taxes[cut.tax_id].account_id,  # type: ignore[arg-type]
                side * part,
                party=party_id,
                amount_currency=side * cut.amount,
                tax=cut.tax_id,
                tax_base=side * base,
                **common,
            )
            for cut, part, base in zip(row.discount.taxes, parts[1:], bases, strict=True)
        ]
    return postings


def discountable(items: Sequence[OpenItem]) -> dict[UUID, dict[str, Any]]:
    """Return, by item, the discount its invoice still grants when paid whole: the amount and the last day."""
    candidates = [item for item in items if _may_have_one(item)]
    taxes = taxes_issued([item.entry.invoice.pk for item in candidates])
    found = {}
    for item in candidates:
        invoice = item.entry.invoice
        discount = early_discount(invoice, taxes[invoice.pk])
        if 0 < discount.total <= item.open_currency:
            assert invoice.term is not None
            last = invoice.date + timedelta(days=invoice.term.discount_days)
            found[item.pk] = {"amount": discount.total, "last": last}
    return found


def _may_have_one(item: OpenItem) -> bool:
    """Return whether an item is the whole of an invoice whose terms grant a discount."""
    invoice = getattr(item.entry, "invoice", None)
    if invoice is None or invoice.term is None or not invoice.term.discount_percent:
        return False
    side = 1 if item.side == "debit" else -1
    return bool(item.amount_currency == invoice.total and control_side(invoice.kind) == side)
