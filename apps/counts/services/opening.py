"""Making a sheet: what lies in a warehouse, or in a part of it, and is being counted on no other sheet."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id, current
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_date
from apps.counts import classes, selectors
from apps.counts.models import CountLine, CountSheet
from apps.stock.models import Level
from apps.warehouses.services import require_access

MOST_LINES = 2_000


class NothingToCount(BusinessError):
    """Nothing lies there that is not on an open sheet already."""


class TooMuch(BusinessError):
    """More lies there than one sheet takes."""


@transaction.atomic
def open_sheet(
    *,
    actor: User | None,
    document: CountSheet,
    lines: Sequence[Any] = (),
    removed: Collection[UUID] = (),
    products: Collection[UUID] | None = None,
) -> CountSheet:
    """Make a sheet of all that lies in its warehouse, or in its location, category, class and products.

    What is on another open sheet is left out: goods counted on two sheets would be corrected twice.

    Args:
        products: only these; without it those the form wrote on the document (``chosen_products``), else all.

    Raises:
        NotAllowed: the actor has no access to the warehouse.
        NothingToCount, TooMuch: see the classes.
        InvalidInput: the location lies in another warehouse.
    """
    del lines, removed  # a sheet's lines are made here
    require_access(actor, document.warehouse_id)
    place = document.location
    if place is not None and place.warehouse_id != document.warehouse_id:
        raise InvalidInput(
            _("Choose a place in %(warehouse)s; %(place)s lies elsewhere.")
            % {"warehouse": document.warehouse, "place": place},
            field="location",
        )
    chosen = products if products is not None else getattr(document, "chosen_products", None)
    levels = list(_levels(document, chosen)[: MOST_LINES + 1])
    if not levels:
        raise NothingToCount(
            _("To count here, choose a part where goods lie that are on no open sheet; none do.")
        )
    if len(levels) > MOST_LINES:
        raise TooMuch(
            _("To count here, choose a smaller part; more than %(count)d lines lie there.")
            % {"count": MOST_LINES}
        )
    return store_sheet(actor, document, levels)


def store_sheet(actor: User | None, sheet: CountSheet, levels: Sequence[Level]) -> CountSheet:
    """Store a sheet with a line for each level that is still on no open sheet."""
    sheet.company_id = company_id()
    sheet.created_by_id = current().user_id
    sheet.name = sheet.name.strip() or _another(usual_name(sheet))
    sheet._history_user = actor  # type: ignore[attr-defined]
    sheet.save()
    CountLine.objects.bulk_create(
        [
            CountLine(
                company_id=sheet.company_id,
                sheet=sheet,
                position=position,
                product_id=level.product_id,
                location_id=level.location_id,
                lot_id=level.lot_id,
            )
            for position, level in enumerate(levels)
        ],
        ignore_conflicts=True,  # somebody else's sheet took it meanwhile
    )
    if not sheet.lines.exists():
        raise NothingToCount(
            _("To count here, choose a part where goods lie that are on no open sheet; none do.")
        )
    events.publish("counts.sheet_created", sheet)
    return sheet


def usual_name(sheet: CountSheet) -> str:
    """Return what a sheet is called unless somebody says otherwise: warehouse, part, class, day."""
    parts = [sheet.warehouse.code, sheet.location and sheet.location.code, sheet.abc_class]
    return " · ".join([*(str(part) for part in parts if part), format_date(sheet.date)])[:70]


def _another(name: str) -> str:
    """Return ``name``, numbered where sheets are called so already."""
    same = CountSheet.objects.filter(company_id=company_id(), name__startswith=name).count()
    return f"{name} ({same + 1})" if same else name


def _levels(document: CountSheet, products: Collection[UUID] | None) -> Any:
    chosen = None if products is None else set(products)
    if document.abc_class:
        with connection.cursor() as cursor:  # a year of moves is read
            cursor.execute("SELECT set_config('statement_timeout', '120s', true)")
        of_class = classes.products_of_class(
            document.warehouse_id, document.abc_class, selectors.count_plan()
        )
        chosen = of_class if chosen is None else chosen & of_class
    return selectors.levels_to_count(
        document.warehouse_id,
        location=document.location_id,
        category=document.category_id,
        products=chosen,
    )
