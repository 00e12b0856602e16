"""Read the European Central Bank's table of reference rates and cross it into another currency.

Pure functions, no database. The table says how many units of each currency one euro buys.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.money import NotANumber, parse_decimal, round_half_up

EURO = "EUR"
RATE_DECIMALS = 12


class MalformedRates(ValueError):
    """The file is not the bank's table; the text names the line."""


@dataclass(frozen=True, slots=True)
class DayOfRates:
    """One day of the table: units of each currency for one euro."""

    date: date
    per_euro: dict[str, Decimal]


def read_ecb(lines: Iterable[str]) -> Iterator[DayOfRates]:
    """Yield the days of the table, in the order of the file; ``N/A`` and empty cells are left out.

    Raises:
        MalformedRates: the head is not ``Date,USD,...``, or a line holds no date or no number.
    """
    rows = csv.reader(lines)
    try:
        head = [cell.strip() for cell in next(rows, [])]
        if len(head) < 2 or head[0] != "Date":
            raise MalformedRates('Line 1: the head must be "Date" and then currency codes.')
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                yield _day(number, head, row)
    except csv.Error as error:
        raise MalformedRates(f"Line {rows.line_num}: {error}.") from None


def company_rates(day: DayOfRates, currency: str) -> dict[str, Decimal]:
    """Return what one unit of each currency is worth in ``currency`` that day, 12 decimals, half up.

    rate(X) = units of ``currency`` for one euro / units of X for one euro

    Returns:
        Empty when the table has no rate of ``currency`` for the day.
    """
    per_euro = {EURO: Decimal(1), **day.per_euro}
    own = per_euro.pop(currency, None)
    if own is None:
        return {}
    return {code: round_half_up(own / units, RATE_DECIMALS) for code, units in per_euro.items()}


def _day(number: int, head: list[str], row: list[str]) -> DayOfRates:
    try:
        day = date.fromisoformat(row[0].strip())
    except ValueError:
        raise MalformedRates(
            f'Line {number}: "{row[0]}" is not a date such as 2024-12-31.'
        ) from None
    cells = zip(head[1:], (cell.strip() for cell in row[1:]), strict=False)
    return DayOfRates(
        day,
        {
            code: _units(number, code, cell)
            for code, cell in cells
            if code and cell not in ("", "N/A")
        },
    )


def _units(number: int, code: str, cell: str) -> Decimal:
    try:
        units = parse_decimal(cell)
    except NotANumber:
        units = Decimal(0)
    if units <= 0:
        raise MalformedRates(
            f'Line {number}: the rate of {code}, "{cell}", is not a number above zero.'
        )
    return units
