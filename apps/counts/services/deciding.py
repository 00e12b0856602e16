"""What becomes of a counted sheet: approved by a second person, counted again, posted as one adjustment, or dropped."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.core.numbering import take_number
from apps.counts import selectors
from apps.counts.choices import SHEET_LIFECYCLE, SheetStatus
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.tolerance import is_above
from apps.products.analysis import take_dimensions
from apps.stock import services as stock
from apps.stock.choices import AdjustmentReason, DocumentKind
from apps.stock.models import Level, StockDocument, StockDocumentLine
from apps.warehouses.choices import LocationKind
from apps.warehouses.selectors import virtual_location
from apps.warehouses.services import require_access

SOURCE = "counts.countsheet"


class NotAllCounted(BusinessError):
    """Lines have no figure yet."""


class NeedsApproval(BusinessError):
    """Differences above tolerance were neither counted again nor approved."""


class OwnCount(BusinessError):
    """Who counted cannot approve."""


class CannotTakeOut(BusinessError):
    """What is missing is promised or gone meanwhile."""


@transaction.atomic
def submit_sheet(*, actor: User | None, pk: UUID, leave_uncounted: bool = False) -> CountSheet:
    """Say that a sheet is counted; lines that differ more than tolerated are marked.

    A line counted twice with the same difference is confirmed and needs nobody else.

    Args:
        leave_uncounted: what has no figure stays as it is in the books.

    Raises:
        WrongStatus: it is not being counted.
        NotAllCounted: lines have no figure, and are not to be left; or none has one.
    """
    sheet = locked(actor, pk)
    SHEET_LIFECYCLE.advance(sheet, "submit")
    lines = list(selectors.lines_of(sheet))
    missing = sum(line.counted is None for line in lines)
    if missing and (missing == len(lines) or not leave_uncounted):
        raise NotAllCounted(
            _("To submit %(sheet)s, count the lines that are left (%(count)d).")
            % {"sheet": sheet, "count": missing},
            field="leave_uncounted" if missing < len(lines) else "",
        )
    _mark_above(lines)
    sheet.submitted_by = actor
    return _save(sheet, actor, "submitted")


@transaction.atomic
def approve_sheet(*, actor: User | None, pk: UUID) -> CountSheet:
    """Approve what others counted.

    Raises:
        WrongStatus: it is not submitted.
        OwnCount: the actor counted some of it.
    """
    sheet = locked(actor, pk)
    SHEET_LIFECYCLE.advance(sheet, "approve")
    if actor is None or Tally.objects.filter(line__sheet=sheet, counter=actor).exists():
        raise OwnCount(
            _("To approve %(sheet)s, ask somebody who counted nothing of it.") % {"sheet": sheet}
        )
    sheet.approved_by = actor
    return _save(sheet, actor, "approved")


@transaction.atomic
def reopen_sheet(*, actor: User | None, pk: UUID) -> CountSheet:
    """Have a sheet counted again; what was written down stays until a new figure takes its place.

    Raises:
        WrongStatus: it is not counted, or finished.
    """
    sheet = locked(actor, pk)
    SHEET_LIFECYCLE.advance(sheet, "reopen")
    sheet.submitted_by = sheet.approved_by = None
    return _save(sheet, actor, "reopened")


@transaction.atomic
def cancel_sheet(*, actor: User | None, pk: UUID) -> CountSheet:
    """Drop a sheet: nothing is corrected, and its goods may be counted on another.

    Raises:
        WrongStatus: it is posted.
    """
    sheet = locked(actor, pk)
    SHEET_LIFECYCLE.advance(sheet, "cancel")
    return _save(sheet, actor, "cancelled")


@transaction.atomic
def post_sheet(*, actor: User | None, pk: UUID, on: date | None = None) -> CountSheet:
    """Correct stock by what differed at the moment of counting, in one adjustment with one entry.

    What moved after the counting does not count: expected 1, one received, counted 3 adds 1 if it was counted
    after the receipt and 2 if before.

    Args:
        on: business date, today without it.

    Raises:
        WrongStatus: it is not counted.
        NeedsApproval: see the class.
        CannotTakeOut: a line takes out more than is free now.
        PeriodClosed and others of stock's ``post_adjustment``.
    """
    sheet = locked(actor, pk)
    was = sheet.status
    SHEET_LIFECYCLE.advance(sheet, "post")
    lines = [line for line in selectors.lines_of(sheet) if line.difference]
    above = sum(line.above_tolerance for line in lines)
    if above and was != SheetStatus.APPROVED:
        raise NeedsApproval(
            _("To post %(sheet)s, count again or have approved what differs more than tolerated (lines: %(count)d).")
            % {"sheet": sheet, "count": above}
        )  # fmt: skip
    day = on or company_in_force().today()
    if lines:
        _require_free(sheet, lines)
        sheet.adjustment = _adjust(actor, sheet, lines, day)
    sheet.posted_by, sheet.posted_at = actor, timezone.now()
    sheet.number = take_number("count_sheet", year=day.year, prefix="CNT")
    return _save(sheet, actor, "posted", number=sheet.number)


def locked(actor: User | None, pk: UUID) -> CountSheet:
    """Return a sheet, locked: it takes no figures meanwhile.

    Raises:
        NotAllowed: the actor has no access to its warehouse.
    """
    rows = CountSheet.objects.select_for_update(of=("self",), no_key=True)
    sheet = rows.select_related("warehouse").get(company_id=company_id(), pk=pk)
    require_access(actor, sheet.warehouse_id)
    return sheet


def _save(sheet: CountSheet, actor: User | None, verb: str, **payload: Any) -> CountSheet:
    sheet.version += 1
    sheet._history_user = actor  # type: ignore[attr-defined]
    sheet.save()
    events.publish(f"counts.sheet_{verb}", sheet, **payload)
    return sheet


def _mark_above(lines: Sequence[CountLine]) -> None:
    """Mark the lines that need a second look: above tolerance, and not counted twice with one result."""
    plan = selectors.count_plan()
    costs = selectors.unit_costs([line.product for line in lines])
    suspects = [
        line
        for line in lines
        if line.difference is not None
        and is_above(
            expected=line.expected or ZERO,
            difference=line.difference,
            value=line.difference * costs[line.product_id],
            percent=plan.quantity_percent,
            limit=plan.value_limit,
        )
    ]
    tallies = selectors.tallies_of([line.pk for line in suspects if line.tally_count > 1])
    above = {line.pk for line in suspects if not _is_confirmed(tallies.get(line.pk, []))}
    marked = {line.pk for line in lines if line.above_tolerance}
    CountLine.objects.filter(pk__in=above - marked).update(above_tolerance=True)
    CountLine.objects.filter(pk__in=marked - above).update(above_tolerance=False)


def _is_confirmed(tallies: Sequence[Tally]) -> bool:
    last = [tally.counted - tally.expected for tally in tallies[-2:]]
    return len(last) == 2 and last[0] == last[1]


def _require_free(sheet: CountSheet, lines: Sequence[CountLine]) -> None:
    """Refuse with the line, before stock does, what cannot be taken out any more."""
    levels = Level.objects.filter(
        product_id__in={line.product_id for line in lines},
        location_id__in={line.location_id for line in lines},
    )
    free = {(row.product_id, row.location_id, row.lot_id): row.on_hand - row.reserved for row in levels}  # fmt: skip
    for number, line in enumerate(selectors.lines_of(sheet), 1):
        missing = -(line.difference or ZERO)
        there = free.get((line.product_id, line.location_id, line.lot_id), ZERO)
        if missing > there:
            raise CannotTakeOut(
                _(
                    "To post %(sheet)s, release what is promised or count line %(line)d again:"
                    " %(missing)s of %(product)s are missing in %(place)s and %(free)s are free there."
                )
                % {
                    "sheet": sheet,
                    "line": number,
                    "missing": _plain(missing),
                    "product": goods_name(line),
                    "place": line.location,
                    "free": _plain(there),
                }
            )


def goods_name(line: CountLine) -> str:
    """Return the product of a line and, when it has one, its lot."""
    return f"{line.product} ({line.lot})" if line.lot_id else str(line.product)


def _adjust(
    actor: User | None, sheet: CountSheet, lines: Sequence[CountLine], day: date
) -> StockDocument:
    away = virtual_location(LocationKind.ADJUSTMENT)
    changes = []
    for line in lines:
        difference = line.difference or ZERO
        found = difference > ZERO
        changes.append(
            StockDocumentLine(
                product=line.product,
                lot=line.lot,
                from_location=away if found else line.location,
                to_location=line.location if found else away,
                quantity=abs(difference),
                unit=line.product.unit,
                origin_line_id=line.pk,
                memo=_("counted %(counted)s, expected %(expected)s")
                % {
                    "counted": _plain(line.counted or ZERO),
                    "expected": _plain(line.expected or ZERO),
                },
            )
        )
    take_dimensions(changes, None)
    document = StockDocument(
        kind=DocumentKind.ADJUSTMENT,
        warehouse=sheet.warehouse,
        date=day,
        reason=AdjustmentReason.COUNT,
        reference=sheet.name[:60],
        origin_type=SOURCE,
        origin_id=sheet.pk,
    )
    draft = stock.save_document(actor=actor, document=document, lines=changes)
    return stock.post_adjustment(actor=actor, pk=draft.pk, on=day)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
