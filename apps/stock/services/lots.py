"""Lots and serial numbers: which the lines of a draft are of, and the commands on lots themselves."""

import re
from collections.abc import Sequence
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.products.choices import Tracking
from apps.products.models import Product
from apps.products.units import in_unit
from apps.stock import tracing
from apps.stock.choices import DocumentKind
from apps.stock.models import Lot, StockDocument, StockDocumentLine

SEPARATORS = re.compile(r"[\s,;]+")
LONGEST = 60
Key = tuple[UUID, str]


class UnknownLot(InvalidInput):
    """No lot of the product has this number, and only goods that come in make one."""


class WrongLot(InvalidInput):
    """The product has no lots, or a number is too long, or there are not as many as pieces."""


class LotHasMoved(BusinessError):
    """A lot that has moved keeps its number."""


def name_lots(
    actor: User | None, document: StockDocument, lines: Sequence[StockDocumentLine]
) -> list[StockDocumentLine]:
    """Give lines the lots written on them (``lot_text``), one line for each serial number.

    Goods that come in may name a lot nobody knew; it is made, to be used by ``lot_expires_on`` or as long as the
    product keeps. Goods that leave or move and name none take what is free, the first to expire first.

    Raises:
        UnknownLot: a number is no lot of the product.
        WrongLot: the product is not traced, or a number does not fit.
    """
    written = [line for line in lines if hasattr(line, "lot_text")]
    numbers = {id(line): _numbers(line) for line in written}
    for line in written:
        _require_as_many(line, numbers[id(line)])
    lots = _known_lots(written, numbers)
    _make_missing(actor, document, written, numbers, lots)
    named: list[StockDocumentLine] = []
    for line in lines:
        if id(line) not in numbers:
            named.append(line)
            continue
        found = [lots[line.product_id, number] for number in numbers[id(line)]]
        line.lot = found[0] if found else None
        named.append(line)
        if len(found) > 1:
            line.quantity, line.unit = Decimal(1), line.product.unit
            named += [_another(line, lot) for lot in found[1:]]
    return _from_free(document, named)


def lots_written(lines: Sequence[Any]) -> dict[int, UUID | None]:
    """Return the lot each line names or has, by ``id(line)``; one nobody knows yet is none."""
    written = [line for line in lines if hasattr(line, "lot_text")]
    numbers = {id(line): _numbers(line) for line in written}
    known = _known_lots(written, numbers)
    found = {id(line): line.lot_id for line in lines if not hasattr(line, "lot_text")}
    for line in written:
        lot = next((known.get((line.product_id, n)) for n in numbers[id(line)]), None)
        found[id(line)] = lot.pk if lot else None
    return found


def _numbers(line: Any) -> list[str]:
    """Return the numbers written on a line: one for a lot, one for each piece of a serial-numbered product."""
    text = (line.lot_text or "").strip()
    if not text:
        return []
    product: Product = line.product
    if product.tracking == Tracking.NONE:
        raise WrongLot(
            _("Leave the lot of %(product)s empty; it is not traced.") % {"product": product},
            field="lot_text",
        )
    numbers = [text]
    if product.tracking == Tracking.SERIAL:
        numbers = list(dict.fromkeys(SEPARATORS.split(text.strip(",; "))))
    if any(len(number) > LONGEST for number in numbers):
        raise WrongLot(_("Write a number of at most 60 characters."), field="lot_text")
    return numbers


def _require_as_many(line: Any, numbers: Sequence[str]) -> None:
    """Refuse serial numbers that are not as many as the pieces of a line, in the product's stock unit.

    Raises:
        WrongLot: see above.
    """
    product: Product = line.product
    if product.tracking != Tracking.SERIAL or not numbers:
        return
    if in_unit(line.quantity, line.unit, product.unit) != len(numbers):
        raise WrongLot(
            _("Write as many serial numbers of %(product)s as pieces; these are %(count)d.")
            % {"product": product, "count": len(numbers)},
            field="lot_text",
        )


def _known_lots(lines: Sequence[Any], numbers: dict[int, list[str]]) -> dict[Key, Lot]:
    wanted = {number for line in lines for number in numbers[id(line)]}
    if not wanted:
        return {}
    rows = Lot.objects.filter(product_id__in={line.product_id for line in lines}, number__in=wanted)
    return {(row.product_id, row.number): row for row in rows}


def _make_missing(
    actor: User | None,
    document: StockDocument,
    lines: Sequence[Any],
    numbers: dict[int, list[str]],
    lots: dict[Key, Lot],
) -> None:
    """Make the lots that come in for the first time, all in one statement; ``lots`` then knows them."""
    new: dict[Key, Lot] = {}
    for line in lines:
        for number in numbers[id(line)]:
            key = (line.product_id, number)
            expires_on = getattr(line, "lot_expires_on", None)
            if key in lots:
                _require_expiry(lots[key], expires_on)
            elif not _comes_in(document, line):
                raise UnknownLot(
                    _("Write a lot of %(product)s that is there; %(number)s is unknown.")
                    % {"product": line.product, "number": number},
                    field="lot_text",
                )
            else:
                new[key] = Lot(
                    company_id=company_id(),
                    product=line.product,
                    number=number,
                    expires_on=expires_on or _usual_expiry(line.product, document.date),
                    supplier=document.party if document.kind == DocumentKind.RECEIPT else None,
                )
    if new:
        bulk_create_with_history(list(new.values()), Lot, default_user=actor)
        lots.update(new)


