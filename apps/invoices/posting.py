"""How an invoice becomes postings, and who else has a say in it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from apps.companies.choices import TaxRounding
from apps.core.context import company_id
from apps.core.money import ZERO, allocate, round_half_up, round_money
from apps.invoices.amounts import Booked
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice, InvoiceLine
from apps.ledger.choices import TaxRole, TaxTreatment
from apps.ledger.models import Account
from apps.ledger.selectors import TaxCodes
from apps.ledger.services import Posting, Take
from apps.ledger.taxes import HUNDRED, Totals
from apps.parties.terms import Instalment, due_date, schedule


@dataclass(frozen=True, slots=True)
class ReceivedValue:
    """What the goods of one bill line were booked at when they came in.

    Attributes:
        value: company currency, > 0; cleared from the line's account.
        variance_account: takes the rest of the line, debit or credit.
    """

    line_id: UUID
    value: Decimal
    variance_account: UUID


Head = tuple[UUID, UUID | None, tuple[tuple[str, str], ...], Take]
"""What lines are summed by: account, tax to be told, dimensions, and whether the account must take those."""
Participant = Callable[[Invoice, Sequence[InvoiceLine]], Iterable[ReceivedValue]]
participants: list[Participant] = []
"""Asked before every posting, in order; upper apps append in ``AppConfig.ready()``. May refuse with a BusinessError."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was just posted, for those who follow: they need not read it again."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    totals: Totals
    booked: Booked
    received: Sequence[ReceivedValue]


followers: list[Callable[[Posted], None]] = []
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


def invoice_postings(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    totals: Totals,
    *,
    control: Account,
    codes: TaxCodes,
    own_currency: str,
    booked: Booked,
    received: Iterable[ReceivedValue] = (),
    instalments: Sequence[Instalment] = (),
) -> list[Posting]:
    """Return the postings of an invoice: its total, in its instalments, against what its lines and taxes are for.

    Lines of one account and analysis become one posting. A bill line whose goods came in before clears what they were
    booked at; the rest of the line is a price variance. A tax that books nothing names itself on the lines it is on,
    so that the tax return finds its base.
    """
    heads = control_postings(
        invoice, control, booked.total, instalments or instalments_of(invoice), own_currency
    )
    taxes = _tax_postings(invoice, totals, booked, codes, own_currency)
    told = {posting.tax for posting in taxes}
    tags = {
        pk: next((tax.pk for tax in parts if tax.pk not in told), None)
        for pk, parts in codes.items()
    }
    return [
        *heads,
        *_line_postings(invoice, lines, booked, tags, own_currency, received),
        *taxes,
    ]


def _tax_postings(
    invoice: Invoice, totals: Totals, booked: Booked, codes: TaxCodes, own_currency: str
) -> list[Posting]:
    """Return what each tax books: given back or due, due when paid, or owed in the seller's stead."""
    side = -control_side(invoice.kind)
    taxes = {tax.pk: tax for parts in codes.values() for tax in parts}
    postings = []
    for row, amount, owed in zip(totals.by_tax, booked.taxes, booked.owed, strict=True):
        if row.tax_id is None:
            continue
        tax = taxes[row.tax_id]
        base = side * round_money(row.base * invoice.rate, own_currency)
        due = Posting(
            tax.pending_account_id or tax.account_id,  # type: ignore[arg-type]
            side * amount,
            party=invoice.party_id,
            currency=invoice.currency_id,
            amount_currency=side * ((row.tax if owed else row.amount) - row.cost),
            rate=invoice.rate,
            tax=tax.pk,
            tax_base=-base if row.treatment == TaxTreatment.WITHHELD else base,
            tax_role=TaxRole.PENDING if tax.pending_account_id else TaxRole.TAX,
        )
        in_the_seller_s_stead = replace(
            due,
            account=tax.reverse_account_id,  # type: ignore[arg-type]
            amount=-side * owed,
            amount_currency=-side * row.tax,
            tax_base=-base,
            tax_role=TaxRole.REVERSE,
        )
        postings += [due, in_the_seller_s_stead]
    return [posting for posting in postings if posting.amount]


