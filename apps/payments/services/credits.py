"""Credit notes and other credits: settled with what is open on the other side."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.invoices.choices import CREDIT_KINDS
from apps.invoices.models import Invoice
from apps.invoices.posting import Posted
from apps.ledger.models import OpenItem
from apps.payments.planning import Pair
from apps.payments.selectors import items_of_entries
from apps.payments.services.clearing import Allocation, match_items
from apps.payments.services.matching import match_pairs


class NothingToApply(BusinessError):
    """Neither the credit nor anything it could settle is open."""


@transaction.atomic
def apply_credit(*, actor: Any, pk: UUID, on: date | None = None) -> Invoice:
    """Settle what is open of a credit note (or of an invoice) with what is open on the other side, oldest first.

    A credit note goes to the invoice it credits first. Deposits count as well: what is taken of them goes to the
    invoice's account by the entry of the act.

    Raises:
        NothingToApply: one of the two sides has nothing open.
    """
    document = Invoice.objects.get(company_id=company_id(), pk=pk)
    if document.entry_id is None:
        raise NothingToApply(_("To settle %(document)s, post it first.") % {"document": document})
    own = items_of_entries([document.entry_id])[document.entry_id]
    others = OpenItem.objects.filter(
        company_id=company_id(),
        account__control=own[0].account.control,
        party=own[0].party,
        currency_id=own[0].currency_id,
        open_currency__gt=0,
    )
    others = others.exclude(side=own[0].side).select_related("entry")
    home = own[0].account_id
    first = document.credits.entry_id if document.credits_id else None  # type: ignore[union-attr]
    ranked = sorted(
        others,
        key=lambda item: (item.entry_id != first, item.account_id != home, item.due_date, item.pk),
    )
    pairs = _pairs_for(own, ranked)
    if not pairs:
        raise NothingToApply(
            _(
                "To settle %(document)s, wait for a document to settle it with; nothing is open on the other side."
            )
            % {"document": document}
        )
    if all(item.account_id == home for item in ranked):
        match_pairs(actor=actor, pairs=pairs, on=on)
    else:
        match_items(actor=actor, allocations=_allocations(pairs), on=on, note=str(document))
    events.publish("payments.applied", document)
    return document


def _allocations(pairs: Sequence[Pair]) -> list[Allocation]:
    """Return how much of each item ``pairs`` settle, for an act across accounts."""
    parts: dict[UUID, Decimal] = defaultdict(Decimal)
    for pair in pairs:
        for item_id in (pair.debit_item_id, pair.credit_item_id):
            parts[item_id] += pair.amount or ZERO
    return [Allocation(item_id, part) for item_id, part in parts.items()]


def _pairs_for(own: Sequence[OpenItem], others: Sequence[OpenItem]) -> list[Pair]:
    """Return the pairs that settle ``own`` with ``others``, both in their order, as far as either is open."""
    pairs = []
    left = {item.pk: item.open_currency for item in (*own, *others)}
    for item in own:
        for other in others:
            part = min(left[item.pk], left[other.pk])
            if part > 0:
                debit, credit = (item, other) if item.side == "debit" else (other, item)
                pairs.append(Pair(debit.pk, credit.pk, part))
                left[item.pk] -= part
                left[other.pk] -= part
    return pairs


def settle_credit_note(posted: Posted) -> None:
    """Settle a credit note that was just posted with the invoice it credits, as far as that is open.

    Registered with ``invoices.posting.followers``: a credited invoice asks for nothing more at once.
    """
    document = posted.invoice
    if document.kind not in CREDIT_KINDS or document.credits_id is None or document.entry is None:
        return
    invoice = Invoice.objects.get(company_id=company_id(), pk=document.credits_id)
    items = items_of_entries([document.entry.pk, invoice.entry_id])  # type: ignore[list-item]
    pairs = _pairs_for(items[document.entry.pk], items[invoice.entry_id])  # type: ignore[index]
    if pairs:
        match_pairs(actor=document.posted_by, pairs=pairs, on=document.entry.date)
