"""Read the European Central Bank's tables of reference rates and cross them into another currency.

Pure functions, no database. A table says how many units of each currency one euro buys; it comes as CSV (one day
or the whole history) or as XML (one day, ninety days, the history). A document type or an entity in XML is refused.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.parsers import expat

from django.utils.translation import gettext as _

from apps.core.money import NotANumber, parse_decimal, round_half_up

EURO = "EUR"
RATE_DECIMALS = 12
LARGEST = 20 * 2**20  # bytes; the whole history since 1999 is 9 MB of XML


class MalformedRates(ValueError):
    """The file is not the bank's table; the text names the line."""


@dataclass(frozen=True, slots=True)
class DayOfRates:
    """One day of the table: units of each currency for one euro."""

    date: date
    per_euro: dict[str, Decimal]


def read_rates(content: bytes) -> list[DayOfRates]:
    """Return the days of a file, CSV or XML, in its order: all of them or none.

    Raises:
        MalformedRates: it is too large, no UTF-8 text, or not one of the bank's tables.
    """
    if len(content) > LARGEST:
        raise MalformedRates(_("The file is larger than 20 MB."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        days = read_ecb_xml(content)
    else:
        try:
            days = list(read_ecb(content.decode("utf-8-sig").splitlines()))
        except UnicodeDecodeError:
            raise MalformedRates(_("The file is not text in UTF-8.")) from None
    if not days:
        raise MalformedRates(_("The file holds no day of rates."))
    return days


def read_ecb(lines: Iterable[str]) -> Iterator[DayOfRates]:
    """Yield the days of a CSV table, in the order of the file; ``N/A`` and empty cells are left out.

    Raises:
        MalformedRates: the head is not ``Date,USD,...``, a line holds no date or no number, or a day comes twice.
    """
    rows = csv.reader(lines)
    seen: dict[date, int] = {}
    try:
        head = [cell.strip() for cell in next(rows, [])]
        if len(head) < 2 or head[0] != "Date":
            raise _at(1, _('the head must be "Date" and then currency codes'))
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                day = _day(number, head, row)
                _once(seen, day.date, number)
                yield day
    except csv.Error as error:
        raise _at(rows.line_num, str(error)) from None


def read_ecb_xml(content: bytes) -> list[DayOfRates]:
    """Return the days of an XML table: ``Cube`` of a time, holding a ``Cube`` for each currency.

    Raises:
        MalformedRates: it is no XML, declares a document type, or a ``Cube`` holds no date or no number.
    """
    reader = _CubeReader()
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 expat takes it by place
    except expat.ExpatError as error:
        raise _at(error.lineno, _("this is no XML: %s") % expat.ErrorString(error.code)) from None
    if reader.depth_seen == 0:
        raise MalformedRates(_("The file holds no table of the European Central Bank."))
    return reader.days


class _CubeReader:
    """Collects days while expat reads; entities cannot come in, for a document type is refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.days: list[DayOfRates] = []
        self.seen: dict[date, int] = {}
        self.depth_seen = 0

    def _refuse(self, *_declared: object) -> None:
        raise _at(
            self.parser.CurrentLineNumber, _("a document type or entity has no place in a table of rates")
        )  # fmt: skip

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] != "Cube":
            return
        self.depth_seen += 1
        line = self.parser.CurrentLineNumber
        if "time" in attributes:
            on = _date(line, attributes["time"])
            _once(self.seen, on, line)
            self.days.append(DayOfRates(on, {}))
        elif "currency" in attributes:
            code, cell = attributes["currency"], attributes.get("rate", "")
            if not self.days:
                raise _at(line, _("the rate of %s stands before any day") % code)
            per_euro = self.days[-1].per_euro
            if code in per_euro:
                raise _at(line, _("%s comes twice on one day") % code)
            if cell not in ("", "N/A"):
                per_euro[code] = _units(line, code, cell)


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
    if any(cell.strip() for cell in row[len(head) :]):
        raise _at(number, _("it has more cells than the head"))
    cells = zip(head[1:], (cell.strip() for cell in row[1:]), strict=False)
    return DayOfRates(
        _date(number, row[0].strip()),
        {
            code: _units(number, code, cell)
            for code, cell in cells
            if code and cell not in ("", "N/A")
        },
    )


def _date(number: int, text: str) -> date:
    """Return a day written 2024-12-31, or 31 December 2024 as in the bank's file of one day."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    with suppress(ValueError):
        return datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007 a day has no zone
    raise _at(number, _('"%s" is not a date such as 2024-12-31') % text[:40])


def _units(number: int, code: str, cell: str) -> Decimal:
    try:
        units = parse_decimal(cell)
    except NotANumber:
        units = Decimal(0)
    if units <= 0:
        raise _at(
            number,
            _('the rate of %(currency)s, "%(rate)s", is not a number above zero')
            % {"currency": code[:10], "rate": cell[:40]},
        )
    return units


def _once(seen: dict[date, int], on: date, number: int) -> None:
    if on in seen:
        raise _at(
            number,
            _("%(day)s comes twice, first on line %(line)d")
            % {"day": on.isoformat(), "line": seen[on]},
        )
    seen[on] = number


def _at(number: int, reason: str) -> MalformedRates:
    return MalformedRates(_("Line %(number)d: %(reason)s.") % {"number": number, "reason": reason})
