"""Reads of credit control: runs, levels, disputes; what is to be known of a party before it is called."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum, Value

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.credit.ageing import AgedRow, Question, aged, control_accounts
from apps.credit.choices import DunningStatus, Side
from apps.credit.models import Dispute, DunningLetter, DunningLevel, DunningRun
from apps.ledger.models import OpenItem
from apps.parties.models import Party
from apps.payments.models import Payment

_DAYS_TO_PAY = """
SELECT round(sum((m.date - d.date) * m.amount) / nullif(sum(m.amount), 0))::int
FROM payments_match m
JOIN ledger_openitem d ON d.id = m.debit_item_id
JOIN ledger_entry e ON e.id = d.entry_id AND e.source_type = 'invoices.invoice' AND e.reverses_id IS NULL
JOIN ledger_openitem c ON c.id = m.credit_item_id
JOIN payments_payment p ON p.entry_id = c.entry_id
WHERE m.company_id = %s AND d.party_id = %s AND d.account_id = ANY (%s) AND m.date > %s - 365
  AND m.reverses_id IS NULL AND NOT EXISTS (SELECT FROM payments_match r WHERE r.reverses_id = m.id)
"""
"""Days from an invoice to the payments of a year, weighted by what they paid."""


def visible_runs(user: Any) -> QuerySet[DunningRun]:
    """Return the dunning runs ``user`` may see, newest first, with how many letters each has."""
    if not may(user, "credit.view_dunningrun"):
        return DunningRun.objects.none()
    rows = DunningRun.objects.filter(company_id=company_id())
    return rows.annotate(letter_count=Count("letters")).order_by("-date", "-pk")


def visible_letters(user: Any) -> QuerySet[DunningLetter]:
    """Return the reminders ``user`` may see."""
    if not may(user, "credit.view_dunningrun"):
        return DunningLetter.objects.none()
    return DunningLetter.objects.filter(company_id=company_id()).order_by("-pk")


def visible_levels(user: Any) -> QuerySet[DunningLevel]:
    """Return the dunning levels ``user`` may see, the first first."""
    if not may(user, "credit.view_dunninglevel"):
        return DunningLevel.objects.none()
    rows = DunningLevel.objects.filter(company_id=company_id())
    own = Value(company_in_force().currency_id)
    return rows.annotate(own_currency=own).order_by("position", "-pk")


def visible_disputes(user: Any) -> QuerySet[Dispute]:
    """Return the disputes ``user`` may see, the running and newest first."""
    if not may(user, "credit.view_dispute"):
        return Dispute.objects.none()
    rows = Dispute.objects.filter(company_id=company_id()).select_related("party", "item__entry")
    return rows.order_by("-since", "-pk")


def letters_of(run: DunningRun) -> list[DunningLetter]:
    """Return the letters of a run with party, level, total and lines, by party."""
    rows = run.letters.select_related("party", "level").annotate(total=Sum("lines__amount"))
    return list(rows.prefetch_related("lines__level").order_by("party__name", "pk"))


@dataclass(frozen=True, slots=True)
class Credit:
    """What is to be known of a customer before it is called; company currency."""

    open: Decimal
    overdue: Decimal
    on_account: Decimal
    days_to_pay: int | None
    last_payment: Payment | None
    limit: Decimal | None
    dispute: Dispute | None
    last_letter: DunningLetter | None
    currency: str


def credit_of(party: Party) -> Credit:
    """Return the credit panel of a party, in seven statements; the caller checks the right."""
    company = company_in_force()
    today = company.today()
    accounts = [account.pk for account in control_accounts(Side.RECEIVABLE)]
    items = OpenItem.objects.filter(
        company_id=company_id(),
        party=party,
        open_amount__gt=0,
        account_id__in=accounts,
        date__lte=today,
    )
    debit, credit = Q(side="debit"), Q(side="credit")
    sums = items.aggregate(
        owed=Sum("open_amount", filter=debit, default=ZERO),
        overdue=Sum("open_amount", filter=debit & Q(due_date__lt=today), default=ZERO),
        paid=Sum("open_amount", filter=credit, default=ZERO),
    )
    payments = Payment.objects.filter(
        company_id=company_id(), party=party, status="posted", direction="receipt"
    )
    letters = DunningLetter.objects.filter(
        company_id=company_id(), party=party, run__status=DunningStatus.SENT
    )
    disputes = Dispute.objects.filter(company_id=company_id(), party=party, ended_on__isnull=True)
    return Credit(
        open=sums["owed"] - sums["paid"],
        overdue=sums["overdue"],
        on_account=sums["paid"],
        days_to_pay=_days_to_pay(party.pk, accounts, today),
        last_payment=payments.order_by("-date", "-pk").first(),
        limit=party.credit_limit,
        dispute=disputes.order_by("since", "pk").first(),
        last_letter=letters.select_related("run", "level").order_by("-run__date", "-pk").first(),
        currency=company.currency_id,
    )


def _days_to_pay(party: UUID, accounts: list[UUID], today: date) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS_TO_PAY, [company_id(), party, accounts, today])
        row = cursor.fetchone()
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class Work:
    """A customer to call: what is overdue, since when, what was done about it."""

    row: AgedRow
    oldest_days: int
    last_reminder: DunningLetter | None
    disputed: bool


def worklist(user: Any, *, most: int = 100) -> list[Work]:
    """Return the customers with something overdue, the largest amount first, in five statements."""
    today = company_in_force().today()
    question = Question(Side.RECEIVABLE, today, sort="-overdue")
    rows = [row for row in aged(user, question, size=most).rows if row.party and row.overdue > 0]
    ids = [row.party.pk for row in rows if row.party]
    late = OpenItem.objects.filter(
        company_id=company_id(),
        party_id__in=ids,
        open_amount__gt=0,
        side="debit",
        account__control=Side.RECEIVABLE,
    )
    first_due = late.values("party_id").annotate(first=Min("due_date")).order_by()
    since = {item["party_id"]: item["first"] for item in first_due}
    letters, disputed = _last_letters(ids), _disputed(ids)
    return [
        Work(
            row,
            (today - since[row.party.pk]).days,
            letters.get(row.party.pk),
            row.party.pk in disputed,
        )
        for row in rows
        if row.party and row.party.pk in since
    ]


def _last_letters(parties: list[UUID]) -> dict[UUID, DunningLetter]:
    """Return the last reminder sent to each of the parties."""
    rows = DunningLetter.objects.filter(
        company_id=company_id(), party_id__in=parties, run__status=DunningStatus.SENT
    )
    last = rows.select_related("run", "level").order_by("run__date", "pk")
    return {letter.party_id: letter for letter in last}


def _disputed(parties: list[UUID]) -> set[UUID]:
    """Return those of the parties with a dispute that runs."""
    rows = Dispute.objects.filter(
        company_id=company_id(), party_id__in=parties, ended_on__isnull=True
    )
    return set(rows.values_list("party_id", flat=True))
