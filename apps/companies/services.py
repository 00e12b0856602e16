"""Writes: companies, their branches and logos, exchange rates by hand and from the bank's table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.ecb import DayOfRates, MalformedRates, company_rates, read_rates
from apps.companies.models import Branch, Company, Currency, ExchangeRate, positive_rate
from apps.core.attachments import store_attachment
from apps.core.context import company_context, company_id
from apps.core.events import publish
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion

LOGO_LIMIT = 512 * 1024
LOGO_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
BANK = "ecb"


class OwnCurrency(BusinessError):
    """A rate was given for the currency the books are kept in."""


class NoRatesForCompany(BusinessError):
    """The table holds no rate of the company's currency, so nothing can be crossed into it."""


class RatesRefused(BusinessError):
    """A file is not one of the bank's tables; the sentence names the line and the reason."""

    http_status = 422


@dataclass(frozen=True, slots=True)
class ImportedRates:
    """What an import did: rates added, corrected, already there, kept because somebody typed them."""

    added: int
    changed: int
    unchanged: int
    kept: int


@transaction.atomic
def create_company(*, actor: Any, code: str, name: str, currency: str, **details: Any) -> Company:
    """Make a company; ``details`` are further fields of ``Company``."""
    company = Company(code=code, name=name, currency_id=currency, **details)
    company._history_user = actor  # type: ignore[attr-defined]
    company.save(force_insert=True)
    with company_context(company.pk, user_id=getattr(actor, "pk", None)):
        publish("companies.company_created", company, code=code)
    return company


@transaction.atomic
def save_company(*, actor: Any, company: Company) -> Company:
    """Save the settings of a company somebody edited.

    Raises:
        StaleVersion: somebody else saved them since they were read.
    """
    stored = Company.objects.select_for_update().only("version", "currency_id").get(pk=company.pk)
    if stored.version != company.version:
        raise StaleVersion(
            _("To save the company, open it again; somebody else has changed it meanwhile.")
        )
    if stored.currency_id != company.currency_id:
        raise BusinessError(
            _(
                "To keep books in another currency, make another company; the currency of one stays as it is."
            ),
            field="currency",
        )
    company.version += 1
    company._history_user = actor  # type: ignore[attr-defined]
    company.save()
    publish("companies.company_changed", company)
    return company


def logo_type(content: bytes) -> str:
    """Return the media type of a logo by its first bytes.

    Raises:
        InvalidInput: neither PNG nor JPEG, or larger than 512 KB.
    """
    if len(content) > LOGO_LIMIT:
        raise InvalidInput(_("To use this logo, make it smaller than 512 KB."), field="logo_file")
    for signature, media_type in LOGO_SIGNATURES.items():
        if content.startswith(signature):
            return media_type
    raise InvalidInput(
        _("To use a logo, choose a PNG or JPEG picture; this file is neither."), field="logo_file"
    )


@transaction.atomic
def save_branch(*, actor: Any, branch: Branch) -> Branch:
    """Save a new or edited branch of the company in force."""
    branch.company_id = company_id()
    branch._history_user = actor  # type: ignore[attr-defined]
    branch.save()
    publish("companies.branch_saved", branch, code=branch.code)
    return branch


@transaction.atomic
def save_rate(*, actor: Any, rate: ExchangeRate) -> ExchangeRate:
    """Save a rate somebody typed; there is one per currency and day, so the same day is corrected.

    Raises:
        OwnCurrency: the books are kept in that currency.
        InvalidInput: the rate is zero, negative or beyond 10^10, or an edited rate moves to a day that has one.
    """
    company = Company.objects.only("currency_id").get(pk=company_id())
    if rate.currency_id == company.currency_id:
        raise OwnCurrency(
            _("To add a rate, choose a foreign currency; the books are kept in %s.")
            % rate.currency_id,
            field="currency",
        )
    try:
        positive_rate(rate.rate)
    except ValidationError as error:
        raise InvalidInput(error.message, field="rate") from None
    same_day = _rate_of_day(company, rate)
    if same_day and rate._state.adding:
        same_day.rate = rate.rate
        rate = same_day
    elif same_day:
        raise InvalidInput(
            _("To change the rate of that day, edit that rate; there is one already."), field="date"
        )
    rate.company = company
    rate.source = "manual"
    rate._history_user = actor  # type: ignore[attr-defined]
    rate.save()
    publish("companies.rate_saved", rate, currency=rate.currency_id, date=rate.date.isoformat())
    return rate


