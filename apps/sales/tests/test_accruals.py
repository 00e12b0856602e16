"""Revenue of what was delivered and not invoiced: booked by the closing, reversed on day one, run again."""

from datetime import date
from decimal import Decimal

import pytest

from apps.companies.tests.factories import make_rate
from apps.ledger import services
from apps.ledger.blockers import nowhere_to_reverse
from apps.ledger.models import DefaultAccount, Entry, EntryLine
from apps.ledger.tests.factories import (
    by,
    check_deferred_rules,
    dimension,
    journal,
    period,
    reopen,
    rule,
    value_of,
)
from apps.products.tests.factories import make_product
from apps.sales import services as sales
from apps.sales.tests.factories import confirmed, draft, invoice, line, make_shop, ship

WARNINGS = ("goods_shipped_not_invoiced", "open_reservations")
JANUARY_31, FEBRUARY_1 = date(2026, 1, 31), date(2026, 2, 1)


def close(code: str = "2026-01"):
    made = services.close_period(actor=None, pk=period(code).pk, accept=WARNINGS)
    check_deferred_rules()
    return made


def accrued() -> list[Entry]:
    return list(Entry.objects.filter(source_type="sales.deliveries").order_by("pk"))


def revenue_of(month: int) -> Decimal:
    lines = EntryLine.objects.filter(account__code="7070", date__month=month)
    return sum((row.credit - row.debit for row in lines), Decimal(0))


def test_a_delivery_not_invoiced_is_revenue_of_its_month_and_of_no_other(company):
    (tea,) = make_shop()
    order = confirmed(line(tea, "5", discount=Decimal(10)))
    ship(order)

    close()

    posted, mirror = accrued()
    assert (posted.date, mirror.date, mirror.reverses) == (JANUARY_31, FEBRUARY_1, posted)
    assert journal(posted) == "7070                     45.00\n4180         45.00"
    assert posted.lines.get(account__code="4180").memo == order.number
    invoice(order, on=date(2026, 2, 5))
    assert (revenue_of(1), revenue_of(2)) == (45, 0)


def test_only_the_part_that_is_not_invoiced_is_accrued_with_freight_until_the_first_invoice(
    company,
):
    (tea,) = make_shop(stock="3")
    order = confirmed(line(tea, "5"), freight=Decimal(7))
    ship(order)

    drafts = services.plan_closing(pk=period("2026-01").pk).drafts

    assert sorted(row.amount for draft in drafts for row in draft.lines) == [-30, -7, 7, 30]
    invoice(order, on=JANUARY_31)
    assert services.plan_closing(pk=period("2026-01").pk).drafts == []


def test_a_service_is_accrued_from_the_day_it_was_asked_for(company):
    make_shop()
    advice = make_product("ADVICE", kind="service")
    confirmed(line(advice, "2", "50"), requested_date=date(2026, 2, 10))
    due = confirmed(line(advice, "1", "50"))

    [draft] = services.plan_closing(pk=period("2026-01").pk).drafts

    assert {row.memo for row in draft.lines} == {due.number}


def test_closing_again_after_a_reopening_posts_the_difference_or_nothing(company):
    tea, milk = make_shop("TEA", "MILK")
    order = confirmed(line(tea, "5"))
    ship(order)
    close()

    reopen("2026-01")
    close()
    assert len(accrued()) == 2

    reopen("2026-01")
    other = confirmed(line(milk, "2"))
    ship(other)
    invoice(order, on=JANUARY_31)
    close()

    assert len(accrued()) == 4
    entry, mirror = accrued()[2:]
    assert (entry.kind, mirror.reverses) == ("accrual:2", entry)
    assert revenue_of(1) == 70
    assert revenue_of(2) == -20


def test_a_late_invoice_leaves_the_accrual_of_its_month_alone(company):
    (tea,) = make_shop()
    order = confirmed(line(tea, "5"))
    ship(order)
    close()

    invoice(order, on=FEBRUARY_1)
    reopen("2026-01")

    assert services.plan_closing(pk=period("2026-01").pk).drafts == []


def test_an_order_in_another_currency_is_accrued_at_the_closing_rate(company):
    (tea,) = make_shop()
    make_rate("USD", date(2026, 1, 1), "0.90")
    make_rate("USD", JANUARY_31, "0.80")
    ship(confirmed(line(tea, "5"), currency_id="USD"))

    close()

    row = accrued()[0].lines.get(account__code="4180")
    assert (row.debit, row.amount_currency, row.currency_id, row.rate) == (
        40, 50, "USD", Decimal("0.8")
    )  # fmt: skip


def test_a_company_without_an_account_for_it_accrues_nothing(company):
    (tea,) = make_shop()
    ship(confirmed(line(tea, "5")))
    DefaultAccount.objects.get(purpose="accrued_revenue").delete()

    close()

    assert accrued() == []


def test_the_last_period_waits_for_the_year_its_accruals_are_reversed_in(company):
    (tea,) = make_shop()
    december = date(2026, 12, 20)
    ship(confirmed(line(tea, "5"), date=december), on=december)

    [item] = nowhere_to_reverse(period("2026-12"))

    assert "2027" in item.text
    services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    assert nowhere_to_reverse(period("2026-12")) == []


def delivered(*codes: str) -> None:
    """Ship an order with a line for each cost centre, "" for none."""
    dimension("CC", "NORTH", "SOUTH")
    products = make_shop(*(f"TEA{number}" for number in range(len(codes))))
    order = draft(*(line(product, "1") for product in products))
    for row, code in zip(order.lines.order_by("position"), codes, strict=True):
        row.dimensions = by(code) if code else {}
        row.save(update_fields=["dimensions"])
    ship(sales.confirm_order(actor=None, pk=order.pk))


def analysed(code: str) -> list[tuple[dict[str, str], Decimal]]:
    """Return dimensions and credit of the accrual's lines on an account."""
    rows = accrued()[0].lines.filter(account__code=code).order_by("line_no")
    return [(row.dimensions, row.credit - row.debit) for row in rows]


def test_an_accrual_carries_the_dimensions_its_invoice_would(company):
    delivered("NORTH", "SOUTH")
    rule(value_of("NORTH").dimension, "required", "7070")

    close()

    assert sorted(analysed("7070"), key=str) == sorted(
        [(by("NORTH"), 10), (by("SOUTH"), 10)], key=str
    )
    assert analysed("4180") == [({}, -10), ({}, -10)]


@pytest.mark.parametrize("policy", ["required", "forbidden", "optional"])
def test_closing_again_posts_nothing_whatever_the_accounts_say_to_dimensions(company, policy):
    delivered("NORTH", "" if policy == "required" else "SOUTH")
    default = value_of("SOUTH") if policy == "required" else None
    rule(value_of("NORTH").dimension, policy, "7070", default=default)
    close()

    reopen("2026-01")
    close()

    assert len(accrued()) == 2


def test_an_accrual_without_a_dimension_its_account_needs_is_refused_by_name(company):
    delivered("NORTH", "")
    rule(value_of("NORTH").dimension, "required", "7070")

    with pytest.raises(services.DimensionRequired, match="On account 7070, choose a value for Cc"):
        close()

    assert accrued() == []
