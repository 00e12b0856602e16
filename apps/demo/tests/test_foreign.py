"""A year abroad: documents in euros and pounds, paid at other rates, revalued at the end of a month."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, Sum

from apps.companies.models import ExchangeRate
from apps.companies.tests.factories import make_company
from apps.core.context import company_context
from apps.core.prove import prove
from apps.demo.foreign import abroad, home_bank, is_abroad, open_abroad
from apps.invoices.models import Invoice
from apps.ledger import services as ledger
from apps.ledger.models import Entry, EntryLine, OpenItem
from apps.parties import services as parties
from apps.parties.models import Party, PaymentTerm
from apps.payments.models import Payment

TODAY = date(2026, 11, 21)


@pytest.fixture
def dollars(db):
    company = make_company(currency="USD")
    with company_context(company.pk):
        ledger.install_chart(actor=None, template="fr")
        for year in (2025, 2026, 2027):
            ledger.open_fiscal_year(actor=None, start=date(year, 1, 1))
        term = parties.save_term(actor=None, term=PaymentTerm(code="NET30", name="30", days=30))
        for code in ("ERNSH", "AROUT"):
            customer = Party(
                code=code, name=code, currency_id="USD", is_customer=True, customer_term=term
            )
            parties.save_party(actor=None, party=customer)
        yield company


def play() -> None:
    open_abroad(TODAY)
    for _day, _place, step in sorted(abroad(TODAY, lambda step: step), key=lambda one: one[:2]):
        step()


def test_a_year_abroad_leaves_gains_losses_and_open_items_in_both_currencies(dollars):
    assert not is_abroad()

    play()

    papers = Invoice.objects.values_list("kind", "currency_id").distinct().order_by()
    assert set(papers) == {
        (kind, currency)
        for kind in ("customer_invoice", "supplier_bill")
        for currency in ("EUR", "GBP")
    }
    assert not Invoice.objects.filter(origin_id__isnull=False).exists()
    results = EntryLine.objects.filter(
        entry__kind="exchange", account__code__in=["666000", "766000"]
    )
    assert set(results.values_list("account__code", flat=True)) == {"666000", "766000"}
    left = OpenItem.objects.filter(open_currency__gt=0).values_list("currency_id", flat=True)
    assert set(left) == {"EUR", "GBP"}
    assert Payment.objects.filter(journal=home_bank()).values_list(
        "currency_id", flat=True
    ).distinct().get() == "GBP"  # fmt: skip
    assert prove([(dollars.pk, "T")]).details == []


def test_the_account_in_euros_is_never_overdrawn(dollars):
    play()

    rows = EntryLine.objects.filter(account__code="512401").order_by("date", "pk")
    balance = lowest = Decimal(0)
    for moved in rows.values_list("amount_currency", flat=True):
        balance += moved
        lowest = min(lowest, balance)
    assert lowest == 0


def test_a_month_s_end_is_revalued_once_and_closed(dollars):
    play()
    end = date(2025, 11, 30)

    made = ledger.revalue(actor=None, on=end)

    assert made is not None
    assert made.result != 0
    assert ledger.revalue(actor=None, on=end) is None
    sums = EntryLine.objects.filter(entry__in=[made.entry_id, made.reversal_id])
    assert sums.aggregate(sum=Sum(F("debit") - F("credit")))["sum"] == 0
    assert Entry.objects.get(pk=made.reversal_id).date == date(2025, 12, 1)


def test_the_rates_are_those_of_the_table_moved_by_whole_years(dollars):
    open_abroad(TODAY)

    rates = ExchangeRate.objects.filter(date=date(2026, 1, 1)).values_list("currency_id", "rate")

    assert dict(rates) == {"EUR": Decimal("1.105000"), "GBP": Decimal("1.271503")}
