"""The tax return: what each box comes to over a span of days, and what the tax accounts say beside it.

Everything is read from entry lines: a tax names its code and its base on the line that books it, and a tax that books
nothing names itself on the line of the revenue or cost. A tax that is due when paid counts on the day it is paid.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q, Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.choices import BoxContent, BoxSide, TaxRole, TaxTreatment, TaxUse
from apps.ledger.models import Account, EntryLine, Tax, TaxBox, TaxBoxSource, TaxReturn

SETTLEMENT = "ledger.taxreturn"
OWED = (TaxRole.TAX, TaxRole.REVERSE)
Key = tuple[UUID, str]
"""A tax, and which part of it: "" the tax with its bases, ``reverse`` what is owed in the seller's stead."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the lines of one part of one tax come to on one account: debit less credit, and the base so signed."""

    tax_id: UUID
    role: str
    account_id: UUID
    amount: Decimal
    base: Decimal

    @property
    def key(self) -> Key:
        """Return the part of the tax that a box may take up."""
        return self.tax_id, self.role if self.role == TaxRole.REVERSE else TaxRole.TAX.value


@dataclass(frozen=True, slots=True)
class BoxFigures:
    """A box with its figures, positive on its usual side."""

    box: TaxBox
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class AccountControl:
    """What one tax account moved by over the span, credit less debit, settlements of returns left out."""

    account: Account
    moved: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """The return of a span.

    Attributes:
        settled: per tax account, debit less credit of what the return takes up.
        outside: parts of taxes with an amount that no box counts, or two: tax and credit less debit.
    """

    first: date
    last: date
    boxes: list[BoxFigures]
    accounts: list[AccountControl]
    settled: dict[UUID, Decimal]
    outside: list[tuple[Tax, Decimal]]

    def total(self, side: str) -> Decimal:
        """Return the tax of all boxes of a side."""
        return sum((row.tax for row in self.boxes if row.box.side == side), ZERO)

    @property
    def net(self) -> Decimal:
        """Return what is to be paid; below zero, a credit."""
        return self.total(BoxSide.DUE) - self.total(BoxSide.DEDUCTIBLE)

    @property
    def moved(self) -> Decimal:
        """Return what the tax accounts say is to be paid."""
        return sum((row.moved for row in self.accounts), ZERO)

    @property
    def difference(self) -> Decimal:
        """Return what the tax accounts hold and the boxes do not; 0 when the return ties to the books."""
        return self.moved - self.net


def tax_return(first: date, last: date) -> Figures:
    """Return the figures of a span, both days included, in a fixed number of statements."""
    taxes = Tax.objects.filter(company_id=company_id()).in_bulk()
    boxes = list(
        TaxBox.objects.filter(company_id=company_id())
        .prefetch_related("sources")
        .order_by("position", "code")
    )
    found = _found(first, last)
    counted = _counted(boxes)
    settled: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    outside: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for row in found:
        if row.role == TaxRole.BASE:
            continue
        settled[row.account_id] += row.amount
        if counted.get(row.key, 0) != 1:
            outside[row.tax_id] -= row.amount
    return Figures(
        first,
        last,
        [_figures(box, found, taxes) for box in boxes],
        _accounts(first, last, taxes.values(), settled),
        {pk: amount for pk, amount in settled.items() if amount},
        [(taxes[pk], amount) for pk, amount in outside.items() if amount],
    )


def usual_side(tax: Tax, role: str) -> int:
    """Return 1 where a tax is usually a debit, -1 where it is a credit."""
    if tax.treatment == TaxTreatment.WITHHELD:
        return 1 if tax.use == TaxUse.SALE else -1
    return 1 if tax.use == TaxUse.PURCHASE and role != TaxRole.REVERSE else -1


def lines_of_box(box: TaxBox) -> Q:
    """Return the condition on entry lines that a box takes up."""
    wanted = Q(pk__in=[])
    for source in box.sources.all():
        roles = [source.role]
        if source.role == TaxRole.TAX and box.content != BoxContent.TAX:
            roles.append(TaxRole.BASE)
        wanted |= Q(tax_id=source.tax_id, tax_role__in=roles)
    return wanted


