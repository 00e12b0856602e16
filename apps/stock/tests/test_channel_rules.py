"""No channel has more promised than its quota, for plain SQL of the application's role and for many at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.core.testing import in_threads
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import ChannelQuota, Reservation
from apps.stock.services import NotEnoughStock, QuotaBelowPromised, QuotaReached, QuotaTwice, Wanted
from apps.stock.tests.factories import (
    level,
    make_channel,
    make_place,
    make_quota,
    receive,
    reserve,
)
from apps.warehouses.tests.factories import make_warehouse

MENDABLE = (QuotaBelowPromised, QuotaTwice)
RESERVE = """
    INSERT INTO stock_reservation (id, company_id, product_id, location_id, quantity, origin_type, origin_id,
                                   origin_line_id, channel_id, created_at)
    SELECT gen_random_uuid(), v.company_id, v.product_id, v.location_id, %s, 'x', gen_random_uuid(), gen_random_uuid(),
           h.id, now()
    FROM stock_level v, stock_saleschannel h WHERE h.code = 'WEB'
"""


@pytest.fixture
def tea(company):
    with transaction.atomic():
        make_place()
        tea = make_product()
        receive(tea, "100", "2")
        return tea


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def promised() -> Decimal:
    return ChannelQuota.objects.get().promised


@pytest.mark.django_db
def test_plain_sql_promises_no_more_than_the_quota(tea):
    make_quota(tea, "10")
    sql(RESERVE, 10)

    with pytest.raises(IntegrityError, match="WEB may have 0 more"), transaction.atomic():
        sql(RESERVE, 1)

    assert promised() == 10
    assert level(tea) == (100, 10)


@pytest.mark.django_db
def test_plain_sql_that_changes_a_promise_moves_the_count(tea):
    make_quota(tea, "10")
    sql(RESERVE, 10)

    sql("UPDATE stock_reservation SET quantity = 4")
    assert promised() == 4
    with pytest.raises(IntegrityError, match="WEB may have 6 more"), transaction.atomic():
        sql("UPDATE stock_reservation SET quantity = 11")
    sql("UPDATE stock_reservation SET channel_id = NULL")
    assert promised() == 0
    sql("UPDATE stock_reservation SET channel_id = (SELECT id FROM stock_saleschannel)")
    assert promised() == 4
    sql("DELETE FROM stock_reservation")
    assert promised() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE stock_channelquota SET promised = 0",
        "UPDATE stock_channelquota SET promised = 9",
        "UPDATE stock_channelquota SET quantity = 6",
        "UPDATE stock_channelquota SET quantity = -1",
        "UPDATE stock_channelquota SET quantity = 'NaN'",
        "UPDATE stock_channelquota SET warehouse_id = (SELECT id FROM warehouses_warehouse WHERE code = 'SECOND')",
        "UPDATE stock_channelquota SET channel_id = (SELECT id FROM stock_saleschannel WHERE code = 'SHOP')",
        "UPDATE stock_saleschannel SET code = ''",
        "UPDATE stock_saleschannel SET code = 'WEB'",
    ],
)
def test_a_quota_is_what_it_was_made_for_and_counts_reservations(tea, crime):
    make_warehouse("SECOND")
    make_channel("SHOP")
    make_quota(tea, "10")
    sql(RESERVE, 7)

    with pytest.raises(IntegrityError), transaction.atomic():
        sql(crime)

    assert promised() == 7


@pytest.mark.django_db
def test_a_quota_written_with_a_count_of_its_own_begins_with_the_true_one(tea):
    quota = make_quota(tea, "10")
    sql(RESERVE, 7)
    stock.delete_quota(actor=None, pk=quota.pk)

    quota.pk, quota.promised, quota._state.adding = uuid7(), Decimal(1), True
    quota.save(force_insert=True)

    assert promised() == 7


@pytest.mark.django_db
def test_a_channel_is_archived_and_never_deleted(tea):
    make_channel()

    with pytest.raises(ProgrammingError), transaction.atomic():
        sql("DELETE FROM stock_saleschannel")


@pytest.mark.django_db
def test_no_company_sees_or_names_channels_and_quotas_of_another(tea, other_company):
    channel = make_channel()
    quota = make_quota(tea, "10")

    with company_context(other_company.pk):
        sql("SELECT count(*) FROM stock_channelquota WHERE id = %s", quota.pk)
        assert not ChannelQuota.objects.filter(pk=quota.pk).exists()
        make_place()
        rice = make_product("RICE")
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(
                "INSERT INTO stock_channelquota (id, company_id, product_id, warehouse_id, channel_id, quantity,"
                " promised, version) VALUES (gen_random_uuid(), %s, %s, %s, %s, 1, 0, 1)",
                other_company.pk, rice.pk, make_warehouse().pk, channel.pk,
            )  # fmt: skip


def promise(place, channel, *products, quantity: str = "1"):
    def run():
        with transaction.atomic():
            try:
                stock.reserve(
                    actor=None,
                    origin_type="tests.order",
                    origin_id=uuid7(),
                    wanted=[Wanted(uuid7(), product, Decimal(quantity)) for product in products],
                    warehouse=place,
                    channel=channel,
                )
            except NotEnoughStock as refusal:
                return type(refusal)
        return True

    return run


@pytest.mark.django_db(transaction=True)
def test_of_thirty_who_want_one_of_a_quota_of_ten_exactly_ten_get_it(tea):
    with transaction.atomic():
        make_quota(tea, "10")
        one = promise(make_warehouse().pk, make_channel().pk, tea.pk)

    answers = in_threads([one] * 30, at_once=16)

    assert answers.count(True) == 10
    assert answers.count(QuotaReached) == 20
    with transaction.atomic():
        assert promised() == 10
        assert level(tea) == (100, 10)
        assert Reservation.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_quotas_made_and_lowered_while_many_reserve_and_release_count_everything(tea):
    with transaction.atomic():
        rice = make_product("RICE")
        receive(rice, "100", "2")
        house, channel = make_warehouse(), make_channel()

    def trade(products):
        lines = [uuid7() for _ in products]

        def run():
            with transaction.atomic():
                try:
                    reserve(
                        *((line, product, "1") for line, product in zip(lines, products, strict=True)),
                        channel=channel.pk, warehouse=house,
                    )  # fmt: skip
                except QuotaReached:
                    return "full"
            if lines[0].int % 2:
                with transaction.atomic():
                    stock.release(actor=None, origin_line_ids=lines)
            return "done"

        return run

    def quota(product, quantity):
        def run():
            with transaction.atomic():
                found = ChannelQuota.objects.filter(product=product).first()
                if found is None:
                    document = ChannelQuota(
                        product=product,
                        warehouse=house,
                        channel=channel,
                        quantity=Decimal(quantity),
                    )
                    return stock.save_quota(actor=None, document=document)
                found.quantity = Decimal(quantity)
                return stock.save_quota(actor=None, document=found)

        return run

    jobs = [trade(goods) for _ in range(15) for goods in ([tea, rice], [rice, tea])]
    for place, product, quantity in ((4, tea, 90), (9, rice, 80), (14, tea, 30), (20, rice, 3)):
        jobs.insert(place, quota(product, quantity))

    answers = in_threads(jobs, at_once=16)

    wrong = [x for x in answers if isinstance(x, Exception) and not isinstance(x, MENDABLE)]
    assert wrong == []
    with transaction.atomic():
        for row in ChannelQuota.objects.all():
            held = Reservation.objects.filter(product=row.product, channel=channel)
            assert row.promised == sum(each.quantity for each in held)
            assert row.promised <= row.quantity