@transaction.atomic
def delete_rate(*, actor: Any, pk: UUID) -> None:
    """Remove a rate; documents keep the rate they were made with."""
    rate = ExchangeRate.objects.select_for_update(of=("self",)).get(company_id=company_id(), pk=pk)
    rate._history_user = actor  # type: ignore[attr-defined]
    publish("companies.rate_deleted", rate, currency=rate.currency_id, date=rate.date.isoformat())
    rate.delete()


@transaction.atomic
def import_rates(*, company: Company, days: Iterable[DayOfRates]) -> ImportedRates:
    """Add the rates of the bank's table, crossed into the company's currency. Doing it again adds nothing.

    Rates typed by hand stay; rates of an earlier import are corrected. Currencies that exist no more are left out.

    Raises:
        NoRatesForCompany: no day of the table has a rate of the company's currency.
    """
    offered = _offered(company.currency_id, days)
    if not offered:
        raise NoRatesForCompany(
            _("To keep rates for %(company)s, type them; the table has no rates of %(currency)s.")
            % {"company": company.code, "currency": company.currency_id}
        )
    dates = [day for _currency, day in offered]
    stored = {
        (rate.currency_id, rate.date): rate
        for rate in ExchangeRate.objects.select_for_update()
        .filter(company=company, date__range=(min(dates), max(dates)))
        .order_by("pk")
    }
    new = [
        ExchangeRate(company=company, currency_id=currency, date=day, rate=rate, source=BANK)
        for (currency, day), rate in offered.items()
        if (currency, day) not in stored
    ]
    differing = [
        (stored[key], rate)
        for key, rate in offered.items()
        if key in stored and stored[key].rate != rate
    ]
    corrected = [_with_rate(row, rate) for row, rate in differing if row.source == BANK]
    ExchangeRate.objects.bulk_create(new, batch_size=2000)
    ExchangeRate.objects.bulk_update(corrected, ["rate"], batch_size=500)
    if new or corrected:
        publish("companies.rates_imported", company, added=len(new), changed=len(corrected))
    kept = len(differing) - len(corrected)
    return ImportedRates(len(new), len(corrected), len(offered) - len(new) - len(differing), kept)


@transaction.atomic
def import_rates_file(
    *, actor: Any, content: bytes, filename: str, since: date | None = None
) -> ImportedRates:
    """Add the rates of a file somebody chose and keep the file with the company.

    Args:
        since: days before it are left out.

    Raises:
        RatesRefused: the file is not one of the bank's tables, or has no day from ``since`` on; nothing is added.
        NoRatesForCompany: no day of it has a rate of the company's currency.
    """
    try:
        days = read_rates(content)
    except MalformedRates as error:
        raise RatesRefused(
            _("To import %(name)s, correct it first. %(reason)s")
            % {"name": filename, "reason": error},
            field="file",
        ) from None
    if not (days := [day for day in days if since is None or day.date >= since]):
        raise RatesRefused(
            _("To import %(name)s, choose an earlier first day; the file ends before it.")
            % {"name": filename},
            field="since",
        )
    company = Company.objects.defer("logo").get(pk=company_id())
    done = import_rates(company=company, days=days)
    if done.added or done.changed:
        _keep_file(actor, company, filename, content)
    return done


@transaction.atomic
def keep_refused_rates(*, actor: Any, content: bytes, filename: str, reason: str) -> None:
    """Keep a file of rates that was refused with the company, and say so in its timeline."""
    company = Company.objects.defer("logo").get(pk=company_id())
    _keep_file(actor, company, filename, content)
    publish("companies.rates_refused", company, file=filename, reason=reason)


def _keep_file(actor: Any, company: Company, filename: str, content: bytes) -> None:
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    store_attachment(
        target=company,
        filename=filename,
        content=content,
        content_type="application/xml" if is_xml else "text/csv",
        actor=actor,
    )


def _rate_of_day(company: Company, rate: ExchangeRate) -> ExchangeRate | None:
    others = ExchangeRate.objects.select_for_update().exclude(pk=rate.pk)
    return others.filter(company=company, currency_id=rate.currency_id, date=rate.date).first()


def _offered(own_currency: str, days: Iterable[DayOfRates]) -> dict[tuple[str, date], Decimal]:
    known = set(Currency.objects.filter(is_active=True).values_list("code", flat=True))
    return {
        (currency, day.date): rate
        for day in days
        for currency, rate in company_rates(day, own_currency).items()
        if currency in known and rate > 0
    }


def _with_rate(row: ExchangeRate, rate: Decimal) -> ExchangeRate:
    row.rate = rate
    return row
