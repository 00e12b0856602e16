"""Reads: exchange rates of a day, currencies with names in the reader's language."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.companies.models import Branch, Company, Currency, ExchangeRate
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.permissions import may
from apps.core.row_rights import allowed_ids, allowed_rows

ONE = Decimal(1)


class MissingRate(BusinessError):
    """No exchange rate is known on or before the day."""


def company_in_force() -> Company:
    """Return the company the code runs for, without its logo."""
    return Company.objects.defer("logo").get(pk=company_id())


def currency_in_force() -> str:
    """Return the currency the company in force keeps its books in, as an ISO 4217 code; read once per process."""
    return _currency_of(company_id())


@cache
def _currency_of(company: UUID) -> str:
    """Return a company's currency; the database keeps it from changing, so it may be remembered."""
    return Company.objects.values_list("currency_id", flat=True).get(pk=company)


def rate_on(currency: str, on: date) -> Decimal:
    """Return the last rate of ``currency`` on or before ``on``.

    Args:
        currency: ISO 4217 code.

    Returns:
        Company currency for one unit of ``currency``; 1 for the company's own.

    Raises:
        MissingRate: no rate is known on or before that day.
    """
    if currency == currency_in_force():
        return ONE
    return last_rate(currency, on)[0]


def last_rate(currency: str, on: date) -> tuple[Decimal, date]:
    """Return the last rate of a foreign ``currency`` on or before ``on``, and the day it is of.

    Raises:
        MissingRate: no rate is known on or before that day.
    """
    rates = ExchangeRate.objects.filter(company_id=company_id(), currency_id=currency, date__lte=on)
    found = rates.order_by("-date").values_list("rate", "date").first()
    if found is None:
        raise MissingRate(
            _(
                "To use %(currency)s on %(date)s, add an exchange rate; none is known on or before that day."
            )
            % {"currency": currency, "date": format_date(on)},
            field="currency",
        )
    return found


def currency_name(code: str, language: str | None = None) -> str:
    """Return the name of a currency in ``language`` (the active one by default), else its code."""
    return _names(language or get_language() or "en").get(code, code)


def country_names(language: str | None = None) -> dict[str, str]:
    """Return the countries of ISO 3166, code to name in ``language``, in the order of their names."""
    return _country_names(language or get_language() or "en")


@cache
def _country_names(language: str) -> dict[str, str]:
    territories = _locale(language).territories
    named = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def visible_companies(user: Any) -> QuerySet[Company]:
    """Return the companies ``user`` may work in, without their logos; superusers may in every one."""
    allowed = allowed_rows(user, "companies.access_company", Company)
    return Company.objects.defer("logo").filter(allowed).order_by("code")


def visible_company(user: Any) -> QuerySet[Company]:
    """Return the company in force, if ``user`` may work in it: settings are changed from inside."""
    return visible_companies(user).filter(pk=company_id())


def branches() -> QuerySet[Branch]:
    """Return every branch of the company in force, whoever asks: for what belongs to one."""
    return Branch.objects.filter(company_id=company_id()).order_by("code", "pk")


def visible_branches(user: Any) -> QuerySet[Branch]:
    """Return the branches of the company in force that ``user`` may work in."""
    ids = allowed_ids(user, "companies.access_branch", Branch)
    return branches() if ids is None else branches().filter(pk__in=ids)


def visible_rates(user: Any) -> QuerySet[ExchangeRate]:
    """Return the exchange rates of the company in force, newest first."""
    if not may(user, "companies.view_exchangerate"):
        return ExchangeRate.objects.none()
    return ExchangeRate.objects.filter(company_id=company_id()).order_by(
        "-date", "currency_id", "pk"
    )


def visible_currencies(user: Any) -> QuerySet[Currency]:
    """Return the currencies in use, each with the company's ``last_rate`` and ``last_rate_date``."""
    rates = visible_rates(user).filter(currency=OuterRef("pk")).order_by("-date")
    return (
        Currency.objects.filter(is_active=True)
        .annotate(
            last_rate=Subquery(rates.values("rate")[:1]),
            last_rate_date=Subquery(rates.values("date")[:1]),
        )
        .order_by("code")
    )


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@cache
def _names(language: str) -> dict[str, str]:
    return dict(_locale(language).currencies)
