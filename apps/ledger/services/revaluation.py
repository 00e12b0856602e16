"""Revaluing foreign currency at the end of a period, with its reversal on the day after.

The entry leaves open items alone: differences on receivables and payables stand on accounts of their own, those on
a bank account on the account itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.events import publish
from apps.core.formatting import format_date
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.core.numbering import take_number
from apps.ledger.choices import AccountType, JournalType, Purpose
from apps.ledger.models import Account, Revaluation, RevaluationLine
from apps.ledger.revaluing import SOURCE, Revalued, at_closing_rate, require_period_end
from apps.ledger.selectors import account_for, accounts_by_id, default_accounts, journal_of
from apps.ledger.services.drafts import EntryDraft, Posting
from apps.ledger.services.posting import post_entry, reverse_entry

SERIES, PREFIX = "revaluation", "REV"


@dataclass(frozen=True, slots=True)
class RevaluationPlan:
    """What revaluing a day would book: nothing when ``draft`` is None."""

    on: date
    lines: list[Revalued]
    draft: EntryDraft | None

    @property
    def reversal_on(self) -> date:
        """Return the first day of the next period."""
        return self.on + timedelta(days=1)

    @property
    def result(self) -> Decimal:
        """Return what is booked to the result; a gain is positive."""
        return sum((line.posted for line in self.lines), ZERO)


def plan_revaluation(on: date, *, source_id: UUID) -> RevaluationPlan:
    """Return the lines that differ and the entry that would book them.

    Args:
        on: the last day of a period.
        source_id: id of the document the entry belongs to.

    Raises:
        InvalidInput: no period ends on that day.
        MissingRate: a currency held has no rate on or before that day.
        NoDefaultAccount: an account for the differences is not chosen.
    """
    require_period_end(on)
    company = company_in_force()
    lines = [line for line in at_closing_rate(on, company) if line.posted]
    draft = _draft(on, lines, source_id) if lines else None
    return RevaluationPlan(on, lines, draft)


def entry_lines(plan: RevaluationPlan) -> list[tuple[Account, Decimal]]:
    """Return the lines of the entry with their accounts, debit > 0; none when there is nothing to book."""
    lines = plan.draft.lines if plan.draft else []
    ids: list[UUID] = [getattr(line.account, "pk", line.account) for line in lines]  # type: ignore[arg-type]
    accounts = accounts_by_id(ids)
    return [(accounts[pk], line.amount) for pk, line in zip(ids, lines, strict=True)]


@transaction.atomic
def revalue(*, actor: models.Model | None, on: date) -> Revaluation | None:
    """Book what foreign currency is worth at the closing rate of ``on``, and reverse it on the day after.

    Only what is not booked for the day yet is posted, so a second run posts nothing, and after a rate was corrected
    or a late document came in it posts the difference.

    Args:
        on: the last day of an open period; the next one must be open too.

    Returns:
        The document, or None when there was nothing to book.

    Raises:
        InvalidInput: no period ends on that day.
        MissingRate: a currency held has no rate on or before that day.
        NoDefaultAccount: an account for the differences is not chosen.
        PeriodClosed: the period, or the one after, is closed.
        NoPeriod: no period follows.
    """
    _one_at_a_time()
    pk = uuid7()
    plan = plan_revaluation(on, source_id=pk)
    if plan.draft is None:
        return None
    draft = plan.draft
    number = take_number(SERIES, year=on.year, prefix=PREFIX)
    entry = post_entry(
        actor=actor,
        journal=draft.journal,
        on=on,
        postings=draft.postings,
        source_type=draft.source_type,
        source_id=pk,
        reference=number,
        memo=draft.memo,
    )
    reversal = reverse_entry(actor=actor, pk=entry.pk, on=plan.reversal_on)
    made = Revaluation.objects.create(
        id=pk,
        company_id=company_id(),
        number=number,
        date=on,
        result=plan.result,
        entry=entry,
        reversal=reversal,
        actor_id=actor.pk if actor else None,
    )
    RevaluationLine.objects.bulk_create(
        _line(made, position, line) for position, line in enumerate(plan.lines, 1)
    )
    publish("ledger.revaluation_posted", made, number=number, date=on.isoformat())
    return made


def _one_at_a_time() -> None:
    """Hold other revaluations of the company back until this one is committed; they then see what it booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('ledger.revaluation:' || %s::text, 0))",
            [str(company_id())],
        )


def _line(made: Revaluation, position: int, line: Revalued) -> RevaluationLine:
    held = line.holding
    return RevaluationLine(
        id=uuid7(),
        company_id=made.company_id,
        revaluation=made,
        line_no=position,
        account=held.account,
        item_id=held.item_id,
        party=held.party,
        text=held.text[:250],
        currency_id=held.currency,
        amount_currency=held.amount_currency,
        booked=held.booked,
        rate=line.rate,
        rate_date=line.rate_date,
        revalued=line.revalued,
        earlier=line.earlier,
        posted=line.posted,
    )


def _draft(on: date, lines: Sequence[Revalued], source_id: UUID) -> EntryDraft:
    accounts = default_accounts()
    sums: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    rates = {line.holding.currency: line.rate for line in lines}
    for line in lines:
        sums[_target(line.holding.account, accounts), line.holding.currency] += line.posted
    gain = sum((line.gain for line in lines), ZERO)
    loss = sum((line.loss for line in lines), ZERO)
    postings = [
        Posting(account, amount, currency=currency, amount_currency=ZERO, rate=rates[currency])
        for (account, currency), amount in sums.items()
    ]
    if gain:
        postings.append(Posting(_result(accounts, gain=True), -gain))
    if loss:
        postings.append(Posting(_result(accounts, gain=False), loss))
    return EntryDraft(
        journal_of(JournalType.GENERAL),
        on,
        postings,
        SOURCE,
        source_id,
        memo=_("Foreign currency at the rates of %(day)s") % {"day": format_date(on)},
    )


def _target(account: Account, accounts: dict[str, Account]) -> UUID:
    """Return the account the difference stands on: never one whose lines are matched."""
    if account.type == AccountType.ASSET_RECEIVABLE:
        return account_for(Purpose.REVALUED_RECEIVABLES, accounts).pk
    if account.type == AccountType.LIABILITY_PAYABLE:
        return account_for(Purpose.REVALUED_PAYABLES, accounts).pk
    if account.reconcile:
        is_asset = account.type.startswith("asset")
        purpose = Purpose.REVALUED_RECEIVABLES if is_asset else Purpose.REVALUED_PAYABLES
        return account_for(purpose, accounts).pk
    return account.pk


def _result(accounts: dict[str, Account], *, gain: bool) -> Account:
    """Return the account of unrealised differences, or that of realised ones when there is none of their own."""
    own = Purpose.UNREALISED_GAIN if gain else Purpose.UNREALISED_LOSS
    realised = Purpose.EXCHANGE_GAIN if gain else Purpose.EXCHANGE_LOSS
    return accounts.get(own) or account_for(realised, accounts)
