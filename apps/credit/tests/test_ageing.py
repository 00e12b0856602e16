"""Rule 26: what was owed on a past day, by the dates of the matches."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from apps.core.context import company_id
from apps.credit.ageing import Question, aged, items_of
from apps.credit.choices import Side
from apps.credit.models import OpenSpan
from apps.credit.tests.factories import owed, shown
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.tests.factories import make_party, post
from apps.payments import services as payments
from apps.payments.selectors import matches_of
from apps.payments.tests.factories import pay

APRIL_30, MAY_31, JUNE_30 = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


@pytest.fixture
def receivables(accountant):
    def on(day, **more):
        return shown(aged(accountant, Question(Side.RECEIVABLE, day, **more)))

    return on


def test_an_invoice_of_30_april_paid_on_30_june_is_open_in_a_report_as_of_31_may(receivables):
    invoice = owed("100", APRIL_30)
    pay("100", (invoice, "100"), on=JUNE_30)

    assert receivables(date(2026, 4, 29)) == ""
    assert receivables(APRIL_30) == (
        "ALFKI     100.00      0.00      0.00      0.00      0.00      0.00    100.00\n"
        "total     100.00      0.00      0.00      0.00      0.00      0.00    100.00"
    )
    assert receivables(MAY_31) == (
        "ALFKI       0.00      0.00    100.00      0.00      0.00      0.00    100.00\n"
        "total       0.00      0.00    100.00      0.00      0.00      0.00    100.00"
    )
    assert receivables(date(2026, 6, 29)).startswith("ALFKI       0.00      0.00    100.00")
    assert receivables(JUNE_30) == ""


def test_every_bucket_begins_the_day_after_its_limit(receivables):
    owed("100", APRIL_30)

    ages = {
        days: receivables(date.fromordinal(APRIL_30.toordinal() + days)).splitlines()[0].split()
        for days in (0, 1, 30, 31, 60, 61, 90, 91)
    }

    assert {days: cells[1:6].index("100.00") for days, cells in ages.items()} == {
        0: 0, 1: 1, 30: 1, 31: 2, 60: 2, 61: 3, 90: 3, 91: 4,
    }  # fmt: skip


def test_the_buckets_can_be_chosen(receivables):
    owed("100", APRIL_30)

    assert receivables(MAY_31, limits=(7,)).splitlines()[0] == (
        "ALFKI       0.00      0.00    100.00      0.00    100.00"
    )


def test_a_part_paid_is_gone_from_the_day_it_was_paid(receivables):
    invoice = owed("100", APRIL_30)
    pay("30", (invoice, "30"), on=date(2026, 5, 10))
    pay("70", (invoice, "70"), on=JUNE_30)

    assert "100.00" in receivables(date(2026, 5, 9))
    assert receivables(date(2026, 5, 10)).split()[-1] == "70.00"
    assert receivables(MAY_31).split()[-1] == "70.00"
    assert receivables(JUNE_30) == ""


def test_money_on_account_stands_beside_what_is_due(receivables):
    owed("100", APRIL_30)
    pay("40", on=date(2026, 5, 10))

    assert receivables(MAY_31).splitlines()[0] == (
        "ALFKI       0.00      0.00    100.00      0.00      0.00    -40.00     60.00"
    )


def test_a_match_that_was_undone_counts_as_never_made(receivables):
    wrong, right = owed("100", APRIL_30), owed("100", date(2026, 5, 1))
    pay("100", (wrong, "100"), on=date(2026, 5, 10))
    [match] = matches_of(wrong.entry_id)
    payments.unmatch(actor=None, pk=match.pk, on=JUNE_30)
    pair = payments.Pair(right.entry.open_items.get().pk, match.credit_item_id)
    payments.match_pairs(actor=None, pairs=[pair])

    assert receivables(MAY_31).splitlines()[0] == (
        "ALFKI       0.00      0.00    100.00      0.00      0.00      0.00    100.00"
    )
    assert list(OpenSpan.objects.values_list("item__entry", "end")) == [
        (right.entry_id, date(2026, 5, 10))
    ]


def test_payables_are_positive_when_we_owe(accountant):
    posted(line("1", "40"), kind=InvoiceKind.SUPPLIER_BILL, on=APRIL_30)
    owed("100", APRIL_30)

    assert shown(aged(accountant, Question(Side.PAYABLE, MAY_31))).splitlines()[0] == (
        "ALFKI       0.00      0.00     40.00      0.00      0.00      0.00     40.00"
    )


def test_amounts_in_the_documents_currency_have_a_row_and_a_total_each(accountant):
    make_rate("USD", "0.80")
    make_rate("USD", "0.90", JUNE_30)
    invoice = posted(line("1", "100"), currency="USD", on=APRIL_30)
    owed("50", APRIL_30)
    pay("100", (invoice, "100"), currency="USD", on=JUNE_30)

    own = aged(accountant, Question(Side.RECEIVABLE, MAY_31))
    both = aged(accountant, Question(Side.RECEIVABLE, MAY_31, original=True))

    assert [row.total for row in own.rows] == [Decimal(130)]
    assert [(row.currency, row.total) for row in both.rows] == [("EUR", 50), ("USD", 100)]
    assert [(row.currency, row.total) for row in both.totals] == [("EUR", 50), ("USD", 100)]
    assert [row.total for row in aged(accountant, Question(Side.RECEIVABLE, JUNE_30)).rows] == [50]


def test_what_stands_on_the_account_without_a_party_is_told_too(accountant):
    post(("4110", "10"), ("7070", "-10"), on=APRIL_30)

    [row] = aged(accountant, Question(Side.RECEIVABLE, MAY_31)).rows

    assert row.party is None
    assert row.total == 10


def test_parties_are_found_sorted_and_paged(accountant):
    for number, amount in enumerate(("10", "30", "20")):
        owed(amount, APRIL_30, party=make_party(f"P{number}"))

    def codes(**more):
        found = aged(accountant, Question(Side.RECEIVABLE, MAY_31, **more))
        return [row.party.code for row in found.rows]

    assert codes() == ["P0", "P1", "P2"]
    assert codes(sort="-total") == ["P1", "P2", "P0"]
    assert codes(sort="-b2") == ["P1", "P2", "P0"]
    assert codes(sort="-b2; DROP TABLE x") == ["P0", "P1", "P2"][::-1]
    assert codes(q="p1") == ["P1"]
    assert codes(q="%") == []
    second = aged(accountant, Question(Side.RECEIVABLE, MAY_31), size=2, page=2)
    assert [row.party.code for row in second.rows] == ["P2"]
    assert (second.count, second.totals[0].total) == (3, Decimal(60))


def test_the_items_of_a_party_say_what_was_open_then_and_when_it_was_settled(accountant):
    invoice = owed("100", APRIL_30)
    payment = pay("130", (invoice, "100"), on=JUNE_30)

    [item] = items_of(accountant, Question(Side.RECEIVABLE, MAY_31), invoice.party_id).items
    [rest] = items_of(accountant, Question(Side.RECEIVABLE, JUNE_30), invoice.party_id).items

    assert (item.paper, item.amount, item.days, item.bucket, item.settled) == (
        invoice, Decimal(100), 31, 2, JUNE_30,
    )  # fmt: skip
    assert (rest.paper, rest.amount, rest.settled) == (payment, Decimal(-30), None)


def test_only_who_may_see_debts_is_told(user_in):
    with pytest.raises(PermissionDenied):
        aged(user_in("warehouse_manager"), Question(Side.RECEIVABLE, MAY_31))


def test_another_companys_debts_stay_its_own(accountant, other_company):
    owed("100", APRIL_30)

    assert company_id() != other_company.pk
    from apps.core.context import company_context  # noqa: PLC0415 - only here another company is asked

    with company_context(other_company.pk):
        assert aged(accountant, Question(Side.RECEIVABLE, MAY_31)).rows == []
