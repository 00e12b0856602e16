"""Posting landed costs, and taking them back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.numbering import take_number
from apps.landed.choices import LANDED_COST_LIFECYCLE
from apps.landed.models import LandedCost, LandedShare
from apps.landed.services.saving import require_unspread
from apps.landed.spreading import Part, parts_of
from apps.stock import services as stock
from apps.warehouses.services import require_access

SOURCE = "landed.landedcost"
SERIES = "landed_cost"


class NothingBooked(BusinessError):
    """Posting would move nothing: all goods are at standard cost, and the cost is a variance already."""


@transaction.atomic
def post_landed_cost(*, actor: User | None, pk: UUID) -> LandedCost:
    """Spread a draft's costs over the goods of its receipts.

    What is on hand of them takes its part, only in the layers they opened; the part of what has left goes to cost of
    goods sold; goods at standard cost leave theirs as a variance. The accounts the costs lie on are credited.

    Raises:
        WrongStatus: it is not a draft.
        NothingToSpread: there is no cost, or no goods.
        MissingMeasure: goods do not say what the cost is spread by.
        NothingBooked: no account would change.
        WrongBillLine: a line of a bill is spread already, or costs less than that.
        PeriodClosed: the period of its date is closed.
        NotAllowed: the actor has no access to a warehouse of the receipts.
    """
    document = _locked(pk)
    LANDED_COST_LIFECYCLE.advance(document, "post")
    charges = list(document.lines.select_related("bill_line", "account"))
    parts = parts_of(document, charges)
    for charge in charges:
        require_unspread(charge)
    require_access(actor, *{part.move.document.warehouse_id for part in parts})
    document.number = take_number(SERIES, year=document.date.year, prefix="LC")
    entry, placed = stock.adjust_cost(
        actor=actor,
        on=document.date,
        adjustments=[part.adjustment for part in parts],
        from_account=charges[0].account_id,
        source_type=SOURCE,
        source_id=document.pk,
        kind="post",
        memo=_memo(document),
    )
    if entry is None:
        raise NothingBooked(
            _(
                "There is nothing to spread: the goods are kept at standard cost, and the costs lie on the variance."
            )
        )
    _write_shares(document, parts, placed)
    document.entry = entry
    document.posted_by, document.posted_at = actor, timezone.now()
    _store(actor, document, "posted", "entry", "number", "posted_by", "posted_at")
    return document


@transaction.atomic
def cancel_landed_cost(*, actor: User | None, pk: UUID) -> LandedCost:
    """Cancel a draft; it moves nothing and stays in the list.

    Raises:
        WrongStatus: it is not a draft.
    """
    document = _locked(pk)
    LANDED_COST_LIFECYCLE.advance(document, "cancel")
    _store(actor, document, "cancelled")
    return document


@transaction.atomic
def reverse_landed_cost(*, actor: User | None, pk: UUID, on: date | None = None) -> LandedCost:
    """Take posted landed costs back out of stock and cost of goods sold, and give them to the accounts they lay on.

    What still lies in stock leaves it; what has been sold since leaves cost of goods sold.

    Args:
        on: business date; None is the company's today.

    Raises:
        WrongStatus: it is not posted.
        InvalidInput: the day is before it was posted.
        PeriodClosed: the period of the date is closed.
    """
    document = _locked(pk)
    LANDED_COST_LIFECYCLE.advance(document, "reverse")
    day = on or company_in_force().today()
    if day < document.date:
        raise InvalidInput(
            _("To reverse %(document)s, use its date or a later one.") % {"document": document},
            field="on",
        )
    document.undo_entry = stock.undo_cost(
        actor=actor,
        on=day,
        entry=document.entry,  # type: ignore[arg-type]
        source_type=SOURCE,
        source_id=document.pk,
        memo=_("Reversal of %(number)s") % {"number": document.number},
    )
    _store(actor, document, "reversed", "undo_entry")
    return document


def _locked(pk: UUID) -> LandedCost:
    return LandedCost.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _memo(document: LandedCost) -> str:
    words = [document.number, document.memo or _("Landed costs")]
    return " · ".join(words)


def _write_shares(
    document: LandedCost, parts: Sequence[Part], placed: Sequence[stock.Placed]
) -> None:
    LandedShare.objects.bulk_create(
        LandedShare(
            company_id=document.company_id,
            landed_cost=document,
            charge=part.charge,
            move=part.move,
            measure=part.measure,
            amount=part.amount,
            kept=share.kept,
            sold=share.sold,
            variance=share.variance,
        )
        for part, share in zip(parts, placed, strict=True)
    )


def _store(actor: User | None, document: LandedCost, event: str, *fields: str) -> None:
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version", *fields])
    events.publish(f"landed.landedcost_{event}", document, number=document.number)
