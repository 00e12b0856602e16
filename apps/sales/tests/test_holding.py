"""Orders hold goods until a day: then what is not being picked is free, and waits to be reserved again."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core.context import company_context
from apps.core.exceptions import WrongStatus
from apps.core.models import Event
from apps.core.testing import in_threads
from apps.core.timeline import timeline_of
from apps.parties.tests.factories import make_party
from apps.picking import services as picking
from apps.picking.tests.factories import pick_all, wave_of
from apps.picking.tests.factories import ship as ship_wave
from apps.products.tests.factories import make_kit, make_product, make_substitute
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.sales.selectors import past_their_day, waiting_for_stock
from apps.sales.services import DayIsPast, Released
from apps.sales.tasks import release_all
from apps.sales.tests.factories import confirmed, draft, line, make_shop, progress, ship
from apps.stock import services as stock
from apps.stock.models import Reservation, StockDocument
from apps.stock.tests.factories import level, make_channel, make_quota, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(company):
    return make_shop("TEA")[0]


@pytest.fixture
def later(monkeypatch):
    """Return a function that lets so many days pass for every company."""
    today = Company.today

    def passes(days: int) -> None:
        monkeypatch.setattr(Company, "today", lambda self: today(self) + timedelta(days=days))

    return passes


def in_days(days: int) -> date:
    return company_in_force().today() + timedelta(days=days)


def hold_for(days: int | None) -> None:
    Company.objects.filter(pk=company_in_force().pk).update(hold_days=days)


def held(*lines, days: int = 3, **fields) -> SalesOrder:
    return confirmed(*lines, held_until=in_days(days), **fields)


def expire() -> list[Released]:
    return sales.release_expired(actor=None)


def reserved(order) -> list[Decimal]:
    return [row.reserved for row in progress(order)]


def test_an_order_holds_goods_without_an_end_unless_somebody_says_so(tea, later):
    order = confirmed(line(tea, "4"))

    later(5000)

    assert order.held_until is None
    assert expire() == []
    assert level(tea) == (100, 4)


def test_a_confirmed_order_holds_goods_for_the_days_of_the_company(tea):
    hold_for(5)

    assert confirmed(line(tea, "4")).held_until == in_days(5)
    assert held(line(tea, "4"), days=9).held_until == in_days(9)
    assert draft(line(tea, "4")).held_until is None


def test_an_order_whose_day_is_past_is_not_confirmed(tea):
    order = draft(line(tea, "4"), held_until=in_days(-1))

    with pytest.raises(DayIsPast, match="choose a day from today on") as refusal:
        sales.confirm_order(actor=None, pk=order.pk)

    order.refresh_from_db()
    assert (order.status, order.number, refusal.value.field) == ("draft", "", "held_until")
    assert not Reservation.objects.exists()


def test_goods_are_held_to_the_end_of_the_day_and_free_after_it(tea, later):
    order = held(line(tea, "4"))

    later(3)
    assert expire() == []
    assert level(tea) == (100, 4)

    later(4)
    assert expire() == [Released(order.number, Decimal(4))]
    assert level(tea) == (100, 0)


def test_a_released_order_waits_and_says_why(tea, later):
    order = held(line(tea, "4"))
    later(4)

    expire()

    assert list(SalesOrder.objects.filter(waiting_for_stock())) == [order]
    [told] = [item for item in timeline_of(order, None) if item["icon"] == "clock-alert"]
    assert told["text"].startswith("released what was reserved: held until ")
    assert str(order.held_until.year) in told["text"]


def test_a_second_run_finds_nothing_more(tea, later):
    held(line(tea, "4"))
    later(4)

    assert len(expire()) == 1
    assert expire() == []

    assert Event.objects.filter(name="sales.order_expired").count() == 1


def test_what_others_hold_stays(tea, later):
    held(line(tea, "4"))
    longer, endless = held(line(tea, "5"), days=4), confirmed(line(tea, "6"))
    later(4)

    expire()

    assert (reserved(longer), reserved(endless)) == ([5], [6])


def test_an_order_that_got_a_new_day_meanwhile_keeps_its_goods(tea, later):
    order = held(line(tea, "4"))
    later(4)
    found = past_their_day(in_days(0)).get()
    sales.reserve_order(actor=None, pk=order.pk, held_until=in_days(2))

    assert sales.release_order(actor=None, pk=found.pk).quantity == 0

    assert reserved(order) == [4]


def test_what_is_shipped_stays_shipped(tea, later):
    order = held(line(tea, "4"))
    ship(order)
    later(4)

    assert expire() == []

    assert [row.shipped for row in progress(order)] == [4]


def test_a_draft_shipment_nobody_picks_is_cancelled(tea, later):
    order = held(line(tea, "4"))
    shipment = sales.ship_order(actor=None, pk=order.pk)
    later(4)

    expire()

    shipment.refresh_from_db()
    assert shipment.status == "cancelled"
    assert level(tea) == (100, 0)


def test_what_is_being_picked_stays_promised_and_the_rest_is_free(tea, later):
    rice = make_product("RICE")
    receive(rice, "3", "2")
    order = held(line(tea, "4"), line(rice, "5"))
    shipment = sales.ship_order(actor=None, pk=order.pk)
    wave = wave_of(shipment)
    receive(rice, "2", "2")
    sales.reserve_order(actor=None, pk=order.pk)
    later(4)

    assert expire() == [Released(order.number, Decimal(2))]
    assert expire() == []

    assert reserved(order) == [4, 3]
    pick_all(wave)
    assert ship_wave(wave, shipment).status == "posted"
    assert (level(tea), level(rice)) == ((96, 0), (2, 0))


def test_goods_of_a_cancelled_wave_are_free_with_the_next_run(tea, later):
    order = held(line(tea, "4"))
    shipment = sales.ship_order(actor=None, pk=order.pk)
    wave = wave_of(shipment)
    later(4)
    assert expire() == []

    picking.cancel_wave(actor=None, pk=wave.pk)

    assert [freed.quantity for freed in expire()] == [4]
    shipment.refresh_from_db()
    assert (shipment.status, reserved(order)) == ("cancelled", [0])


def test_a_kit_frees_all_that_it_holds(tea, later):
    held(line(make_kit(parts={tea: "3"}), "2"))
    assert level(tea) == (100, 6)
    later(4)

    expire()

    assert level(tea) == (100, 0)


def test_goods_of_a_channel_give_its_quota_back(tea, later):
    quota = make_quota(tea, "10")
    held(line(tea, "4"), channel=make_channel())
    later(4)

    expire()

    quota.refresh_from_db()
    assert quota.promised == 0


def test_a_released_order_is_reserved_again_until_a_new_day(tea, later):
    order = held(line(tea, "4"))
    later(4)
    expire()

    again = sales.reserve_order(actor=None, pk=order.pk, held_until=in_days(2))

    order.refresh_from_db()
    assert again.held_until == order.held_until == in_days(2)
    assert reserved(order) == [4]
    assert expire() == []


def test_the_days_of_the_company_follow_a_day_that_is_past(tea, later):
    hold_for(5)
    order = confirmed(line(tea, "4"))
    later(6)
    expire()

    assert sales.reserve_order(actor=None, pk=order.pk).held_until == in_days(5)
    assert reserved(order) == [4]


@pytest.mark.parametrize("wanted", [None, -1])
def test_nothing_is_reserved_until_a_day_that_is_past(tea, later, wanted):
    order = held(line(tea, "4"))
    later(4)
    expire()

    with pytest.raises(DayIsPast) as refusal:
        sales.reserve_order(
            actor=None, pk=order.pk, held_until=None if wanted is None else in_days(wanted)
        )

    assert refusal.value.field == "held_until"
    assert reserved(order) == [0]


def test_reserving_more_keeps_a_day_that_is_not_past(tea):
    order = held(line(tea, "120"))
    day = order.held_until
    receive(tea, "20", "2")

    assert sales.reserve_order(actor=None, pk=order.pk).held_until == day
    assert reserved(order) == [120]


def test_a_substitute_gets_nothing_before_a_new_day_is_said(tea, later):
    order = held(line(tea, "120"))
    other = make_product("GREEN")
    receive(other, "200", "2")
    make_substitute(tea, other)
    later(4)
    expire()

    sales.replace_line(actor=None, pk=order.pk, line=order.lines.get().pk, product=other.pk)
    assert reserved(order) == [0]

    sales.reserve_order(actor=None, pk=order.pk, held_until=in_days(1))
    assert reserved(order) == [120]


def told(company, capsys, *arguments):
    call_command("release_expired", "--company", company.code, *arguments)
    return capsys.readouterr().out


def test_the_command_says_what_it_freed_and_a_second_run_nothing(company, tea, later, capsys):
    order = held(line(tea, "4"))
    later(4)

    first = json.loads(told(company, capsys, "--json"))

    assert first == {
        "company": company.code,
        "released": [{"order": order.number, "quantity": "4.000000"}],
    }
    assert "No order holds goods past its day." in told(company, capsys)
    with pytest.raises(CommandError) as refused:
        call_command("release_expired", "--company", "NOWHERE")
    assert refused.value.returncode == 2


def test_the_job_frees_what_orders_of_every_company_hold(tea, later, other_company):
    held(line(tea, "4"))
    with company_context(other_company.pk):
        [rice] = make_shop("RICE")
        held(line(rice, "4"), line(rice, "1"))
    later(4)

    assert release_all() == 2
    assert release_all() == 0

    with company_context(other_company.pk):
        assert level(rice) == (100, 0)


def test_an_order_takes_the_same_statements_with_a_channel_and_its_quota(tea, count_sql):
    head = {"party": make_party(), "warehouse": draft(line(tea, "1")).warehouse}
    head |= {"currency_id": company_in_force().currency_id}
    make_quota(tea, "50")
    channel = make_channel()

    def confirm(**fields):
        order = draft(line(tea, "2"), **head, **fields)
        return count_sql(lambda: sales.confirm_order(actor=None, pk=order.pk))

    plain = confirm()
    assert confirm(channel=channel) == plain
    assert confirm(channel=channel, held_until=in_days(1)) == plain + 1


@pytest.mark.django_db(transaction=True)
def test_a_shipment_posted_while_its_order_expires_leaves_whole_or_not_at_all(company, later):
    with transaction.atomic():
        [tea] = make_shop("TEA", stock="200")
        orders = [held(line(tea, "3")) for _ in range(10)]
        shipments = [sales.ship_order(actor=None, pk=order.pk).pk for order in orders]
    later(4)

    def post(pk):
        def run():
            try:
                with transaction.atomic():
                    return stock.post_shipment(actor=None, pk=pk).status
            except WrongStatus:
                return "refused"

        return run

    jobs = [job for pk in shipments for job in (post(pk), expire)]
    answers = in_threads(jobs, at_once=12)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    with transaction.atomic():
        left = set(StockDocument.objects.filter(pk__in=shipments).values_list("status", flat=True))
        posted = StockDocument.objects.filter(pk__in=shipments, status="posted").count()
        assert left <= {"posted", "cancelled"}
        assert answers.count("posted") == posted
        assert level(tea) == (200 - 3 * posted, 0)
        assert Event.objects.filter(name="sales.order_expired").count() == 10 - posted
