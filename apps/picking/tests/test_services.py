"""Waves: made of draft shipments, picked scan by scan, shipped whole or in part."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, NotAllowed, WrongStatus
from apps.picking import services as picking
from apps.picking.models import Pick, PickLine, Wave
from apps.picking.tests.factories import (
    goods,
    level_of,
    lines,
    pick_all,
    promised,
    scan,
    ship,
    today,
    wave_of,
)
from apps.products.tests.factories import make_unit
from apps.products.units import InexactQuantity
from apps.stock import services as stock
from apps.stock.models import Lot, Reservation, StockDocument
from apps.stock.services import LineDraft
from apps.stock.tests.factories import draft_shipment, level, make_place
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

pytestmark = pytest.mark.django_db
FAR = 300


@pytest.fixture(autouse=True)
def house(company):
    return make_place()


def shelf(code, order=0):
    return make_location(make_warehouse(), code, pick_order=order)


def way(wave):
    """Return the way through a wave in one text: place, product, lot, how many."""
    return " | ".join(
        f"{line.location} {line.product.sku}{' ' + line.lot.number if line.lot else ''}"
        f" {line.quantity.normalize():f}"
        for line in lines(wave)
    )


def received_lot(product, number, quantity="10", *, place=None, days=FAR):
    line = LineDraft(
        product, Decimal(quantity), product.unit, Decimal(1), lot_text=number,
        lot_expires_on=today() + timedelta(days=days), to_location=place,
    )  # fmt: skip
    draft = stock.create_receipt(actor=None, warehouse=make_warehouse(), date=today(), lines=[line])
    stock.post_receipt(actor=None, pk=draft.pk)
    return Lot.objects.get(number=number)


def test_a_wave_leads_through_the_warehouse_in_its_picking_order():
    near, far = shelf("Z-NEAR", 1), shelf("A-FAR", 9)
    tea, mint = goods("TEA", place=far), goods("MINT", place=near)

    wave = wave_of(promised((tea, "3"), (mint, "2")), promised((mint, "4")))

    assert way(wave) == "Z-NEAR MINT 2 | Z-NEAR MINT 4 | A-FAR TEA 3"
    assert (wave.status, wave.number[:4]) == ("open", "WAV-")


def test_goods_are_picked_where_they_are_reserved_now():
    tea = goods("TEA", "4")
    shipment = promised((tea, "4"))
    near = shelf("NEAR")
    goods("TEA", "10", place=near)
    line = shipment.lines.get()
    stock.release(actor=None, origin_line_ids=[line.origin_line_id])
    hold = draft_shipment(
        [(tea, "4")], date=today()
    )  # somebody takes what lay in the default place
    stock.post_shipment(actor=None, pk=hold.pk)
    stock.reserve(
        actor=None, origin_type="tests.order", origin_id=shipment.origin_id, warehouse=make_warehouse(),
        wanted=[stock.Wanted(line.origin_line_id, tea.pk, Decimal(4))],
    )  # fmt: skip

    wave = wave_of(shipment)

    assert way(wave) == "NEAR TEA 4"
    assert shipment.lines.get().from_location == near


def test_an_order_reserved_in_two_places_is_picked_in_both():
    near = shelf("NEAR", 1)
    tea = goods("TEA", "3", place=near)
    goods("TEA", "3")
    shipment = promised((tea, "5"))

    assert way(wave_of(shipment)) in ("STOCK TEA 3 | NEAR TEA 2", "STOCK TEA 2 | NEAR TEA 3")


def test_many_lines_make_several_waves_and_no_shipment_is_split():
    tea, mint = goods("TEA"), goods("MINT")
    shipments = [promised((tea, "1"), (mint, "1")) for _ in range(3)]

    waves = picking.make_waves(actor=None, pks=[s.pk for s in shipments], most_lines=4)
    longer = picking.make_waves(
        actor=None, pks=[promised((tea, "1"), (mint, "1")).pk], most_lines=1
    )

    assert [wave.lines.count() for wave in waves] == [4, 2]
    assert longer[0].lines.count() == 2


def test_the_warehouse_says_how_long_a_wave_may_be():
    house = make_warehouse()
    house.wave_lines = 1
    house.save()
    tea = goods("TEA")

    waves = picking.make_waves(actor=None, pks=[promised((tea, "1")).pk for _ in range(2)])

    assert len(waves) == 2


def test_each_warehouse_has_its_own_wave():
    tea = goods("TEA")
    other = make_warehouse("OTHER")
    shipments = [promised((tea, "1")), draft_shipment([(tea, "1")], warehouse=other, date=today())]

    waves = picking.make_waves(actor=None, pks=[shipment.pk for shipment in shipments])

    assert {wave.warehouse.code for wave in waves} == {"MAIN", "OTHER"}


def test_a_shipment_is_in_one_wave_until_that_ends():
    shipment = promised((goods(), "1"))
    wave = wave_of(shipment)

    with pytest.raises(picking.InOtherWave, match=wave.number):
        wave_of(shipment)
    picking.cancel_wave(actor=None, pk=wave.pk)

    assert wave_of(shipment).number != wave.number


@pytest.mark.parametrize("verb", [stock.post_shipment, stock.cancel_shipment])
def test_only_drafts_are_picked(verb):
    shipment = promised((goods(), "1"))
    verb(actor=None, pk=shipment.pk)

    with pytest.raises(WrongStatus, match="must be a draft"):
        wave_of(shipment)
    assert not Wave.objects.exists()


def test_nothing_chosen_makes_no_wave():
    with pytest.raises(picking.NothingChosen):
        picking.make_waves(actor=None, pks=[])


def test_scanning_counts_one_and_the_first_pick_starts_the_wave():
    wave = wave_of(promised((goods(gtin="4006381333931"), "3")))

    assert scan(wave, "stock").message == "Right, this is STOCK."
    assert Wave.objects.get().status == "open"
    scan(wave, "TEA")
    scan(wave, " 04006381333931 ")
    done = scan(wave, "4006381333931")

    assert done.is_settled
    assert "3 of 3" in done.message
    assert Wave.objects.get().status == "picking"
    assert list(Pick.objects.values_list("quantity", flat=True)) == [1, 1, 1]


def test_a_figure_says_how_many_it_is_in_all_and_takes_back_what_was_too_many():
    wave = wave_of(promised((goods(), "12")))
    scan(wave, "TEA")

    scan(wave, "12")
    scan(wave, "7")

    assert lines(wave)[0].picked == 7
    assert list(Pick.objects.order_by("pk").values_list("quantity", flat=True)) == [1, 11, -5]


def test_a_figure_before_the_goods_were_scanned_counts_nothing():
    wave = wave_of(promised((goods(), "12")))

    with pytest.raises(picking.WrongScan, match="once before"):
        scan(wave, "12")
    assert not Pick.objects.exists()


def test_more_than_asked_is_refused():
    wave = wave_of(promised((goods(), "2")))
    scan(wave, "TEA")

    with pytest.raises(picking.MoreThanAsked, match=r"2.pc of TEA"):
        scan(wave, "3")
    scan(wave, "2")
    with pytest.raises(picking.MoreThanAsked):
        scan(wave, "TEA")
    assert lines(wave)[0].picked == 2


def test_a_figure_finer_than_the_unit_is_refused():
    wave = wave_of(promised((goods(unit=make_unit("whole", decimals=0)), "2")))
    scan(wave, "TEA")

    with pytest.raises(InexactQuantity):
        scan(wave, "1.5")
    assert lines(wave)[0].picked == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MINT", "This is MINT Mint; TEA Tea is to be picked."),
        ("SHELF", "This is SHELF; go to STOCK."),
        ("NONSENSE", "Nothing here is called NONSENSE"),
        ("4006381333932", "Nothing here is called 4006381333932"),
        ("", "Scan something"),
    ],
)
def test_a_wrong_code_is_told_for_what_it_is(code, words):
    wave = wave_of(promised((goods(), "2")))
    goods("MINT")
    shelf("SHELF")

    with pytest.raises(picking.WrongScan, match=words):
        scan(wave, code)
    assert not Pick.objects.exists()
    assert Wave.objects.get().status == "open"


def test_traced_goods_are_told_by_their_lot():
    milk = goods("MILK", "10", lot="L1", tracking="lot")
    wave = wave_of(promised((milk, "2")))
    received_lot(milk, "L2")

    with pytest.raises(picking.WrongScan, match="Scan the lot of MILK Milk: L1"):
        scan(wave, "MILK")
    with pytest.raises(picking.WrongScan, match="This is lot L2; take L1"):
        scan(wave, "L2")
    scan(wave, "l1")

    assert lines(wave)[0].picked == 1


def test_a_lot_that_expired_or_was_blocked_meanwhile_is_not_picked():
    milk = goods("MILK", "10", lot="L1", tracking="lot")
    old = received_lot(milk, "OLD", days=1)
    wave = wave_of(promised((milk, "2")))
    told = lines(wave)[0].lot
    stock.block_lot(actor=None, pk=told.pk)

    with pytest.raises(picking.WrongScan, match="is blocked"):
        scan(wave, told.number)
    Lot.objects.filter(pk__in=(old.pk, told.pk)).update(
        is_blocked=False, expires_on=today() - timedelta(days=1)
    )
    with pytest.raises(picking.WrongScan, match="was to be used by"):
        scan(wave, told.number)
    assert not Pick.objects.exists()


def test_a_serial_number_is_picked_once():
    pump = goods("PUMP", "1", lot="S1", tracking="serial")
    received_lot(pump, "S2", "1")
    wave = wave_of(promised((pump, "2")))
    first, second = lines(wave)
    scan(wave, first.lot.number, first)

    with pytest.raises(picking.WrongScan, match="is picked already"):
        scan(wave, first.lot.number, second)
    with pytest.raises(picking.WrongScan, match="each serial number"):
        scan(wave, "2", second)
    assert lines(wave)[1].picked == 0


def test_what_is_picked_is_shipped_and_ends_the_wave():
    tea = goods("TEA", "10")
    shipments = [promised((tea, "3")), promised((tea, "2"))]
    wave = wave_of(*shipments)
    pick_all(wave)

    for shipment in shipments:
        ship(wave, shipment)

    assert {s.status for s in StockDocument.objects.filter(kind="shipment")} == {"posted"}
    assert level(tea) == (5, 0)
    assert Wave.objects.get().status == "done"


def test_a_short_pick_is_shipped_in_part_and_the_rest_waits_in_a_backorder():
    tea, mint = goods("TEA"), goods("MINT")
    shipment = promised((tea, "5"), (mint, "1"))
    wave = wave_of(shipment)
    by_sku = {line.product.sku: line for line in lines(wave)}
    scan(wave, "TEA", by_sku["TEA"])
    scan(wave, "3", by_sku["TEA"])
    picking.leave_short(actor=None, pk=wave.pk, line=by_sku["TEA"].pk, reason="Broken")
    picking.leave_short(actor=None, pk=wave.pk, line=by_sku["MINT"].pk, reason="Not there")

    document = ship(wave, shipment)

    rest = document.backorders.get()
    assert [line.quantity for line in document.lines.all()] == [3]
    assert sorted((line.product.sku, line.quantity) for line in rest.lines.all()) == [
        ("MINT", 1), ("TEA", 2),
    ]  # fmt: skip
    assert level(tea) == (97, 2)
    assert Wave.objects.get().status == "done"
    assert wave_of(rest).lines.count() == 2


def test_pieces_of_a_box_are_shipped_though_they_are_no_whole_box():
    tea = goods("TEA", "90")
    box = make_unit("box", numerator=9)
    draft = LineDraft(tea, Decimal(2), box)
    shipment = stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=today(), lines=[draft]
    )
    wave = wave_of(shipment)
    line = lines(wave)[0]
    scan(wave, "TEA")
    scan(wave, "13")
    picking.leave_short(actor=None, pk=wave.pk, line=line.pk, reason="Torn")

    document = ship(wave, shipment)

    assert document.lines.get().stock_quantity == 13
    assert document.backorders.get().lines.get().stock_quantity == 5


def test_a_shipment_that_is_not_picked_to_the_end_does_not_leave():
    tea = goods()
    shipment = promised((tea, "5"))
    wave = wave_of(shipment)
    scan(wave, "TEA")

    with pytest.raises(picking.NotPicked):
        ship(wave, shipment)
    assert level(tea) == (100, 5)


def test_a_line_left_short_goes_on_when_more_is_found():
    wave = wave_of(promised((goods(), "2")))
    line = lines(wave)[0]
    scan(wave, "TEA")
    picking.leave_short(actor=None, pk=wave.pk, line=line.pk, reason="Gone")

    scan(wave, "TEA")

    assert not PickLine.objects.get().is_short
    assert PickLine.objects.get().reason == ""


def test_short_wants_a_reason():
    wave = wave_of(promised((goods(), "2")))

    with pytest.raises(InvalidInput, match="Say why"):
        picking.leave_short(actor=None, pk=wave.pk, line=lines(wave)[0].pk, reason=" ")


def elsewhere(wave, line, place, quantity, reason="Told place is empty"):
    found = level_of(line.product, place)
    return picking.take_elsewhere(
        actor=None,
        pk=wave.pk,
        line=line.pk,
        level=found.pk,
        quantity=Decimal(quantity),
        reason=reason,
    )


def test_goods_taken_elsewhere_are_promised_there_and_those_told_are_free_again():
    tea = goods("TEA", "5")
    shipment = promised((tea, "4"))
    wave = wave_of(shipment)
    near = shelf("NEAR")
    goods("TEA", "10", place=near)
    [line] = lines(wave)
    scan(wave, "TEA")

    elsewhere(wave, line, near, "3")

    assert way(wave) in ("NEAR TEA 3 | STOCK TEA 1", "STOCK TEA 1 | NEAR TEA 3")
    assert (level(tea), level(tea, near)) == ((5, 1), (10, 3))
    assert sorted(Reservation.objects.values_list("quantity", flat=True)) == [1, 3]
    other = next(row for row in lines(wave) if row.location == near)
    scan(wave, "TEA", other)
    scan(wave, "3", other)
    ship(wave, shipment)
    assert (level(tea), level(tea, near)) == ((4, 0), (7, 0))
    assert not Reservation.objects.exists()


def test_a_whole_line_is_taken_elsewhere():
    tea = goods("TEA", "5")
    near = shelf("NEAR")
    shipment = promised((tea, "4"))
    wave = wave_of(shipment)
    goods("TEA", "10", place=near)

    elsewhere(wave, lines(wave)[0], near, "4")

    assert way(wave) == "NEAR TEA 4"
    assert (level(tea), level(tea, near)) == ((5, 0), (10, 4))
    assert shipment.lines.get().from_location == near
    assert PickLine.objects.get().reason == "Told place is empty"


def test_another_lot_is_taken_and_leaves():
    milk = goods("MILK", "10", lot="L1", tracking="lot")
    shipment = promised((milk, "2"))
    wave = wave_of(shipment)
    received_lot(milk, "L2")
    other = milk.levels.get(lot__number="L2")
    line = lines(wave)[0]

    picking.take_elsewhere(
        actor=None, pk=wave.pk, line=line.pk, level=other.pk, quantity=Decimal(2), reason="L1 leaks"
    )
    line = lines(wave)[0]
    scan(wave, "L2", line)
    scan(wave, "2", line)
    ship(wave, shipment)

    assert milk.levels.get(lot__number="L2").on_hand == 8
    assert milk.levels.get(lot__number="L1").reserved == 0


def test_what_is_not_free_elsewhere_is_not_taken():
    tea = goods("TEA", "5")
    near = shelf("NEAR")
    shipment = promised((tea, "4"))
    wave = wave_of(shipment)
    goods("TEA", "3", place=near)

    with pytest.raises(picking.NotFree, match="3 of TEA"):
        elsewhere(wave, lines(wave)[0], near, "4")
    with pytest.raises(InvalidInput, match="at most 4"):
        elsewhere(wave, lines(wave)[0], near, "5")
    with pytest.raises(InvalidInput, match="Say why"):
        elsewhere(wave, lines(wave)[0], near, "1", reason="")
    assert way(wave) == "STOCK TEA 4"


def test_a_cancelled_shipment_is_left_where_it_is():
    shipment = promised((goods(), "2"))
    wave = wave_of(shipment, promised((goods(), "1")))
    line = next(row for row in lines(wave) if row.shipment == shipment)
    stock.cancel_shipment(actor=None, pk=shipment.pk)

    with pytest.raises(picking.ShipmentGone, match="Leave TEA"):
        scan(wave, "TEA", line)
    assert not Pick.objects.exists()


def test_a_wave_ends_with_nothing_picked_left_over():
    shipment = promised((goods(), "2"))
    wave = wave_of(shipment)
    scan(wave, "TEA")

    with pytest.raises(picking.PickedNotShipped, match="ship what is picked"):
        picking.finish_wave(actor=None, pk=wave.pk)
    scan(wave, "0")
    picking.finish_wave(actor=None, pk=wave.pk)

    with pytest.raises(picking.WaveEnded):
        scan(wave, "TEA")
    assert wave_of(shipment).status == "open"


def test_a_line_of_another_wave_is_not_picked_here():
    first, second = wave_of(promised((goods(), "1"))), wave_of(promised((goods(), "1")))

    with pytest.raises(picking.NotInWave):
        scan(first, "TEA", lines(second)[0])


def test_who_has_no_access_to_the_warehouse_picks_nothing_there(user_in):
    shipment = promised((goods(), "1"))
    stranger = user_in("warehouse_manager")
    wave = wave_of(shipment)

    for call in (
        lambda: picking.make_waves(actor=stranger, pks=[shipment.pk]),
        lambda: picking.scan(actor=stranger, pk=wave.pk, line=lines(wave)[0].pk, code="TEA"),
        lambda: picking.ship_picked(actor=stranger, pk=wave.pk, shipment=shipment.pk),
        lambda: picking.cancel_wave(actor=stranger, pk=wave.pk),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert stock_place(make_warehouse()) == lines(wave)[0].location
