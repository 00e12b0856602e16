"""Working out what to order: a fixed number of statements, however many rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import NotAllowed
from apps.replenishment import figures
from apps.replenishment.models import Rule
from apps.warehouses.selectors import allowed_warehouses

WORKED_OUT: Final = "replenishment.worked_out"
ASKED: Final = "replenishment.run_asked"
AT_ONCE: Final = 5_000
# Runs of a company wait for each other, accepting does not wait; see apps/replenishment/services/deciding.py.
LOCK_KEY: Final = "hashtextextended('replenishment:' || %(company)s::text, 0)"
_ALONE: Final = f"""
SELECT set_config('statement_timeout', '300s', true), set_config('lock_timeout', '120s', true),
       pg_advisory_xact_lock({LOCK_KEY})
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: how many rules it asked, what is needed, and what became of the proposals."""

    rules: int = 0
    needed: int = 0
    made: int = 0
    changed: int = 0
    lapsed: int = 0


@transaction.atomic
def propose(
    *,
    actor: User | None,
    warehouse: UUID | None = None,
    products: Collection[UUID] | None = None,
    on: date | None = None,
) -> Outcome:
    """Bring the open proposals in line with what is missing: new ones, changed figures, those not needed any more.

    A second run makes no second proposal: while one is open for a product and warehouse it is brought up to date.
    Runs of a company follow each other.

    Args:
        warehouse: only this one; None is all the actor may work in.
        products: only these; None is all that have a rule.
        on: the day to count from, today without it.

    Raises:
        NotAllowed: the warehouse is closed to the actor.
    """
    values: dict[str, Any] = {
        "company": company_id(),
        "day": on or company_in_force().today(),
        "warehouses": _warehouses(actor, warehouse),
        "products": None if products is None else list(products),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, values)
        cursor.execute(figures.STORE, values)
        outcome = Outcome(*cursor.fetchone())
        cursor.execute(figures.NAME_ORDERS, values)
    company = Company(pk=company_id())
    events.publish(WORKED_OUT, company, needed=outcome.needed, made=outcome.made)
    return outcome


@transaction.atomic
def ask_run(*, actor: User, warehouse: UUID | None = None) -> Outcome | None:
    """Work out the proposals now, or leave it to a worker where there are many rules.

    Returns:
        What was found; None when a worker does it.

    Raises:
        NotAllowed: the warehouse is closed to the actor.
    """
    allowed = _warehouses(actor, warehouse)
    rules = Rule.objects.filter(company_id=company_id(), is_active=True)
    if allowed is not None:
        rules = rules.filter(warehouse_id__in=allowed)
    if rules.count() <= AT_ONCE:
        return propose(actor=actor, warehouse=warehouse)
    chosen = str(warehouse) if warehouse else None
    events.publish(ASKED, Company(pk=company_id()), warehouse=chosen, by=str(actor.pk))
    return None


def _warehouses(actor: User | None, warehouse: UUID | None) -> list[UUID] | None:
    """Return the warehouses to ask, None for all of the company."""
    allowed: Any = allowed_warehouses(actor)
    if warehouse is None:
        return None if allowed is None else list(allowed)
    if allowed is not None and warehouse not in allowed:
        raise NotAllowed(
            _("To work out what is missing, choose a warehouse you work in; this one is not yours.")
        )
    return [warehouse]
