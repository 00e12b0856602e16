"""Packing: goods of a shipment are scanned into packages where they are packed; the last one closed takes them on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_quantity
from apps.core.money import ZERO
from apps.core.numbering import take_number
from apps.picking import reading
from apps.picking.bench import BenchRow, bench_rows
from apps.picking.choices import PACKAGE_LIFECYCLE, PackageStatus
from apps.picking.models import Package, PackageLine
from apps.picking.services.picks import MoreThanAsked, Scanned, WrongScan
from apps.picking.services.staging import NothingToPack, pack_shipment
from apps.products.choices import Tracking
from apps.products.units import in_unit
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocument
from apps.warehouses.services import require_access

ONE = Decimal(1)


class PackageEmpty(BusinessError):
    """Nothing lies in the package."""


class PackageGone(BusinessError):
    """Its goods were taken to where they leave from, or another package is open."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed package, and whether it was the last."""

    package: Package
    is_last: bool


@transaction.atomic
def scan_into_package(
    *, actor: User | None, pk: UUID, code: str, line: UUID | None = None
) -> Scanned:
    """Put goods of a shipment into its open package, a new one where none is; one for each scan.

    Args:
        code: of goods, or of their lot where they are told apart by it; a figure says how many it is in all in this
            package, once they were scanned.
        line: of the shipment, scanned last; what a figure is about.

    Raises:
        NothingToPack: nothing of the shipment lies where it is packed.
        WrongScan: the code is of nothing that is to be packed.
        MoreThanAsked: more would be packed than is there.
        NotAllowed: the actor has no access to the warehouse.
    """
    shipment = _lock(actor, pk)
    rows = bench_rows(shipment.pk)
    if not rows:
        raise NothingToPack(
            _("Open the list again; nothing of %(shipment)s is to be packed.")
            % {"shipment": shipment}
        )
    code = reading.clean(code)
    if reading.FIGURE.fullmatch(code) and not _rows_called(rows, code):
        row = next((row for row in rows if row.line.pk == line), None)
        return _count(actor, shipment, row, Decimal(code.replace(",", ".")))
    found = _rows_called(rows, code)
    if not found:
        raise WrongScan(_("%(code)s is none of what is to be packed here.") % {"code": code[:60]})
    row = next((row for row in found if row.left > 0), found[0])
    return _put(actor, shipment, row, row.here + (min(ONE, row.left) or ONE))


def _rows_called(rows: Sequence[BenchRow], code: str) -> list[BenchRow]:
    """Return the rows a code is of: by lot where goods are traced, else by product."""
    return [row for row in rows if isinstance(reading.meaning(code, _told(row)), reading.Piece)]


def _told(row: BenchRow) -> reading.Told:
    product = row.line.product
    return reading.Told(
        place="",
        sku=product.sku,
        gtin=product.gtin,
        lot=row.line.lot.number if row.line.lot else "",
        is_traced=product.tracking != Tracking.NONE,
    )


def _count(
    actor: User | None, shipment: StockDocument, row: BenchRow | None, total: Decimal
) -> Scanned:
    if row is None:
        raise WrongScan(_("Scan the goods once before you type how many."))
    if row.line.product.tracking == Tracking.SERIAL and total > ONE:
        raise WrongScan(_("Scan each serial number; pieces are not counted by a figure."))
    return _put(actor, shipment, row, total)


def _put(actor: User | None, shipment: StockDocument, row: BenchRow, total: Decimal) -> Scanned:
    """Let ``total`` of a line lie in the open package."""
    product = row.line.product
    if total > row.here + row.left:
        raise MoreThanAsked(
            _("Leave the rest: %(asked)s of %(product)s are there, all in packages already.")
            % {
                "asked": format_quantity(row.line.stock_quantity, product.unit.code),
                "product": product,
            }
        )
    in_unit(total, product.unit, product.unit)  # as fine as the unit is, no finer
    package = _open_package(actor, shipment)
    inside = PackageLine.objects.filter(package=package, shipment_line=row.line)
    if total == ZERO:
        inside.delete()
    elif not inside.update(quantity=total):
        PackageLine.objects.create(
            company_id=package.company_id, package=package, shipment_line=row.line, quantity=total
        )
    words = _("%(product)s: %(here)s in package %(package)s.") % {
        "product": product,
        "here": format_quantity(total, product.unit.code),
        "package": package,
    }
    return Scanned(row.line.pk, words, is_settled=False)


