"""Orders of a sales channel: what they get, that they keep their channel, and their screens."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core.exceptions import WrongStatus
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.sales.selectors import to_reserve, waiting_for_stock
from apps.sales.tests.factories import confirmed, draft, line, make_shop, progress
from apps.stock.models import Reservation
from apps.stock.tests.factories import make_channel, make_quota

pytestmark = pytest.mark.django_db
LIST = reverse("sales:salesorder_list")


@pytest.fixture
def tea(company):
    return make_shop("TEA")[0]


@pytest.fixture
def browser(user_in):
    client = Client()
    client.force_login(user_in("owner"))
    return client


def url(order, verb="detail"):
    return reverse(f"sales:salesorder_{verb}", args=[order.pk])


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def reserved(order) -> list[Decimal]:
    return [row.reserved for row in progress(order)]


def in_days(days: int):
    return company_in_force().today() + timedelta(days=days)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_promises_of_an_order_name_its_channel(tea):
    confirmed(line(tea, "4"), channel=make_channel())
    confirmed(line(tea, "4"))

    assert sorted(str(row.channel) for row in Reservation.objects.all()) == ["None", "Web"]


def test_an_order_gets_what_the_quota_leaves_and_waits_for_the_rest(tea):
    make_quota(tea, "10")
    first = confirmed(line(tea, "7"), channel=make_channel())
    second = confirmed(line(tea, "7"), channel=make_channel())

    assert (reserved(first), reserved(second)) == ([7], [3])
    assert list(SalesOrder.objects.filter(waiting_for_stock())) == [second]


def test_reserve_is_offered_once_the_quota_leaves_something(tea):
    quota = make_quota(tea, "3")
    order = confirmed(line(tea, "7"), channel=make_channel())
    assert not SalesOrder.objects.filter(to_reserve()).exists()

    quota.refresh_from_db()
    quota.quantity = Decimal(5)
    quota.save(update_fields=["quantity"])

    assert list(SalesOrder.objects.filter(to_reserve())) == [order]
    sales.reserve_order(actor=None, pk=order.pk)
    assert reserved(order) == [5]


def test_the_channel_of_an_order_that_holds_goods_stays(tea):
    order = confirmed(line(tea, "4"), channel=make_channel())
    order.channel = make_channel("SHOP")

    with pytest.raises(WrongStatus):
        sales.save_order(actor=None, document=order, lines=list(order.lines.all()))

    order.refresh_from_db()
    assert order.channel == make_channel()


def test_plain_sql_changes_the_day_of_a_confirmed_order_and_not_its_channel(tea):
    order = confirmed(line(tea, "4"), channel=make_channel())
    make_channel("SHOP")

    sql("UPDATE sales_salesorder SET held_until = '2031-01-01' WHERE id = %s", order.pk)
    for channel in ("NULL", "(SELECT id FROM stock_saleschannel WHERE code = 'SHOP')"):
        with pytest.raises(IntegrityError, match="channel_id"), transaction.atomic():
            sql(f"UPDATE sales_salesorder SET channel_id = {channel} WHERE id = %s", order.pk)


def test_the_list_is_narrowed_by_channel_and_by_the_day_the_hold_ends(tea, browser):
    soon = confirmed(line(tea, "1"), held_until=in_days(2), channel=make_channel())
    late = confirmed(line(tea, "1"), held_until=in_days(20))

    by_day = browser.get(LIST, {"held_until_before": in_days(5).isoformat()})
    by_channel = browser.get(LIST, {"channel": make_channel().pk})

    for page in (by_day, by_channel):
        assert soon.number in text(page)
        assert late.number not in text(page)


def test_the_export_of_the_list_names_channel_and_day(tea, browser):
    confirmed(line(tea, "1"), held_until=in_days(2), channel=make_channel())

    answer = browser.get(LIST, {"export": "csv", "cols": ["number", "channel", "held_until"]})

    assert f"Web,{in_days(2).isoformat()}" in b"".join(answer).decode()


def test_an_order_shows_its_channel_and_until_when_goods_are_held(tea, browser):
    page = text(
        browser.get(url(confirmed(line(tea, "1"), held_until=in_days(2), channel=make_channel())))
    )

    assert "Held until" in page
    assert "Sales channel" in page
    assert ", over" not in page


def test_a_released_order_says_so_and_is_reserved_again_by_its_button(tea, browser, monkeypatch):
    order = confirmed(line(tea, "4"), held_until=in_days(1))
    today = Company.today
    monkeypatch.setattr(Company, "today", lambda self: today(self) + timedelta(days=2))
    sales.release_expired(actor=None)

    page = browser.get(url(order))
    assert ", over" in text(page)
    assert url(order, "reserve") in page.content.decode()
    assert "Goods are held until" in text(browser.get(url(order, "reserve")))

    none = browser.post(url(order, "reserve"), {"held_until": "", "idempotency_key": uuid4()})
    assert none.status_code == 422
    assert "is past" in text(none)
    assert reserved(order) == [0]

    day = in_days(3)
    browser.post(url(order, "reserve"), {"held_until": day.isoformat(), "idempotency_key": uuid4()})
    order.refresh_from_db()
    assert (order.held_until, reserved(order)) == (day, [4])


def test_an_order_without_a_day_is_reserved_at_once(tea, browser):
    quota = make_quota(tea, "1")
    order = confirmed(line(tea, "4"), channel=make_channel())
    quota.delete()

    answer = browser.post(url(order, "reserve"), {"idempotency_key": uuid4()})

    assert answer.status_code == 302
    assert reserved(order) == [4]


def test_an_order_is_written_with_its_channel_and_day(tea, browser):
    order = draft(line(tea, "2"))
    archived = make_channel("OLD", is_active=False)
    page = browser.get(url(order, "edit")).content.decode()
    assert str(archived.pk) not in page
    form = dict(re.findall(r'name="(lines-[^"]+)"[^>]*? value="([^"]*)"', page))
    row = order.lines.get()
    data = {
        **form,
        "party": order.party_id, "date": order.date.isoformat(), "warehouse": order.warehouse_id, "currency": "EUR",
        "freight": "0", "version": order.version, "channel": make_channel().pk,
        "held_until": in_days(4).isoformat(), "idempotency_key": uuid4(),
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-MIN_NUM_FORMS": "0", "lines-MAX_NUM_FORMS": "1000",
        "lines-0-id": row.pk, "lines-0-product": tea.pk, "lines-0-quantity": "2", "lines-0-unit": row.unit_id,
        "lines-0-unit_price": "10", "lines-0-discount": "0",
    }  # fmt: skip

    answer = browser.post(url(order, "edit"), data)

    assert answer.status_code == 302, text(answer)
    order.refresh_from_db()
    assert (order.channel, order.held_until) == (make_channel(), in_days(4))


def test_the_list_takes_the_same_statements_for_2_and_20_orders_with_channels(tea, browser):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(LIST).status_code == 200
        return len(captured)

    for _ in range(2):
        confirmed(line(tea, "1"), channel=make_channel(), held_until=in_days(1))
    few = statements()
    for _ in range(18):
        confirmed(line(tea, "1"), channel=make_channel(), held_until=in_days(1))

    assert statements() == few
