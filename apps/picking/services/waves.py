"""Making waves of draft shipments, and ending them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, WrongStatus
from apps.core.numbering import take_numbers
from apps.picking.choices import LIVE, WAVE_LIFECYCLE
from apps.picking.models import PickLine, Wave
from apps.picking.planning import into_waves
from apps.picking.selectors import shipments_of
from apps.picking.services.common import lines_by_id, lock_wave, move_on
from apps.picking.services.spots import settle_spots
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.choices import STAGING
from apps.warehouses.services import require_access


class NothingChosen(BusinessError):
    """No shipment was chosen."""


class InOtherWave(BusinessError):
    """A shipment is picked in another wave already."""


class PickedNotShipped(BusinessError):
    """Something picked was not shipped."""


@transaction.atomic
def make_waves(
    *, actor: User | None, pks: Sequence[UUID], most_lines: int | None = None
) -> list[Wave]:
    """Make waves of draft shipments: one or more per warehouse, none with more lines than said.

    Goods are picked where they are reserved for the order, else where the shipment says.

    Args:
        pks: the shipments; those due first come first.
        most_lines: of a wave, as its warehouse says unless given; a shipment with more is a wave of its own.

    Raises:
        NothingChosen: none was chosen, or one whose goods were brought to where they leave from.
        WrongStatus: one is no draft any more.
        InOtherWave: one is in a wave that waits.
        NotAllowed: the actor has no access to a warehouse.
    """
    shipments = _locked(actor, pks)
    lines = _settled_lines(actor, shipments)
    groups: list[list[UUID]] = []
    houses: dict[UUID, list[StockDocument]] = defaultdict(list)
    for shipment in shipments.values():
        houses[shipment.warehouse_id].append(shipment)
    for documents in houses.values():
        in_order = sorted(documents, key=lambda document: (document.date, document.pk))
        most = most_lines or in_order[0].warehouse.wave_lines
        groups += into_waves(((d.pk, len(lines[d.pk])) for d in in_order), most)
    numbers = take_numbers(
        "picking_wave", year=company_in_force().today().year, prefix="WAV", count=len(groups)
    )
    return [
        _make(actor, number, [shipments[pk] for pk in group], lines)
        for number, group in zip(numbers, groups, strict=True)
    ]


def _locked(actor: User | None, pks: Sequence[UUID]) -> dict[UUID, StockDocument]:
    rows = (
        StockDocument.objects.select_for_update(of=("self",), no_key=True)
        .filter(company_id=company_id(), pk__in=list(pks), kind=DocumentKind.SHIPMENT)
        .select_related("warehouse")
    )
    shipments = {row.pk: row for row in rows.order_by("pk")}
    if not shipments:
        raise NothingChosen(_("To make a wave, choose at least one shipment."))
    require_access(actor, *{shipment.warehouse_id for shipment in shipments.values()})
    for shipment in shipments.values():
        if shipment.status != DocumentStatus.DRAFT:
            raise WrongStatus(
                _("To pick %(shipment)s it must be a draft; it is %(status)s.")
                % {"shipment": shipment, "status": shipment.get_status_display()}
            )
    taken = PickLine.objects.filter(shipment_id__in=shipments, wave__status__in=LIVE)
    if found := taken.select_related("wave", "shipment").order_by("pk").first():
        raise InOtherWave(
            _("To pick %(shipment)s, use wave %(wave)s; it is in it already.")
            % {"shipment": found.shipment, "wave": found.wave}
        )
    return shipments


def _settled_lines(
    actor: User | None, shipments: dict[UUID, StockDocument]
) -> dict[UUID, list[StockDocumentLine]]:
    """Return the lines of each shipment, each where its goods are to be taken from."""
    settle_spots(actor, list(shipments.values()))
    rows = StockDocumentLine.objects.filter(document_id__in=shipments).select_related(
        "from_location"
    )
    rows = rows.order_by("position", "pk")
    lines: dict[UUID, list[StockDocumentLine]] = defaultdict(list)
    for line in rows:
        lines[line.document_id].append(line)
    for pk, shipment in shipments.items():
        if pk not in lines:
            raise NothingChosen(
                _("To pick %(shipment)s, add a line to it.") % {"shipment": shipment}
            )
        if all(line.from_location.role in STAGING for line in lines[pk]):
            raise NothingChosen(
                _("Ship %(shipment)s from where it lies; its goods were brought there already.")
                % {"shipment": shipment}
            )
    return lines


def _make(
    actor: User | None,
    number: str,
    shipments: Iterable[StockDocument],
    lines: dict[UUID, list[StockDocumentLine]],
) -> Wave:
    chosen = list(shipments)
    wave = Wave(
        company_id=company_id(),
        number=number,
        warehouse_id=chosen[0].warehouse_id,
        created_by=actor,
    )
    wave._history_user = actor  # type: ignore[attr-defined]
    wave.save()
    PickLine.objects.bulk_create(
        PickLine(
            company_id=wave.company_id,
            wave=wave,
            shipment=shipment,
            shipment_line=line,
            product_id=line.product_id,
            location_id=line.from_location_id,
            lot_id=line.lot_id,
            quantity=line.stock_quantity,
        )
        for shipment in chosen
        for line in lines[shipment.pk]
    )
    events.publish("picking.wave_made", wave, number=number, shipments=len(chosen))
    return wave


@transaction.atomic
def finish_wave(*, actor: User | None, pk: UUID) -> Wave:
    """End a wave; what was not shipped waits for another one.

    Raises:
        WrongStatus: it is not being picked.
        PickedNotShipped: something was picked and is not shipped.
    """
    wave = lock_wave(actor, pk)
    WAVE_LIFECYCLE.require(wave, "finish")
    for state in shipments_of(lines_by_id(wave).values()):
        if state.is_draft and state.is_begun and not state.is_brought:
            raise PickedNotShipped(
                _("To finish %(wave)s, ship what is picked of %(shipment)s or put it back.")
                % {"wave": wave, "shipment": state.shipment}
            )
    return move_on(actor, wave, "finish")


@transaction.atomic
def cancel_wave(*, actor: User | None, pk: UUID) -> Wave:
    """Give a wave up; its shipments wait for another one, and what was picked goes back to its place.

    What was brought to where it leaves from stays there, promised as it was, and is shipped from there.

    Raises:
        WrongStatus: it has ended.
    """
    return move_on(actor, lock_wave(actor, pk), "cancel")
