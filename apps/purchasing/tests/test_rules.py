"""What the database refuses of purchase orders, whoever asks."""

from contextlib import contextmanager
from itertools import permutations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.parties.tests.factories import make_party
from apps.products.tests.factories import make_product
from apps.purchasing import services
from apps.purchasing.choices import ORDER_LIFECYCLE, OrderStatus
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine
from apps.purchasing.tests.factories import confirmed, draft, line, make_trade


@pytest.fixture
def tea(company):
    return make_trade("TEA")[0]


def sql(statement: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@contextmanager
def refused(match: str | None = None, error: type[Exception] = IntegrityError):
    """Expect the statement to be refused, with deferred rules checked, and nothing of it to stay."""
    with pytest.raises(error, match=match), transaction.atomic():  # noqa: PT012 - the body is the caller
        yield
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "change",
    [
        "total = total + 1, net = net + 1",
        "party_id = gen_random_uuid()",
        "date = date + 1",
        "number = 'PO-2026-00099'",
        "currency_id = 'USD'",
    ],
)
def test_a_confirmed_order_keeps_what_was_agreed(tea, change):
    order = confirmed(line(tea, "1"))

    with refused():
        sql(f"UPDATE purchasing_purchaseorder SET {change} WHERE id = %s", order.pk)


def test_a_confirmed_order_is_not_deleted(tea):
    order = confirmed(line(tea, "1"))

    with refused():
        sql("DELETE FROM purchasing_purchaseorder WHERE id = %s", order.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE purchasing_purchaseorderline SET quantity = 2 WHERE order_id = %s",
        "UPDATE purchasing_purchaseorderline SET unit_price = 0, net = 0 WHERE order_id = %s",
        "DELETE FROM purchasing_purchaseorderline WHERE order_id = %s",
    ],
)
def test_lines_of_a_confirmed_order_stay(tea, statement):
    order = confirmed(line(tea, "1"))

    with refused():
        sql(statement, order.pk)


def test_a_confirmed_order_takes_no_more_lines(tea):
    order = confirmed(line(tea, "1"))
    row = order.lines.get()
    row.pk, row._state.adding = uuid7(), True

    with refused():
        row.save(force_insert=True)


def test_a_line_does_not_move_to_a_confirmed_order(tea):
    order, other = confirmed(line(tea, "1")), draft(line(tea, "1"))

    with refused():
        sql(
            "UPDATE purchasing_purchaseorderline SET order_id = %s WHERE order_id = %s",
            order.pk,
            other.pk,
        )


@pytest.mark.parametrize(
    "change",
    ["quantity = 0", "quantity = 'NaN'", "unit_price = -1", "discount = 101", "net = -1"],
)
def test_a_draft_line_holds_only_figures(tea, change):
    order = draft(line(tea, "1"))

    with refused():
        sql(f"UPDATE purchasing_purchaseorderline SET {change} WHERE order_id = %s", order.pk)


@pytest.mark.parametrize(
    "change",
    ["total = 1", "net = 'NaN', total = 'NaN'", "rate = 0", "status = 'shipped'"],
)
def test_a_draft_order_holds_only_figures(tea, change):
    order = draft(line(tea, "1"))

    with refused():
        sql(f"UPDATE purchasing_purchaseorder SET {change} WHERE id = %s", order.pk)


def test_no_order_is_confirmed_without_a_number(tea):
    order = draft(line(tea, "1"))

    with refused("purchase_order_confirmed_has_number"):
        sql("UPDATE purchasing_purchaseorder SET status = 'confirmed' WHERE id = %s", order.pk)


def test_a_number_is_given_once(tea):
    first, second = confirmed(line(tea, "1")), draft(line(tea, "1"))

    with refused("purchase_order_number_once"):
        sql(
            "UPDATE purchasing_purchaseorder SET status = 'confirmed', number = %s WHERE id = %s",
            first.number,
            second.pk,
        )


@pytest.mark.parametrize(("old", "new"), list(permutations(OrderStatus.values, 2)))
def test_the_trigger_allows_exactly_the_lifecycle(tea, old, new):
    order = draft(line(tea, "1"))
    if old in ("confirmed", "closed"):
        services.confirm_order(actor=None, pk=order.pk)
    if old == "closed":
        services.close_order(actor=None, pk=order.pk)
    if old == "cancelled":
        services.cancel_order(actor=None, pk=order.pk)
    number = "" if old != "draft" else ", number = 'PO-2026-00777'"

    try:
        with transaction.atomic():
            sql(
                f"UPDATE purchasing_purchaseorder SET status = %s{number} WHERE id = %s",
                new,
                order.pk,
            )
    except IntegrityError:
        allowed = False
    else:
        allowed = True

    assert allowed == ((old, new) in ORDER_LIFECYCLE.pairs())


def test_a_product_of_another_company_is_refused(tea, other_company):
    with company_context(other_company.pk):
        foreign = make_product("FOREIGN")
    order = draft(line(tea, "1"))

    with refused(error=DatabaseError):
        sql(
            "UPDATE purchasing_purchaseorderline SET product_id = %s WHERE order_id = %s",
            foreign.pk,
            order.pk,
        )


def test_a_supplier_of_another_company_is_refused(tea, other_company):
    with company_context(other_company.pk):
        foreign = make_party("Foreign", currency_id="USD")
    order = draft(line(tea, "1"))

    with refused(error=DatabaseError):
        sql("UPDATE purchasing_purchaseorder SET party_id = %s WHERE id = %s", foreign.pk, order.pk)


def test_orders_of_another_company_are_not_there(tea, other_company):
    order = draft(line(tea, "1"))

    with company_context(other_company.pk):
        assert not PurchaseOrder.objects.exists()
        assert not PurchaseOrderLine.objects.exists()
        assert sql("UPDATE purchasing_purchaseorder SET notes = 'x' WHERE id = %s", order.pk) == 0


def test_no_order_is_written_into_another_company(tea, other_company):
    order = draft(line(tea, "1"))
    order.pk, order._state.adding = uuid7(), True

    with company_context(other_company.pk), refused(error=DatabaseError):
        order.save(force_insert=True)


@pytest.mark.parametrize("table", ["purchasing_purchaseorder", "purchasing_purchaseorderline"])
def test_the_application_cannot_truncate_or_switch_rules_off(company, table):
    with refused(error=DatabaseError):
        sql(f"TRUNCATE {table} CASCADE")
    with refused(error=DatabaseError):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
