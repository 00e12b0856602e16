"""One reconciliation while it is made: what it is of, what it has come to, and how it is kept."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.bank.models import (
    BankAccount,
    BankStatementLine,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
)
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.ledger.models import EntryLine

SOURCE: Final = "bank.reconciliation"


class AlreadyReconciled(BusinessError):
    """A movement or an entry line is accounted for."""


class NotBalanced(BusinessError):
    """What was chosen does not come to the movements."""


class WrongPart(BusinessError):
    """A chosen part cannot be used here."""


@dataclass(slots=True)
class Work:
    """One reconciliation while it is made.

    Attributes:
        on: the day it is booked on.
        paid_on: the day of its payments: that of the movement, or ``on`` where it is booked on a day of choice.
    """

    actor: Any
    account: BankAccount
    lines: list[BankStatementLine]
    on: date
    paid_on: date
    reconciliation: Reconciliation
    own_currency: str
    postings: list[EntryLine] = field(default_factory=list)
    payments: list[UUID] = field(default_factory=list)
    matches: list[UUID] = field(default_factory=list)

    def amount_of(self, line: EntryLine) -> Decimal:
        """Return what a line moves, in the bank account's currency."""
        if self.account.currency_id == self.own_currency:
            return line.debit - line.credit
        return line.amount_currency

    def take(self, entry_id: UUID) -> None:
        """Count the lines an entry has on the bank's ledger account."""
        rows = EntryLine.objects.filter(
            company_id=company_id(), entry_id=entry_id, account_id=self.account.account_id
        )
        self.postings += list(rows.order_by("line_no"))


def reference_of(work: Work) -> str:
    """Return what the payments and the entry of it are known by."""
    line = work.lines[0] if work.lines else None
    return (line.end_to_end or line.reference or line.text)[:60] if line else ""


def store(work: Work) -> None:
    """Keep the reconciliation with its movements and entry lines, in their order."""
    reconciliation = work.reconciliation
    if not work.postings:
        raise NotBalanced(_("To reconcile, choose what the movement is."))
    reconciliation.line_count, reconciliation.posting_count = len(work.lines), len(work.postings)
    reconciliation.payments = [str(pk) for pk in work.payments]
    reconciliation.matches = [str(pk) for pk in work.matches]
    reconciliation.save(force_insert=True)
    shared = {"company_id": reconciliation.company_id, "reconciliation": reconciliation}
    ReconciledLine.objects.bulk_create(
        ReconciledLine(**shared, line=line, position=place)
        for place, line in enumerate(work.lines, 1)
    )
    ReconciledPosting.objects.bulk_create(
        ReconciledPosting(**shared, posting=posting, position=place)
        for place, posting in enumerate(work.postings, 1)
    )
