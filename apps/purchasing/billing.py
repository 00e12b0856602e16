"""What a bill clears, and where its difference goes.

A bill clears the value at which the ordered goods came in, so that goods received and not invoiced return to
zero. What the bill costs more or less is a price variance first, and in the same transaction goes to the goods:
to stock for what is on hand, to cost of goods sold for what has left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from apps.companies.selectors import currency_in_force
from apps.core.context import company_id
from apps.core.money import ZERO, round_money
from apps.invoices.choices import CREDIT_KINDS, InvoiceStatus
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.posting import Posted, ReceivedValue, control_side
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import Account
from apps.products.choices import ProductKind
from apps.purchasing.models import PurchaseOrderLine
from apps.stock import services as stock
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocumentLine

ORIGIN = "purchasing.purchaseorder"


@dataclass(frozen=True, slots=True)
class Received:
    """What came in for an order line and stayed: stock unit, company currency."""

    quantity: Decimal = ZERO
    value: Decimal = ZERO

    def plus(self, quantity: Decimal, value: Decimal) -> "Received":
        """Return the sum."""
        return Received(self.quantity + quantity, self.value + value)


def received_values(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[ReceivedValue]:
    """Return, per bill line of goods that came in, what it clears of goods received and not invoiced.

    Bills of one order line together clear exactly what came in, to the last cent. What is billed beyond what
    came in clears at the bill's own price.
    """
    if invoice.origin_type != ORIGIN:
        return []
    ordered = _ordered(lines)
    if not ordered:
        return []
    accounts = ledger.default_accounts()
    return [
        ReceivedValue(line.pk, value, _variance_account(line, accounts))
        for line, value in _cleared_by_line(invoice, lines, ordered)
    ]


def spread_differences(posted: Posted) -> None:
    """Move what a posted bill cost more or less than its receipts from the variance to the goods."""
    invoice = posted.invoice
    if invoice.origin_type != ORIGIN:
        return
    own = dict(zip([line.pk for line in posted.lines], posted.booked.lines, strict=True))
    lines = {line.pk: line for line in posted.lines}
    side = -control_side(invoice.kind)
    differences: dict[UUID, list[stock.CostAdjustment]] = {}
    for came in posted.received:
        rest, line = side * (own[came.line_id] - came.value), lines[came.line_id]
        if rest and line.origin_line_id:
            adjustment = stock.CostAdjustment(line.origin_line_id, rest, line.dimensions)
            differences.setdefault(came.variance_account, []).append(adjustment)
    for number, (account, adjustments) in enumerate(differences.items()):
        stock.adjust_cost(
            actor=invoice.posted_by,
            on=invoice.entry.date if invoice.entry else invoice.date,
            adjustments=adjustments,
            from_account=account,
            source_type="invoices.invoice",
            source_id=invoice.pk,
            kind=f"cost{number or ''}",
            memo=invoice.number,
        )


def _ordered(lines: Iterable[InvoiceLine]) -> dict[UUID, PurchaseOrderLine]:
    ids = [line.origin_line_id for line in lines if line.origin_line_id]
    rows = PurchaseOrderLine.objects.filter(
        company_id=company_id(), pk__in=ids, product__kind=ProductKind.GOODS
    )
    return rows.in_bulk()


def _variance_account(line: InvoiceLine, accounts: dict[str, Account]) -> UUID:
    own = line.product.category.variance_account_id if line.product else None
    return own or ledger.account_for(Purpose.PRICE_VARIANCE, accounts).pk


def _cleared_by_line(
    invoice: Invoice, lines: Sequence[InvoiceLine], ordered: dict[UUID, PurchaseOrderLine]
) -> Iterator[tuple[InvoiceLine, Decimal]]:
    """Yield the bill lines whose goods came in, with what each clears; company currency, > 0."""
    currency = currency_in_force()
    received = _received(ordered, currency)
    billed = _billed_before(ordered, invoice)
    for line in lines:
        order_line = ordered.get(line.origin_line_id) if line.origin_line_id else None
        if order_line is None:
            continue
        before = billed.get(order_line.pk, ZERO)
        step = -line.quantity if invoice.kind in CREDIT_KINDS else line.quantity
        billed[order_line.pk] = before + step
        came = received.get(order_line.pk, Received())
        if value := cleared(order_line, came, before, step, currency):
            yield line, value


def _received(ordered: Iterable[UUID], currency: str) -> dict[UUID, Received]:
    lines = StockDocumentLine.objects.filter(
        company_id=company_id(),
        origin_line_id__in=list(ordered),
        document__kind=DocumentKind.RECEIPT,
        document__status=DocumentStatus.POSTED,
        document__reverses__isnull=True,
    )
    sums: dict[UUID, Received] = {}
    rows: Any = lines.values_list("origin_line_id", "stock_quantity", "unit_cost", "source_line_id")
    for pk, quantity, cost, returned in rows:
        value = round_money(quantity * (cost or ZERO), currency)
        sign = -1 if returned else 1
        sums[pk] = sums.get(pk, Received()).plus(sign * quantity, sign * value)
    return sums


def _billed_before(ordered: Iterable[UUID], invoice: Invoice) -> dict[UUID, Decimal]:
    """Return what other posted bills, less posted credit notes, hold of each order line, in its unit."""
    lines = InvoiceLine.objects.filter(
        company_id=company_id(),
        origin_line_id__in=list(ordered),
        invoice__status=InvoiceStatus.POSTED,
    ).exclude(invoice=invoice)
    sums: dict[UUID, Decimal] = {}
    rows = lines.order_by().values_list("origin_line_id", "invoice__kind")
    for pk, kind, total in rows.annotate(total=Sum("quantity")):
        sums[pk] = sums.get(pk, ZERO) + (-total if kind in CREDIT_KINDS else total)
    return sums


def cleared(
    line: PurchaseOrderLine, received: Received, before: Decimal, step: Decimal, currency: str
) -> Decimal:
    """Return what a bill of ``step`` more clears, at the company currency's minor unit; 0 for more than came in.

    Args:
        before: billed so far, in the order line's unit.
        step: billed now; negative on a credit note.
        currency: the company's.
    """
    per_unit = line.stock_quantity / line.quantity
    first, last = sorted((before * per_unit, (before + step) * per_unit))
    if first < 0 or last > received.quantity or not received.quantity:
        return ZERO
    up_to_last = round_money(received.value * last / received.quantity, currency)
    return up_to_last - round_money(received.value * first / received.quantity, currency)
