"""Storing rules."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput, StaleVersion
from apps.core.money import ZERO
from apps.products.choices import ProductKind
from apps.products.units import InexactQuantity, in_unit
from apps.replenishment.choices import Method, Source
from apps.replenishment.models import DAYS, LIMIT, Rule
from apps.replenishment.selectors import offers_of
from apps.warehouses.services import require_access

QUANTITIES = ("minimum", "target", "safety_stock", "minimum_order", "order_multiple")


class WrongRule(InvalidInput):
    """The rule asks for what cannot be ordered."""


@transaction.atomic
def save_rule(*, actor: User | None, document: Rule, lines: Any = (), removed: Any = ()) -> Rule:
    """Store a rule; what its method or source does not use is emptied.

    Raises:
        WrongRule: a figure is none, or the goods cannot come from there.
        NotAllowed: the actor has no access to one of the warehouses.
        StaleVersion: somebody else saved the rule meanwhile.
    """
    del lines, removed
    document.company_id = company_id()
    require_access(actor, document.warehouse_id, document.from_warehouse_id)
    _empty_unused(document)
    _require_goods(document)
    _require_figures(document)
    _require_source(document)
    _require_once(document)
    if not document._state.adding:
        _require_current(document)
        document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("replenishment.rule_saved", document)
    return document


def _empty_unused(rule: Rule) -> None:
    if rule.method != Method.MINIMUM:
        rule.minimum = rule.target = ZERO
    if rule.method != Method.DEMAND:
        rule.safety_stock = ZERO
    if rule.source == Source.BUY:
        rule.from_warehouse = None
    else:
        rule.supplier = None


def _require_goods(rule: Rule) -> None:
    product = rule.product
    if product.kind != ProductKind.GOODS or not product.is_active:
        raise WrongRule(
            _("To replenish, choose goods in use; %(product)s is none that is kept in stock.")
            % {"product": product},
            field="product",
        )


def _require_figures(rule: Rule) -> None:
    """Refuse what is no quantity of the product's unit, and a maximum below the minimum."""
    for name in QUANTITIES:
        if getattr(rule, name) is None:
            continue
        value = Decimal(getattr(rule, name))
        if not (value.is_finite() and ZERO <= value < LIMIT):
            raise WrongRule(_("Write a quantity of zero or more, such as 12."), field=name)
        try:
            in_unit(value, rule.product.unit, rule.product.unit)
        except InexactQuantity as error:
            raise WrongRule(error.message, field=name) from error
    if rule.order_multiple is not None and rule.order_multiple == 0:
        raise WrongRule(
            _("Write a multiple above zero, or leave it empty for any quantity."),
            field="order_multiple",
        )
    if rule.target < rule.minimum:
        raise WrongRule(
            _("Let the maximum be at least the minimum, %(minimum)s.")
            % {"minimum": f"{rule.minimum.normalize():f}"},
            field="target",
        )
    for name, least in (("demand_days", 1), ("cover_days", 0), ("lead_days", 0)):
        days = getattr(rule, name)
        if days is not None and not least <= days <= DAYS:
            raise WrongRule(
                _("Write days from %(least)s to %(most)s.") % {"least": least, "most": DAYS},
                field=name,
            )


def _require_source(rule: Rule) -> None:
    if rule.source == Source.TRANSFER:
        if rule.from_warehouse is None or rule.from_warehouse_id == rule.warehouse_id:
            raise WrongRule(
                _("Choose the other warehouse the goods come from."), field="from_warehouse"
            )
        return
    supplier = rule.supplier
    if supplier is not None and not (supplier.is_supplier and supplier.is_active):
        raise WrongRule(
            _("Choose a supplier in use; %(party)s is none.") % {"party": supplier},
            field="supplier",
        )
    if supplier is None and not offers_of(rule.product).exists():
        raise WrongRule(
            _("Choose a supplier; the product names none among its suppliers' prices."),
            field="supplier",
        )


def _require_once(rule: Rule) -> None:
    others = Rule.objects.filter(product=rule.product_id, warehouse=rule.warehouse_id)
    if others.exclude(pk=rule.pk).exists():
        raise WrongRule(
            _("Change the rule there is; %(warehouse)s has one for this product already.")
            % {"warehouse": rule.warehouse},
            field="warehouse",
        )


def _require_current(rule: Rule) -> None:
    stored = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if stored.version != rule.version:
        raise StaleVersion(
            _("To save %(rule)s, look at what changed and save again; somebody saved it meanwhile.")
            % {"rule": rule}
        )
