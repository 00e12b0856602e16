"""What would run out: every product with a rule, the one that is gone first at the top."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.replenishment.models import Rule
from apps.replenishment.selectors import Standing, open_proposals, standings, visible_rules

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shortage:
    """A product that would run out in a warehouse, on which day, and the proposal for it if there is one."""

    rule: Rule
    standing: Standing
    day: date
    proposal: UUID | None

    @property
    def is_late(self) -> bool:
        """Say whether goods ordered today come too late."""
        return (self.standing.days_left or 0) < self.standing.lead


def shortages(user: Any, *, days: int, warehouse: UUID | None = None) -> list[Shortage]:
    """Return what would be gone within ``days`` at the usual pace, where ``user`` may work, soonest first.

    The usual pace is what left per day over the days the rule looks back on.
    """
    rules = visible_rules(user).filter(is_active=True)
    if warehouse is not None:
        rules = rules.filter(warehouse_id=warehouse)
    places = set(rules.order_by().values_list("warehouse_id", flat=True).distinct())
    found = [
        row
        for row in (standings(warehouses=places) if places else [])
        if row.days_left is not None and row.days_left <= days
    ]
    found.sort(key=lambda row: (row.days_left, str(row.rule_id)))
    by_pk = rules.in_bulk([row.rule_id for row in found])
    opened = dict(open_proposals(user).order_by().values_list("rule_id", "pk"))
    today = company_in_force().today()
    return [
        Shortage(by_pk[row.rule_id], row, row.runs_out(today) or today, opened.get(row.rule_id))
        for row in found
        if row.rule_id in by_pk
    ]


def as_rows(found: list[Shortage]) -> Iterator[list[Any]]:
    """Yield head and rows as plain cells, for a file."""
    yield [
        _("SKU"), _("Product"), _("Warehouse"), _("On hand"), _("Reserved"), _("Asked for"), _("On its way"),
        _("Would be left"), _("Leaves per day"), _("Runs out"), _("Lead time in days"), _("To order"), _("Unit"),
    ]  # fmt: skip
    for row in found:
        product, standing = row.rule.product, row.standing
        yield [
            product.sku, product.display_name, row.rule.warehouse.code, standing.on_hand, standing.reserved,
            standing.demand, standing.incoming, standing.projected, standing.daily, row.day, standing.lead,
            standing.quantity, product.unit.code,
        ]  # fmt: skip
