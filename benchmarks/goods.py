"""Measurements of stock: reserving, sixteen writers on one product, the stock list of fifty thousand products."""

import os
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connections, transaction
from django.db.models import F

from apps.core.context import SET_LOCAL, company_context
from apps.stock import services as stock
from apps.stock.models import Level, Reservation
from benchmarks.bare import RawWriter, bare_model, make_tables, values_of
from benchmarks.harness import Sample, alternate, ratio, report, statements
from benchmarks.scene import Scene

ONE = Decimal(1)
RESERVE = "SELECT line_id, reserved, free FROM stock_reserve(%s, %s, %s, %s::uuid[], %s::uuid[], %s::numeric[], %s, '{}')"
WRITERS = 16


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


def reserve_hot16(scene: Scene, *, quick: bool) -> None:
    """Sixteen processes reserve one product at once, through the service and by the same statement from plain psycopg."""
    seconds = 2.0 if quick else 6.0
    product = scene.products[1]
    connections.close_all()
    results = {
        name: _race(writer, scene, product, seconds)
        for name, writer in (("raw", _raw_writer), ("ours", _our_writer))
    }
    with transaction.atomic():
        level = Level.objects.get(product=product)
    done = sum(len(times) for times, _ in results["ours"]) + sum(
        len(times) for times, _ in results["raw"]
    )
    assert level.reserved == done, f"{level.reserved} reserved, {done} told so"
    failures = sum(failed for _, failed in results["ours"])
    rates = {name: sum(len(times) for times, _ in runs) / seconds for name, runs in results.items()}
    sample = Sample([moment for times, _ in results["ours"] for moment in times])
    line = {
        "ops_s": round(rates["ours"], 2),
        "ratio_to_raw": round(rates["ours"] / rates["raw"], 3),
    }
    report("reserve_hot16", sample, statements=1, failures=failures, oversold=0, **line)


def _race(
    writer: Callable[..., tuple[list[float], int]], scene: Scene, product: Any, seconds: float
) -> list[Any]:
    fork = get_context("fork")
    queue: Any = fork.Queue()
    barrier = fork.Barrier(WRITERS)
    ids = (scene.company.pk, scene.warehouse.pk, product.pk)

    def run() -> None:
        connections.close_all()
        queue.put(writer(barrier, *ids, seconds))

    processes = [fork.Process(target=run) for _ in range(WRITERS)]
    for process in processes:
        process.start()
    runs = [queue.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    return runs


def _our_writer(
    barrier: Any, company: Any, warehouse: Any, product: Any, seconds: float
) -> tuple[list[float], int]:
    with company_context(company):

        def once() -> None:
            wanted = [stock.Wanted(origin_line_id=uuid4(), product_id=product, quantity=ONE)]
            stock.reserve(
                actor=None,
                origin_type="bench.order",
                origin_id=uuid4(),
                wanted=wanted,
                warehouse=warehouse,
            )

        return _until(barrier, once, seconds)


def _raw_writer(
    barrier: Any, company: Any, warehouse: Any, product: Any, seconds: float
) -> tuple[list[float], int]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:

        def once() -> None:
            with connection.transaction():
                connection.execute(SET_LOCAL, [str(company), "", ""])
                connection.execute(
                    RESERVE, [warehouse, "bench.order", uuid4(), [uuid4()], [product], [ONE], False]
                )

        return _until(barrier, once, seconds)


def _until(
    barrier: threading.Barrier, call: Callable[[], None], seconds: float
) -> tuple[list[float], int]:
    with transaction.atomic():
        connections["default"].ensure_connection()
    barrier.wait()
    times, failed = [], 0
    ends = time.perf_counter() + seconds
    while (began := time.perf_counter()) < ends:
        try:
            call()
        except Exception:  # noqa: BLE001 - the measurement counts every failure, whatever it is
            failed += 1
        else:
            times.append(time.perf_counter() - began)
    return times, failed
