"""Setting a company's books up: chart of accounts, journals, taxes, fiscal years."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.ledger import chart_taxes, charts
from apps.ledger.choices import JournalType, PeriodStatus, TaxTreatment, TaxUse
from apps.ledger.models import Account, DefaultAccount, FiscalYear, Journal, Period, Tax
from apps.ledger.services.boxes import install_tax_boxes

MONTHS = 12

followers: list[Callable[[Any, str, str], object]] = []
"""Called after a chart is installed with actor, template and language; upper apps append in ``AppConfig.ready()``."""


class ChartExists(BusinessError):
    """The company has accounts already."""


class YearExists(BusinessError):
    """The days of a fiscal year belong to another one, or leave a hole."""


@transaction.atomic
def install_chart(
    *, actor: models.Model | None, template: str, language: str = "en"
) -> dict[str, Account]:
    """Give the company in force a chart of accounts, default accounts, journals and tax codes.

    Args:
        template: a key of ``charts.TEMPLATES``, the country in lower case.
        language: of the names; every other name the plan has is kept as a translation.

    Returns:
        The accounts by code.

    Raises:
        ChartExists: the company has accounts.
        InvalidInput: there is no such template.
    """
    if template not in charts.TEMPLATES:
        raise InvalidInput(
            _("To make the chart of accounts, choose one of %(names)s.")
            % {"names": ", ".join(charts.TEMPLATES)},
            field="template",
        )
    if Account.objects.filter(company_id=company_id()).exists():
        raise ChartExists(_("To use another chart, make a new company; this one has accounts."))
    plan = charts.TEMPLATES[template]
    accounts = _create(
        actor,
        [
            Account(
                code=account.code,
                type=account.type,
                reconcile=account.reconcile,
                control=account.control,
                **_named(account.names, language),
            )
            for account in charts.accounts_of(template)
        ],
    )
    by_code = {account.code: account for account in accounts}
    _create(
        actor,
        [
            DefaultAccount(purpose=purpose, account=by_code[code])
            for purpose, code in plan.purposes.items()
        ],
    )
    _create(actor, _journals(plan, by_code, language))
    _create(actor, _taxes(template, plan, by_code, language))
    install_tax_boxes(actor=actor, template=template, language=language)
    for follow in followers:
        follow(actor, template, language)
    return by_code


@transaction.atomic
def open_fiscal_year(*, actor: models.Model | None, start: date) -> FiscalYear:
    """Open a fiscal year of twelve monthly periods.

    Args:
        start: its first day, the first of a month; it must follow or precede the years there are.

    Raises:
        YearExists: the days overlap another year or leave a hole.
        InvalidInput: ``start`` is not the first of a month.
    """
    if start.day != 1:
        raise InvalidInput(
            _("To open a fiscal year, begin it on the first day of a month."), field="start"
        )
    end = start + relativedelta(months=MONTHS) - timedelta(days=1)
    _require_next(start, end)
    code = str(start.year) if start.month == 1 else f"{start.year}-{end.year}"
    year = FiscalYear(company_id=company_id(), code=code, start=start, end=end)
    year._history_user = actor  # type: ignore[attr-defined]
    year.save()
    firsts = [start + relativedelta(months=month) for month in range(MONTHS)]
    _create(
        actor,
        [
            Period(
                fiscal_year=year,
                code=f"{first:%Y-%m}",
                start=first,
                end=first + relativedelta(months=1) - timedelta(days=1),
            )
            for first in firsts
        ],
    )
    return year


def _require_next(start: date, end: date) -> None:
    """Refuse a year that would overlap another or leave a hole."""
    years = FiscalYear.objects.filter(company_id=company_id())
    known = years.aggregate(first=models.Min("start"), last=models.Max("end"))
    first, last = known["first"], known["last"]
    if first is None or start == last + timedelta(days=1):
        return
    if end == first - timedelta(days=1):
        _require_nothing_closed()
        return
    raise YearExists(
        _("To open a fiscal year, begin it on %(next)s, or end it before %(first)s.")
        % {"next": date_format(last + timedelta(days=1)), "first": date_format(first)},
        field="start",
    )


def _require_nothing_closed() -> None:
    """Refuse an earlier year once balances are frozen: they would not know its entries."""
    closed = (
        Period.objects.filter(company_id=company_id(), status=PeriodStatus.CLOSED)
        .order_by("start")
        .first()
    )
    if closed:
        raise YearExists(
            _("To open an earlier year, reopen period %(period)s first; its balances are frozen.")
            % {"period": closed.code},
            field="start",
        )


def _journals(plan: charts.Template, accounts: dict[str, Account], language: str) -> list[Journal]:
    money = {
        JournalType.BANK: accounts[plan.purposes["bank"]],
        JournalType.CASH: accounts[plan.cash],
    }
    return [
        Journal(
            code=code, type=kind, account=money.get(JournalType(kind)), **_named(names, language)
        )
        for code, kind, names in charts.JOURNALS
    ]


def _taxes(
    template: str, plan: charts.Template, accounts: dict[str, Account], language: str
) -> list[Tax]:
    account = {
        TaxUse.SALE.value: accounts[plan.sales_tax],
        TaxUse.PURCHASE.value: accounts[plan.purchase_tax],
    }
    return [
        Tax(
            code=tax.code,
            use=tax.use,
            rate=tax.rate,
            treatment=tax.treatment,
            category=tax.category,
            reason_code=tax.reason_code,
            reason=tax.reasons.get(language) or tax.reasons.get("en", ""),
            reason_i18n=tax.reasons,
            account=_tax_account(tax, account, accounts),
            reverse_account=accounts.get(tax.reverse_account),
            **_named(tax.names, language),
        )
        for tax in chart_taxes.codes_of(template)
    ]


def _tax_account(
    tax: charts.ChartTax, usual: dict[str, Account], accounts: dict[str, Account]
) -> Account | None:
    if tax.treatment == TaxTreatment.CHARGED or tax.account:
        return accounts[tax.account] if tax.account else usual[tax.use]
    return None


def _named(names: dict[str, str], language: str) -> dict[str, Any]:
    return {"name": (names.get(language) or names["en"])[:200], "name_i18n": names}


def _create(actor: models.Model | None, rows: list[Any]) -> list[Any]:
    """Write rows of one model with their history, in two statements."""
    for row in rows:
        row.company_id = company_id()
    return bulk_create_with_history(rows, type(rows[0]), batch_size=1000, default_user=actor)
