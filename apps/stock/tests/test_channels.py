"""Quotas of sales channels: what may be promised, what is refused, and that what is promised is counted."""

from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, NotAllowed, StaleVersion
from apps.core.ids import uuid7
from apps.picking import services as picking
from apps.picking.services.elsewhere import take_elsewhere
from apps.picking.tests.factories import lines as lines_of_wave
from apps.picking.tests.factories import wave_of
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import ChannelQuota, Level, Reservation
from apps.stock.services import (
    LineDraft,
    NotEnoughStock,
    QuotaBelowPromised,
    QuotaReached,
    QuotaTwice,
)
from apps.stock.services.reasons import CodeTaken
from apps.stock.tests.factories import (
    DAY,
    ORIGIN,
    level,
    make_channel,
    make_place,
    make_quota,
    receive,
    reserve,
    transfer,
)
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(company):
    make_place()
    tea = make_product()
    receive(tea, "100", "2")
    return tea


def promised(channel: str = "WEB") -> Decimal:
    return ChannelQuota.objects.get(channel__code=channel).promised


def web(*wanted, **fields):
    return reserve(*wanted, channel=make_channel().pk, **fields)


def ship_line(product, quantity, line):
    draft = stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=DAY, origin_type=ORIGIN, origin_id=uuid7(),
        lines=[LineDraft(product, Decimal(quantity), product.unit, origin_line_id=line)],
    )  # fmt: skip
    return stock.post_shipment(actor=None, pk=draft.pk)


def test_a_channel_without_a_quota_gets_whatever_is_free(tea):
    line = uuid7()

    assert web((line, tea, "100")) == {line: 100}

    assert Reservation.objects.get().channel == make_channel()


def test_an_order_of_a_channel_is_refused_what_its_quota_leaves_not(tea):
    make_quota(tea, "10")
    web((uuid7(), tea, "7"))

    with pytest.raises(QuotaReached, match="raise the quota of Web; it leaves 3"):
        web((uuid7(), tea, "4"))

    assert promised() == 7
    assert level(tea) == (100, 7)


def test_stock_that_is_short_is_told_before_the_quota(tea):
    make_quota(tea, "10")

    with pytest.raises(NotEnoughStock, match="receive more first; 100 are free"):
        web((uuid7(), tea, "101"))


def test_lines_in_part_share_what_the_quota_leaves_in_their_order(tea):
    make_quota(tea, "10")
    first, second, third = uuid7(), uuid7(), uuid7()

    got = web((first, tea, "6"), (second, tea, "6"), (third, tea, "6"), partial=True)

    assert got == {first: 6, second: 4, third: 0}
    assert promised() == 10
    assert level(tea) == (100, 10)


def test_a_quota_that_is_full_gives_nothing_and_counts_nothing(tea):
    make_quota(tea, "0")
    line = uuid7()

    assert web((line, tea, "6"), partial=True) == {line: 0}

    assert not Reservation.objects.exists()


def test_quotas_are_apart_by_product_warehouse_and_channel(tea):
    rice, other = make_product("RICE"), make_warehouse("SECOND")
    receive(rice, "10", "2")
    receive(tea, "10", "2", warehouse=other)
    make_quota(tea, "1")
    line = uuid7()

    assert web((line, rice, "10")) == {line: 10}
    assert web((line, tea, "10"), warehouse=other) == {line: 10}
    assert reserve((line, tea, "10"), channel=make_channel("SHOP").pk) == {line: 10}
    assert reserve((uuid7(), tea, "10"))
    assert promised() == 0


def test_a_release_gives_the_quota_back(tea):
    make_quota(tea, "10")
    line = uuid7()
    web((line, tea, "7"))

    stock.release(actor=None, origin_line_ids=[line])

    assert promised() == 0
    assert level(tea) == (100, 0)


def test_goods_that_leave_give_the_quota_back(tea):
    make_quota(tea, "10")
    line = uuid7()
    web((line, tea, "7"))

    ship_line(tea, "3", line)
    assert promised() == 4

    ship_line(tea, "4", line)
    assert promised() == 0


