"""The account of a party with us: what is open on a day, or what happened over a span with the balance after each line.

Amounts are in the currency of the documents, a section for each, as the party knows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.credit.ageing import (
    USUAL_LIMITS,
    AgedItem,
    Question,
    control_accounts,
    open_items_of,
    require_right,
)
from apps.credit.choices import Side, StatementKind
from apps.ledger.models import EntryLine, OpenItem
from apps.parties.models import Party
from apps.parties.selectors import visible_parties


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """Which account, how told, of which days; ``first`` matters to the activity alone."""

    side: Side
    kind: StatementKind
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened on the account, or is open on it; amounts are positive when the party owes more."""

    day: date
    paper: Any
    due: date
    debit: Decimal
    credit: Decimal
    balance: Decimal
    days: int = 0


@dataclass(slots=True)
class Section:
    """The account in one currency."""

    currency: str
    opening: Decimal = ZERO
    lines: list[Line] = field(default_factory=list)
    buckets: list[Decimal] = field(default_factory=lambda: [ZERO] * (len(USUAL_LIMITS) + 2))

    @property
    def balance(self) -> Decimal:
        """Return what is owed in the end."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def overdue(self) -> Decimal:
        """Return what of it should have been paid."""
        return sum(self.buckets[1:], ZERO)


@dataclass(frozen=True, slots=True)
class Statement:
    """A party's account."""

    party: Party
    question: StatementQuestion
    sections: list[Section]


def side_of(party: Party) -> Side:
    """Return the account a party's statement is about unless asked otherwise."""
    return Side.RECEIVABLE if party.is_customer or not party.is_supplier else Side.PAYABLE


def statement_of(user: Any, party: Party, question: StatementQuestion) -> Statement:
    """Return the account of ``party``.

    Raises:
        PermissionDenied: ``user`` may not see what parties owe.
    """
    require_right(user)
    return account_of(party, question)


def account_of(party: Party, question: StatementQuestion) -> Statement:
    """Return what ``statement_of`` does, for workers that act for who was asked already."""
    if question.kind == StatementKind.OPEN:
        asked = Question(question.side, question.last)
        sections = _open_sections(open_items_of(asked, party.pk).items)
    else:
        sections = _activity(party, question)
    return Statement(party, question, sections)


def parties_with_open_items(user: Any, side: Side) -> QuerySet[Party]:
    """Return the parties the user may see that have something open now."""
    accounts = [account.pk for account in control_accounts(side)]
    open_now = OpenItem.objects.filter(
        company_id=company_id(), open_amount__gt=0, account_id__in=accounts, party__isnull=False
    )
    return visible_parties(user).filter(pk__in=open_now.values("party_id"))


def _open_sections(items: Iterable[AgedItem]) -> list[Section]:
    sections: dict[str, Section] = {}
    for found in items:
        item = found.item
        section = sections.setdefault(item.currency_id, Section(item.currency_id))
        amount = found.amount_currency
        debit, credit = (amount, ZERO) if amount >= 0 else (ZERO, -amount)
        balance = section.balance + amount
        days = max(found.days, 0) if amount > 0 else 0
        section.buckets[found.bucket] += max(amount, ZERO)
        section.lines.append(
            Line(item.date, found.paper, item.due_date, debit, credit, balance, days)
        )
    return [sections[currency] for currency in sorted(sections)]


def _activity(party: Party, question: StatementQuestion) -> list[Section]:
    """Return opening, lines and running balance by currency; lines of 0 in their currency tell a party nothing."""
    sign = 1 if question.side == Side.RECEIVABLE else -1
    accounts = [account.pk for account in control_accounts(question.side)]
    lines = EntryLine.objects.filter(company_id=company_id(), party=party, account_id__in=accounts)
    before = (
        lines.filter(date__lt=question.first)
        .values("currency_id")
        .annotate(sum=Sum("amount_currency"))
        .order_by()
    )
    sections = {
        row["currency_id"]: Section(row["currency_id"], sign * row["sum"]) for row in before
    }
    span = lines.filter(date__range=(question.first, question.last)).exclude(amount_currency=0)
    related = ("entry__invoice", "entry__payment")
    for line in span.select_related(*related).order_by("date", "entry_id", "line_no"):
        section = sections.setdefault(line.currency_id, Section(line.currency_id))
        amount = sign * line.amount_currency
        debit, credit = (amount, ZERO) if amount >= 0 else (ZERO, -amount)
        due = line.due_date or line.date
        section.lines.append(
            Line(line.date, line.paper, due, debit, credit, section.balance + amount)
        )
    return [
        sections[code]
        for code in sorted(sections)
        if sections[code].lines or sections[code].opening
    ]


def as_payload(question: StatementQuestion) -> dict[str, str]:
    """Return a question as an event carries it."""
    days = {"first": question.first.isoformat(), "last": question.last.isoformat()}
    return {"side": str(question.side), "kind": str(question.kind), **days}


def from_payload(asked: dict[str, Any]) -> StatementQuestion:
    """Return the question an event carries."""
    days = (date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"]))
    return StatementQuestion(Side(asked["side"]), StatementKind(asked["kind"]), *days)
