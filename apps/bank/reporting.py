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
class Proof:
    """ledger - unseen + waiting + opening = bank, all in the account's currency.

    Attributes:
        unseen: booked, on no statement.
        waiting: on a statement, not booked.
        opening: what of the balance before the first statement is not accounted for.
    """

    ledger: Decimal
    unseen: Decimal
    waiting: Decimal
    opening: Decimal
    bank: Decimal

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


@dataclass(frozen=True, slots=True)
class BankReport(Proof):
    """The proof as of the end of the day ``on``, with the rows that are open on either side.

    Attributes:
        statement: the last one that began by that day.
    """

    account: BankAccount
    on: date
    statement: BankStatement | None
    unseen_rows: tuple[Row, ...]
    waiting_rows: tuple[Row, ...]

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


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows a proof adds up."""

    booked: QuerySet[EntryLine]
    unseen: QuerySet[EntryLine]
    movements: QuerySet[BankStatementLine]
    waiting: QuerySet[BankStatementLine]
    done: QuerySet[Reconciliation]


def proof_of(account: BankAccount) -> Proof:
    """Return how the ledger's balance leads to the bank's last one."""
    return Proof(**_sums(account, _parts_of(account, None)))


def report_of(account: BankAccount, on: date, *, limit: int | None = SHOWN) -> BankReport:
    """Return the report of an account as of the end of a day, by what is reconciled now.

    A reconciliation counts when all it joins is of that day or before; else its parts by then stand among the open.
    """
    parts = _parts_of(account, on)
    return BankReport(
        **_sums(account, parts),
        account=account,
        on=on,
        statement=_statements(account).filter(lines__date__lte=on).order_by("-sequence").first(),
        unseen_rows=_booked_rows(parts.unseen, moved_by(account), limit),
        waiting_rows=_moved_rows(parts.waiting, limit),
    )


def _parts_of(account: BankAccount, on: date | None) -> _Parts:
    """Return what is added up as of the end of a day; of all days without one."""
    mine: dict[str, Any] = {"company_id": company_id(), "bank_account": account}
    by_then: dict[str, Any] = {"date__lte": on} if on else {}
    done = Reconciliation.objects.filter(**mine, status="done")
    late = (
        done.filter(Q(lines__line__date__gt=on) | Q(postings__posting__date__gt=on))
        if on
        else done.none()
    ).values("pk")
    movements = BankStatementLine.objects.filter(**mine, **by_then)
    booked = EntryLine.objects.filter(
        company_id=company_id(), account_id=account.account_id, **by_then
    )
    if account.currency_id != company_in_force().currency_id:
        booked = booked.exclude(amount_currency=0)
    return _Parts(
        booked=booked,
        unseen=booked.filter(~_joined(ReconciledPosting, "posting_id", late)),
        movements=movements,
        waiting=movements.filter(~_joined(ReconciledLine, "line_id", late)),
        done=done.exclude(pk__in=late),
    )


def _sums(account: BankAccount, parts: _Parts) -> dict[str, Decimal]:
    """Return the fields of a proof."""
    moved = moved_by(account)
    begun = _begun(account)
    return {
        "ledger": sum_of(parts.booked, moved),
        "unseen": sum_of(parts.unseen, moved),
        "waiting": sum_of(parts.waiting, F("amount")),
        "opening": begun - sum_of(parts.done, F("opening_amount")),
        "bank": begun + sum_of(parts.movements, F("amount")),
    }


def _begun(account: BankAccount) -> Decimal:
    first = _statements(account).order_by("sequence").first()
    return first.opening_balance if first else ZERO


def opening_of(account: BankAccount) -> Decimal:
    """Return what of the balance before the first statement is not accounted for."""
    done = Reconciliation.objects.filter(
        company_id=company_id(), bank_account=account, status="done"
    )
    return _begun(account) - sum_of(done, F("opening_amount"))


def _statements(account: BankAccount) -> QuerySet[BankStatement]:
    return BankStatement.objects.filter(company_id=company_id(), bank_account=account)


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
