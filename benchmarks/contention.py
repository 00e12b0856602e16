"""Measurements of many who reserve at once: through the service, by its statement, and as SERIALIZABLE does it."""

import os
import random
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connections, transaction
from django.db.models import Sum

from apps.core.context import SET_LOCAL, company_context
from apps.stock import services as stock
from apps.stock.models import Level, Reservation
from benchmarks.harness import Sample, report
from benchmarks.scene import Scene, make_scene
from benchmarks.serial import REFERENCES, Reference, make_copies

ONE = Decimal(1)
WRITERS = 16
MANY = 1000
RESERVE = "SELECT line_id, reserved, free FROM stock_reserve(%s, %s, %s, %s::uuid[], %s::uuid[], %s::numeric[], %s, '{}')"
Runs = list[tuple[list[float], int]]
Writer = Callable[[Any, UUID, UUID, list[UUID], float], tuple[list[float], int]]


def reserve_hot16(scene: Scene, *, quick: bool) -> None:
    """Sixteen processes reserve one product at once."""
    _contend("reserve_hot16", scene, [scene.products[1].pk], 2.0 if quick else 6.0)


def reserve_many16(scene: Scene, *, quick: bool) -> None:
    """Sixteen processes reserve a thousand products at once, each time one of them."""
    many = make_scene("MANY", products=MANY // 10 if quick else MANY)
    with company_context(many.company.pk):
        products = [product.pk for product in many.products]
        _contend("reserve_many16", many, products, 2.0 if quick else 6.0)


def reserve_service(scene: Scene, *, quick: bool) -> None:
    """Two processes reserve through the service, one for each core."""
    products = [product.pk for product in scene.products[2:]]
    seconds = 2.0 if quick else 10.0
    raw = _race(_raw_writer, scene, products, seconds, writers=2)
    ours = _race(_our_writer, scene, products, seconds, writers=2)
    _report("reserve_service", ours, seconds, ratio_to_raw=_ratio(ours, raw), writers=2)


def _contend(op: str, scene: Scene, products: list[UUID], seconds: float) -> None:
    """Let them take turns, each with the reservations the others found."""
    before = _reserved(products)
    make_copies(scene.company.pk)
    serial = {
        name: _race(_serial_writer(reference), scene, products, seconds)
        for name, reference in REFERENCES.items()
    }
    raw = _race(_raw_writer, scene, products, seconds)
    ours = _race(_our_writer, scene, products, seconds)
    done = sum(len(times) for times, _ in (*raw, *ours))
    assert _reserved(products) - before == done, f"{_reserved(products)} reserved, {done} told so"
    _report(
        op, ours, seconds, ratio_to_raw=_ratio(ours, raw),
        ratio_to_serializable=_ratio(ours, serial["guarded"]), serializable_retries=_failed(serial["guarded"]),
        ratio_to_bare_serializable=_ratio(ours, serial["bare"]), oversold=0, products=len(products),
    )  # fmt: skip


def _report(op: str, runs: Runs, seconds: float, **more: Any) -> None:
    times = [moment for times, _ in runs for moment in times]
    failures = _failed(runs)
    more = {"ops_s": round(len(times) / seconds, 2), **more}
    report(op, Sample(times), statements=1, failures=failures, **more)


def _failed(runs: Runs) -> int:
    return sum(failed for _, failed in runs)


def _ratio(ours: Runs, other: Runs) -> float:
    done, theirs = (sum(len(times) for times, _ in runs) for runs in (ours, other))
    return round(done / max(1, theirs), 3)


@transaction.atomic
def _reserved(products: list[UUID]) -> Decimal:
    levels = Level.objects.filter(product_id__in=products)
    reserved = levels.aggregate(reserved=Sum("reserved"))["reserved"]
    assert reserved == (
        Reservation.objects.filter(product_id__in=products).aggregate(sum=Sum("quantity"))["sum"] or 0
    )  # fmt: skip
    return reserved


def _race(
    writer: Writer, scene: Scene, products: list[UUID], seconds: float, *, writers: int = WRITERS
) -> Runs:
    connections.close_all()
    fork = get_context("fork")
    queue: Any = fork.Queue()
    barrier = fork.Barrier(writers)

    def run() -> None:
        connections.close_all()
        queue.put(writer(barrier, scene.company.pk, scene.warehouse.pk, products, seconds))

    processes = [fork.Process(target=run) for _ in range(writers)]
    for process in processes:
        process.start()
    runs = [queue.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    return runs


def _our_writer(
    barrier: Any, company: UUID, warehouse: UUID, products: list[UUID], seconds: float
) -> tuple[list[float], int]:
    with company_context(company):

        def once() -> int:
            product = random.choice(products)  # noqa: S311 - which one is no secret
            wanted = [stock.Wanted(origin_line_id=uuid4(), product_id=product, quantity=ONE)]
            stock.reserve(
                actor=None,
                origin_type="bench.order",
                origin_id=uuid4(),
                wanted=wanted,
                warehouse=warehouse,
            )
            return 0

        with transaction.atomic():
            connections["default"].ensure_connection()
        return _until(barrier, once, seconds)


def _raw_writer(
    barrier: Any, company: UUID, warehouse: UUID, products: list[UUID], seconds: float
) -> tuple[list[float], int]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:

        def once() -> int:
            product = random.choice(products)  # noqa: S311
            with connection.transaction():
                connection.execute(SET_LOCAL, [str(company), "", ""])
                connection.execute(
                    RESERVE, [warehouse, "bench.order", uuid4(), [uuid4()], [product], [ONE], False]
                )
            return 0

        return _until(barrier, once, seconds)


def _serial_writer(reference: Reference) -> Writer:
    """Return what reserves as the textbook does; its second number is how often it had to begin again."""

    def write(
        barrier: Any, company: UUID, _warehouse: UUID, products: list[UUID], seconds: float
    ) -> tuple[list[float], int]:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
            return _until(
                barrier, lambda: reference.reserve(connection, company, products), seconds
            )

    return write


def _until(
    barrier: threading.Barrier, call: Callable[[], int], seconds: float
) -> tuple[list[float], int]:
    """Call until the time is over; return how long each call took, and the failures or retries."""
    barrier.wait()
    times, failed = [], 0
    ends = time.perf_counter() + seconds
    while (began := time.perf_counter()) < ends:
        try:
            failed += call()
        except Exception:  # noqa: BLE001 - the measurement counts every failure, whatever it is
            failed += 1
        else:
            times.append(time.perf_counter() - began)
    return times, failed
