"""Putting goods away: rules, and the transfer from where they came in to where they lie."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.formatting import format_quantity
from apps.core.money import ZERO
from apps.picking.models import PutawayRule
from apps.picking.reading import same_gtin
from apps.stock import services as stock
from apps.stock.choices import DocumentKind
from apps.stock.models import Level, StockDocument, StockDocumentLine
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.services import require_access


class WrongRule(InvalidInput):
    """The rule names no goods, or both a product and a category, or is there already."""


class UnknownGoods(BusinessError):
    """What was scanned is neither goods that wait nor a place."""


class NotThere(BusinessError):
    """So much does not lie free where it should be taken from."""


@transaction.atomic
def save_putaway_rule(
    *, actor: User | None, document: PutawayRule, lines: Any = (), removed: Any = ()
) -> PutawayRule:
    """Store a rule where goods go.

    Raises:
        WrongRule: it names no goods, or too many, stands already, or is for a place that is not ours.
        StaleVersion: somebody else saved it meanwhile.
        NotAllowed: the actor has no access to the warehouse.
    """
    del lines, removed
    document.company_id = company_id()
    require_access(actor, document.location.warehouse_id)
    if document.location.kind != LocationKind.STORAGE:
        raise WrongRule(
            _("Choose a place for our own goods; %(location)s is for goods of a supplier.")
            % {"location": document.location},
            field="location",
        )
    if (document.product_id is None) == (document.category_id is None):
        raise WrongRule(_("Choose a product or a category, not both."), field="product")
    same = PutawayRule.objects.filter(
        location_id=document.location_id,
        product=document.product,
        category=document.category,
    )
    if same.exclude(pk=document.pk).exists():
        raise WrongRule(
            _("Change the rule there is; %(location)s has one for these goods already.")
            % {"location": document.location},
            field="location",
        )
    if not document._state.adding:
        stored = PutawayRule.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if stored.version != document.version:
            raise StaleVersion(
                _(
                    "To save %(rule)s, look at what changed and save again; somebody saved it meanwhile."
                )
                % {"rule": document}
            )
        document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("picking.rule_saved", document)
    return document


def place_called(warehouse: UUID, code: str) -> Location | None:
    """Return the place of a warehouse with this code."""
    return Location.objects.filter(
        company_id=company_id(), warehouse_id=warehouse, code__iexact=code, is_active=True
    ).first()


def goods_called(goods: Sequence[Any], code: str, *, has_goods: bool) -> Any:
    """Return which of the goods that wait a code is of: by lot, else by product.

    Args:
        has_goods: goods were scanned before, so that a place was expected.

    Raises:
        UnknownGoods: none of them, or several lots of one product.
    """
    by_lot = [row for row in goods if row.lot and row.lot.number.casefold() == code.casefold()]
    found = by_lot or [
        row
        for row in goods
        if row.product.sku.casefold() == code.casefold() or same_gtin(code, row.product.gtin)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownGoods(
            _("Scan the lot of %(product)s; several lie here.") % {"product": found[0].product}
        )
    if not code:
        raise UnknownGoods(_("Scan something, or type it and press Enter."))
    words = (
        _("No place here is called %(code)s.")
        if has_goods
        else _("%(code)s is none of what waits to be put away.")
    )
    raise UnknownGoods(words % {"code": code[:60]})


@transaction.atomic
def put_away(
    *, actor: User | None, level: UUID, location: UUID, quantity: Decimal | None = None
) -> StockDocument:
    """Move goods from where they lie to a place of the same warehouse, and return the posted transfer.

    Args:
        quantity: stock unit; None is all that is free.

    Raises:
        NotThere: less lies free there.
        InvalidInput: no such place, or no quantity.
        NotAllowed: the actor has no access to the warehouse.
        And what ``stock.post_transfer`` raises.
    """
    row = (
        Level.objects.select_related("product__unit", "product__category", "location", "lot")
        .filter(pk=level, location__warehouse__isnull=False)
        .first()
    )
    if row is None:
        raise NotThere(_("Scan the goods again; none of them lie there any more."))
    assert row.location.warehouse is not None
    require_access(actor, row.location.warehouse_id)
    free = row.on_hand - row.reserved
    moved = free if quantity is None else quantity
    if not (moved.is_finite() and moved > ZERO):
        raise InvalidInput(_("Write how many, above zero."), field="quantity")
    if moved > free:
        raise NotThere(
            _("Put away at most %(free)s of %(product)s; no more lie free in %(place)s.")
            % {
                "free": format_quantity(free, row.product.unit.code),
                "product": row.product,
                "place": row.location,
            }
        )
    target = Location.objects.filter(
        pk=location, warehouse=row.location.warehouse, is_active=True
    ).first()
    if target is None or target.pk == row.location_id:
        raise InvalidInput(_("Scan another place of this warehouse."), field="location")
    return _move(actor, row, target, moved)


def _move(actor: User | None, row: Level, target: Location, quantity: Decimal) -> StockDocument:
    house = row.location.warehouse
    document = StockDocument(
        kind=DocumentKind.TRANSFER,
        warehouse=house,
        to_warehouse=house,
        date=company_in_force().today(),
        created_by=actor,
    )
    line = StockDocumentLine(
        product=row.product,
        lot=row.lot,
        quantity=quantity,
        unit=row.product.unit,
        from_location=row.location,
        to_location=target,
    )
    stock.save_document(actor=actor, document=document, lines=[line])
    return stock.post_transfer(actor=actor, pk=document.pk)
