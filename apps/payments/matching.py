"""Settling open items against each other: the writes behind payments, credit notes and the matching screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Entry, OpenItem
from apps.payments.exchange import Open, split
from apps.payments.models import Match

SOURCE = "payments.match"


class CannotMatch(BusinessError):
    """Two items do not settle each other."""


class OverAllocated(BusinessError):
    """More would be settled than is open."""


class AlreadyUndone(BusinessError):
    """The match has been undone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A debit and a credit item to settle by an amount of their currency; None is all that both have open."""

    debit_item_id: UUID
    credit_item_id: UUID
    amount: Decimal | None = None


@transaction.atomic
def match_pairs(*, actor: Any, pairs: Sequence[Pair], on: date | None = None) -> list[Match]:
    """Settle items against each other, in a number of statements that does not grow with them.

    Items in a foreign currency that were booked at different rates leave an exchange difference, which is posted.

    Args:
        on: the day of the match; never before both items exist. The later of the two by default.

    Raises:
        OverAllocated: an item has less open.
        CannotMatch: the items are on different accounts or currencies, or of different parties, or of one side.
    """
    items = _locked_items(
        {pk for pair in pairs for pk in (pair.debit_item_id, pair.credit_item_id)}
    )
    own_currency = company_in_force().currency_id
    left = {pk: Open(item.open_amount, item.open_currency) for pk, item in items.items()}
    rows: list[Match] = []
    for pair in pairs:
        debit, credit = _checked(items, pair)
        wanted = _wanted(pair, debit, credit, left)
        parts = split(left[debit.pk], left[credit.pk], wanted, own_currency)
        day = max(on or debit.date, debit.date, credit.date)
        match = _match(actor, debit, credit, day, parts.amount, wanted)
        rows.append(match)
        _take(left, debit, parts.amount + max(parts.difference, ZERO), wanted)
        _take(left, credit, parts.amount + max(-parts.difference, ZERO), wanted)
        if parts.difference:
            rows.append(_book_difference(actor, match, debit, credit, parts.difference))
    Match.objects.bulk_create(rows)
    return rows


def match_items(
    *,
    actor: Any,
    debit_item_id: UUID,
    credit_item_id: UUID,
    amount: Decimal | None = None,
    on: date | None = None,
) -> Match:
    """Settle two items against each other; see ``match_pairs``.

    Args:
        amount: of their currency; None is all that both have open.
    """
    match = match_pairs(actor=actor, pairs=[Pair(debit_item_id, credit_item_id, amount)], on=on)[0]
    events.publish("payments.matched", match, amount=str(match.amount_currency))
    return match


def _locked_items(ids: set[UUID]) -> dict[UUID, OpenItem]:
    """Hold the items until commit and read what is open of them then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payments_hold_items(%s)", [sorted(ids)])
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=ids).select_related(
        "entry", "account"
    )
    return {item.pk: item for item in items.order_by("pk")}


def _checked(items: dict[UUID, OpenItem], pair: Pair) -> tuple[OpenItem, OpenItem]:
    debit, credit = items.get(pair.debit_item_id), items.get(pair.credit_item_id)
    if debit is None or credit is None or debit.side != "debit" or credit.side != "credit":
        raise CannotMatch(_("To match, choose one debit and one credit that are open."))
    if debit.account_id != credit.account_id:
        raise CannotMatch(_("To match, choose two items of one account; these are on two."))
    if debit.party_id != credit.party_id:
        raise CannotMatch(_("To match, choose two items of one party; these are of two."))
    if debit.currency_id != credit.currency_id:
        raise CannotMatch(
            _("To match, choose two items in one currency; these are in %(debit)s and %(credit)s.")
            % {"debit": debit.currency_id, "credit": credit.currency_id}
        )
    return debit, credit


def _wanted(pair: Pair, debit: OpenItem, credit: OpenItem, left: dict[UUID, Open]) -> Decimal:
    """Return the amount to settle, at the minor unit of the items' currency."""
    smaller = min((debit, credit), key=lambda item: left[item.pk].amount_currency)
    most = left[smaller.pk].amount_currency
    wanted = most if pair.amount is None else pair.amount
    if not wanted.is_finite() or wanted <= 0 or wanted != round_money(wanted, debit.currency_id):
        if wanted == 0 and pair.amount is None:
            raise OverAllocated(
                _("To match, choose items that are open; %(entry)s is settled.")
                % {"entry": smaller.entry}
            )
        raise InvalidInput(
            _("Write an amount above zero, with the decimals of its currency."), field="amount"
        )
    if wanted > most:
        raise OverAllocated(
            _(
                "To match %(wanted)s, lower the amount; only %(most)s %(currency)s of %(entry)s is open."
            )
            % {
                "wanted": wanted,
                "most": most.normalize() + 0,
                "currency": debit.currency_id,
                "entry": smaller.entry,
            },
            field="amount",
        )
    return wanted


