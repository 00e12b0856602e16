"""The database refuses, for plain SQL of the application's role, what would make lots wrong."""

import pytest

from apps.products.models import Product
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import draft_receipt, draft_shipment, make_place
from apps.stock.tests.test_rules import MOVE, POST, refused, sql


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


def traced(sku: str, tracking: str, lot: str) -> StockDocument:
    """Return a draft receipt of one piece with a lot."""
    return draft_receipt(make_product(sku, tracking=tracking), "1", "5", lot_text=lot)


def post_by_hand(document: StockDocument) -> None:
    """Post as the application's role in SQL: the moves, their value, the status."""
    sql(MOVE, document=document.pk, quantity=None, date=None)
    sql(POST, "RCV-BY-HAND", document.pk)


def test_traced_goods_do_not_come_in_without_a_lot(company):
    document = traced("PUMP", "serial", "S1")
    sql("UPDATE stock_stockdocumentline SET lot_id = NULL WHERE document_id = %s", document.pk)

    with refused("name the lot of all goods that are traced"):
        post_by_hand(document)


def test_a_serial_number_does_not_come_in_twice(company):
    stock.post_receipt(actor=None, pk=traced("PUMP", "serial", "S1").pk)
    pump = Product.objects.get(sku="PUMP")
    again = draft_receipt(pump, "1", "5", lot_text="S1")

    with refused("one piece that is in one place"):
        post_by_hand(again)


def test_a_blocked_lot_does_not_leave(company):
    stock.post_receipt(actor=None, pk=traced("MILK", "lot", "L1").pk)
    shipment = draft_shipment([(Product.objects.get(sku="MILK"), "1")])
    sql("UPDATE stock_lot SET is_blocked = true")

    with refused("neither blocked nor expired"):
        post_by_hand(shipment)


def test_a_lot_that_moved_keeps_its_number(company):
    document = traced("SERUM", "lot", "L1")
    rename = "UPDATE stock_lot SET number = 'L2' WHERE number = 'L1'"
    sql(rename)
    sql("UPDATE stock_lot SET number = 'L1' WHERE number = 'L2'")
    stock.post_receipt(actor=None, pk=document.pk)
    with refused("lot_keeps_number"):
        sql(rename)
    sql("UPDATE stock_lot SET notes = 'opened' WHERE number = 'L1'")


def test_a_lot_is_named_only_with_its_product(company):
    document = traced("MILK", "lot", "L1")
    other = traced("PUMP", "serial", "S1")
    [lot] = sql("SELECT lot_id FROM stock_stockdocumentline WHERE document_id = %s", other.pk)

    with refused("line_lot_of_product"):
        sql(
            "UPDATE stock_stockdocumentline SET lot_id = %s WHERE document_id = %s",
            lot[0],
            document.pk,
        )
