"""Numbers, money and dates as people of a language write them. Pure functions; Latin digits in every language.

Made for tables: the symbols of a language are read from CLDR once, so that an amount costs a microsecond or two.
The result is plain text; ``templatetags.plumb`` wraps it in the markup.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import (
    format_compact_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)
from django.utils import timezone, translation

from apps.core.money import minor_units

MINUS: Final = "\u2212"
NO_BREAK_SPACE: Final = "\u00a0"
DASH: Final = "\u2013"
DATE_PATTERN: Final = "d MMM yyyy"
MONTH_PATTERN: Final = "LLL yyyy"
LONG_DATE_PATTERN: Final = "EEEE d MMMM yyyy"


@dataclass(frozen=True, slots=True)
class Symbols:
    """What a language needs to write a number.

    ``grouping`` is (size of the first group, size of the others): 3, 3 or, in India, 3, 2.
    """

    group: str
    point: str
    grouping: tuple[int, int]
    currency_first: bool
    percent: str


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _symbols(language: str) -> Symbols:
    locale = _locale(language)
    return Symbols(
        group=get_group_symbol(locale, numbering_system="latn"),
        point=get_decimal_symbol(locale, numbering_system="latn"),
        grouping=locale.decimal_formats[None].grouping,
        currency_first=locale.currency_formats["standard"].pattern.startswith("\u00a4"),
        percent=f"{NO_BREAK_SPACE}%"
        if NO_BREAK_SPACE in locale.percent_formats[None].pattern
        else "%",
    )


@cache
def currency_symbol(currency: str, language: str) -> str:
    """Return the sign of ``currency`` in ``language``, or its code where the language has none.

    The mark at the end of an Arabic sign stays: it keeps the last point of "د.م." with its letters.
    """
    symbol = get_currency_symbol(currency, locale=_locale(language))
    return symbol.lstrip("\u200e\u200f ").rstrip("\u200e ") or currency


def _language(language: str | None) -> str:
    return language or translation.get_language() or "en"


def _grouped(digits: str, symbols: Symbols) -> str:
    first, others = symbols.grouping
    if len(digits) <= first:
        return digits
    head, tail = digits[:-first], digits[-first:]
    start = len(head) % others
    groups = ([head[:start]] if start else []) + [
        head[i : i + others] for i in range(start, len(head), others)
    ]
    return symbols.group.join([*groups, tail])


def format_number(
    value: Decimal | int, decimals: int, *, language: str | None = None, signed: bool = False
) -> str:
    """Return ``value`` with exactly ``decimals`` places, half up, grouped, with a real minus.

    Args:
        value: any finite number.
        decimals: >= 0.
        language: the active one when None.
        signed: write a plus before what is above zero.
    """
    symbols = _symbols(_language(language))
    number = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, places = f"{abs(number):f}".partition(".")
    sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
    return sign + _grouped(whole, symbols) + (symbols.point + places if places else "")


def format_amount(
    value: Decimal | int, currency: object, *, language: str | None = None, signed: bool = False
) -> str:
    """Return ``value`` at the minor unit of ``currency``, without the currency: 1,234.50."""
    return format_number(
        value, minor_units(currency_code(currency)), language=language, signed=signed
    )


def format_money(
    value: Decimal | int,
    currency: object,
    *,
    language: str | None = None,
    signed: bool = False,
    decimals: int | None = None,
) -> str:
    """Return ``value`` with its currency where the language puts it: €1,234.50, 1 234,50 €.

    Args:
        value: in major units.
        currency: an ISO 4217 code or a currency row.
        language: the active one when None.
        signed: write a plus before what is above zero.
        decimals: the minor unit of the currency when None.
    """
    code, language = currency_code(currency), _language(language)
    places = minor_units(code) if decimals is None else decimals
    return _with_currency(
        format_number(value, places, language=language, signed=signed), code, language
    )


def _with_currency(number: str, code: str, language: str) -> str:
    symbol = currency_symbol(code, language)
    if not _symbols(language).currency_first:
        return f"{number}{NO_BREAK_SPACE}{symbol}"
    gap = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
    sign = number[0] if number[0] in (MINUS, "+") else ""
    return f"{sign}{symbol}{gap}{number[len(sign) :]}"


def format_quantity(value: Decimal | int, unit: str = "", *, language: str | None = None) -> str:
    """Return ``value`` without trailing zeros, with its unit: 1,250.5 kg."""
    number = Decimal(value).normalize()
    text = format_number(number, max(0, -int(number.as_tuple().exponent)), language=language)
    return f"{text}{NO_BREAK_SPACE}{unit}" if unit else text


def format_percent(
    value: Decimal | int, *, decimals: int = 1, language: str | None = None, signed: bool = False
) -> str:
    """Return the share ``value`` in percent without trailing zeros: 0.125 is 12.5%."""
    language = _language(language)
    number = (
        (Decimal(value) * 100)
        .quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        .normalize()
    )
    places = max(0, -int(number.as_tuple().exponent))
    return (
        format_number(number, places, language=language, signed=signed) + _symbols(language).percent
    )


def format_compact(
    value: Decimal | int, currency: object = None, *, language: str | None = None
) -> str:
    """Return ``value`` in at most four digits and a word for the power: €796.4K, 1,8 M €."""
    language = _language(language)
    number = format_compact_decimal(
        abs(Decimal(value)), locale=_locale(language), fraction_digits=1
    )
    text = (MINUS if value < 0 else "") + number
    return _with_currency(text, currency_code(currency), language) if currency else text


def format_date(value: date, *, language: str | None = None) -> str:
    """Return the day as 18 Nov 2026; of a datetime, the day in the current time zone."""
    return _day(_local_day(value), DATE_PATTERN, _language(language))


def format_long_date(value: date, *, language: str | None = None) -> str:
    """Return the day with its weekday: Wednesday 18 November 2026."""
    return _day(_local_day(value), LONG_DATE_PATTERN, _language(language))


def format_month(value: date, *, language: str | None = None) -> str:
    """Return the month of the day: Nov 2026."""
    return _day(value, MONTH_PATTERN, _language(language))


def format_stamp(value: datetime, *, language: str | None = None) -> str:
    """Return the moment as 18 Nov 2026, 14:05 in the current time zone."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    language = _language(language)
    clock = babel_time(local.time(), "HH:mm", locale=_locale(language))
    return f"{_day(local.date(), DATE_PATTERN, language)}, {clock}"


def format_full_stamp(value: datetime) -> str:
    """Return the moment to the second with its zone, for the hover of a date."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M:%S %Z").strip()


def currency_code(currency: object) -> str:
    """Return the ISO 4217 code of a code or a currency row."""
    return str(getattr(currency, "code", currency))


def _local_day(value: date) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, language: str) -> str:
    return str(babel_date(value, pattern, locale=_locale(language)))