def _take(
    left: dict[UUID, Open], item: OpenItem, amount: Decimal, amount_currency: Decimal
) -> None:
    before = left[item.pk]
    left[item.pk] = Open(before.amount - amount, before.amount_currency - amount_currency)


def _match(
    actor: Any,
    debit: OpenItem,
    credit: OpenItem,
    on: date,
    amount: Decimal,
    amount_currency: Decimal,
) -> Match:
    return Match(
        id=uuid7(),
        company_id=company_id(),
        debit_item=debit,
        credit_item=credit,
        date=on,
        amount=amount,
        amount_currency=amount_currency,
        actor=actor,
    )


def _book_difference(
    actor: Any, match: Match, debit: OpenItem, credit: OpenItem, difference: Decimal
) -> Match:
    """Post the realised exchange gain or loss of ``match`` and return the match that settles it.

    Args:
        difference: see ``Split``; company currency, > 0 a loss.
    """
    purpose = Purpose.EXCHANGE_LOSS if difference > 0 else Purpose.EXCHANGE_GAIN
    entry = ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.GENERAL),
        on=match.date,
        postings=[
            ledger.Posting(
                debit.account,
                -difference,
                party=debit.party_id,
                currency=debit.currency_id,
                amount_currency=ZERO,
                due_date=match.date,
            ),
            ledger.Posting(ledger.default_account(purpose), difference),
        ],
        source_type=SOURCE,
        source_id=match.pk,
        kind="exchange",
        reference=str(debit.entry),
        memo=_("Exchange difference: %(debit)s, %(credit)s")
        % {"debit": debit.entry, "credit": credit.entry},
    )
    match.exchange_entry = entry
    left_over = OpenItem.objects.get(company_id=company_id(), entry=entry, account=debit.account)
    pair = (debit, left_over) if difference > 0 else (left_over, credit)
    settling = _match(actor, *pair, match.date, abs(difference), ZERO)
    settling.exchange_entry = entry
    return settling


@transaction.atomic
def unmatch(*, actor: Any, pk: UUID, on: date | None = None) -> Match:
    """Undo a match: both items are open again, its exchange difference is reversed.

    Args:
        on: the day it is undone; the company's today by default, never before the match.

    Raises:
        AlreadyUndone: it was undone, or undoes another.
        PeriodClosed: the exchange difference would be reversed in a closed period.
    """
    match = Match.objects.select_related("reversal").get(company_id=company_id(), pk=pk)
    if match.reverses_id or hasattr(match, "reversal"):
        raise AlreadyUndone(
            _("To change what is settled, match the items again; this match is undone already.")
        )
    undone = undo_matches(actor=actor, matches=[match], on=on)
    events.publish("payments.unmatched", match, amount=str(match.amount_currency))
    return undone[0]


def undo_matches(*, actor: Any, matches: Sequence[Match], on: date | None = None) -> list[Match]:
    """Write the reversals of ``matches`` and of the exchange differences they left."""
    day = on or company_in_force().today()
    entry_ids = [match.exchange_entry_id for match in matches if match.exchange_entry_id]
    involved = {match.pk: match for match in matches}
    if entry_ids:
        siblings = Match.objects.filter(company_id=company_id(), exchange_entry_id__in=entry_ids)
        involved |= {
            match.pk: match
            for match in siblings.filter(reverses__isnull=True, reversal__isnull=True)
        }
    rows = [
        _undo(actor, match, max(day, match.date))
        for match in sorted(involved.values(), key=lambda m: m.pk)
    ]
    Match.objects.bulk_create(rows)
    for entry in Entry.objects.filter(company_id=company_id(), pk__in=entry_ids).order_by("pk"):
        _undo_difference(actor, entry, max(day, entry.date))
    return rows


def _undo(actor: Any, match: Match, on: date) -> Match:
    return Match(
        company_id=company_id(),
        debit_item_id=match.debit_item_id,
        credit_item_id=match.credit_item_id,
        date=on,
        amount=-match.amount,
        amount_currency=-match.amount_currency,
        exchange_entry_id=match.exchange_entry_id,
        reverses=match,
        actor=actor,
    )


def _undo_difference(actor: Any, entry: Entry, on: date) -> None:
    """Reverse an exchange entry and settle its item with that of the reversal."""
    mirror = ledger.reverse_entry(actor=actor, pk=entry.pk, on=on)
    items = OpenItem.objects.filter(
        company_id=company_id(), entry__in=[entry, mirror]
    ).select_related("entry")
    sides = {item.side: item for item in items}
    settling = _match(actor, sides["debit"], sides["credit"], on, sides["debit"].open_amount, ZERO)
    settling.exchange_entry = mirror
    Match.objects.bulk_create([settling])
