"""How an invoice becomes postings, and who else has a say in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO, allocate, round_money
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice, InvoiceLine
from apps.ledger.models import Account, Tax
from apps.ledger.services import Posting
from apps.ledger.taxes import Totals


@dataclass(frozen=True, slots=True)
class ReceivedValue:
    """What the goods of one bill line were booked at when they came in.

    Attributes:
        value: company currency, > 0; cleared from the line's account.
        variance_account: takes the rest of the line, debit or credit.
    """

    line_id: UUID
    value: Decimal
    variance_account: Account | UUID


Participant = Callable[[Invoice, Sequence[InvoiceLine]], Iterable[ReceivedValue]]
participants: list[Participant] = []
"""Asked before every posting, in order; upper apps append in ``AppConfig.ready()``. May refuse with a BusinessError."""

followers: list[Callable[[Invoice], None]] = []
"""Called after every posting, in the same transaction."""


_HOLD = """
SELECT ledger_hold_period(id) FROM ledger_period WHERE company_id = %s AND start <= %s AND "end" >= %s
"""


def hold_period(on: date) -> None:
    """Hold the period of ``on`` open until commit: before the number series, as every lock order has it."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [company_id(), on, on])


def control_side(kind: str) -> int:
    """Return 1 when the receivable or payable account is debited by this kind, -1 when it is credited."""
    return 1 if kind in (InvoiceKind.CUSTOMER_INVOICE, InvoiceKind.SUPPLIER_CREDIT) else -1


def company_parts(
    total: Decimal, parts: Sequence[Decimal], rate: Decimal, currency: str
) -> list[Decimal]:
    """Convert the parts of a document so that they sum to the converted total, to the minor unit.

    Args:
        total: company currency, as booked on the control account.
        parts: document currency; a negative one makes the largest take what rounding leaves.
        rate: company currency for one unit of the document's.
        currency: the company's.
    """
    if not any(parts):
        return [ZERO for _part in parts]
    if min(parts) >= 0:
        return allocate(total, parts, currency)
    converted = [round_money(part * rate, currency) for part in parts]
    largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
    converted[largest] += total - sum(converted, ZERO)
    return converted


def invoice_postings(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    totals: Totals,
    *,
    control: Account,
    taxes: Mapping[UUID, Tax],
    own_currency: str,
    received: Iterable[ReceivedValue] = (),
) -> list[Posting]:
    """Return the postings of an invoice: its total against what its lines and taxes are for.

    Lines of one account become one posting. A bill line whose goods came in before clears what they were
    booked at; the rest of the line is a price variance.
    """
    side = control_side(invoice.kind)
    taxed = [tax for tax in totals.by_tax if tax.amount]
    amounts = [line.net for line in lines] + [tax.amount for tax in taxed]
    booked = round_money(totals.total * invoice.rate, own_currency)
    own = company_parts(booked, amounts, invoice.rate, own_currency)
    head = Posting(
        control,
        side * booked,
        party=invoice.party_id,
        currency=invoice.currency_id,
        amount_currency=side * totals.total,
        rate=invoice.rate,
        due_date=invoice.due_date,
    )
    tax_postings = [
        Posting(
            taxes[tax.tax_id].account_id,
            -side * amount,
            party=invoice.party_id,
            currency=invoice.currency_id,
            amount_currency=-side * tax.amount,
            rate=invoice.rate,
            tax=tax.tax_id,
            tax_base=-side * round_money(tax.base * invoice.rate, own_currency),
        )
        for tax, amount in zip(taxed, own[len(lines) :], strict=True)
        if tax.tax_id
    ]
    return [
        head,
        *_line_postings(invoice, lines, own[: len(lines)], -side, received),
        *tax_postings,
    ]


def _line_postings(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    own: Sequence[Decimal],
    side: int,
    received: Iterable[ReceivedValue],
) -> list[Posting]:
    """Return one posting per account: company amount and document amount, summed over its lines."""
    booked = {value.line_id: value for value in received}
    sums: dict[UUID, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for line, amount in zip(lines, own, strict=True):
        value = booked.get(line.pk)
        cleared = amount if value is None else value.value
        _add(sums, line.account_id, cleared, line.net)
        if value is not None:
            _add(sums, _id(value.variance_account), amount - cleared, ZERO)
    return [
        Posting(
            account,
            side * amount,
            currency=invoice.currency_id if in_currency * amount > 0 else None,
            amount_currency=side * in_currency if in_currency * amount > 0 else None,
            rate=invoice.rate if in_currency * amount > 0 else Decimal(1),
        )
        for account, (amount, in_currency) in sums.items()
    ]


def _add(
    sums: dict[UUID, list[Decimal]], account: UUID, amount: Decimal, in_currency: Decimal
) -> None:
    sums[account][0] += amount
    sums[account][1] += in_currency


def _id(account: Account | UUID) -> UUID:
    return account.pk if isinstance(account, Account) else account
