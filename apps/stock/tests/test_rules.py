"""The database refuses, for plain SQL of the application's role, whatever would make stock wrong."""

from contextlib import contextmanager
from itertools import permutations

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.core.lifecycle import Lifecycle
from apps.ledger.tests.factories import make_books
from apps.products.tests.factories import make_product, make_unit
from apps.stock import services as stock
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentStatus
from apps.stock.models import Move, StockDocument
from apps.stock.tests.factories import (
    adjust,
    draft_adjustment,
    draft_receipt,
    draft_shipment,
    level,
    make_place,
    pool,
    receive,
    reserve,
    ship,
    transfer,
)
from apps.warehouses.choices import LocationKind
from apps.warehouses.selectors import virtual_location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

MOVE = """
INSERT INTO stock_move (id, company_id, document_id, line_id, product_id, lot_id, from_location_id, to_location_id,
                        quantity, value, date, created_at)
SELECT gen_random_uuid(), l.company_id, l.document_id, l.id, l.product_id, l.lot_id, l.from_location_id,
       l.to_location_id, coalesce(%(quantity)s, l.stock_quantity), 0, coalesce(%(date)s, d.date), now()
FROM stock_stockdocumentline l JOIN stock_stockdocument d ON d.id = l.document_id WHERE l.document_id = %(document)s
"""
POST = "UPDATE stock_stockdocument SET status = 'posted', number = %s WHERE id = %s"
VALUE = """
INSERT INTO stock_valueline (id, company_id, move_id, product_id, account_id, kind, layer_id, quantity, value, date,
                             entry_id, created_at)
SELECT gen_random_uuid(), v.company_id, coalesce(%(move)s, v.move_id), v.product_id,
       coalesce(%(account)s, v.account_id), 'adjustment', %(layer)s, %(quantity)s, %(value)s, v.date, v.entry_id, now()
FROM stock_valueline v WHERE v.product_id = %(product)s ORDER BY v.id LIMIT 1
"""


def sql(statement: str, *values, **named) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, named or values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(match: str | None, error: type[Exception] = IntegrityError):
    """Expect the statement to be refused, with deferred rules checked, and nothing of it to stay."""
    with pytest.raises(error, match=match), transaction.atomic():  # noqa: PT012 what is tried, then its check
        yield
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")


def move(document: StockDocument, *, quantity=None, date=None) -> None:
    sql(MOVE, document=document.pk, quantity=quantity, date=date)


def value_line(product, *, quantity=0, value=0, layer=None, account=None, move=None) -> None:
    sql(
        VALUE,
        product=product.pk,
        quantity=quantity,
        value=value,
        layer=layer,
        account=account,
        move=move,
    )


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


@pytest.fixture
def tea():
    product = make_product()
    receive(product, "5", "2")
    return product


def test_stock_does_not_go_below_zero(tea):
    draft = draft_shipment([(tea, "6")])

    with refused("level_reserved_within_on_hand"):
        move(draft)

    assert level(tea) == (5, 0)


def test_stock_does_not_go_below_what_is_promised(tea):
    reserve((uuid7(), tea, "4"))
    draft = draft_shipment([(tea, "2")])

    with refused("level_reserved_within_on_hand"):
        move(draft)


def test_goods_that_never_came_do_not_leave(tea):
    draft = draft_shipment([(make_product("RICE"), "1")])

    with refused("level_reserved_within_on_hand"):
        move(draft)


RESERVATION = """
INSERT INTO stock_reservation (id, company_id, product_id, location_id, quantity, origin_type, origin_id,
                               origin_line_id, created_at)
VALUES (gen_random_uuid(), %s, %s, %s, %s, 't', gen_random_uuid(), gen_random_uuid(), now())
"""


@pytest.mark.parametrize("quantity", ["6", "0", "-1", "NaN", "Infinity"])
def test_no_more_is_promised_than_there_is(tea, quantity):
    place = stock_place(make_warehouse())

    with refused(None, (IntegrityError, DataError)):
        sql(RESERVATION, tea.company_id, tea.pk, place.pk, quantity)

    assert level(tea) == (5, 0)


def test_nothing_is_promised_where_nothing_lies(tea):
    shelf = make_location(make_warehouse())

    with refused("reserve where there is stock"):
        sql(RESERVATION, tea.company_id, tea.pk, shelf.pk, "1")


def test_a_promise_does_not_grow_beyond_what_is_there(tea):
    reserve((uuid7(), tea, "4"))

    with refused("level_reserved_within_on_hand"):
        sql("UPDATE stock_reservation SET quantity = 6")
    sql("UPDATE stock_reservation SET quantity = 2")
    assert level(tea) == (5, 2)

    sql("DELETE FROM stock_reservation")
    assert level(tea) == (5, 0)


