"""Transfers in two steps: what one warehouse sent is on its way until the other takes it in.

Each step is a document and a transaction of its own, so whatever ends between them leaves goods on their way that
anybody can see and take in, write off or send back. They belong to no warehouse's part of a cost pool meanwhile, and
leave the way at the cost they went on it with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO
from apps.products.analysis import take_dimensions
from apps.products.units import in_unit
from apps.stock.choices import DOCUMENT_LIFECYCLE, AdjustmentReason, DocumentKind
from apps.stock.models import Reason, StockDocument, StockDocumentLine, TransitLine
from apps.stock.on_the_way import goes_in_two_steps
from apps.stock.services.common import SOURCE, lock_document, period_date
from apps.stock.services.lines import Places, WrongPlace
from apps.stock.services.posting import lines_of, move_goods
from apps.stock.services.reasons import chosen_reason
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.selectors import virtual_location
from apps.warehouses.services import require_access

Quantities = Mapping[UUID, Decimal]


class OneStep(BusinessError):
    """The transfer goes in one step."""


class NothingOnTheWay(BusinessError):
    """Nothing that the transfer sent is on its way any more."""


class MoreThanSent(InvalidInput):
    """More would arrive, or get lost, than is on its way."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """What happens to goods on their way: the head of its document, and where each line's goods go."""

    head: dict[str, Any]
    target: Callable[[TransitLine], Location]