def _comes_in(document: StockDocument, line: Any) -> bool:
    if document.kind == DocumentKind.ADJUSTMENT:
        return line.from_location_id is None
    return document.kind == DocumentKind.RECEIPT


def _require_expiry(lot: Lot, expires_on: date | None) -> None:
    if expires_on and expires_on != lot.expires_on:
        raise WrongLot(
            _("Change the day lot %(lot)s is to be used by on its own page.") % {"lot": lot},
            field="lot_text",
        )


def _usual_expiry(product: Product, day: date) -> date | None:
    days = product.shelf_life_days
    return day + timedelta(days=days) if days is not None else None


def _another(line: StockDocumentLine, lot: Lot) -> StockDocumentLine:
    """Return a new line like ``line`` for another serial number."""
    other = copy(line)
    other.pk, other.lot = uuid7(), lot
    other._state = copy(line._state)
    other._state.adding = True
    return other


def _from_free(document: StockDocument, lines: list[StockDocumentLine]) -> list[StockDocumentLine]:
    """Let lines of goods that leave take free lots where they name none; what is not there stays without."""
    if document.kind not in (DocumentKind.SHIPMENT, DocumentKind.TRANSFER):
        return lines
    open_lines = [
        line for line in lines if line.product.tracking != Tracking.NONE and line.lot_id is None
    ]
    if not open_lines:
        return lines
    free = tracing.free_lots(
        {line.product_id for line in open_lines}, document.warehouse_id, document.date
    )
    taken: list[StockDocumentLine] = []
    for line in lines:
        taken += _split_over(line, free[line.product_id]) if line in open_lines else [line]
    return taken


def _split_over(line: StockDocumentLine, free: list[tracing.FreeLot]) -> list[StockDocumentLine]:
    left, parts = line.quantity, list[StockDocumentLine]()
    if line.unit_id != line.product.unit_id:
        return [line]
    for lot in free:
        if line.from_location_id not in (None, lot.location_id) or not left or not lot.free:
            continue
        part = _another(line, lot.lot) if parts else line
        part.quantity = min(left, lot.free)
        part.lot, part.from_location_id = lot.lot, lot.location_id
        lot.free -= part.quantity
        left -= part.quantity
        parts.append(part)
    if not parts:
        return [line]
    if left > ZERO:
        rest = _another(line, parts[0].lot)  # type: ignore[arg-type]
        rest.lot, rest.quantity = None, left
        parts.append(rest)
    return parts


@transaction.atomic
def save_lot(*, actor: User | None, document: Lot, lines: Any = (), removed: Any = ()) -> Lot:
    """Store what is known of a lot: by when it is to be used, its supplier, notes, and its number until it moves.

    Raises:
        LotHasMoved: its number would change though it has moved.
        StaleVersion: somebody else saved it meanwhile.
        InvalidInput: another lot of the product has the number.
    """
    stored = Lot.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if stored.version != document.version:
        raise StaleVersion(
            _(
                "To save %(lot)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"lot": stored}
        )
    if stored.number != document.number:
        _require_new_number(stored, document)
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("stock.lot_changed", document)
    return document


def _require_new_number(stored: Lot, document: Lot) -> None:
    if stored.moves.exists():
        raise LotHasMoved(
            _("To number it otherwise, move it to another lot; %(lot)s has moved under its number.")
            % {"lot": stored},
            field="number",
        )
    same = Lot.objects.filter(product_id=stored.product_id, number=document.number)
    if same.exclude(pk=stored.pk).exists():
        raise InvalidInput(
            _("Choose another number; %(number)s is taken.") % {"number": document.number},
            field="number",
        )


def block_lot(*, actor: User | None, pk: UUID) -> Lot:
    """Keep a lot from being promised or shipped; what is promised already stays so, and cannot leave."""
    return _set_blocked(actor, pk, blocked=True)


def unblock_lot(*, actor: User | None, pk: UUID) -> Lot:
    """Let a blocked lot be promised and shipped again."""
    return _set_blocked(actor, pk, blocked=False)


@transaction.atomic
def _set_blocked(actor: User | None, pk: UUID, *, blocked: bool) -> Lot:
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=pk)
    if lot.is_blocked != blocked:
        lot.is_blocked = blocked
        lot.version += 1
        lot._history_user = actor  # type: ignore[attr-defined]
        lot.save(update_fields=["is_blocked", "version"])
        events.publish("stock.lot_blocked" if blocked else "stock.lot_unblocked", lot)
    return lot
