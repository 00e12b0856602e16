"""Closing a fiscal year: revenue and costs go to retained earnings, and the year's last period takes the entry."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.ledger import selectors
from apps.ledger.balances import YEAR_SOURCE, balances_on, with_drafts
from apps.ledger.choices import RESULT_TYPES, JournalType, PeriodStatus, Purpose
from apps.ledger.models import Account, Entry, FiscalYear, Period, PeriodClosing
from apps.ledger.services.closing import ClosingPlan, close_period, plan_closing, write_closing
from apps.ledger.services.drafts import EntryDraft, Posting
from apps.ledger.services.holding import hold_period
from apps.ledger.services.posting import post_entries, reverse_entry
from apps.ledger.services.sealing import seal_entries

ALL = 2**31 - 1


class YearNotReady(BusinessError):
    """A period of the year is open, or an earlier year is not closed."""


class NothingToCarry(BusinessError):
    """No account of revenue or cost has a balance."""


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What closing a year would do now.

    Attributes:
        last: the plan of closing the year's last period; None when it is closed.
        draft: the entry to retained earnings; None when no account has anything to carry.
        closed_by: the entry that closed the year already.
    """

    year: FiscalYear
    last: ClosingPlan | None
    draft: EntryDraft | None
    closed_by: Entry | None

    @property
    def drafts(self) -> list[EntryDraft]:
        """Return every entry the closing would post, in order."""
        before = self.last.drafts if self.last else []
        return [*before, *([self.draft] if self.draft else [])]

    @property
    def may_close(self) -> bool:
        """Return whether nothing stands in the way."""
        return self.last is None or self.last.may_close


@transaction.atomic
def plan_year(*, pk: UUID, accept: Collection[str] = ()) -> YearPlan:
    """Return what closing a year would post; changes nothing but sealing what is committed.

    Raises:
        YearNotReady: an earlier period is open, or an earlier year not closed.
    """
    year = FiscalYear.objects.get(company_id=company_id(), pk=pk)
    closed_by = closing_entry(year)
    if closed_by:
        return YearPlan(year, None, None, closed_by)
    _require_ready(year)
    last = _last_period(year)
    plan = None
    if last.status == PeriodStatus.OPEN:
        plan = plan_closing(pk=last.pk, accept=accept)
    return YearPlan(year, plan, _draft(year, plan.drafts if plan else []), None)


@transaction.atomic
def close_year(*, actor: Any, pk: UUID, accept: Collection[str] = ()) -> Entry:
    """Carry revenue and costs of a year to retained earnings, on its last day; its last period ends up closed.

    Closing a closed year changes nothing and returns its entry. Later periods that are closed get their balances
    frozen anew, in the same transaction.

    Args:
        accept: names of warnings on the checklist of the last period to accept.

    Raises:
        YearNotReady: an earlier period is open, or an earlier year not closed.
        Blocked: something stands in the way of closing the last period.
        NothingToCarry: no account of revenue or cost has a balance.
    """
    year = FiscalYear.objects.select_for_update(of=("self",), no_key=True).get(
        company_id=company_id(), pk=pk
    )
    if closed_by := closing_entry(year):
        return closed_by
    _require_ready(year)
    last = _last_period(year)
    close_period(actor=actor, pk=last.pk, accept=accept)
    draft = _draft(year, [])
    if draft is None:
        raise NothingToCarry(
            _("To close year %(year)s, post something in it; no account has a result to carry.")
            % {"year": year}
        )
    periods = [hold_period(period.pk) for period in _closed_from(last)]
    for period in reversed(periods):
        _open_for_year(actor, period, year)
    [entry] = post_entries(actor=actor, drafts=[draft])
    seal_entries(full=True, most=ALL)
    for period in periods:
        write_closing(actor, period, [])
    events.publish("ledger.year_closed", year, code=year.code)
    events.publish("ledger.period_closed", last, code=last.code)
    return entry


