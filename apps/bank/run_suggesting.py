"""Which posted payment run a movement is: banks book a run as one sum."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from apps.bank.fingerprints import plain
from apps.bank.models import BankAccount, BankStatementLine, PaymentRun
from apps.bank.parts import AccountPart, Parts, Suggestion
from apps.bank.selectors import open_postings
from apps.core.context import company_id
from apps.ledger.models import EntryLine

BY_AMOUNT: Final = 85
BY_NUMBER: Final = 98


def from_runs(
    account: BankAccount, lines: Sequence[BankStatementLine]
) -> dict[UUID, list[Suggestion]]:
    """Return, per movement, the posted runs of its amount that no movement accounts for yet."""
    wanted = {-line.amount for line in lines if line.amount < 0}
    runs = list(
        PaymentRun.objects.filter(
            company_id=company_id(), bank_account=account, status="posted", total__in=wanted
        ).order_by("date", "pk")
    )
    if not runs:
        return {}
    parts = _in_transit(account, runs) if account.transit_journal_id else _booked(account, runs)
    found: dict[UUID, list[Suggestion]] = defaultdict(list)
    for line in lines:
        for run in runs:
            if run.total == -line.amount and run.pk in parts and line.date >= run.date:
                is_named = plain(run.number) in plain(
                    f"{line.text} {line.end_to_end} {line.reference}"
                )
                why = _("its number is in the text") if is_named else _("the same amount")
                score = BY_NUMBER if is_named else BY_AMOUNT
                title = _("Payment run %(number)s") % {"number": run.number}
                found[line.pk].append(
                    Suggestion(f"run-{run.pk}", score, title, (why,), parts[run.pk])
                )
    return found


def _booked(account: BankAccount, runs: Sequence[PaymentRun]) -> dict[UUID, Parts]:
    """Return the open lines on the bank's account of each run whose payments are all open."""
    rows = open_postings(account).filter(entry__payment__transfer__run__in=runs)
    by_run: dict[UUID, list[UUID]] = defaultdict(list)
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    is_own = account.currency_id
    for row in rows.annotate(run_id=F("entry__payment__transfer__run_id")):
        run_id: UUID = row.run_id
        by_run[run_id].append(row.pk)
        sums[run_id] -= row.amount_currency if row.currency_id == is_own else row.debit - row.credit
    whole = [run for run in runs if sums[run.pk] == run.total]
    return {run.pk: Parts(postings=tuple(by_run[run.pk])) for run in whole}


def _in_transit(account: BankAccount, runs: Sequence[PaymentRun]) -> dict[UUID, Parts]:
    """Return what clears the account of payments in transit, of each run nothing cleared yet."""
    assert account.transit_journal is not None
    transit = account.transit_journal.account_id
    assert transit is not None
    cleared = dict(
        EntryLine.objects.filter(
            company_id=company_id(), account_id=transit, memo__in=[run.number for run in runs]
        )
        .values_list("memo")
        .annotate(sum=Sum(F("debit") - F("credit")))
        .order_by()
    )
    return {
        run.pk: Parts(accounts=(AccountPart(transit, -run.total, memo=run.number),))
        for run in runs
        if not cleared.get(run.number)
    }
