"""A machine to order: 30 % with the order, the rest with the goods; then the books are looked at."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from apps.core.prove import prove
from apps.invoices import services as invoices
from apps.invoices.tests.factories import make_tax
from apps.ledger.models import EntryLine
from apps.ledger.tests.factories import journal
from apps.sales import services as sales
from apps.sales.tests.factories import DAY, confirmed, line, make_shop, ship

pytestmark = pytest.mark.django_db


def balance(code: str) -> Decimal:
    """Return what stands on an account, debit above zero."""
    sums = EntryLine.objects.filter(account__code=code).aggregate(d=Sum("debit"), c=Sum("credit"))
    return (sums["d"] or Decimal(0)) - (sums["c"] or Decimal(0))


def test_a_machine_is_ordered_paid_ahead_in_part_delivered_and_invoiced(company):
    (machine,) = make_shop("MACHINE", stock="1", cost="600")

    # a customer orders it for 1,000 and 21 % of tax
    order = confirmed(line(machine, "1", "1000", tax=make_tax("21")))
    assert (order.net, order.tax, order.total) == (1000, 210, 1210)

    # 30 % are asked for with the order: 300 and their tax, a debt until something is delivered
    drafted = sales.invoice_down_payment(actor=None, pk=order.pk, percent=Decimal(30), on=DAY)
    first = invoices.post_invoice(actor=None, pk=drafted.pk)
    assert (first.net, first.tax, first.total) == (300, 63, 363)
    assert journal(first.entry) == (
        "4110        363.00\n"
        "4197                    300.00\n"
        "4457                     63.00"
    )  # fmt: skip
    assert balance("7070") == 0

    # the machine leaves; the invoice names what was paid ahead and asks for the rest
    ship(order)
    drafted = sales.invoice_order(actor=None, pk=order.pk, on=DAY)
    last = invoices.post_invoice(actor=None, pk=drafted.pk)
    assert (last.net, last.tax, last.total) == (700, 147, 847)
    assert first.number in last.lines.get(quantity=-1).description
    assert journal(last.entry) == (
        "4110        847.00\n"
        "7070                   1000.00\n"
        "4197        300.00\n"
        "4457                    147.00"
    )  # fmt: skip

    # the customer owes what was ordered, the state its tax, nothing is owed in goods; revenue is 1,000
    assert (balance("4110"), balance("4457"), balance("4197"), balance("7070")) == (
        1210,
        -210,
        0,
        -1000,
    )
    assert prove([(company.pk, company.code)]).details == []
