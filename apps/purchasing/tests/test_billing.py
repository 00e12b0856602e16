"""A bill clears what its goods came in at; a difference of price is a variance (figures of rule 27)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from apps.companies.models import Company
from apps.invoices import services as invoices
from apps.ledger.models import EntryLine
from apps.ledger.tests.factories import account, journal, make_party
from apps.parties.models import Party
from apps.products.tests.factories import make_product
from apps.purchasing import services
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.services import OrderLineDraft
from apps.stock import services as stock
from apps.stock.tests.factories import make_place, ship

DAY = date(2026, 1, 15)


@pytest.fixture
def order(company):
    """Return a confirmed order of 10 at 100."""
    warehouse = make_place()
    party = make_party("EXOTIC")
    product = make_product()
    document = PurchaseOrder(
        party=party,
        date=DAY,
        warehouse=warehouse,
        currency_id=Company.objects.get(pk=company.pk).currency_id,
    )
    line = OrderLineDraft(
        product=product, quantity=Decimal(10), unit=product.unit, unit_price=Decimal(100)
    )
    saved = services.draft_order(actor=None, document=document, lines=[line])
    return services.confirm_order(actor=None, pk=saved.pk)


def receive(order, quantity: str = "") -> None:
    draft = services.receive_order(actor=None, pk=order.pk, on=DAY)
    quantities = {draft.lines.get().pk: Decimal(quantity)} if quantity else None
    stock.post_receipt(actor=None, pk=draft.pk, quantities=quantities)


def bill(order, price: str = "100", quantity: str = ""):
    draft = services.bill_order(actor=None, pk=order.pk, on=DAY)
    line = draft.lines.get()
    line.unit_price = Decimal(price)
    line.quantity = Decimal(quantity) if quantity else line.quantity
    invoices.save_draft(actor=None, document=draft, lines=[line])
    return invoices.post_invoice(actor=None, pk=draft.pk)


def balance(code: str) -> Decimal:
    sums = EntryLine.objects.filter(account=account(code)).aggregate(
        d=Sum("debit"), c=Sum("credit")
    )
    return (sums["d"] or 0) - (sums["c"] or 0)


def test_a_bill_at_the_ordered_price_brings_the_account_to_nothing(order):
    receive(order)
    posted = bill(order)

    assert journal(posted.entry) == "4010                   1000.00\n4080       1000.00"
    assert balance("4080") == 0


def test_ten_ordered_at_100_and_billed_at_120_with_four_left_cost_80_of_stock_and_120_of_goods_sold(
    order,
):
    receive(order)
    ship(order.lines.get().product, "6")
    posted = bill(order, "120")

    assert posted.total == 1200
    assert balance("4080") == 0
    assert balance("6031") == 0
    assert balance("4010") == -1200
    assert balance("3700") == 400 + 80
    assert balance("6030") == 600 + 120


def test_bills_of_parts_clear_to_the_last_cent(order):
    receive(order)
    for quantity in ("3", "3", "4"):
        bill(order, "99.999", quantity)

    assert balance("4080") == 0


def test_a_bill_of_part_of_what_came_in_leaves_the_rest(order):
    receive(order, "6")
    bill(order, "110", "4")

    assert balance("4080") == -200
    assert balance("3700") == 600 + 40


def test_a_credit_note_puts_back_what_its_bill_cleared(order):
    receive(order)
    posted = bill(order, "120")

    invoices.credit_invoice(actor=None, pk=posted.pk, on=DAY, post=True)

    assert balance("4080") == -1000
    assert balance("6031") == 0
    assert balance("4010") == 0
    assert Party.objects.get(pk=posted.party_id).code == "EXOTIC"
