"""What came in and left over a span: opening, in, out, closing; and how often stock turned over."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.money import ZERO
from apps.valuation.asking import Asked, goods_of
from apps.valuation.flows import Flow, flows_between
from apps.valuation.past import Position, worth_on
from apps.valuation.places import Moved, lying_on, moved_between
from apps.valuation.reports.worth import TOTAL
from apps.valuation.sheets import PRODUCT, UNIT, Column, Row, Sheet, Summing, named, stock_url

NOTHING = (ZERO, ZERO)


def movement_sheet(asked: Asked) -> Sheet:
    """Return opening, in, out and closing of each product; with their value for the company as a whole."""
    if asked.houses is not None:
        return _of_houses(asked)
    first = _first(asked)
    opening, flows = _worth(first - timedelta(days=1)), flows_between(first, asked.last)
    columns = [*PRODUCT, *_heads("quantity"), UNIT]
    if asked.shows_value:
        columns += _heads("amount")
    summing = Summing(len(columns), range(7, 11) if asked.shows_value else (), TOTAL)
    rows = []
    for pk, goods in goods_of(asked, {*opening, *flows}).items():
        (had, worth), flow = opening.get(pk, NOTHING), flows.get(pk, Flow())
        cells = [*named(goods), had, flow.came, flow.left, had + flow.came - flow.left, goods.unit]
        if asked.shows_value:
            closing = worth + flow.came_value - flow.left_value
            cells += [worth, flow.came_value, flow.left_value, closing]
        rows.append(summing.row(cells, stock_url(goods)))
    return Sheet(columns, rows, summing.totals)


def turnover_sheet(asked: Asked) -> Sheet:
    """Return what was sold at cost, the average of the value at both ends, how often it turned, and days of stock."""
    first = _first(asked)
    days = (asked.last - first).days + 1
    opening, closing = _worth(first - timedelta(days=1)), _worth(asked.last)
    flows = flows_between(first, asked.last)
    columns = [
        *PRODUCT, Column(_("Sold"), "quantity"), UNIT, Column(_("Cost of goods sold"), "amount"),
        Column(_("Average value"), "amount"), Column(_("Turns"), "ratio"), Column(_("Days of stock"), "ratio"),
    ]  # fmt: skip
    summing = Summing(len(columns), (4, 5), TOTAL)
    rows = []
    for pk, goods in goods_of(asked, {*opening, *closing, *flows}).items():
        flow = flows.get(pk, Flow())
        average = (opening.get(pk, NOTHING)[1] + closing.get(pk, NOTHING)[1]) / 2
        cells = [*named(goods), flow.sold, goods.unit, flow.sold_value, average]
        rows.append(
            summing.row([*cells, *_turns(flow.sold_value, average, days)], stock_url(goods))
        )
    totals = summing.totals
    if totals:
        totals[6:] = _turns(totals[4], totals[5], days)
    return Sheet(columns, rows, totals)


def _turns(sold: Decimal, average: Decimal, days: int) -> list[Decimal | None]:
    turns = sold / average if average else None
    return [turns, average / sold * days if sold else None]


def _first(asked: Asked) -> date:
    return asked.first or asked.last.replace(day=1)


def _heads(kind: str) -> list[Column]:
    if kind == "quantity":
        words = [_("Opening"), _("In"), _("Out"), _("Closing")]
    else:
        words = [_("Opening value"), _("Value in"), _("Value out"), _("Closing value")]
    return [Column(word, kind) for word in words]


def _worth(day: date) -> dict[UUID, tuple[Decimal, Decimal]]:
    found: dict[UUID, tuple[Decimal, Decimal]] = {}
    for row in worth_on(Position(day)):
        quantity, value = found.get(row.product_id, NOTHING)
        found[row.product_id] = quantity + row.quantity, value + row.value
    return found


def _of_houses(asked: Asked) -> Sheet:
    """Return the same in quantity for some warehouses; what moves between two of them neither comes in nor leaves."""
    moved = moved_between(_first(asked), asked.last, asked.houses)
    closing: dict[UUID, Decimal] = {}
    today = company_in_force().today()
    for (product, _place), quantity in lying_on(asked.last, today, asked.houses).items():
        closing[product] = closing.get(product, ZERO) + quantity
    rows = []
    for pk, goods in goods_of(asked, {*moved, *closing}).items():
        flow, end = moved.get(pk, Moved(ZERO, ZERO)), closing.get(pk, ZERO)
        opening = end - flow.came + flow.left
        cells = [*named(goods), opening, flow.came, flow.left, end, goods.unit]
        rows.append(Row(cells, stock_url(goods)))
    return Sheet([*PRODUCT, *_heads("quantity"), UNIT], rows)
