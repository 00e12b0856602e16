"""One act by which open items of a party settle each other: in part, across accounts, with a write-off."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_money
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.invoices.posting import hold_period
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType
from apps.ledger.models import Entry, EntryLine, OpenItem
from apps.payments.choices import SOURCE_CLEARING
from apps.payments.exchange import Open
from apps.payments.models import Clearing, WriteOffReason
from apps.payments.planning import Lane, Line, Plan, Stake, TooSmall
from apps.payments.services.discounts import discount_postings, grant, require_paid_whole
from apps.payments.services.matching import (
    CannotMatch,
    OverAllocated,
    locked_items,
    rates_of,
    settle_pairs,
)


class WriteOffTooLarge(BusinessError):
    """More would be written off than the reason allows."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """An open item, and how much of it takes part.

    Attributes:
        amount: of its currency; None is all that is open.
    """

    item_id: UUID
    amount: Decimal | None = None


@transaction.atomic
def match_items(
    *,
    actor: Any,
    allocations: Sequence[Allocation],
    on: date | None = None,
    rates: Mapping[str, Decimal] | None = None,
    write_off: WriteOffReason | None = None,
    discounts: Collection[UUID] = (),
    late_reason: str = "",
    note: str = "",
) -> Clearing:
    """Settle open items of one party with each other, many to many, in one act.

    Inside an account and currency debits settle credits, the oldest due first. What is over goes to the party's
    other accounts (netting) and currencies that were chosen; what is over then is written off, or stays open.

    Args:
        on: the day of the act; never before all items exist. The latest of them by default.
        rates: company currency for one unit of a currency, where it is not the day's.
        write_off: why the rest of what was allocated is given up; None leaves it open.
        discounts: the items whose early-payment discount is taken; they are paid whole, in time: see ``grant``.
        late_reason: why one is granted after its days.

    Raises:
        CannotMatch: the items are of several parties, or nothing of them settles anything.
        OverAllocated: an item has less open.
        NoDiscount: an item grants none, or is not paid whole.
        DiscountTooLate: the days of a discount were over when it was paid.
        WriteOffTooLarge: the rest is above the limit of the reason.
        MissingRate: two currencies meet and the day has no rate.
        PeriodClosed: something would be booked in a closed period.
    """
    ids = {allocation.item_id for allocation in allocations}
    day, party = _day_and_party(ids, on)
    hold_period(day)
    items = locked_items(ids)
    plan = _plan(items, allocations)
    with _amounts_that_count(plan):
        granted = grant(actor, plan, items, wanted=discounts, late_reason=late_reason)
        plan.settle_lanes()
        plan.transfer(_rate_of(day, rates or {}))
        written_off = _give_up(plan, write_off)
        require_paid_whole(granted, plan)
    clearing = Clearing(
        id=uuid7(),
        company_id=company_id(),
        party_id=party,
        date=day,
        write_off=write_off if written_off else None,
        note=(note or late_reason)[:250],
        actor=actor,
    )
    counter = _write_off_postings(clearing, written_off)
    counter += discount_postings(granted, party, plan.currency)
    clearing.entry = _book(actor, clearing, plan, counter)
    clearing.save(force_insert=True)
    items |= _items_of_lines(clearing.entry, plan.lines)
    settle_pairs(actor=actor, items=items, pairs=plan.pairs, on=day, clearing=clearing)
    events.publish("payments.matched", clearing)
    return clearing


@contextmanager
def _amounts_that_count(plan: Plan) -> Iterator[None]:
    """Refuse what comes to nothing in company currency, and an act that settles nothing."""
    try:
        yield
    except TooSmall:
        raise CannotMatch(
            _("To match these items, choose larger amounts; one comes to nothing in %(currency)s.")
            % {"currency": plan.currency}
        ) from None
    if not plan.pairs:
        raise CannotMatch(
            _("To match, choose open items of both sides, or a reason to write the rest off.")
        )


def _day_and_party(ids: set[UUID], on: date | None) -> tuple[date, UUID]:
    """Return the day of the act and whose it is; refuse items that are not of one party of the company."""
    rows = list(
        OpenItem.objects.filter(company_id=company_id(), pk__in=ids).values_list("date", "party_id")
    )
    parties = {party for _day, party in rows if party is not None}
    if len(rows) != len(ids) or not parties or None in {party for _day, party in rows}:
        raise CannotMatch(_("To match, choose open items of a customer or supplier."))
    if len(parties) > 1:
        raise CannotMatch(_("To match, choose items of one party; these are of two."))
    return max([*(day for day, _party in rows), *([on] if on else [])]), parties.pop()


def _plan(items: Mapping[UUID, OpenItem], allocations: Sequence[Allocation]) -> Plan:
    own = company_in_force().currency_id
    rates = rates_of(items.values(), own)
    stakes = []
    for allocation in allocations:
        item = items[allocation.item_id]
        stakes.append(
            Stake(
                item.pk,
                Lane(item.account_id, item.currency_id),
                1 if item.side == "debit" else -1,
                _wanted(allocation, item),
                Open(item.open_amount, item.open_currency),
                rates[item.pk],
            )
        )
    if len({stake.item_id for stake in stakes}) < len(stakes):
        raise CannotMatch(_("To match, name each item once."))
    stakes.sort(key=lambda stake: (items[stake.item_id].due_date, stake.item_id))
    return Plan(stakes, own)


def _wanted(allocation: Allocation, item: OpenItem) -> Decimal:
    wanted = item.open_currency if allocation.amount is None else allocation.amount
    is_amount = wanted.is_finite() and wanted == round_money(wanted, item.currency_id)
    if allocation.amount is not None and not (is_amount and wanted > 0):
        raise InvalidInput(
            _("Write an amount above zero, with the decimals of its currency."), field="amount"
        )
    if wanted > item.open_currency or not item.open_currency:
        raise OverAllocated(
            _(
                "To match %(wanted)s, lower the amount; only %(most)s %(currency)s of %(entry)s is open."
            )
            % {
                "wanted": wanted.normalize() + 0,
                "most": item.open_currency.normalize() + 0,
                "currency": item.currency_id,
                "entry": item.entry,
            },
            field="amount",
        )
    return wanted


def _rate_of(day: date, rates: Mapping[str, Decimal]) -> Callable[[str], Decimal]:
    """Return the function that says what a currency is worth on the day."""
    known = dict(rates)

    def of(currency: str) -> Decimal:
        if currency not in known:
            known[currency] = rate_on(currency, day)
        if not known[currency].is_finite() or known[currency] <= 0:
            raise InvalidInput(_("Write a rate above zero."), field="rate")
        return known[currency]

    return of


def _give_up(plan: Plan, reason: WriteOffReason | None) -> list[Line]:
    """Write what is over off, lane by lane.

    Raises:
        WriteOffTooLarge: it is above the limit of the reason.
    """
    if reason is None:
        return []
    lines = [
        plan.post_against(stakes, sum((stake.want for stake in stakes), ZERO))
        for stakes in plan.lanes().values()
    ]
    total = sum((line.amount for line in lines), ZERO)
    if reason.limit is not None and total > reason.limit:
        raise WriteOffTooLarge(
            _(
                "To write off %(amount)s as “%(reason)s”, match more or choose another reason; "
                "this one allows %(limit)s."
            )
            % {
                "amount": format_money(total, plan.currency),
                "reason": reason,
                "limit": format_money(reason.limit, plan.currency),
            },
            field="write_off",
        )
    return lines


def _book(
    actor: Any, clearing: Clearing, plan: Plan, counter: Sequence[ledger.Posting]
) -> Entry | None:
    """Post what the act itself books, in one entry; None when items only settle each other."""
    if not plan.lines:
        return None
    reason = clearing.write_off
    what = _("Write-off: %(reason)s") % {"reason": reason} if reason else _("Discount or netting")
    return ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.GENERAL),
        on=clearing.date,
        postings=[*(_posting(line, clearing) for line in plan.lines), *counter],
        source_type=SOURCE_CLEARING,
        source_id=clearing.pk,
        memo=clearing.note or what,
    )


def _write_off_postings(clearing: Clearing, written_off: Sequence[Line]) -> list[ledger.Posting]:
    """Return what a write-off is booked to: the account of its reason."""
    reason = clearing.write_off
    return [
        ledger.Posting(
            reason.account_id,
            -line.side * line.amount,
            currency=line.lane.currency,
            amount_currency=-line.side * line.amount_currency,
            rate=line.rate,
            memo=clearing.note,
        )
        for line in written_off
        if reason
    ]


def _posting(line: Line, clearing: Clearing) -> ledger.Posting:
    return ledger.Posting(
        line.lane.account_id,
        line.side * line.amount,
        party=clearing.party_id,
        currency=line.lane.currency,
        amount_currency=line.side * line.amount_currency,
        rate=line.rate,
        due_date=clearing.date,
    )


def _items_of_lines(entry: Entry | None, lines: Sequence[Line]) -> dict[UUID, OpenItem]:
    """Return the items the entry opened, by the key the plan knows their lines by."""
    if entry is None:
        return {}
    numbers = dict(
        EntryLine.objects.filter(company_id=company_id(), entry=entry).values_list("line_no", "pk")
    )
    items = OpenItem.objects.filter(company_id=company_id(), entry=entry).select_related(
        "entry", "account"
    )
    by_pk = items.in_bulk()
    return {line.key: by_pk[numbers[number]] for number, line in enumerate(lines, 1)}
