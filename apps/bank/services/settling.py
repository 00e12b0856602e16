"""What of a movement settles open items, or goes on a party's account: payments and matches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.bank.parts import Parts
from apps.bank.services.work import (
    Work,
    WrongPart,
    reference_of,
)
from apps.core.context import company_id
from apps.core.formatting import format_money
from apps.core.money import ZERO, round_money
from apps.ledger.models import OpenItem
from apps.parties.models import Party
from apps.payments import services as payments
from apps.payments.choices import Direction
from apps.payments.models import Payment


def settle_items(work: Work, parts: Parts) -> None:
    """Pay the chosen open items, one payment per party, account and currency, less the discounts that are taken."""
    wanted = {part.item_id: part for part in parts.items}
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=wanted, party__isnull=False)
    items = items.select_related("entry__invoice", "account", "party").order_by("due_date", "pk")
    groups: dict[tuple[Any, ...], list[OpenItem]] = defaultdict(list)
    for item in items:
        groups[item.party_id, item.account_id, item.currency_id].append(item)
    if sum(map(len, groups.values())) != len(wanted):
        raise WrongPart(_("To reconcile, choose items that are still open."))
    offers = payments.offered([part.item_id for part in parts.items if part.discount])
    for group in groups.values():
        off = {i.pk: offers.get(i.pk, (ZERO, None))[0] for i in group if wanted[i.pk].discount}
        amounts = {
            item.pk: _wanted(item, wanted[item.pk].amount, off.get(item.pk, ZERO)) for item in group
        }
        _settle_group(work, group, amounts, off)


def _wanted(item: OpenItem, amount: Decimal | None, off: Decimal) -> Decimal:
    """Return what is settled of an item: what is paid of it, and what is taken off."""
    part = item.open_currency if amount is None else amount + off
    if part <= off or part > item.open_currency or part != round_money(part, item.currency_id):
        raise WrongPart(
            _("To settle %(entry)s, write an amount up to %(open)s; only that is open.")
            % {
                "entry": item.entry,
                "open": format_money(item.open_currency - off, item.currency_id),
            }
        )
    return part


def _settle_group(
    work: Work,
    group: Sequence[OpenItem],
    left: dict[UUID, Decimal],
    off: Mapping[UUID, Decimal],
) -> None:
    """Set both sides off against each other, and pay what is left of the larger one."""
    debits = [item for item in group if item.side == "debit"]
    against = [item for item in group if item.side == "credit"]
    pairs = []
    for debit in debits:
        for credit in against:
            part = min(left[debit.pk], left[credit.pk])
            if part > 0:
                pairs.append(payments.Pair(debit.pk, credit.pk, part))
                left[debit.pk] -= part
                left[credit.pk] -= part
    if pairs:
        matched = payments.match_pairs(actor=work.actor, pairs=pairs, on=work.on)
        work.matches += [match.pk for match in matched if match.amount_currency]
    rest = [item for item in group if left[item.pk] > 0]
    taken = {item.pk: off[item.pk] for item in rest if item.pk in off}
    if taken:
        _pay_less_discounts(work, rest, left, taken)
    elif rest:
        _pay(work, rest, left)


def _pay_less_discounts(
    work: Work,
    rest: Sequence[OpenItem],
    left: Mapping[UUID, Decimal],
    off: Mapping[UUID, Decimal],
) -> None:
    """Pay items less their discounts, and settle all of them in one act, which is undone whole."""
    paid = sum((left[item.pk] - off.get(item.pk, ZERO) for item in rest), ZERO)
    payment = _register(work, rest[0], paid)
    own = _own_item(payment)
    payments.match_items(
        actor=work.actor,
        allocations=[
            *(payments.Allocation(item.pk, left[item.pk]) for item in rest),
            payments.Allocation(own.pk),
        ],
        on=work.on,
        discounts=set(off),
    )
    _count(work, payment)


def _register(
    work: Work, first: OpenItem, amount: Decimal, allocations: Mapping[UUID, Decimal] | None = None
) -> Payment:
    """Register the payment of the movement: on its own day, booked on the day of the reconciliation."""
    return payments.register_payment(
        actor=work.actor,
        direction=Direction.RECEIPT if first.side == "debit" else Direction.DISBURSEMENT,
        party=first.party,  # type: ignore[arg-type]
        journal=work.account.journal,
        date=work.paid_on,
        amount=amount,
        currency=first.currency_id,
        allocations=allocations,
        reference=reference_of(work),
        book_on=work.on,
    )


def _pay(work: Work, rest: Sequence[OpenItem], left: dict[UUID, Decimal]) -> None:
    papers = [getattr(item.entry, "invoice", None) for item in rest]
    by_invoice = all(paper is not None for paper in papers)
    payment = _register(
        work,
        rest[0],
        sum((left[item.pk] for item in rest), ZERO),
        {p.pk: left[i.pk] for p, i in zip(papers, rest, strict=True)}  # type: ignore[union-attr]
        if by_invoice
        else None,
    )
    if not by_invoice:
        _match_by_hand(work, payment, rest, left)
    _count(work, payment)


def _own_item(payment: Payment) -> OpenItem:
    """Return what a payment has on account."""
    assert payment.entry_id is not None
    return OpenItem.objects.get(
        company_id=company_id(), entry_id=payment.entry_id, party=payment.party
    )


def _match_by_hand(
    work: Work, payment: Payment, rest: Sequence[OpenItem], left: dict[UUID, Decimal]
) -> None:
    """Match items that are no invoice's with a payment that went on account."""
    own = _own_item(payment)
    if own.account_id != rest[0].account_id:
        raise WrongPart(
            _("To settle %(entry)s, choose it among the payments; it goes through another account.")
            % {"entry": rest[0].entry}
        )
    pairs = [
        payments.Pair(item.pk, own.pk, left[item.pk])
        if own.side == "credit"
        else payments.Pair(own.pk, item.pk, left[item.pk])
        for item in rest
    ]
    payments.match_pairs(actor=work.actor, pairs=pairs, on=work.on)


def put_on_account(work: Work, parts: Parts) -> None:
    """Register what is nobody's invoice yet as a payment on account of the chosen party."""
    if not parts.on_account:
        return
    if parts.party_id is None:
        raise WrongPart(_("To put money on account, choose whose it is."), field="party")
    party = Party.objects.get(company_id=company_id(), pk=parts.party_id)
    payment = payments.register_payment(
        actor=work.actor,
        direction=Direction.RECEIPT if parts.on_account > 0 else Direction.DISBURSEMENT,
        party=party,
        journal=work.account.journal,
        date=work.paid_on,
        amount=abs(parts.on_account),
        currency=work.account.currency_id,
        reference=reference_of(work),
        book_on=work.on,
    )
    _count(work, payment)


def _count(work: Work, payment: Payment) -> None:
    assert payment.entry_id is not None
    work.payments.append(payment.pk)
    work.take(payment.entry_id)