def instalments_of(invoice: Invoice) -> list[Instalment]:
    """Return the parts of a document and when each is due: its own day, else what its terms say."""
    term = invoice.term
    if term is None or not term.in_instalments or invoice.due_date or not invoice.total:
        return [Instalment(invoice.due_date or due_date(term, invoice.date), invoice.total)]
    return schedule(invoice.total, list(term.lines.all()), invoice.date, invoice.currency_id)


def control_postings(
    invoice: Invoice,
    control: Account,
    booked: Decimal,
    instalments: Sequence[Instalment],
    own_currency: str,
) -> list[Posting]:
    """Return a line on the party's account for each instalment; each becomes an open item with its day.

    Args:
        booked: the total in company currency.
    """
    if not invoice.total:
        return []
    side = control_side(invoice.kind)
    parts = allocate(booked, [instalment.amount for instalment in instalments], own_currency)
    return [
        Posting(
            control,
            side * part,
            party=invoice.party_id,
            currency=invoice.currency_id,
            amount_currency=side * instalment.amount,
            rate=invoice.rate,
            due_date=instalment.due,
        )
        for instalment, part in zip(instalments, parts, strict=True)
    ]


def _line_postings(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    booked: Booked,
    tags: Mapping[UUID, UUID | None],
    own_currency: str,
    received: Iterable[ReceivedValue],
) -> list[Posting]:
    """Return one posting per account, tax to be told and analysis: both amounts, summed over its lines."""
    side = -control_side(invoice.kind)
    came_in = {value.line_id: value for value in received}
    sums: dict[Head, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for line, amount, in_currency, base in zip(
        lines, booked.lines, booked.in_currency, _bases(invoice, lines), strict=True
    ):
        value = came_in.get(line.pk)
        cleared = amount if value is None else value.value
        tag = tags.get(line.tax_id) if line.tax_id else None
        analysis = tuple(sorted(line.dimensions.items()))
        takes = Take.AS_GIVEN if value is None else Take.UNLESS_FORBIDDEN
        _add(sums[line.account_id, tag, analysis, takes], cleared, in_currency, base)
        if value is not None:
            _add(sums[value.variance_account, None, analysis, takes], amount - cleared, ZERO, ZERO)
    kept = {line.account_id for line in lines if line.takes_off}
    return [
        Posting(
            account,
            side * amount,
            currency=invoice.currency_id if in_currency * amount > 0 else None,
            amount_currency=side * in_currency if in_currency * amount > 0 else None,
            rate=_rate(invoice, account, amount, in_currency, kept),
            tax=tag,
            tax_base=side * round_money(base * invoice.rate, own_currency) if tag else None,
            tax_role=TaxRole.BASE if tag else TaxRole.TAX,
            dimensions=dict(analysis),
            takes=takes,
        )
        for (account, tag, analysis, takes), (amount, in_currency, base) in sums.items()
    ]


def _rate(
    invoice: Invoice, account: UUID, amount: Decimal, in_currency: Decimal, kept: Collection[UUID]
) -> Decimal:
    """Return the rate of a line's amounts: the document's, but of a down payment that is taken off its own."""
    if in_currency * amount <= 0:
        return Decimal(1)
    return round_half_up(amount / in_currency, 12) if account in kept else invoice.rate


def _bases(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[Decimal]:
    """Return what of each line is in the base of its tax: all, unless a discount is in none; rounded as the tax is."""
    if not invoice.tax_discount:
        return [line.net for line in lines]
    bases, whole = [], defaultdict[UUID | None, Decimal](Decimal)
    for line in lines:
        before = ZERO if invoice.tax_rounding == TaxRounding.LINE else whole[line.tax_id]
        off = [
            round_money(net * invoice.tax_discount / HUNDRED, invoice.currency_id)
            for net in (before, before + line.net)
        ]
        whole[line.tax_id] += line.net
        bases.append(line.net - (off[1] - off[0]))
    return bases


def _add(sums: list[Decimal], *amounts: Decimal) -> None:
    for i, amount in enumerate(amounts):
        sums[i] += amount


def _id(account: Account | UUID) -> UUID:
    return account.pk if isinstance(account, Account) else account
