"""Undoing matches: new, opposite facts; what a match or an act booked is reversed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.invoices.posting import hold_period
from apps.ledger import services as ledger
from apps.ledger.models import Entry, EntryLine, OpenItem
from apps.payments.models import Clearing, Match


class AlreadyUndone(BusinessError):
    """The match, or the act of matching, has been undone."""


@transaction.atomic
def unmatch(*, actor: Any, pk: UUID, on: date | None = None) -> Match:
    """Undo a match: both items are open again, its exchange difference is reversed.

    A match that is part of an act with a write-off, a discount or a transfer is undone with the whole act.

    Args:
        on: the day it is undone; the company's today by default, never before the match.

    Raises:
        AlreadyUndone: it was undone, or undoes another.
        PeriodClosed: something that was booked would be reversed in a closed period.
    """
    match = Match.objects.select_related("reversal").get(company_id=company_id(), pk=pk)
    if match.reverses_id or hasattr(match, "reversal"):
        raise AlreadyUndone(
            _("To change what is settled, match the items again; this match is undone already.")
        )
    undone = undo_matches(actor=actor, matches=[match], on=on)
    events.publish("payments.unmatched", match, amount=str(match.amount_currency))
    return next(row for row in undone if row.reverses_id == match.pk)


@transaction.atomic
def undo_clearing(*, actor: Any, pk: UUID, on: date | None = None) -> Clearing:
    """Undo a whole act of matching; see ``unmatch``.

    Raises:
        AlreadyUndone: nothing of it is left to undo.
        PeriodClosed: something that was booked would be reversed in a closed period.
    """
    clearing = Clearing.objects.select_related("party").get(company_id=company_id(), pk=pk)
    standing = clearing.matches.filter(reverses__isnull=True, reversal__isnull=True)
    matches = list(standing.order_by("pk"))
    if not matches:
        raise AlreadyUndone(
            _("To change what is settled, match the items again; this match is undone already.")
        )
    undo_matches(actor=actor, matches=matches, on=on)
    events.publish("payments.unmatched", clearing)
    return clearing


def undo_matches(*, actor: Any, matches: Sequence[Match], on: date | None = None) -> list[Match]:
    """Write the reversals of ``matches``, of the differences they left, and of the acts they are part of."""
    day = on or company_in_force().today()
    involved = _with_siblings(matches)
    day = max([day, *(match.date for match in involved)])
    hold_period(day)
    rows = [_undo(actor, match, day) for match in involved]
    Match.objects.bulk_create(rows)
    settled = {pk for match in involved for pk in (match.debit_item_id, match.credit_item_id)}
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=settled)
    entries = set(items.values_list("entry_id", flat=True))
    ledger.settle_cash_taxes(actor=actor, entries=entries, on=day)
    booked = {match.exchange_entry_id for match in involved if match.exchange_entry_id}
    acts = {match.clearing for match in involved if match.clearing}
    booked |= {act.entry_id for act in acts if act.entry_id}
    for entry in Entry.objects.filter(company_id=company_id(), pk__in=booked).order_by("pk"):
        _undo_entry(actor, entry, day)
    return rows


def _with_siblings(matches: Collection[Match]) -> list[Match]:
    """Return ``matches`` and those that cannot stand without them, by key; undone ones are left out."""
    wanted = Q(pk__in=[match.pk for match in matches])
    acts = {match.clearing_id for match in matches if match.clearing_id}
    entries = {match.exchange_entry_id for match in matches if match.exchange_entry_id}
    wanted |= Q(clearing__in=acts, clearing__entry__isnull=False)
    wanted |= Q(exchange_entry__in=entries)
    found = Match.objects.filter(
        wanted, company_id=company_id(), reverses__isnull=True, reversal__isnull=True
    )
    return list(found.select_related("clearing").order_by("pk"))


def _undo(actor: Any, match: Match, on: date) -> Match:
    return Match(
        id=uuid7(),
        company_id=company_id(),
        debit_item_id=match.debit_item_id,
        credit_item_id=match.credit_item_id,
        date=on,
        amount=-match.amount,
        amount_currency=-match.amount_currency,
        exchange_entry_id=match.exchange_entry_id,
        clearing_id=match.clearing_id,
        reverses=match,
        actor=actor,
    )


def _undo_entry(actor: Any, entry: Entry, on: date) -> None:
    """Reverse what matching booked and settle its items with those of the reversal, line by line."""
    mirror = ledger.reverse_entry(actor=actor, pk=entry.pk, on=on)
    both = [entry.pk, mirror.pk]
    items = OpenItem.objects.filter(company_id=company_id(), entry__in=both).in_bulk()
    numbers = EntryLine.objects.filter(company_id=company_id(), pk__in=items)
    by_line: dict[int, dict[str, OpenItem]] = {}
    for pk, number in numbers.values_list("pk", "line_no"):
        by_line.setdefault(number, {})[items[pk].side] = items[pk]
    rows = [
        Match(
            id=uuid7(),
            company_id=company_id(),
            debit_item=sides["debit"],
            credit_item=sides["credit"],
            date=on,
            amount=sides["debit"].open_amount,
            amount_currency=sides["debit"].open_currency,
            exchange_entry=mirror if sides["debit"].open_currency == ZERO else None,
            actor=actor,
        )
        for sides in by_line.values()
    ]
    Match.objects.bulk_create(rows)
