"""Measurements of documents: order to cash with five lines, an invoice as PDF."""

import json
import os
import shlex
import subprocess
from decimal import Decimal
from functools import partial

from django.db import transaction

from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.printing import print_invoice
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.stock import services as stock
from benchmarks.harness import Sample, alternate, report, statements
from benchmarks.scene import DAY, Scene

TRYTON_MS = 2330
"""Tryton 8.2 for the same work, p50 on two cores in a fast hour; docs/performance.md says how that was measured."""
TRYTON = "BENCH_TRYTON"
"""The variable that names the command of a runner: it does the same work in Tryton, its last line is JSON with ``p50_ms``."""


def order_to_cash(scene: Scene, lines: int) -> Invoice:
    """Order, reserve, ship, invoice and post ``lines`` products."""
    order = sales.draft_order(
        actor=None,
        document=SalesOrder(
            party=scene.customer, date=DAY, currency_id="EUR", warehouse=scene.warehouse
        ),
        lines=[
            sales.OrderLineDraft(
                product=product,
                quantity=Decimal(2),
                unit=product.unit,
                unit_price=product.sale_price,
            )
            for product in scene.products[:lines]
        ],
    )
    sales.confirm_order(actor=None, pk=order.pk)
    shipment = sales.ship_order(actor=None, pk=order.pk, on=DAY)
    stock.post_shipment(actor=None, pk=shipment.pk)
    invoice = sales.invoice_order(actor=None, pk=order.pk, on=DAY)
    return invoices.post_invoice(actor=None, pk=invoice.pk)


def order_to_cash5(scene: Scene, *, quick: bool) -> None:
    """The whole way of an order of five lines; the statements of 1 and 50 lines beside it."""
    order_to_cash(scene, 1)  # what a process reads once is read
    counts = {count: statements(partial(order_to_cash, scene, count)) for count in (1, 5, 50)}
    times = 10 if quick else 50
    before = alternate({"ours": lambda: order_to_cash(scene, 5)}, times=times)["ours"]
    theirs = _tryton_ms()
    after = alternate({"ours": lambda: order_to_cash(scene, 5)}, times=times)["ours"]
    ours = Sample(before.times + after.times)
    tryton_ms = theirs or TRYTON_MS
    report(
        "order_to_cash5", ours, statements=counts[5], statements_by_lines=counts,
        tryton_ms=tryton_ms, tryton_ran_now=theirs is not None,
        times_faster_than_tryton=round(tryton_ms / ours.percentile(50), 1),
    )  # fmt: skip


def _tryton_ms() -> float | None:
    """Let Tryton do the same work now, and return its median in milliseconds; None where no runner is named."""
    if TRYTON not in os.environ:
        return None
    command = shlex.split(os.environ[TRYTON])
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["p50_ms"])


def pdf_invoice(scene: Scene, *, quick: bool) -> None:
    """Render a five-line invoice, in this process."""
    invoice = order_to_cash(scene, 5)

    def render() -> bytes:
        with transaction.atomic():
            return print_invoice(Invoice.objects.get(pk=invoice.pk))

    samples: dict[str, Sample] = alternate({"ours": render}, times=3 if quick else 20, warm=1)
    report("pdf_invoice", samples["ours"], statements=statements(render), bytes=len(render()))
