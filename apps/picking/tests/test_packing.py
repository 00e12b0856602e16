"""Packing: goods are scanned into packages, never more than was picked; the last one closed takes them to the dock."""

from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.models import Event
from apps.core.refusals import refusal_of
from apps.core.retry import retry_tx
from apps.core.testing import in_threads, plant
from apps.picking import printing, selectors
from apps.picking import services as picking
from apps.picking.models import Package, PackageLine
from apps.picking.subscribers import render_label
from apps.picking.tests.factories import goods, pick_all, promised, ship, today, wave_of
from apps.stock import services as stock
from apps.stock.tests.factories import draft_shipment, make_place
from apps.warehouses.services import save_warehouse
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db


def deliver_in_three():
    warehouse = make_place()
    warehouse.delivery_steps = "three"
    return save_warehouse(actor=None, document=warehouse)


def on_bench(*wanted):
    return brought(promised(*wanted))


def brought(shipment):
    wave = wave_of(shipment)
    pick_all(wave)
    picking.bring_picked(actor=None, pk=wave.pk, shipment=shipment.pk)
    return shipment


def pack(shipment, code, line=None):
    return picking.scan_into_package(actor=None, pk=shipment.pk, code=code, line=line)


def close(shipment, weight="2.5", **more):
    return picking.close_package(actor=None, pk=shipment.pk, weight=Decimal(weight), **more)


def packed():
    """Return what lies in packages, in one text."""
    rows = PackageLine.objects.order_by("package__number", "shipment_line__position")
    return " | ".join(
        f"{row.package.number[-1]} {row.shipment_line.product.sku} {row.quantity.normalize():f}"
        for row in rows
    )


@pytest.fixture
def house(company):
    return deliver_in_three()


def test_each_scan_puts_one_into_the_open_package_and_a_figure_says_how_many(house):
    shipment = on_bench((goods("TEA"), "4"), (goods("MINT"), "2"))

    pack(shipment, "TEA")
    line = pack(shipment, "TEA").line
    assert packed() == "1 TEA 2"
    pack(shipment, "3", line)
    pack(shipment, "MINT")

    assert packed() == "1 TEA 3 | 1 MINT 1"


def test_the_last_package_closed_takes_all_to_the_dock(house):
    shipment = on_bench((goods("TEA"), "3"))
    line = pack(shipment, "TEA").line
    first = close(shipment, kind="Box M", tracking="1Z")
    line = pack(shipment, "TEA").line
    pack(shipment, "2", line)

    last = close(shipment)

    assert (first.is_last, last.is_last) == (False, True)
    assert packed() == "1 TEA 1 | 2 TEA 2"
    assert list(selectors.to_ship(None)) == [shipment]
    assert Package.objects.get(tracking="1Z").weight == Decimal("2.5")


@pytest.mark.parametrize("code", ["MINT", "SUGAR", ""])
def test_what_is_not_to_be_packed_is_refused(house, code):
    goods("MINT")
    shipment = on_bench((goods("TEA"), "3"))

    with pytest.raises(picking.WrongScan):
        pack(shipment, code)

    assert not Package.objects.exists()


def test_no_more_is_packed_than_was_picked(house):
    shipment = on_bench((goods("TEA"), "2"))
    line = pack(shipment, "TEA").line

    with pytest.raises(picking.MoreThanAsked):
        pack(shipment, "3", line)

    assert packed() == "1 TEA 1"


def test_an_empty_package_or_one_without_weight_is_not_closed(house):
    shipment = on_bench((goods("TEA"), "2"))
    with pytest.raises(picking.PackageEmpty):
        close(shipment)
    pack(shipment, "TEA")
    with pytest.raises(InvalidInput):
        close(shipment, "0")

    assert Package.objects.get().status == "open"


def test_a_closed_package_is_opened_again_until_its_goods_are_at_the_dock(house):
    shipment = on_bench((goods("TEA"), "2"))
    line = pack(shipment, "TEA").line
    package = close(shipment).package

    picking.reopen_package(actor=None, pk=package.pk)
    pack(shipment, "2", line)
    close(shipment)

    with pytest.raises(picking.PackageGone):
        picking.reopen_package(actor=None, pk=package.pk)
    assert Package.objects.get().status == "closed"


def test_nothing_is_packed_of_a_shipment_that_left(house):
    shipment = on_bench((goods("TEA"), "1"))
    pack(shipment, "TEA")
    close(shipment)
    picking.ship_from_dock(actor=None, pk=shipment.pk)

    with pytest.raises(picking.NothingToPack):
        pack(shipment, "TEA")

    assert packed() == "1 TEA 1"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE picking_packageline SET quantity = 3", "2 are to be packed, and 3 would be"),
        ("UPDATE stock_stockdocumentline SET stock_quantity = 0.5 WHERE document_id IN"
         " (SELECT shipment_id FROM picking_package)", "take 1 out of their package first"),
        ("UPDATE picking_packageline SET quantity = 0", ""),
        ("DELETE FROM picking_package", ""),
        ("UPDATE picking_package SET status = 'closed'", ""),
        ("UPDATE picking_packageline SET shipment_line_id = (SELECT l.id FROM stock_stockdocumentline l"
         " JOIN stock_stockdocument d ON d.id = l.document_id WHERE d.kind = 'receipt' LIMIT 1)", "do not lie"),
    ],
)  # fmt: skip
def test_the_database_refuses_the_same(house, statement, said):
    shipment = on_bench((goods("TEA"), "2"))
    pack(shipment, "TEA")

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement)

    assert said in str(refusal_of(refused.value) or "")


