"""What a scanned or typed code means on a sheet: a place, a line, or goods that are not on it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.counts import selectors
from apps.counts.models import CountLine, CountSheet
from apps.products.models import Product
from apps.stock.models import Lot
from apps.warehouses.models import Location

SHOWN = 20


@dataclass(slots=True)
class Meaning:
    """What a code led to: the place being counted, one line or several to choose from, goods found, or nothing."""

    place: Location | None = None
    line: CountLine | None = None
    lines: list[CountLine] = field(default_factory=list)
    product: Product | None = None
    lot_text: str = ""
    error: str = ""


def place_of(sheet: CountSheet, pk: UUID | None) -> Location | None:
    """Return a location of the sheet."""
    if pk is None or pk not in selectors.places_within(sheet.warehouse_id, sheet.location_id):
        return None
    return Location.objects.filter(pk=pk).first()


def meaning_of(sheet: CountSheet, code: str, place: Location | None) -> Meaning:
    """Return what ``code`` means: a place first, then SKU, bar code or lot of a line, then goods not on the sheet."""
    places = selectors.places_within(sheet.warehouse_id, sheet.location_id)
    scanned = Location.objects.filter(pk__in=places, code__iexact=code).first()
    if scanned is not None:
        return Meaning(place=scanned)
    lines = selectors.lines_of(sheet)
    exact = lines.filter(
        Q(product__sku__iexact=code) | Q(product__gtin=_digits(code)) | Q(lot__number__iexact=code)
    )
    found = _narrowed(exact, place)
    if not found and (product := _known(code)):
        goods, lot_text = product
        return Meaning(place=place, product=goods, lot_text=lot_text)
    if not found:
        found = _narrowed(lines.filter(_words(code)), place)
    if not found:
        return Meaning(
            place=place,
            error=_("Scan a place or goods of this sheet; nothing has the code %(code)s.")
            % {"code": code},
        )
    line = found[0] if len(found) == 1 else None
    return Meaning(place=place, line=line, lines=found)


def _narrowed(lines: QuerySet[CountLine], place: Location | None) -> list[CountLine]:
    """Return the lines in the place that is being counted."""
    rows = lines.filter(location=place) if place else lines
    return list(rows[:SHOWN])


def _digits(code: str) -> str:
    return code.replace(" ", "").replace("-", "") or "-"


def _words(text: str) -> Q:
    found = Q()
    for word in text.split()[:8]:
        found &= Q(product__sku__icontains=word) | Q(product__name__icontains=word)
    return found


def _known(code: str) -> tuple[Product, str] | None:
    """Return the goods of a SKU, bar code or lot, with the lot."""
    goods = Product.objects.filter(company_id=company_id(), kind="goods").select_related("unit")
    product = goods.filter(Q(sku__iexact=code) | Q(gtin=_digits(code))).first()
    if product is not None:
        return product, ""
    lots = Lot.objects.filter(company_id=company_id(), number__iexact=code)
    lot = lots.select_related("product__unit").first()
    return (lot.product, lot.number) if lot else None
