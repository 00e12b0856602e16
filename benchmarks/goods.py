"""Measurement of stock: reserving one line of an order."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from apps.stock import services as stock
from apps.stock.models import Level, Reservation
from benchmarks.bare import RawWriter, bare_model, make_tables, values_of
from benchmarks.harness import alternate, ratio, report, statements
from benchmarks.scene import Scene

ONE = Decimal(1)


def _reserve_one(scene: Scene, product: Any) -> None:
    wanted = [stock.Wanted(origin_line_id=uuid4(), product_id=product.pk, quantity=ONE)]
    reserved = stock.reserve(
        actor=None,
        origin_type="bench.order",
        origin_id=uuid4(),
        wanted=wanted,
        warehouse=scene.warehouse.pk,
    )
    assert list(reserved.values()) == [ONE], reserved


def reserve1(scene: Scene, *, quick: bool) -> None:
    """Reserve one line through the service."""
    make_tables(Level, Reservation)
    product = scene.products[0]
    _reserve_one(scene, product)
    with transaction.atomic():
        [level] = values_of(list(Level.objects.filter(product=product)))
        [row] = values_of(list(Reservation.objects.filter(product=product)))
    raw, bare_level, bare_reservation = RawWriter(), bare_model(Level), bare_model(Reservation)
    raw.insert("stock_level", [level])

    def by_raw() -> None:
        with raw.connection.transaction():
            raw.connection.execute(
                "UPDATE bare_stock_level SET reserved = reserved + 1 WHERE id = %s AND on_hand - reserved >= 1",
                [level["id"]],
            )
            raw.insert("stock_reservation", [{**row, "id": uuid4(), "origin_line_id": uuid4()}])

    def by_orm() -> None:
        with transaction.atomic():
            free = bare_level.objects.filter(pk=level["id"], on_hand__gte=F("reserved") + 1)
            assert free.update(reserved=F("reserved") + 1) == 1
            bare_reservation.objects.bulk_create(
                [bare_reservation(**{**row, "id": uuid4(), "origin_line_id": uuid4()})]
            )

    def ours() -> None:
        _reserve_one(scene, product)

    samples = alternate({"ours": ours, "raw": by_raw, "orm": by_orm}, times=60 if quick else 400)
    report(
        "reserve1", samples["ours"], statements=statements(ours),
        ratio_to_raw=ratio(samples["ours"], samples["raw"]), ratio_to_orm=ratio(samples["ours"], samples["orm"]),
    )  # fmt: skip
