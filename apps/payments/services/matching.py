"""Settling open items against each other, pair by pair: the writes behind everything that matches."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from apps.companies.selectors import currency_in_force
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose, TaxRole
from apps.ledger.models import EntryLine, OpenItem
from apps.payments.choices import SOURCE_MATCH
from apps.payments.exchange import Open, Split, split
from apps.payments.models import Clearing, Match
from apps.payments.planning import Pair

ONE = Decimal(1)


class CannotMatch(BusinessError):
    """Items do not settle each other."""


class OverAllocated(BusinessError):
    """More would be settled than is open."""


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
    items = locked_items({pk for pair in pairs for pk in (pair.debit_item_id, pair.credit_item_id)})
    return settle_pairs(actor=actor, items=items, pairs=pairs, on=on)


def settle_pairs(
    *,
    actor: Any,
    items: Mapping[UUID, OpenItem],
    pairs: Sequence[Pair],
    on: date | None = None,
    clearing: Clearing | None = None,
) -> list[Match]:
    """Write the matches of ``pairs`` between items that are held already; see ``match_pairs``."""
    own = currency_in_force()
    rates = rates_of(items.values(), own)
    left = {item.pk: Open(item.open_amount, item.open_currency) for item in items.values()}
    rows: list[Match] = []
    for pair in pairs:
        debit, credit = _checked(items, pair)
        wanted = _wanted(pair, debit, credit, left)
        is_same_rate = rates[debit.pk] == rates[credit.pk]
        parts = (
            split(left[debit.pk], left[credit.pk], wanted, own, same_rate=is_same_rate)
            if pair.company is None
            else Split(pair.company, ZERO)
        )
        day = max(on or debit.date, debit.date, credit.date)
        match = _match(actor, debit, credit, day, parts.amount, wanted)
        match.clearing = clearing
        rows.append(match)
        left[debit.pk] = left[debit.pk].less(parts.off_debit, wanted)
        left[credit.pk] = left[credit.pk].less(parts.off_credit, wanted)
        if parts.difference:
            rows.append(
                _book_difference(
                    actor, match, debit, credit, parts.difference, is_rounding=is_same_rate
                )
            )
    Match.objects.bulk_create(rows)
    waiting = {item.entry_id for item in items.values() if getattr(item, "tax_waits", False)}
    if waiting and rows:
        day = max(match.date for match in rows)
        ledger.settle_cash_taxes(actor=actor, entries=waiting, on=day)
    return rows


def locked_items(ids: Collection[UUID]) -> dict[UUID, OpenItem]:
    """Hold the items until commit, in key order, and read what is open of them then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payments_hold_items(%s)", [sorted(ids)])
    waiting = EntryLine.objects.filter(
        company_id=company_id(), entry_id=OuterRef("entry_id"), tax_role=TaxRole.PENDING
    )
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=ids).annotate(
        tax_waits=Exists(waiting)
    )
    rows = items.select_related("entry", "account").order_by("pk")
    return {item.pk: item for item in rows}


def rates_of(items: Collection[OpenItem], own_currency: str) -> dict[UUID, Decimal]:
    """Return the rate each item was booked at; asks the books only when one is in a foreign currency."""
    rates = {item.pk: ONE for item in items}
    foreign = [item.pk for item in items if item.currency_id != own_currency]
    if foreign:
        lines = EntryLine.objects.filter(company_id=company_id(), pk__in=foreign)
        rates |= dict(lines.values_list("pk", "rate"))
    return rates


def _checked(items: Mapping[UUID, OpenItem], pair: Pair) -> tuple[OpenItem, OpenItem]:
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
    actor: Any,
    match: Match,
    debit: OpenItem,
    credit: OpenItem,
    difference: Decimal,
    *,
    is_rounding: bool,
) -> Match:
    """Post the realised exchange gain or loss of ``match`` and return the match that settles it.

    Args:
        difference: see ``Split``; company currency, > 0 a loss.
        is_rounding: both items were booked at one rate, so that the rate explains nothing.
    """
    purpose = Purpose.EXCHANGE_LOSS if difference > 0 else Purpose.EXCHANGE_GAIN
    if is_rounding:
        purpose = Purpose.ROUNDING
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
        source_type=SOURCE_MATCH,
        source_id=match.pk,
        kind="rounding" if is_rounding else "exchange",
        reference=str(debit.entry),
        memo=(
            _("Rounding difference: %(debit)s, %(credit)s")
            if is_rounding
            else _("Exchange difference: %(debit)s, %(credit)s")
        )
        % {"debit": debit.entry, "credit": credit.entry},
    )
    match.exchange_entry = entry
    left_over = OpenItem.objects.get(company_id=company_id(), entry=entry, account=debit.account)
    pair = (debit, left_over) if difference > 0 else (left_over, credit)
    settling = _match(actor, *pair, match.date, abs(difference), ZERO)
    settling.exchange_entry, settling.clearing = entry, match.clearing
    return settling
