"""Reads across the apps: the figures of the home page and what stands behind them, company currency."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from apps.core.answers import document_url
from apps.core.context import company_id
from apps.core.models import Comment, Event
from apps.core.money import ZERO
from apps.core.permissions import may, target_of
from apps.core.timeline import told
from apps.ledger.choices import AccountType, Control, JournalType, PeriodStatus
from apps.ledger.models import EntryLine, OpenItem, Period
from apps.stock.models import CostPool

MONTHS: Final = 12
AGES: Final = (0, 30, 60, 90)
"""Upper ends of the ages of a debt in days after it was due; the last group has none."""

Flows = dict[str, dict[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Receivables:
    """What customers owe, less what they have on account.

    Attributes:
        ages: by how long it is overdue: not due, 1-30 days, 31-60, 61-90, more.
    """

    ages: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """Return all of it."""
        return sum(self.ages, ZERO)

    @property
    def overdue(self) -> Decimal:
        """Return what should have been paid before today."""
        return sum(self.ages[1:], ZERO)


def receivables(today: date) -> Receivables:
    """Return the open items of customers by age, in one statement."""
    late = [When(due_date__gte=today, then=Value(0)), When(due_date__isnull=True, then=Value(0))]
    late += [
        When(due_date__gte=date.fromordinal(today.toordinal() - days), then=Value(group))
        for group, days in enumerate(AGES[1:], 1)
    ]
    signed = Case(When(side="debit", then=F("open_amount")), default=-F("open_amount"))
    rows = (
        OpenItem.objects.filter(
            company_id=company_id(), open_amount__gt=0, account__control=Control.RECEIVABLE
        )
        .values(age=Case(*late, default=Value(len(AGES))))
        .annotate(open=Sum(signed))
        .order_by()
    )
    by_age = {row["age"]: row["open"] for row in rows}
    return Receivables(tuple(by_age.get(age, ZERO) for age in range(len(AGES) + 1)))


def stock_value() -> Decimal:
    """Return what the stock is worth in the books."""
    return (
        CostPool.objects.filter(company_id=company_id()).aggregate(all=Sum("value"))["all"] or ZERO
    )


def months_until(today: date, count: int = MONTHS) -> list[date]:
    """Return the first days of the last ``count`` months, the current one last."""
    number = today.year * 12 + today.month - 1
    return [
        date((number - back) // 12, (number - back) % 12 + 1, 1)
        for back in range(count - 1, -1, -1)
    ]


def monthly_flows(months: list[date], today: date) -> Flows:
    """Return per kind and month what moved: revenue and cost of sales earned, receivables and stock changed.

    Year-end closing entries are left out, for they only carry the result forward.
    """
    kind = Case(
        When(account__control=Control.RECEIVABLE, then=Value("receivable")),
        When(account__control=Control.STOCK, then=Value("stock")),
        When(account__type=AccountType.INCOME, then=Value("revenue")),
        default=Value("cost"),
        output_field=CharField(),
    )
    told = Q(account__control__in=[Control.RECEIVABLE, Control.STOCK]) | Q(
        account__type__in=[AccountType.INCOME, AccountType.EXPENSE_DIRECT_COST]
    )
    rows = (
        EntryLine.objects.filter(
            told, company_id=company_id(), date__gte=months[0], date__lte=today
        )
        .exclude(entry__journal__type=JournalType.CLOSING)
        .values(month=TruncMonth("date"), kind=kind)
        .annotate(moved=Sum(F("debit") - F("credit")))
        .order_by()
    )
    flows: Flows = defaultdict(lambda: defaultdict(lambda: ZERO))
    for row in rows:
        sign = -1 if row["kind"] == "revenue" else 1
        flows[row["kind"]][row["month"]] += sign * row["moved"]
    return flows


def month_ends(now: Decimal, flow: dict[date, Decimal], months: list[date]) -> list[Decimal]:
    """Return a balance at the end of each month, told backwards from what it is now."""
    ends = [now]
    for month in reversed(months[1:]):
        ends.append(ends[-1] - flow.get(month, ZERO))
    return ends[::-1]


def periods_to_close(today: date) -> QuerySet[Period]:
    """Return the periods that are over and still open, the oldest first."""
    rows = Period.objects.filter(company_id=company_id(), status=PeriodStatus.OPEN, end__lt=today)
    return rows.order_by("start", "pk")


def remarks_for(user: Any, limit: int = 20) -> list[dict[str, Any]]:
    """Return the last remarks of others on documents ``user`` acted on or wrote about, and still sees."""
    touched = Event.objects.filter(company_id=company_id(), actor_id=user.pk).values("aggregate_id")
    written = Comment.objects.filter(company_id=company_id(), actor_id=user.pk).values("target_id")
    remarks = (
        Comment.objects.filter(company_id=company_id())
        .filter(Q(target_id__in=touched) | Q(target_id__in=written))
        .exclude(actor_id=user.pk)
        .order_by("-pk")[:limit]
    )
    by_kind: dict[str, list[Comment]] = defaultdict(list)
    for remark in remarks:
        by_kind[remark.target_type].append(remark)
    found: list[tuple[Comment, Any]] = []
    for label, group in by_kind.items():
        target = target_of(label)
        if target is not None and may(user, target.permission):
            documents = target.visible(user).in_bulk([remark.target_id for remark in group])
            found += [(r, documents[r.target_id]) for r in group if r.target_id in documents]
    found.sort(key=lambda pair: pair[0].pk, reverse=True)
    return told([_remark(remark, document) for remark, document in found])


def _remark(remark: Comment, document: Any) -> dict[str, Any]:
    return {
        "at": remark.at,
        "actor": remark.actor_id,
        "text": f"{document}: {remark.text}",
        "url": document_url(document),
        "icon": "message-square",
    }