def test_goods_taken_elsewhere_stay_promised_to_a_channel_whose_quota_is_full(tea):
    shelves = [make_location(make_warehouse(), code) for code in ("A-SHELF", "Z-SHELF")]
    for shelf in shelves:
        transfer(tea, "20", shelf)
    make_quota(tea, "7")
    line = uuid7()
    web((line, tea, "7"))
    draft = stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=DAY, origin_type=ORIGIN, origin_id=uuid7(),
        lines=[LineDraft(tea, Decimal(7), tea.unit, origin_line_id=line)],
    )  # fmt: skip
    wave = wave_of(draft)

    for shelf in shelves:
        [told, *_] = lines_of_wave(wave)
        there = Level.objects.get(product=tea, location=shelf)
        take_elsewhere(
            actor=None, pk=wave.pk, line=told.pk, level=there.pk, quantity=Decimal(2), reason="Full"
        )

    assert promised() == 7
    assert {row.channel.code for row in Reservation.objects.all()} == {"WEB"}
    picking.cancel_wave(actor=None, pk=wave.pk)


def test_a_new_quota_begins_with_what_is_promised_already(tea):
    web((uuid7(), tea, "7"))
    reserve((uuid7(), tea, "5"))

    assert make_quota(tea, "10").promised == 7

    with pytest.raises(QuotaReached):
        web((uuid7(), tea, "4"))


def test_a_new_quota_below_what_is_promised_is_refused(tea):
    web((uuid7(), tea, "7"))

    with pytest.raises(QuotaBelowPromised, match="Web has more of") as refusal:
        make_quota(tea, "6")

    assert refusal.value.field == "quantity"
    assert not ChannelQuota.objects.exists()


def test_a_quota_is_raised_and_lowered_to_what_is_promised(tea):
    quota = make_quota(tea, "10")
    web((uuid7(), tea, "7"))

    for quantity in ("20", "7"):
        quota.quantity = Decimal(quantity)
        stock.save_quota(actor=None, document=quota)
        assert ChannelQuota.objects.get().quantity == Decimal(quantity)

    quota.quantity = Decimal("6.5")
    with pytest.raises(QuotaBelowPromised, match=r"To lower the quota to 6\.5, .* 7 of"):
        stock.save_quota(actor=None, document=quota)
    assert ChannelQuota.objects.get().quantity == 7


def test_a_quota_somebody_else_changed_is_not_written_over(tea):
    make_quota(tea, "10")
    mine, theirs = ChannelQuota.objects.get(), ChannelQuota.objects.get()
    stock.save_quota(actor=None, document=theirs)

    with pytest.raises(StaleVersion):
        stock.save_quota(actor=None, document=mine)


def test_a_second_quota_of_the_same_goods_is_refused(tea):
    make_quota(tea, "10")

    with pytest.raises(QuotaTwice, match="open the one there is"):
        make_quota(tea, "20")

    assert ChannelQuota.objects.get().quantity == 10


@pytest.mark.parametrize("quantity", ["-1", "NaN", "10000000000000"])
def test_a_quota_is_a_quantity(tea, quantity):
    with pytest.raises(InvalidInput):
        make_quota(tea, quantity)

    assert not ChannelQuota.objects.exists()


def test_without_its_quota_a_channel_gets_whatever_is_free(tea):
    quota = make_quota(tea, "1")
    web((uuid7(), tea, "1"))

    stock.delete_quota(actor=None, pk=quota.pk)

    line = uuid7()
    assert web((line, tea, "50")) == {line: 50}
    assert make_quota(tea, "60").promised == 51


def test_two_channels_do_not_share_a_code(tea):
    make_channel("WEB")
    document = type(make_channel())(code=" web ", name="Other")

    with pytest.raises(CodeTaken):
        stock.save_channel(actor=None, document=document)


def test_who_may_not_work_in_a_warehouse_sets_no_quota_there(tea, user_in):
    stranger = user_in("warehouse_manager")
    document = ChannelQuota(
        product=tea, warehouse=make_warehouse(), channel=make_channel(), quantity=Decimal(1)
    )

    with pytest.raises(NotAllowed):
        stock.save_quota(actor=stranger, document=document)

    assert not ChannelQuota.objects.exists()


def test_one_statement_reserves_all_lines_with_quotas_too(tea, django_assert_num_queries):
    rice = make_product("RICE")
    receive(rice, "10", "2")
    make_quota(tea, "10")
    make_quota(rice, "10")
    channel, house = make_channel().pk, make_warehouse()
    wanted = [stock.Wanted(uuid7(), product.pk, Decimal(1)) for product in (tea, rice)]

    with django_assert_num_queries(1):
        stock.reserve(
            actor=None, origin_type=ORIGIN, origin_id=uuid7(), wanted=wanted, warehouse=house, channel=channel
        )  # fmt: skip