def filed_return(first: date, last: date) -> TaxReturn | None:
    """Return what was filed for exactly this span."""
    rows = TaxReturn.objects.filter(company_id=company_id(), first=first, last=last)
    return rows.select_related("filed_by", "entry").first()


def next_span(today: date) -> tuple[date, date]:
    """Return the span after the last return filed, as long as that one; else the month before ``today``."""
    filed = TaxReturn.objects.filter(company_id=company_id()).order_by("-last").first()
    if filed is None:
        first = today.replace(day=1) - relativedelta(months=1)
        return first, today.replace(day=1) - timedelta(days=1)
    return span_after(filed.first, filed.last)


def span_after(first: date, last: date) -> tuple[date, date]:
    """Return the span that follows, of as many months."""
    begin = last + timedelta(days=1)
    span = relativedelta(begin, first)
    return begin, begin + relativedelta(months=span.years * 12 + span.months or 1) - timedelta(
        days=1
    )


def span_before(first: date, last: date) -> tuple[date, date]:
    """Return the span that precedes, of as many months."""
    span = relativedelta(last + timedelta(days=1), first)
    return first - relativedelta(months=span.years * 12 + span.months or 1), first - timedelta(
        days=1
    )


def _found(first: date, last: date) -> list[Found]:
    lines = EntryLine.objects.filter(
        company_id=company_id(), tax__isnull=False, date__range=(first, last)
    ).exclude(tax_role=TaxRole.PENDING)
    rows = lines.order_by().values_list("tax_id", "tax_role", "account_id")
    return [
        Found(tax, role, account, debit - credit, base or ZERO)
        for tax, role, account, debit, credit, base in rows.annotate(
            Sum("debit"), Sum("credit"), Sum("tax_base")
        )
    ]


def _counted(boxes: Iterable[TaxBox]) -> dict[Key, int]:
    """Return in how many boxes that count each part of a tax is."""
    counted: dict[Key, int] = defaultdict(int)
    for box in boxes:
        for source in box.sources.all() if box.side != BoxSide.MEMO else ():
            counted[_key(source)] += 1
    return counted


def _key(source: TaxBoxSource) -> Key:
    return source.tax_id, source.role


def _figures(box: TaxBox, found: Sequence[Found], taxes: dict[UUID, Tax]) -> BoxFigures:
    keys = {_key(source) for source in box.sources.all()}
    base = tax = ZERO
    for row in found:
        if row.key not in keys:
            continue
        side = _side(box, taxes[row.tax_id], row.role)
        base += side * row.base
        tax += side * row.amount if row.role != TaxRole.BASE else ZERO
    return BoxFigures(
        box,
        base if box.content != BoxContent.TAX else ZERO,
        tax if box.content != BoxContent.BASE else ZERO,
    )


def _side(box: TaxBox, tax: Tax, role: str) -> int:
    if box.side == BoxSide.MEMO:
        return usual_side(tax, role)
    return -1 if box.side == BoxSide.DUE else 1


def _accounts(
    first: date, last: date, taxes: Iterable[Tax], settled: Iterable[UUID]
) -> list[AccountControl]:
    """Return what each account that takes tax moved by: those that codes name, and those that had tax booked."""
    named = {pk for tax in taxes for pk in (tax.account_id, tax.reverse_account_id) if pk}
    lines = EntryLine.objects.filter(
        company_id=company_id(), account_id__in=named | set(settled), date__range=(first, last)
    ).exclude(entry__source_type=SETTLEMENT)
    moved = {
        pk: credit - debit
        for pk, debit, credit in lines.order_by()
        .values_list("account_id")
        .annotate(Sum("debit"), Sum("credit"))
    }
    accounts = Account.objects.filter(company_id=company_id(), pk__in=moved).order_by("code")
    return [AccountControl(account, moved[account.pk]) for account in accounts]
