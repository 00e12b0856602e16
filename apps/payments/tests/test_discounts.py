"""Early-payment discounts: off the net and its tax or off the net alone, refused after their days; instalments."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.core.context import company_id
from apps.invoices.choices import InvoiceKind
from apps.invoices.printing import invoice_html
from apps.invoices.selectors import issuing_company, visible_invoices
from apps.invoices.tests.factories import line, make_sales_books, make_tax, posted
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import account, journal, period
from apps.parties.models import PaymentTerm, PaymentTermLine
from apps.parties.services import save_term
from apps.payments import services
from apps.payments.models import Clearing
from apps.payments.services import Allocation
from apps.payments.tests.factories import early, pay


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


def item(paper) -> OpenItem:
    return OpenItem.objects.get(entry=paper.entry)


def settle(invoice, payment, **fields) -> Clearing:
    both = [Allocation(item(invoice).pk), Allocation(item(payment).pk)]
    return services.match_items(
        actor=None, allocations=both, discounts={item(invoice).pk}, **fields
    )


def test_11900_are_settled_by_11543_a_discount_of_300_and_57_of_tax():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 25))

    clearing = settle(invoice, payment)

    assert item(invoice).amount == 11900
    assert (item(invoice).open_amount, item(payment).open_amount) == (0, 0)
    assert journal(clearing.entry) == (
        "4110                    357.00\n6650        300.00\n4457         57.00"
    )
    tax_line = clearing.entry.lines.get(account=account("4457"))
    assert (tax_line.tax.code, tax_line.tax_base) == ("S19", 300)


def test_where_the_tax_is_kept_the_discount_is_of_the_net_alone():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early("kept"))
    payment = pay("11600", on=date(2026, 1, 25))

    clearing = settle(invoice, payment)

    assert (item(invoice).open_amount, item(payment).open_amount) == (0, 0)
    assert journal(clearing.entry) == "4110                    300.00\n6650        300.00"


def test_a_discount_a_supplier_grants_is_income():
    bill = posted(
        line("1", "10000", tax=make_tax("19", use="purchase")),
        term=early(),
        kind=InvoiceKind.SUPPLIER_BILL,
    )
    payment = pay("11543", on=date(2026, 1, 25), direction="disbursement")

    clearing = settle(bill, payment)

    assert journal(clearing.entry) == (
        "4010        357.00\n7650                    300.00\n4456                     57.00"
    )


def test_a_discount_after_its_days_is_refused_unless_somebody_says_why():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 26))

    with pytest.raises(services.DiscountTooLate, match="pay by 25 Jan 2026; this was paid on 26"):
        settle(invoice, payment)

    assert not Clearing.objects.filter(company_id=company_id()).exists()
    clearing = settle(invoice, payment, late_reason="Bank holiday")
    assert (clearing.note, item(invoice).open_amount) == ("Bank holiday", 0)


def test_a_payment_in_time_that_is_matched_weeks_later_has_its_discount():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 25))

    clearing = settle(invoice, payment, on=date(2026, 2, 20))

    assert (clearing.date, item(invoice).open_amount) == (date(2026, 2, 20), 0)


def test_a_late_payment_keeps_its_discount_when_it_is_booked_in_the_next_month():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    ledger.close_period(actor=None, pk=period("2026-01").pk)
    payment = pay("11543", on=date(2026, 1, 25), book_on=date(2026, 2, 1))

    settle(invoice, payment)

    assert (item(payment).date, item(invoice).open_amount) == (date(2026, 2, 1), 0)


def test_a_match_dated_before_the_payment_grants_nothing():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 26))

    with pytest.raises(services.DiscountTooLate, match="this was paid on 26 Jan 2026"):
        settle(invoice, payment, on=date(2026, 1, 20))


def test_without_its_payment_an_invoice_has_no_discount():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())

    with pytest.raises(services.NoDiscount, match="choose its payment as well"):
        services.match_items(
            actor=None, allocations=[Allocation(item(invoice).pk)], discounts={item(invoice).pk}
        )

    assert item(invoice).open_amount == 11900


@pytest.mark.parametrize(("day", "is_granted"), [(25, True), (26, False)])
def test_what_paid_a_part_before_is_judged_as_well(day, is_granted):
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    pay("11000", (invoice, "11000"), on=date(2026, 1, day))
    payment = pay("543", on=date(2026, 1, 20))

    if is_granted:
        settle(invoice, payment)
    else:
        with pytest.raises(services.DiscountTooLate):
            settle(invoice, payment)

    assert item(invoice).open_amount == (0 if is_granted else 900)


def test_a_part_payment_takes_no_discount_for_the_rest_may_come_too_late():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("500", on=date(2026, 1, 25))

    with pytest.raises(services.NoDiscount, match=r"11,043\.00 would stay open"):
        settle(invoice, payment)

    assert item(invoice).open_amount == 11900


def test_a_late_discount_takes_a_right(user_in):
    invoice = posted(line("1", "100"), term=early())
    payment = pay("97", on=date(2026, 2, 26))
    both = [Allocation(item(paper).pk) for paper in (invoice, payment)]

    with pytest.raises(services.DiscountTooLate):
        services.match_items(
            actor=user_in("salesperson"), allocations=both, discounts={both[0].item_id},
            late_reason="He is nice",
        )  # fmt: skip


def test_terms_without_a_discount_grant_none():
    invoice, payment = posted(line("1", "100")), pay("97")

    with pytest.raises(services.NoDiscount, match="INV-2026-00001 is none"):
        settle(invoice, payment)


def test_undoing_takes_the_discount_back():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 25))
    clearing = settle(invoice, payment)

    services.undo_clearing(actor=None, pk=clearing.pk, on=date(2026, 2, 1))

    assert (item(invoice).open_amount, item(payment).open_amount) == (11900, 11543)


def test_the_desk_offers_the_discount_and_takes_it(user_in):
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())
    payment = pay("11543", on=date(2026, 1, 25))
    items = [item(paper).pk for paper in (invoice, payment)]
    client = Client()
    client.force_login(user_in("accountant"))
    desk = reverse("payments:match_desk", args=[invoice.party_id])
    page = client.get(desk).content.decode()
    assert "take the discount of" in page
    assert "357.00" in page

    client.post(desk, {"idempotency_key": str(uuid4()), "item": items, "discount": items[:1]})

    assert [item(paper).open_amount for paper in (invoice, payment)] == [0, 0]


def test_the_discount_is_printed():
    invoice = posted(line("1", "10000", tax=make_tax("19")), term=early())

    page = invoice_html(invoice, issuing_company(invoice))

    assert "3 % if paid by 25 Jan 2026: pay €11,543.00." in page


def thirds() -> PaymentTerm:
    """Return terms of a fixed 10 at once, half of the total in 30 days, the rest on the 10th after 60."""
    lines = [
        PaymentTermLine(kind="fixed", value=Decimal(10)),
        PaymentTermLine(kind="percent", value=Decimal(50), days=30),
        PaymentTermLine(kind="balance", days=60, day_of_month=10),
    ]
    return save_term(actor=None, term=PaymentTerm(code="THREE", name="Three", days=0), lines=lines)


def test_an_invoice_in_instalments_opens_an_item_for_each(user_in):
    invoice = posted(line("1", "100.01"), term=thirds())

    items = OpenItem.objects.filter(entry=invoice.entry).order_by("due_date")

    assert [(row.due_date.isoformat(), row.amount) for row in items] == [
        ("2026-01-15", 10), ("2026-02-14", Decimal("50.01")), ("2026-04-10", 40),
    ]  # fmt: skip
    assert invoice.due_date == date(2026, 4, 10)
    shown = visible_invoices(user_in("accountant")).get(pk=invoice.pk)
    assert shown.open_amount == Decimal("100.01")


def test_a_payment_settles_the_first_due_instalment_first():
    invoice = posted(line("1", "100"), term=thirds())

    payment = pay("35", (invoice, "35"))

    items = OpenItem.objects.filter(entry=invoice.entry).order_by("due_date")
    assert [row.open_amount for row in items] == [0, 25, 40]
    assert item(payment).open_amount == 0


def test_instalments_are_printed():
    invoice = posted(line("1", "100"), term=thirds())

    page = invoice_html(invoice, issuing_company(invoice))

    for words in ("in instalments", "15 Jan 2026", "€50.00", "10 Apr 2026"):
        assert words in page
