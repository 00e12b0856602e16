"""Part numbers from a file: rows that do not fit are named with the reason, the others stored if the user says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.file_import import Imported, RowRefused
from apps.core.filetables import FileRow
from apps.parties.models import Party
from apps.products.models import PartNumber, Product
from apps.products.services.part_numbers import lock_parties, number_taken

COLUMNS: Final = ("party", "product", "number", "description", "preferred")
NEEDED: Final = ("party", "product", "number")
YES: Final = frozenset({"yes", "y", "x", "1", "true", "oui", "نعم"})
NO: Final = frozenset({"", "no", "n", "0", "false", "non", "لا"})
LONGEST: Final = {"number": 60, "description": 250}


class WrongRow(InvalidInput):
    """A row of the file is no part number."""


@dataclass(slots=True)
class _Known:
    """What rows name: parties and products by their codes, numbers in use by party, the preferred by pair."""

    parties: dict[str, Party]
    products: dict[str, Product]
    numbers: dict[tuple[UUID, str], PartNumber] = field(default_factory=dict)
    preferred: dict[tuple[UUID, UUID], PartNumber] = field(default_factory=dict)
    named: set[tuple[UUID, str]] = field(default_factory=set)


@transaction.atomic
def import_part_numbers(
    *, actor: User | None, rows: Sequence[FileRow], apply_good: bool = False
) -> Imported:
    """Store the part numbers of a file; nothing of it when a row does not fit, unless ``apply_good``.

    A row names a party by its code and a product by SKU or GTIN. A number the party has in use for that product is
    changed, not doubled. ``preferred`` is yes or no; the first number of party and product is the preferred one.
    """
    known = _read(rows)
    refused, good = [], []
    for row in rows:
        try:
            good.append(_understood(row.cells, known))
        except BusinessError as error:
            refused.append(RowRefused(row.number, row.cells["number"], error.message))
    applied = bool(good) and (apply_good or not refused)
    if applied:
        _store(actor, good, known)
    return Imported(len(good), applied, tuple(refused))


def _read(rows: Sequence[FileRow]) -> _Known:
    """Return what the rows name, in four statements; the parties are locked."""
    codes = {row.cells["party"].lower() for row in rows}
    goods = {row.cells["product"] for row in rows}
    of_company = {"company_id": company_id()}
    parties = Party.objects.filter(**of_company).annotate(low=Lower("code")).filter(low__in=codes)
    products = Product.objects.filter(**of_company).annotate(low=Lower("sku"))
    found = products.filter(low__in={text.lower() for text in goods})
    by_gtin = products.filter(gtin__in=goods - {""})
    known = _Known(
        {party.code.lower(): party for party in parties},
        {**{row.gtin: row for row in by_gtin}, **{row.sku.lower(): row for row in found}},
    )
    lock_parties(*(party.pk for party in known.parties.values()))
    numbers = PartNumber.objects.filter(party__in=parties.values("pk"), is_active=True)
    for number in numbers.select_related("party", "product"):
        known.numbers[number.party_id, number.number.upper()] = number
        if number.is_preferred:
            known.preferred[number.party_id, number.product_id] = number
    return known


def _understood(cells: dict[str, str], known: _Known) -> tuple[PartNumber, bool]:
    """Return the number a row asks for, new or known, and whether it is to be preferred.

    Raises:
        WrongRow, NumberTaken: it does not fit.
    """
    party, product = known.parties.get(cells["party"].lower()), _product(cells["product"], known)
    if party is None:
        raise WrongRow(_("no party has the code %(code)s") % {"code": cells["party"] or "–"})
    _require_lengths(cells)
    key = (party.pk, cells["number"].upper())
    if key in known.named:
        raise WrongRow(_("an earlier row names this number of the party already"))
    row = known.numbers.get(key)
    if row is not None and row.product_id != product.pk:
        raise number_taken(cells["number"], party, row.product)
    preferred = _yes(cells["preferred"])
    known.named.add(key)
    if row is None:
        row = PartNumber(party=party, product=product, number=cells["number"])
    row.description = cells["description"] or row.description
    return row, preferred


def _product(code: str, known: _Known) -> Product:
    product = known.products.get(code.lower()) or known.products.get(code)
    if product is None:
        raise WrongRow(_("no product has the SKU or bar code %(code)s") % {"code": code or "–"})
    return product


def _require_lengths(cells: dict[str, str]) -> None:
    if not cells["number"]:
        raise WrongRow(_("the number is missing"))
    for name, longest in LONGEST.items():
        if len(cells[name]) > longest:
            raise WrongRow(
                _("%(column)s is longer than %(count)d characters")
                % {"column": name, "count": longest}
            )


def _yes(text: str) -> bool:
    word = text.lower()
    if word not in YES | NO:
        raise WrongRow(_("write yes or no for preferred, not %(text)s") % {"text": text})
    return word in YES


def _store(actor: User | None, good: Sequence[tuple[PartNumber, bool]], known: _Known) -> None:
    """Store the rows; who was preferred and is no more goes first, for there is one at a time."""
    outdone: dict[UUID, PartNumber] = {}
    for row, preferred in good:
        pair = (row.party_id, row.product_id)
        before = known.preferred.get(pair)
        if before is None or preferred:
            if before is not None and before is not row:
                before.is_preferred = False
                outdone[before.pk] = before
            row.is_preferred, known.preferred[pair] = True, row
    rows = [row for row, _preferred in good]
    _update(actor, (row for row in outdone.values() if not row._state.adding))
    _update(actor, (row for row in rows if not row._state.adding))
    new = [row for row in rows if row._state.adding]
    for row in new:
        row.company_id = company_id()
    bulk_create_with_history(new, PartNumber, default_user=actor)
    for product in {row.product_id: row.product for row in rows}.values():
        events.publish("products.part_numbers_taken", product)


def _update(actor: User | None, rows: Iterable[PartNumber]) -> None:
    changed = list(rows)
    for row in changed:
        row.version += 1
    if changed:
        fields = ["description", "is_preferred", "version"]
        bulk_update_with_history(changed, PartNumber, fields, default_user=actor)
