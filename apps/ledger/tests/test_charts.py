"""Chart templates, fiscal years and the small books of the tests."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.core.context import company_context
from apps.core.exceptions import InvalidInput
from apps.ledger import charts, services
from apps.ledger.choices import Control, Purpose
from apps.ledger.models import (
    Account,
    DefaultAccount,
    FiscalYear,
    Period,
    Tax,
    TaxBox,
    TaxBoxSource,
)
from apps.ledger.tests.factories import check_deferred_rules


@pytest.mark.parametrize("template", charts.TEMPLATES)
def test_a_template_names_an_account_of_its_own_for_every_purpose(template):
    codes = {account.code for account in charts.accounts_of(template)}
    plan = charts.TEMPLATES[template]

    assert set(plan.purposes) == set(Purpose.values)
    assert {*plan.purposes.values(), plan.sales_tax, plan.purchase_tax, plan.cash} <= codes


@pytest.mark.parametrize("template", charts.TEMPLATES)
def test_a_template_has_a_zero_rate_for_sales_and_for_purchases(template):
    zero = {tax.use for tax in charts.taxes_of(template) if tax.rate == 0}

    assert zero == {"sale", "purchase"}


def test_the_moroccan_chart_brings_accounts_in_two_languages_and_its_four_rates(company):
    services.install_chart(actor=None, template="ma", language="fr")

    customers = services.default_account("receivable")
    assert customers.code == "34211"
    assert customers.name == "Clients - Catégorie A"
    assert customers.name_in("en") == "Customers - Category A"
    assert (customers.reconcile, customers.control) == (True, Control.RECEIVABLE)
    rates = set(Tax.objects.filter(company=company, use="purchase").values_list("rate", flat=True))
    assert rates == {Decimal(rate) for rate in (20, 14, 10, 7, 0)}


def test_the_egyptian_chart_reads_in_arabic(company):
    services.install_chart(actor=None, template="eg", language="ar")

    assert services.default_account("stock").name == "المخزون"


def test_a_chart_is_installed_in_the_same_number_of_statements_whatever_its_size(
    company, other_company, count_sql
):
    large = count_sql(partial(services.install_chart, actor=None, template="fr"))
    with company_context(other_company.pk):
        small = count_sql(partial(services.install_chart, actor=None, template="eg"))
        accounts = Account.objects.filter(company=other_company).count()

    assert Account.objects.filter(company=company).count() > 640 > 2 * accounts
    assert small == large <= 22  # two of them are the reasons to adjust stock
    assert DefaultAccount.objects.filter(company=company).count() == len(Purpose)


def test_a_company_gets_one_chart(company):
    services.install_chart(actor=None, template="dz")

    with pytest.raises(services.ChartExists):
        services.install_chart(actor=None, template="fr")


def test_an_unknown_template_is_refused_by_name(company):
    with pytest.raises(InvalidInput, match="fr, ma, tn, dz, eg"):
        services.install_chart(actor=None, template="xx")


def test_a_fiscal_year_has_twelve_months_and_knows_leap_years(company):
    year = services.open_fiscal_year(actor=None, start=date(2027, 7, 1))

    periods = list(Period.objects.filter(fiscal_year=year))
    assert year.code == "2027-2028"
    assert [period.code for period in periods][:2] == ["2027-07", "2027-08"]
    assert periods[7].end == date(2028, 2, 29)
    assert periods[-1].end == year.end == date(2028, 6, 30)


def test_a_second_year_follows_or_precedes_the_first(company):
    services.open_fiscal_year(actor=None, start=date(2026, 1, 1))

    services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    services.open_fiscal_year(actor=None, start=date(2025, 1, 1))

    with pytest.raises(services.YearExists, match="begin it on"):
        services.open_fiscal_year(actor=None, start=date(2029, 1, 1))
    with pytest.raises(services.YearExists):
        services.open_fiscal_year(actor=None, start=date(2026, 7, 1))
    with pytest.raises(InvalidInput):
        services.open_fiscal_year(actor=None, start=date(2028, 1, 2))


def test_the_database_refuses_overlapping_periods(company):
    year = services.open_fiscal_year(actor=None, start=date(2026, 1, 1))

    with pytest.raises(IntegrityError, match="periods_do_not_overlap"), transaction.atomic():
        Period.objects.create(
            company=company,
            fiscal_year=year,
            code="x",
            start=date(2026, 3, 15),
            end=date(2026, 4, 15),
        )


@transaction.atomic
def try_without_june(year: FiscalYear) -> None:
    Period.objects.filter(fiscal_year=year, code="2026-06").delete()
    check_deferred_rules()


def test_the_database_refuses_a_year_with_a_hole_in_it(company):
    year = services.open_fiscal_year(actor=None, start=date(2026, 1, 1))

    with pytest.raises(IntegrityError, match="must cover each of its days once"):
        try_without_june(year)


@transaction.atomic
def try_year_in_2030(company: Any) -> None:
    first, last = date(2030, 1, 1), date(2030, 12, 31)
    far = FiscalYear.objects.create(company=company, code="far", start=first, end=last)
    Period.objects.create(company=company, fiscal_year=far, code="far", start=first, end=last)
    check_deferred_rules()


def test_the_database_refuses_a_hole_between_years(company):
    services.open_fiscal_year(actor=None, start=date(2026, 1, 1))

    with pytest.raises(IntegrityError, match="must begin the day after"):
        try_year_in_2030(company)


@pytest.mark.parametrize("template", charts.TEMPLATES)
def test_a_chart_brings_exports_exemptions_and_boxes_that_take_every_code_up_once(
    company, template
):
    services.install_chart(actor=None, template=template)

    codes = Tax.objects.filter(company=company)
    assert {"S0EX", "S0E"} <= set(codes.values_list("code", flat=True))
    counted = TaxBoxSource.objects.exclude(box__side="memo").values_list("tax__code", "role")
    charged = codes.exclude(rate=0)
    wanted = [(tax.code, "") for tax in charged]
    wanted += [(tax.code, "reverse") for tax in charged.filter(treatment="reverse")]
    assert sorted(counted) == sorted(wanted)


def test_a_french_company_knows_what_the_union_asks_of_it(company):
    services.install_chart(actor=None, template="fr", language="fr")

    inside, bought = (Tax.objects.get(code=code) for code in ("S0EU", "P20EU"))
    assert (inside.treatment, inside.vat_category, inside.reason_code) == (
        "exempt",
        "K",
        "VATEX-EU-IC",
    )
    assert inside.reason == "Exonération de TVA, article 262 ter I du CGI"
    assert (bought.account.code, bought.reverse_account.code) == ("445662", "445200")
    assert [b.code for b in TaxBox.objects.filter(sources__tax=bought)] == ["B2", "08", "17", "20"]
