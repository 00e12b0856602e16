"""What is due to be counted, by class, and the sheets of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.counts import selectors
from apps.counts.choices import AbcClass, SheetStatus
from apps.counts.classes import classes_of
from apps.counts.models import CountLine, CountPlan, CountSheet
from apps.counts.services.opening import store_sheet
from apps.stock.models import Level
from apps.warehouses.models import Warehouse
from apps.warehouses.services import require_access

YEAR: Final = 365
_ALONE: Final = (
    "SELECT set_config('statement_timeout', '300s', true),"
    " pg_advisory_xact_lock(hashtextextended('counts:' || %s::text, 0))"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run found in a warehouse: how many products are due, and the sheets made for them."""

    due: int
    sheets: tuple[CountSheet, ...] = ()
    lines: int = 0


@transaction.atomic
def plan_counts(*, actor: User | None, warehouse: Warehouse, on: date | None = None) -> Planned:
    """Make sheets of what is due in a warehouse: A first, then what waits longest; few lines each.

    What is on an open sheet is not due, and no more sheets are made than the plan lets be open at once: a second run
    makes no second sheet. Runs of a company follow each other.

    Raises:
        NotAllowed: the warehouse is closed to the actor.
    """
    require_access(actor, warehouse.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [company_id()])
    plan = selectors.count_plan()
    today = on or company_in_force().today()
    classes = classes_of(warehouse.pk, plan)
    due = due_products(warehouse.pk, plan, classes, today)
    levels = _levels_by_product(warehouse.pk, due)
    waiting = [product for product in due if product in levels]
    sheets, lines = [], 0
    for group in _groups(waiting, levels, classes, plan)[: _room(warehouse.pk, plan)]:
        sheet = CountSheet(
            warehouse=warehouse, date=today, abc_class=classes[group[0].product_id], is_planned=True
        )
        sheets.append(store_sheet(actor, sheet, sorted(group, key=_way)))
        lines += len(group)
    return Planned(len(waiting), tuple(sheets), lines)


def due_products(
    warehouse: UUID, plan: CountPlan, classes: dict[UUID, str], today: date
) -> list[UUID]:
    """Return the products whose last count in a warehouse is too long ago for their class, the most pressing first."""
    last = last_counted(warehouse)
    every = {
        AbcClass.A: plan.times_a,
        AbcClass.B: plan.times_b,
        AbcClass.C: plan.times_c,
    }
    pressing = []
    for product, name in classes.items():
        times = every[AbcClass(name)]
        waited = (today - last[product]).days if product in last else YEAR * 10
        if times and waited * times >= YEAR:
            pressing.append((str(name), -waited, str(product), product))
    return [product for *_order, product in sorted(pressing)]


def last_counted(warehouse: UUID) -> dict[UUID, date]:
    """Return the day each product was last counted in a warehouse, by the sheets posted there."""
    rows = CountLine.objects.filter(
        company_id=company_id(),
        sheet__warehouse_id=warehouse,
        sheet__status=SheetStatus.POSTED,
        tally_count__gt=0,
    )
    return dict(rows.order_by().values_list("product_id").annotate(day=Max("counted_at__date")))


def _levels_by_product(warehouse: UUID, due: Sequence[UUID]) -> dict[UUID, list[Level]]:
    found: dict[UUID, list[Level]] = defaultdict(list)
    rows = selectors.levels_to_count(warehouse, products=due)
    for level in rows.select_related("location", "product", "lot"):
        found[level.product_id].append(level)
    return found


def _groups(
    due: Sequence[UUID],
    levels: dict[UUID, list[Level]],
    classes: dict[UUID, str],
    plan: CountPlan,
) -> list[list[Level]]:
    """Return the lines of each sheet: of one class, products whole as long as they fit."""
    groups: list[list[Level]] = []
    for product in due:
        lines = levels[product]
        last = groups[-1] if groups else []
        fits = last and len(last) + len(lines) <= plan.lines_per_sheet
        if fits and classes[last[0].product_id] == classes[product]:
            last.extend(lines)
            continue
        size = plan.lines_per_sheet
        groups += [lines[at : at + size] for at in range(0, len(lines), size)]
    return groups


def _room(warehouse: UUID, plan: CountPlan) -> int:
    busy = CountSheet.objects.filter(
        company_id=company_id(), warehouse_id=warehouse, is_planned=True
    ).exclude(status__in=(SheetStatus.POSTED, SheetStatus.CANCELLED))
    return max(0, plan.open_sheets - busy.count())


def _way(level: Any) -> tuple[Any, ...]:
    place = level.location
    return (place.pick_order, place.code, level.product.sku, level.lot.number if level.lot else "")


@transaction.atomic
def save_plan(
    *, actor: User | None, document: CountPlan, lines: Any = (), removed: Any = ()
) -> CountPlan:
    """Store how the company counts.

    Raises:
        InvalidInput: a figure does not fit.
        StaleVersion: somebody else saved it meanwhile.
    """
    del lines, removed
    if not document.share_a <= document.share_b <= 100:
        raise InvalidInput(_("Let A and B make up at least A, and at most 100."), field="share_b")
    document.company_id = company_id()
    if not document._state.adding:
        lock_draft(document)
        document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("counts.plan_changed", document)
    return document
