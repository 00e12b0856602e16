"""How much of what there was on a day, and what it was worth; or where it lay."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.companies.selectors import company_in_force, currency_in_force
from apps.core.formatting import format_money
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.ledger.balances import balances_on
from apps.valuation.asking import Asked, Goods, goods_of, unit_cost
from apps.valuation.past import Position, worth_by_account, worth_on
from apps.valuation.places import lying_on
from apps.valuation.sheets import PRODUCT, UNIT, Column, Row, Sheet, Summing, named, stock_url
from apps.warehouses.models import Location

TOTAL = pgettext_lazy("at the foot of a document", "Total")
CATEGORY = Column(gettext_lazy("Category"))
QUANTITY = Column(gettext_lazy("Quantity"), "quantity")


def worth_sheet(asked: Asked) -> Sheet:
    """Return the goods of a day with their value; by place, or for warehouses, their quantity."""
    if asked.by_place or asked.houses is not None:
        return _by_place(asked)
    sums: dict[UUID, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for row in worth_on(Position(asked.last, asked.number)):
        quantity, value = sums[row.product_id]
        sums[row.product_id] = quantity + row.quantity, value + row.value
    columns = [*PRODUCT, CATEGORY, QUANTITY, UNIT]
    if asked.shows_value:
        columns += [Column(_("Unit cost"), "amount"), Column(_("Value"), "amount")]
    summing = Summing(len(columns), (6,) if asked.shows_value else (), TOTAL)
    rows = []
    for pk, goods in goods_of(asked, sums).items():
        quantity, value = sums[pk]
        cells = [*named(goods), goods.category, quantity, goods.unit]
        more = [unit_cost(value, quantity), value] if asked.shows_value else []
        rows.append(summing.row([*cells, *more], stock_url(goods)))
    note, warning = _compared(asked)
    return Sheet(columns, rows, summing.totals, note, warning)


def _compared(asked: Asked) -> tuple[str, str]:
    """Return what the ledger says of the same day, as a note or a warning; nothing of a part of stock."""
    narrowed = asked.q or asked.category or asked.number is not None
    if narrowed or not asked.shows_value or not may(asked.user, "ledger.view_entry"):
        return "", ""
    valued, booked = worth_by_account(Position(asked.last)), balances_on(asked.last)
    currency = currency_in_force()
    total = sum(valued.values(), ZERO)
    own = sum((booked[pk].debit - booked[pk].credit for pk in valued if pk in booked), ZERO)
    if own != total:
        return "", _("The ledger says %(amount)s for the accounts of stock.") % {
            "amount": format_money(own, currency)
        }
    return _("The ledger says the same: %(amount)s.") % {
        "amount": format_money(total, currency)
    }, ""


def _by_place(asked: Asked) -> Sheet:
    lying = lying_on(asked.last, company_in_force().today(), asked.houses)
    places = {
        place.pk: place
        for place in Location.objects.filter(pk__in={place for _goods, place in lying})
        .select_related("warehouse")
        .order_by("warehouse__code", "code")
    }
    by_product: dict[UUID, list[tuple[UUID, Decimal]]] = defaultdict(list)
    for (product, place), quantity in lying.items():
        by_product[product].append((place, quantity))
    order = {pk: number for number, pk in enumerate(places)}
    rows = [
        _place_row(goods, places[place], quantity)
        for pk, goods in goods_of(asked, by_product).items()
        for place, quantity in sorted(by_product[pk], key=lambda row: order[row[0]])
    ]
    columns = [
        *PRODUCT, CATEGORY, Column(_("Warehouse"), "code"), Column(_("Location"), "code"), QUANTITY, UNIT,
    ]  # fmt: skip
    return Sheet(columns, rows)


def _place_row(goods: Goods, place: Location, quantity: Decimal) -> Row:
    house = place.warehouse.code if place.warehouse else ""
    cells = [*named(goods), goods.category, house, place.code, quantity, goods.unit]
    return Row(cells, stock_url(goods))
