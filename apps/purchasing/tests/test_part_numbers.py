"""The supplier's own number of a product, from the order to its bill."""

import pytest

from apps.products.tests.factories import make_number
from apps.purchasing.services import bill_order
from apps.purchasing.tests.factories import DAY, confirmed, line, make_trade, receive, supplier

pytestmark = pytest.mark.usefixtures("company")


def test_the_suppliers_number_stands_on_order_receipt_and_bill():
    tea, rice = make_trade("TEA", "RICE")
    make_number(supplier(), tea, "SUP-1")

    order = confirmed(line(tea, "5"), line(rice, "1"))
    receipt = receive(order)
    bill = bill_order(actor=None, pk=order.pk, on=DAY, reference="R-1")

    for document in (order, receipt, bill):
        found = [row.their_number for row in document.lines.order_by("position")]
        assert sorted(found) == ["", "SUP-1"]
