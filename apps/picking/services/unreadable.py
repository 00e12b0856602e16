"""Why a scanned code is not what is to be picked, in one sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.formatting import format_date
from apps.picking import reading
from apps.picking.models import PickLine
from apps.products.models import Product
from apps.stock.models import Lot
from apps.warehouses.models import Location


def explain(code: str, what: reading.Meaning, line: PickLine, lines: Sequence[PickLine]) -> str:
    """Return what ``code`` is, and what is to be done instead.

    Args:
        line: what is to be picked.
        lines: all of the wave; the serial number may be picked already.
    """
    if not code:
        return _("Scan something, or type it and press Enter.")
    if isinstance(what, reading.NamesNoLot):
        if line.lot is None:
            return _("Choose the lot of %(product)s below; none is told.") % {
                "product": line.product
            }
        return _("Scan the lot of %(product)s: %(lot)s.") % {
            "product": line.product,
            "lot": line.lot,
        }
    return (
        _of_lot(code, line, lines)
        or _of_product(code, line)
        or _of_place(code, line)
        or _("Nothing here is called %(code)s; %(product)s is to be picked.")
        % {"code": code[:60], "product": line.product}
    )


def _of_lot(code: str, line: PickLine, lines: Sequence[PickLine]) -> str:
    lot = Lot.objects.filter(
        company_id=company_id(), product_id=line.product_id, number__iexact=code
    ).first()
    if lot is None:
        return ""
    if any(other.lot_id == lot.pk and other.picked for other in lines):
        return _("%(lot)s is picked already.") % {"lot": lot}
    if lot.is_blocked:
        return _("Leave lot %(lot)s where it is; it is blocked.") % {"lot": lot}
    if lot.expires_on and lot.expires_on < company_in_force().today():
        return _("Leave lot %(lot)s where it is; it was to be used by %(day)s.") % {
            "lot": lot,
            "day": format_date(lot.expires_on),
        }
    if line.lot is None:
        return _("Choose lot %(lot)s below; none is told.") % {"lot": lot}
    return _("This is lot %(lot)s; take %(told)s, or choose another below.") % {
        "lot": lot,
        "told": line.lot,
    }


def _of_product(code: str, line: PickLine) -> str:
    rows = Product.objects.filter(company_id=company_id())
    found = rows.filter(sku__iexact=code).first()
    if found is None and code.isdigit() and len(code) >= 8:
        digits = code.lstrip("0")
        found = rows.filter(gtin__in=[digits.zfill(length) for length in (8, 12, 13, 14)]).first()
    if found is None:
        return ""
    return _("This is %(found)s; %(product)s is to be picked.") % {
        "found": found,
        "product": line.product,
    }


def _of_place(code: str, line: PickLine) -> str:
    place = Location.objects.filter(
        company_id=company_id(), warehouse=line.location.warehouse, code__iexact=code
    ).first()
    if place is None:
        return ""
    return _("This is %(place)s; go to %(told)s.") % {"place": place, "told": line.location}