def reverse_year(*, actor: Any, period: Period, reason: str) -> Entry | None:
    """Take back the closing of a year whose last period was just reopened; None when it was not closed."""
    year = period.fiscal_year
    closed_by = closing_entry(year) if period.end == year.end else None
    if closed_by is None:
        return None
    entry = reverse_entry(actor=actor, pk=closed_by.pk, on=period.end)
    events.publish("ledger.year_reopened", year, code=year.code, reason=reason)
    return entry


def closing_entry(year: FiscalYear) -> Entry | None:
    """Return the entry that closed ``year``, None while it is open: what was reversed does not count."""
    return (
        Entry.objects.filter(
            company_id=year.company_id,
            source_type=YEAR_SOURCE,
            source_id=year.pk,
            reverses=None,
            reversal=None,
        )
        .order_by("pk")
        .last()
    )


def year_draft(year: FiscalYear) -> EntryDraft | None:
    """Return the entry that would close ``year`` as its books stand now, None without anything to carry.

    Raises:
        YearNotReady: an earlier period is open, or an earlier year not closed.
    """
    _require_ready(year)
    return _draft(year, [])


def _draft(year: FiscalYear, before: Collection[EntryDraft]) -> EntryDraft | None:
    """Return the entry that brings every account of revenue and cost to zero, by account code."""
    balances = with_drafts(balances_on(year.end), before, year.end)
    accounts = Account.objects.filter(company_id=year.company_id, type__in=RESULT_TYPES)
    lines, result = [], ZERO
    for account in accounts.order_by("code"):
        sums = balances.get(account.pk)
        if sums and sums.debit != sums.credit:
            lines.append(Posting(account, sums.credit - sums.debit))
            result += sums.debit - sums.credit
    if not lines:
        return None
    lines.append(Posting(selectors.default_account(Purpose.RETAINED_EARNINGS), result))
    times = Entry.objects.filter(
        company_id=year.company_id, source_type=YEAR_SOURCE, source_id=year.pk, reverses=None
    ).count()
    return EntryDraft(
        selectors.journal_of(JournalType.CLOSING),
        year.end,
        lines,
        YEAR_SOURCE,
        year.pk,
        kind=f"close:{times + 1}" if times else "close",
        reference=year.code,
        memo=_("Result of %(year)s to retained earnings") % {"year": year.code},
    )


def _require_ready(year: FiscalYear) -> None:
    earlier = FiscalYear.objects.filter(company_id=year.company_id, end__lt=year.start)
    for before in earlier.order_by("start"):
        if closing_entry(before) is None and _has_result(before):
            raise YearNotReady(
                _("To close year %(year)s, close %(before)s first; its result is not carried yet.")
                % {"year": year, "before": before}
            )
    still_open = Period.objects.filter(
        company_id=year.company_id, status=PeriodStatus.OPEN, end__lt=year.end
    )
    first = still_open.order_by("start").first()
    if first:
        raise YearNotReady(
            _("To close year %(year)s, close period %(period)s first; it is open.")
            % {"year": year, "period": first}
        )


def _has_result(year: FiscalYear) -> bool:
    return _draft(year, []) is not None


def _last_period(year: FiscalYear) -> Period:
    return Period.objects.get(company_id=year.company_id, fiscal_year=year, end=year.end)


def _closed_from(last: Period) -> list[Period]:
    """Return the closed periods from ``last`` on, oldest first."""
    return list(
        Period.objects.filter(
            company_id=last.company_id, start__gte=last.start, status=PeriodStatus.CLOSED
        ).order_by("start")
    )


def _open_for_year(actor: Any, period: Period, year: FiscalYear) -> None:
    """Open a closed period until the end of this transaction; the database sees that it is closed again."""
    PeriodClosing.objects.create(
        company_id=period.company_id,
        period=period,
        action="reopen",
        year=year,
        reason=_("Closing year %(year)s") % {"year": year.code},
        actor_id=actor.pk if actor else None,
    )