@pytest.mark.parametrize("table", ["stock_move", "stock_valueline"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET quantity = 1", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_facts_are_not_changed(tea, table, statement):
    with refused("permission denied", ProgrammingError):
        sql(statement.format(table))


@pytest.mark.parametrize("table", ["stock_level", "stock_costpool", "stock_costlayer"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET company_id = company_id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "INSERT INTO {} (id) SELECT gen_random_uuid()",
    ],
)
def test_sums_are_kept_by_triggers_alone(tea, table, statement):
    with refused("permission denied", ProgrammingError):
        sql(statement.format(table))


@pytest.mark.parametrize("quantity", ["NaN", "Infinity", "-1", "0", "1e14"])
def test_a_move_is_a_quantity_above_zero(tea, quantity):
    draft = draft_receipt(tea, "1", "1")

    with refused(None, (IntegrityError, DataError)):
        move(draft, quantity=quantity)


def test_a_move_without_its_document_posted_does_not_last(tea):
    draft = draft_receipt(tea, "1", "1")

    with refused("move_of_posted_document"):
        move(draft)


def test_a_posted_document_takes_no_further_move(tea):
    receipt = StockDocument.objects.get(kind="receipt")
    draft = draft_receipt(tea, "1", "1")

    with refused("takes no move"):
        sql(
            MOVE.replace("l.document_id, l.id", f"'{receipt.pk}'::uuid, l.id"),
            document=draft.pk,
            quantity=None,
            date=None,
        )


def test_a_move_on_a_day_without_an_open_period_is_refused(tea):
    draft = draft_receipt(tea, "1", "1")

    with refused("open its period"):
        move(draft, date="1999-01-01")


def test_a_document_is_not_posted_without_its_moves(tea):
    draft = draft_receipt(tea, "1", "1")

    with refused("one move for each line"):
        sql(POST, "RCV-2026-00002", draft.pk)


def test_a_move_has_the_quantity_of_its_line(tea):
    draft = draft_receipt(tea, "1", "1")

    with refused("one move for each line"):
        move(draft, quantity="2")
        sql(POST, "RCV-2026-00002", draft.pk)


def test_a_move_that_changes_what_is_owned_has_its_value(tea):
    draft = draft_receipt(tea, "1", "1")

    with refused("value lines that add up"):
        move(draft)
        sql(POST, "RCV-2026-00002", draft.pk)


def test_value_is_booked_in_the_entry_of_the_document(tea):
    draft = draft_receipt(tea, "1", "1")
    move_id = uuid7()

    with refused("an entry that books"):
        sql(
            MOVE.replace("gen_random_uuid()", f"'{move_id}'").replace(
                " 0, coalesce", " 7, coalesce"
            ),
            document=draft.pk,
            quantity=None,
            date=None,
        )
        sql(
            VALUE.replace("v.entry_id, now()", "NULL, now()"),
            product=tea.pk,
            quantity=1,
            value=7,
            layer=None,
            account=None,
            move=move_id,
        )
        sql(POST, "RCV-2026-00002", draft.pk)


def test_a_receipt_comes_from_suppliers_and_nowhere_else(tea):
    draft = draft_receipt(tea, "1", "1")
    inside = make_location(make_warehouse())
    line = draft.lines.get()
    line.from_location = stock_place(make_warehouse())
    line.to_location = inside
    line.save()

    with refused("places of its kind"):
        move(draft)
        sql(POST, "RCV-2026-00002", draft.pk)


def test_value_is_not_added_to_a_move_later(tea):
    with refused("written when its document is posted"):
        value_line(tea, value=1)


def test_value_without_a_move_needs_an_entry_and_moves_nothing(tea):
    with refused("value_line_without_move_moves_nothing"):
        sql(
            VALUE.replace("coalesce(%(move)s, v.move_id)", "%(move)s::uuid"),
            product=tea.pk, quantity=1, value=0, layer=None, account=None, move=None,
        )  # fmt: skip


def test_a_pool_keeps_its_account_while_it_holds_stock(tea):
    accounts = sql("SELECT id FROM ledger_account WHERE code = '2100'")

    with refused("book its value there"):
        sql(
            VALUE.replace("coalesce(%(move)s, v.move_id)", "%(move)s::uuid"),
            product=tea.pk, quantity=0, value=1, layer=None, account=accounts[0][0], move=None,
        )  # fmt: skip


def test_a_pool_does_not_lose_more_value_than_it_has(tea):
    with refused("cost_pool_not_negative"):
        sql(
            VALUE.replace("coalesce(%(move)s, v.move_id)", "%(move)s::uuid"),
            product=tea.pk, quantity=0, value=-11, layer=None, account=None, move=None,
        )  # fmt: skip


def test_a_posted_document_and_its_lines_stand_still(tea):
    receipt = StockDocument.objects.get(kind="receipt")

    for statement in (
        "UPDATE stock_stockdocument SET reference = 'x' WHERE id = %s",
        "DELETE FROM stock_stockdocument WHERE id = %s",
        "UPDATE stock_stockdocumentline SET quantity = 9 WHERE document_id = %s",
        "DELETE FROM stock_stockdocumentline WHERE document_id = %s",
    ):
        with refused(None):
            sql(statement, receipt.pk)


def test_a_document_is_not_called_reversed_without_its_reversal(tea):
    receipt = StockDocument.objects.get(kind="receipt")

    with refused("post the document that reverses it"):
        sql("UPDATE stock_stockdocument SET status = 'reversed' WHERE id = %s", receipt.pk)


def test_a_reversal_moves_back_what_moved(tea):
    receipt = StockDocument.objects.get(kind="receipt")
    draft = draft_shipment([(tea, "1")])

    with refused("opposite of every move|places of its kind"):
        sql("UPDATE stock_stockdocument SET reverses_id = %s WHERE id = %s", receipt.pk, draft.pk)
        move(draft)
        sql(POST, "SHP-2026-00001", draft.pk)


def test_a_product_of_another_company_does_not_move(tea, other_company):
    with company_context(other_company.pk):
        make_books()
        theirs = make_product("THEIRS")
    draft = draft_receipt(tea, "1", "1")

    with refused("in_company"):
        sql(
            "UPDATE stock_stockdocumentline SET product_id = %s WHERE document_id = %s",
            theirs.pk,
            draft.pk,
        )


def test_another_company_sees_nothing(tea, other_company):
    with company_context(other_company.pk):
        for table in (
            "stock_move",
            "stock_level",
            "stock_costpool",
            "stock_stockdocument",
            "products_product",
        ):
            assert sql(f"SELECT * FROM {table}") == []


def test_rows_of_another_company_cannot_be_written(tea, other_company):
    with refused("row-level security", ProgrammingError):
        sql(RESERVATION, other_company.pk, tea.pk, stock_place(make_warehouse()).pk, "1")


def test_a_product_that_moved_keeps_its_unit(tea):
    with refused("keeps its unit"):
        sql(
            "UPDATE products_product SET unit_id = %s WHERE id = %s",
            make_unit("box", numerator=9).pk,
            tea.pk,
        )


def test_a_product_in_stock_keeps_how_it_is_traced(tea):
    with refused("is in stock as it is told apart now"):
        sql("UPDATE products_product SET tracking = 'lot' WHERE id = %s", tea.pk)


def test_a_unit_keeps_its_ratio(tea):
    with refused("keeps its ratio"):
        sql("UPDATE products_unit SET numerator = 2 WHERE id = %s", tea.unit_id)


@pytest.mark.parametrize(("old", "new"), list(permutations(DocumentStatus.values, 2)))
def test_the_trigger_allows_exactly_the_lifecycle(old, new):
    assert isinstance(DOCUMENT_LIFECYCLE, Lifecycle)
    tea = make_product()
    document = draft_receipt(tea, "1", "1")
    if old in ("posted", "reversed"):
        stock.post_receipt(actor=None, pk=document.pk)
    if old == "reversed":
        stock.reverse_receipt(actor=None, pk=document.pk)
    if old == "cancelled":
        stock.cancel_receipt(actor=None, pk=document.pk)
    try:
        with transaction.atomic():
            sql("UPDATE stock_stockdocument SET status = %s WHERE id = %s", new, document.pk)
    except IntegrityError as error:
        allowed = "life cycle allows" not in str(error)
    else:
        allowed = True

    assert allowed == ((old, new) in DOCUMENT_LIFECYCLE.pairs())


def test_a_shelf_is_not_within_itself():
    warehouse = make_warehouse()
    shelf = make_location(warehouse)
    bin_ = make_location(warehouse, "BIN", parent=shelf)

    with refused("lies within itself"):
        sql("UPDATE warehouses_location SET parent_id = %s WHERE id = %s", bin_.pk, shelf.pk)


def test_a_shelf_stays_in_its_warehouse():
    shelf = make_location(make_warehouse())
    other = make_warehouse("OTHER")

    with refused("another warehouse"):
        sql(
            "UPDATE warehouses_location SET parent_id = %s WHERE id = %s",
            stock_place(other).pk,
            shelf.pk,
        )
    with refused("stays in its warehouse"):
        sql("UPDATE warehouses_location SET warehouse_id = %s WHERE id = %s", other.pk, shelf.pk)


def test_moves_keep_every_sum(tea):
    """The triggers together: after some of everything the sums are the facts' sums."""
    adjust(tea, "2")
    ship(tea, "3")
    transfer(tea, "1", make_location(make_warehouse()))

    assert level(tea) == (3, 0)
    assert pool(tea) == (4, 8)
    assert Move.objects.filter(product=tea).count() == 4
    assert virtual_location(LocationKind.SUPPLIER).levels.count() == 0
    assert draft_adjustment(tea, "1").status == "draft"