@transaction.atomic
def send_transfer(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Let the goods of a draft transfer leave for the other warehouse; from then on they are on their way.

    Raises:
        WrongStatus: it is not a draft.
        OneStep: neither warehouse wants two steps.
        NoLines, LotMissing, SerialTwice, NegativeStock, PeriodClosed: as when any transfer is posted.
        NotAllowed: the actor has no access to the warehouse that sends.
    """
    day = period_date(pk, on)
    document = lock_document(actor, pk, DocumentKind.TRANSFER, houses=_sender)
    DOCUMENT_LIFECYCLE.advance(document, "post")
    if not goes_in_two_steps(document):
        raise OneStep(
            _("To move the goods of %(document)s, post it; it goes in one step.")
            % {"document": document}
        )
    document.date = day
    lines = lines_of(document)
    way = virtual_location(LocationKind.TRANSIT)
    for line in lines:
        line.bound_for, line.to_location = line.to_location, way
    StockDocumentLine.objects.bulk_update(lines, ["bound_for", "to_location"])
    move_goods(actor, document, lines)
    events.publish("stock.transfer_sent", document, number=document.number)
    return document


@transaction.atomic
def receive_transfer(
    *,
    actor: User | None,
    pk: UUID,
    on: date | None = None,
    quantities: Quantities | None = None,
    location: Location | None = None,
) -> StockDocument:
    """Take goods that are on their way into the other warehouse; the rest stays on its way.

    Args:
        quantities: stock unit, by the line that sent them (id); None is all that is on its way.
        location: where they are put; None is where the transfer meant them to go, while that is in use.

    Raises:
        NothingOnTheWay: all of it has arrived, got lost or was sent back.
        MoreThanSent: more than is on its way.
        WrongPlace: the location is in another warehouse, or out of use.
        NotAllowed: the actor has no access to the warehouse that receives.
    """
    sent, day = _locked(actor, pk, on, "to_warehouse_id")
    if location is not None:
        _require_place(sent, location)
    head = {
        "kind": DocumentKind.TRANSFER,
        "warehouse_id": sent.warehouse_id,
        "to_warehouse_id": sent.to_warehouse_id,
    }
    put = _place_in_use(sent.to_warehouse_id)
    draw = _Draw(head, lambda row: location or put(row.line.bound_for))
    document = _draw(actor, sent, day, quantities, draw)
    events.publish("stock.transfer_received", sent, by=document.number)
    return document


@transaction.atomic
def return_transfer(
    *, actor: User | None, pk: UUID, on: date | None = None, reason: str = ""
) -> StockDocument:
    """Bring all that is still on its way back to where it was sent from, or to the default place if that is archived.

    Raises:
        NothingOnTheWay: see ``receive_transfer``.
        NotAllowed: the actor has no access to the warehouse that sent.
    """
    sent, day = _locked(actor, pk, on, "warehouse_id")
    head = {
        "kind": DocumentKind.TRANSFER,
        "warehouse_id": sent.warehouse_id,
        "to_warehouse_id": sent.warehouse_id,
        "notes": reason.strip(),
    }
    put = _place_in_use(sent.warehouse_id)
    document = _draw(actor, sent, day, None, _Draw(head, lambda row: put(row.line.from_location)))
    events.publish("stock.transfer_returned", sent, by=document.number, reason=reason.strip())
    return document


@transaction.atomic
def lose_transfer(
    *,
    actor: User | None,
    pk: UUID,
    reason: str,
    on: date | None = None,
    quantities: Quantities | None = None,
    why: Reason | None = None,
) -> StockDocument:
    """Write goods off that never arrived: an adjustment at the cost they went on their way with.

    Args:
        reason: in words, the note of the adjustment.
        why: the reason that carries the account; None is the usual one for goods lost on their way.

    Raises:
        InvalidInput: no reason is given.
        NothingOnTheWay, MoreThanSent: see ``receive_transfer``.
        NotAllowed: the actor has no access to the warehouse that should have received them.
    """
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    sent, day = _locked(actor, pk, on, "to_warehouse_id")
    head = {
        "kind": DocumentKind.ADJUSTMENT,
        "warehouse_id": sent.to_warehouse_id,
        "reason": AdjustmentReason.LOST,
        "why": chosen_reason(why, AdjustmentReason.LOST),
        "notes": reason.strip(),
    }
    away = virtual_location(LocationKind.ADJUSTMENT)
    document = _draw(actor, sent, day, quantities, _Draw(head, lambda _row: away))
    events.publish("stock.transfer_lost", sent, by=document.number, reason=reason.strip())
    return document


def _require_place(sent: StockDocument, place: Location) -> None:
    if place.warehouse_id != sent.to_warehouse_id:
        raise WrongPlace(
            _("Choose a place in %(warehouse)s; %(place)s lies elsewhere.")
            % {"warehouse": sent.to_warehouse, "place": place},
            field="location",
        )
    if not place.is_active:
        raise WrongPlace(
            _("Choose a place in use; %(place)s is archived.") % {"place": place}, field="location"
        )


def _place_in_use(warehouse: UUID | None) -> Callable[[Location | None], Location]:
    """Return what names the place for goods of ``warehouse``: the one meant if it is in use, else the default one."""
    usual = Places.read({warehouse} if warehouse else set())
    return lambda meant: meant if meant and meant.is_active else usual.inside(warehouse)


def _sender(document: StockDocument) -> list[UUID | None]:
    return [document.warehouse_id]


def _locked(
    actor: User | None, pk: UUID, on: date | None, house: str
) -> tuple[StockDocument, date]:
    """Hold the day and the transfer that sent the goods: those who draw on it come one after the other."""
    day = period_date(pk, on or company_in_force().today())
    rows = StockDocument.objects.select_for_update(of=("self",), no_key=True)
    sent = rows.annotate(currency=F("company__currency_id")).get(pk=pk, kind=DocumentKind.TRANSFER)
    require_access(actor, getattr(sent, house))
    if day < sent.date:
        raise InvalidInput(
            _("Use the day %(document)s was sent or a later one.") % {"document": sent}, field="on"
        )
    return sent, day


def _draw(
    actor: User | None,
    sent: StockDocument,
    day: date,
    quantities: Quantities | None,
    draw: _Draw,
) -> StockDocument:
    """Post the document that takes goods of a locked transfer off their way."""
    rows = _open_lines(sent)
    taken = [(row, _quantity(row, quantities)) for row in rows]
    document: Any = StockDocument(
        **draw.head,
        company_id=sent.company_id,
        date=day,
        reference=sent.reference,
        origin_type=SOURCE,
        origin_id=sent.pk,
        created_by=actor,
    )
    document._history_user = actor
    document.save()
    document.currency = sent.currency  # type: ignore[attr-defined]
    lines = _lines(document, [(row, quantity) for row, quantity in taken if quantity], draw.target)
    if document.kind == DocumentKind.ADJUSTMENT:
        take_dimensions(lines, None)
    DOCUMENT_LIFECYCLE.advance(document, "post")
    return move_goods(actor, document, StockDocumentLine.objects.bulk_create(lines))


def _open_lines(sent: StockDocument) -> list[TransitLine]:
    rows = TransitLine.objects.filter(document=sent, open_quantity__gt=0).select_related(
        "product__category",
        "product__unit",
        "lot",
        "line__from_location",
        "line__to_location",
        "line__bound_for",
    )
    found = list(rows.order_by("line__position", "pk"))
    if not found:
        raise NothingOnTheWay(
            _("Open %(document)s again; nothing of it is on its way any more.") % {"document": sent}
        )
    return found


def _quantity(row: TransitLine, quantities: Quantities | None) -> Decimal:
    """Return how much of a line's goods leaves the way, in the stock unit."""
    if quantities is None:
        return row.open_quantity
    wanted = quantities.get(row.line_id, ZERO)
    if not (wanted.is_finite() and wanted >= ZERO):
        raise InvalidInput(_("Write a quantity of zero or more."))
    if wanted > row.open_quantity:
        raise MoreThanSent(
            _("Write at most %(open)s of %(product)s; no more is on its way.")
            % {"open": f"{row.open_quantity.normalize():f}", "product": row.product}
        )
    return in_unit(wanted, row.product.unit, row.product.unit)


def _lines(
    document: StockDocument,
    taken: Sequence[tuple[TransitLine, Decimal]],
    target: Callable[[TransitLine], Location],
) -> list[StockDocumentLine]:
    return [
        StockDocumentLine(
            company_id=document.company_id,
            document=document,
            position=position,
            product=row.product,
            lot=row.lot,
            from_location=row.line.to_location,
            to_location=target(row),
            quantity=quantity,
            unit=row.product.unit,
            stock_quantity=quantity,
            source_line=row.line,
            memo=row.line.memo,
            dimensions=row.line.dimensions,
        )
        for position, (row, quantity) in enumerate(taken)
    ]