def _open_package(actor: User | None, shipment: StockDocument) -> Package:
    package = Package.objects.filter(shipment=shipment, status=PackageStatus.OPEN).first()
    if package is None:
        number = take_number("picking_package", year=company_in_force().today().year, prefix="PAC")
        package = Package(
            company_id=company_id(), number=number, shipment=shipment, created_by=actor
        )
        _store(actor, package)
    return package


@transaction.atomic
def close_package(
    *, actor: User | None, pk: UUID, weight: Decimal, kind: str = "", tracking: str = ""
) -> Closed:
    """Close the open package of a shipment; when all is packed, the goods go on to where they leave from.

    Args:
        pk: of the shipment.
        weight: kilograms; > 0.

    Raises:
        PackageEmpty: no package is open, or nothing lies in it.
        InvalidInput: no weight.
        NotAllowed: the actor has no access to the warehouse.
        And what ``pack_shipment`` raises.
    """
    shipment = _lock(actor, pk)
    package = Package.objects.filter(shipment=shipment, status=PackageStatus.OPEN).first()
    if package is None or not package.lines.exists():
        raise PackageEmpty(_("To close the package, scan goods into it first; it is empty."))
    if not (weight.is_finite() and ZERO < weight < 10**6):
        raise InvalidInput(_("Write what it weighs, above zero."), field="weight")
    package.weight, package.kind, package.tracking = (
        weight,
        kind.strip()[:60],
        tracking.strip()[:60],
    )
    PACKAGE_LIFECYCLE.advance(package, "close")
    package.version += 1
    _store(actor, package)
    is_last = all(row.left == ZERO for row in bench_rows(shipment.pk))
    if is_last:
        pack_shipment(actor=actor, pk=shipment.pk)
    events.publish("picking.package_closed", package, number=package.number)
    return Closed(package, is_last)


@transaction.atomic
def reopen_package(*, actor: User | None, pk: UUID) -> Package:
    """Open a closed package again, so that something can be taken out or put in.

    Raises:
        PackageGone: its goods are packed to the end, or another package of the shipment is open.
        NotAllowed: the actor has no access to the warehouse.
    """
    package = Package.objects.get(pk=pk)
    shipment = _lock(actor, package.shipment_id)
    package.refresh_from_db()
    busy = Package.objects.filter(shipment=shipment, status=PackageStatus.OPEN).first()
    if busy:
        raise PackageGone(
            _("To open %(package)s, close %(busy)s first.") % {"package": package, "busy": busy}
        )
    if not bench_rows(shipment.pk):
        raise PackageGone(
            _("Leave %(package)s closed; its goods were brought to where they leave from.")
            % {"package": package}
        )
    PACKAGE_LIFECYCLE.advance(package, "reopen")
    package.version += 1
    _store(actor, package)
    return package


def _lock(actor: User | None, pk: UUID) -> StockDocument:
    rows = StockDocument.objects.select_for_update(of=("self",), no_key=True)
    shipment = rows.get(pk=pk, kind=DocumentKind.SHIPMENT)
    require_access(actor, shipment.warehouse_id)
    if shipment.status != DocumentStatus.DRAFT:
        raise NothingToPack(
            _("Open the list again; nothing of %(shipment)s is to be packed.")
            % {"shipment": shipment}
        )
    return shipment


def _store(actor: User | None, package: Any) -> None:
    package._history_user = actor
    package.save()
