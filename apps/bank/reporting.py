"""The reconciliation report: how the ledger's balance of a bank account leads to the bank's, as of any day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.bank.models import (
    BankAccount,
    BankStatement,
    BankStatementLine,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
)
from apps.bank.selectors import moved_by, sum_of
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.models import EntryLine

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report: booked and not on a statement, or on a statement and not booked."""

    date: date
    what: str
    text: str
    amount: Decimal
    entry_id: Any = None


@dataclass(frozen=True, slots=True)
class BankReport:
    """ledger - unseen + waiting + opening = bank, all in the account's currency, as of ``on``.

    Attributes:
        unseen: booked by that day, on no statement by then.
        waiting: on a statement by that day, not booked by then.
        opening: what of the balance before the first statement is not accounted for.
        statement: the last one that began by that day.
    """

    account: BankAccount
    on: date
    ledger: Decimal
    unseen: Decimal
    waiting: Decimal
    opening: Decimal
    bank: Decimal
    statement: BankStatement | None
    unseen_rows: tuple[Row, ...]
    waiting_rows: tuple[Row, ...]

    @property
    def difference(self) -> Decimal:
        """Return what stays unexplained; zero, or something is wrong."""
        return self.ledger - self.unseen + self.waiting + self.opening - self.bank

    def lines(self) -> list[tuple[str, Decimal, bool]]:
        """Return how one balance leads to the other: label, amount, whether it is a sum."""
        return [
            (_("Ledger balance"), self.ledger, True),
            (_("less booked, not on a statement"), -self.unseen, False),
            (_("plus movements not reconciled"), self.waiting, False),
            (_("plus opening balance not reconciled"), self.opening, False),
            (_("Bank balance"), self.bank, True),
            (_("Difference"), self.difference, True),
        ]

    def values(self) -> Iterator[list[Any]]:
        """Yield the report as plain cells."""
        yield [_("Bank account"), str(self.account), "", ""]
        yield [_("As of"), self.on, "", ""]
        for label, amount, _strong in self.lines():
            yield [label, "", "", amount]
        for title, rows in (
            (_("Booked, not on a statement"), self.unseen_rows),
            (_("On a statement, not booked"), self.waiting_rows),
        ):
            yield ["", "", "", ""]
            yield [title, _("What"), _("Text"), _("Amount")]
            for row in rows:
                yield [row.date, row.what, row.text, row.amount]


def report_of(account: BankAccount, on: date, *, limit: int | None = SHOWN) -> BankReport:
    """Return the report of an account as of the end of a day, by what is reconciled now.

    A reconciliation counts when all it joins is of that day or before; else its parts by then stand among the open.
    """
    moved = moved_by(account)
    late = Reconciliation.objects.filter(
        Q(lines__line__date__gt=on) | Q(postings__posting__date__gt=on),
        company_id=company_id(), bank_account=account, status="done",
    ).values("pk")  # fmt: skip
    movements = BankStatementLine.objects.filter(
        company_id=company_id(), bank_account=account, date__lte=on
    )
    booked = EntryLine.objects.filter(
        company_id=company_id(), account_id=account.account_id, date__lte=on
    )
    if account.currency_id != company_in_force().currency_id:
        booked = booked.exclude(amount_currency=0)
    unseen = booked.filter(~_joined(ReconciledPosting, "posting_id", late))
    waiting = movements.filter(~_joined(ReconciledLine, "line_id", late))
    statements = BankStatement.objects.filter(company_id=company_id(), bank_account=account)
    first = statements.order_by("sequence").first()
    done = Reconciliation.objects.filter(
        company_id=company_id(), bank_account=account, status="done"
    ).exclude(pk__in=late)
    begun = first.opening_balance if first else ZERO
    return BankReport(
        account=account,
        on=on,
        ledger=sum_of(booked, moved),
        unseen=sum_of(unseen, moved),
        waiting=sum_of(waiting, F("amount")),
        opening=begun - sum_of(done, F("opening_amount")),
        bank=begun + sum_of(movements, F("amount")),
        statement=statements.filter(lines__date__lte=on).order_by("-sequence").first(),
        unseen_rows=_booked_rows(unseen, moved, limit),
        waiting_rows=_moved_rows(waiting, limit),
    )


def _joined(model: Any, key: str, late: QuerySet[Any]) -> Exists:
    rows = model.objects.filter(company_id=company_id(), active=True, **{key: OuterRef("pk")})
    return Exists(rows.exclude(reconciliation_id__in=late))


def _booked_rows(rows: QuerySet[EntryLine], moved: Any, limit: int | None) -> tuple[Row, ...]:
    found = rows.annotate(moved=moved).select_related("entry", "party").order_by("date", "pk")
    return tuple(
        Row(row.date, str(row.entry), str(row.party or row.memo or row.entry.memo), row.moved, row.entry_id)
        for row in found[:limit]
    )  # fmt: skip


def _moved_rows(rows: QuerySet[BankStatementLine], limit: int | None) -> tuple[Row, ...]:
    return tuple(
        Row(row.date, row.name or row.reference, row.text, row.amount)
        for row in rows.order_by("date", "pk")[:limit]
    )
