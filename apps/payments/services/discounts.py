"""Early-payment discounts taken in an act of matching: refused after the term, unless somebody answers for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date, format_money
from apps.core.money import allocate
from apps.core.permissions import may
from apps.invoices.choices import CREDIT_KINDS
from apps.invoices.discounts import EarlyDiscount, early_discount, last_day
from apps.invoices.models import Invoice
from apps.invoices.posting import control_side
from apps.invoices.querysets import CONTROLS
from apps.invoices.selectors import lines_of, tax_summary, taxes_issued
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import OpenItem, Tax
from apps.payments.choices import SOURCE_CLEARING, SOURCE_MATCH
from apps.payments.models import Match
from apps.payments.planning import Line, Plan


class NoDiscount(BusinessError):
    """An item is no invoice with an early-payment discount, not open for it, or not paid with it."""


class DiscountTooLate(BusinessError):
    """The discount's days are over."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A discount in an act: the line it takes off the party's account, and what it is made of."""

    invoice: Invoice
    item_id: UUID
    line: Line
    discount: EarlyDiscount
    is_sale: bool


def grant(
    actor: Any,
    plan: Plan,
    items: Mapping[UUID, OpenItem],
    *,
    wanted: Collection[UUID],
    late_reason: str,
) -> list[Granted]:
    """Take the discounts of the items ``wanted`` off what they ask, before anything else settles them.

    What counts is the day of the payment as its own paper says it, the latest where several pay: neither the day
    of the act, nor that on which a late payment was booked. Credit notes pay nothing.

    Args:
        late_reason: why a discount is granted after its days; needs the right to do so.

    Raises:
        NoDiscount: an item has none, has less open than it would take off, or nothing paid it.
        DiscountTooLate: it was paid after the days of the discount.
    """
    if not wanted:
        return []
    entries = [item.entry_id for item in items.values()]
    invoices = Invoice.objects.filter(company_id=company_id(), entry__in=entries)
    by_entry = {row.entry_id: row for row in invoices}
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
        paid = _paid_before(item) if item.open_currency < item.amount_currency else set()
        paid |= {
            other.entry.document_date
            for other in items.values()
            if other.side != item.side and other.entry_id not in by_entry
        }
        _require_in_time(actor, invoice, paid, late_reason)
        line = plan.post_against([stake], discount.total)
        is_sale = invoice.kind in ("customer_invoice", "customer_credit")
        granted.append(Granted(invoice, item.pk, line, discount, is_sale))
    return granted


def require_paid_whole(granted: Sequence[Granted], plan: Plan) -> None:
    """Refuse a discount on an invoice that stays open in part: what is paid later may be paid too late.

    Raises:
        NoDiscount: something of an invoice is left.
    """
    left = {stake.item_id: stake.open.amount_currency for stake in plan.stakes}
    for row in granted:
        if left[row.item_id]:
            raise NoDiscount(
                _("To take the discount of %(invoice)s, settle it whole; %(left)s would stay open.")
                % {
                    "invoice": row.invoice,
                    "left": format_money(left[row.item_id], row.line.lane.currency),
                }
            )


def _paid_before(item: OpenItem) -> set[date]:
    """Return the days of the payments that settled a part of ``item`` already, by way of an act or at once."""
    standing = Match.objects.filter(
        company_id=company_id(), reverses__isnull=True, reversal__isnull=True
    )
    own = list(standing.filter(Q(debit_item=item) | Q(credit_item=item)))
    acts = {match.clearing_id for match in own if match.clearing_id}
    across = f"{'credit' if item.side == 'debit' else 'debit'}_item"
    rows = standing.filter(Q(pk__in=[match.pk for match in own]) | Q(clearing__in=acts))
    rows = rows.exclude(**{f"{across}__entry__source_type__in": [SOURCE_CLEARING, SOURCE_MATCH]})
    rows = rows.filter(**{f"{across}__entry__invoice__isnull": True})
    return set(rows.values_list(f"{across}__entry__document_date", flat=True))


def _no_discount(item: OpenItem) -> str:
    return _(
        "To take a discount, choose a whole open invoice whose terms grant one; %(entry)s is none."
    ) % {"entry": item.entry}


def _require_in_time(
    actor: Any, invoice: Invoice, paid: Collection[date], late_reason: str
) -> None:
    if not paid:
        raise NoDiscount(
            _("To take the discount of %(invoice)s, choose its payment as well; nothing paid it.")
            % {"invoice": invoice}
        )
    paid_on = max(paid)
    last = last_day(invoice)
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
    """Return what discounts are booked to: the discount account, and the tax they take with them.

    A tax that waited for the payment becomes due whole in the same act, so its part goes off what is due.
    """
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
                taxes[cut.tax_id].account_id,  # type: ignore[arg-type]
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
            found[item.pk] = {"amount": discount.total, "last": last_day(invoice)}
    return found


def offered(ids: Collection[UUID]) -> dict[UUID, tuple[Decimal, date]]:
    """Return, by id of the item, the discount its invoice still grants when paid whole, and the last day."""
    if not ids:
        return {}
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=ids)
    found = discountable(list(items.select_related("entry__invoice")))
    return {pk: (offer["amount"], offer["last"]) for pk, offer in found.items()}


def discount_of(invoice: Invoice) -> dict[str, Any] | None:
    """Return the discount an invoice still grants when paid whole; None where there is none."""
    if not invoice.discount_percent or invoice.kind in CREDIT_KINDS:
        return None
    items = OpenItem.objects.filter(
        company_id=company_id(), entry=invoice.entry_id, account__control__in=CONTROLS
    )
    found = discountable(list(items.select_related("entry__invoice")))
    return next(iter(found.values()), None)


def _may_have_one(item: OpenItem) -> bool:
    """Return whether an item is the whole of an invoice that grants a discount."""
    invoice = getattr(item.entry, "invoice", None)
    if invoice is None or not invoice.discount_percent:
        return False
    side = 1 if item.side == "debit" else -1
    return bool(item.amount_currency == invoice.total and control_side(invoice.kind) == side)