def test_the_database_keeps_a_closed_package_and_packs_nothing_of_a_shipment_that_is_no_draft(
    house,
):
    shipment = on_bench((goods("TEA"), "2"))
    pack(shipment, "TEA")
    stock.cancel_shipment(actor=None, pk=shipment.pk)

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute("UPDATE picking_packageline SET quantity = 2")

    assert "open the list again" in str(refusal_of(refused.value))


@pytest.mark.django_db(transaction=True)
def test_packers_at_once_pack_a_line_once(company):
    with transaction.atomic():
        deliver_in_three()
        shipment = on_bench((goods("TEA"), "5"))
    scan = retry_tx(partial(picking.scan_into_package, actor=None, pk=shipment.pk, code="TEA"))

    answers = in_threads([scan] * 8, at_once=8)

    wrong = [a for a in answers if isinstance(a, Exception) and not isinstance(a, BusinessError)]
    assert wrong == []
    with transaction.atomic():
        assert packed() == "1 TEA 5"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "statements"),
    [
        ("packed_within_picked", [
            "ALTER TABLE picking_packageline DISABLE TRIGGER USER", "UPDATE picking_packageline SET quantity = 3",
        ]),
        ("package_numbers_gapless", [
            "ALTER TABLE picking_package DISABLE TRIGGER USER",
            "UPDATE picking_package SET number = 'PAC-2026-00009'",
        ]),
    ],
)  # fmt: skip
def test_what_a_planted_violation_breaks_is_found(company, owner_sql, check, statements):
    with transaction.atomic():
        deliver_in_three()
        pack(on_bench((goods("TEA"), "2")), "TEA")

    assert plant(owner_sql, f"picking.{check}", company=company.pk) == []
    assert plant(owner_sql, f"picking.{check}", *statements, company=company.pk)


@pytest.fixture
def packer(house, user_in):
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, house)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client, shipment, verb, **data):
    return client.post(
        reverse(f"picking:bench_{verb}", args=[shipment.pk]),
        {"idempotency_key": str(uuid4()), **data},
        headers={"HX-Request": "true"},
    )


def test_the_bench_takes_scans_and_closes_the_package(packer):
    shipment = brought(draft_shipment([(goods("TEA"), "1")], date=today()))
    page = packer.get(reverse("picking:bench_desk", args=[shipment.pk])).content.decode()

    wrong = sent(packer, shipment, "scan", code="NONE")
    scanned = sent(packer, shipment, "scan", code="TEA")
    heavy = sent(packer, shipment, "close", weight="x")
    closed = sent(packer, shipment, "close", weight="1.5", kind="Box M")

    assert "Scan the goods" in page
    assert (wrong.status_code, scanned.status_code, heavy.status_code, closed.status_code) == (
        422, 200, 422, 200,
    )  # fmt: skip
    assert "<html" not in scanned.content.decode()
    assert "All is packed" in closed.content.decode()
    assert "Box M" in packer.get(shipment.get_absolute_url()).content.decode()


def test_a_scan_sent_twice_counts_once(packer):
    shipment = on_bench((goods("TEA"), "3"))
    again = {"idempotency_key": str(uuid4()), "code": "TEA"}

    for _time in range(2):
        sent(packer, shipment, "scan", **again)

    assert packed() == "1 TEA 1"


def test_a_label_says_whom_it_goes_to_and_which_of_how_many(packer):
    shipment = on_bench((goods("TEA"), "2"))
    pack(shipment, "TEA")
    package = close(shipment).package

    answer = packer.post(reverse("picking:package_label", args=[package.pk]))
    event = Event.objects.get(name=printing.LABEL_ASKED)
    render_label(event)
    page = printing.label_html(package)

    assert package.number in page
    assert "1 / 1" in page
    assert str(shipment.party.display_name) in page
    assert packer.get(f"{answer['Location']}&file=1")["Content-Type"] == "application/pdf"


def test_the_shipment_that_is_picked_in_three_steps_leaves_from_the_dock(house):
    shipment = on_bench((goods("TEA"), "1"))
    wave = shipment.pick_lines.get().wave
    pack(shipment, "TEA")
    close(shipment)

    ship(wave, shipment)

    shipment.refresh_from_db()
    assert shipment.status == "posted"
    assert make_warehouse().locations.get(role="output").levels.get().on_hand == 0
