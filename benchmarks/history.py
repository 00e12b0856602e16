"""Measurements over years of moves: what is free, the stock list, a past value, replenishment and a late cost."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from apps.access import services as access
from apps.core.context import company_context
from apps.demo.volume.base import Base
from apps.demo.volume.services import Size, seed_volume
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.products.models import Product
from apps.stock import services as stock
from apps.stock.models import CostLayer, ValueLine
from apps.stock.selectors import available_by_product
from apps.valuation.past import Position
from benchmarks.harness import alternate, ratio, report, statements
from benchmarks.replenishing import give_rules, measure_proposals
from benchmarks.scene import Scene
from benchmarks.screens import measure_list
from benchmarks.worth import measure_worth

SMALLER = 100
ROUNDS = 200


def history_1m(scene: Scene, *, quick: bool) -> None:
    """Ask a history of 1,000,000 moves of 5,000 products."""
    _measure("1m", *((500, 20_000) if quick else (5_000, 1_000_000)))


def history_12m(scene: Scene, *, quick: bool) -> None:
    """Ask a history of 12,000,000 moves of 50,000 products."""
    _measure("12m", *((500, 20_000) if quick else (50_000, 12_000_000)))


def _measure(suffix: str, products: int, moves: int) -> None:
    last = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day does
    began = time.perf_counter()
    large = _scene(seed_volume(f"LARGE{suffix.upper()}", Size(products, moves, last)))
    seconds = round(time.perf_counter() - began, 1)
    small = seed_volume(
        f"SMALL{suffix.upper()}", Size(max(10, products // SMALLER), moves // SMALLER, last)
    )
    more = {"products": products, "moves": moves}
    with company_context(large.company.pk):
        _availability(f"availability_{suffix}", large, more | {"seeded_s": seconds})
        measure_list(f"stock_list_{suffix}", large, times=40, more=more)
        position = Position((last - timedelta(days=365)).replace(day=15))
        measure_worth(f"stock_valuation_past_{suffix}", large, position, more)
    _late_cost(f"late_cost_{suffix}", large, small, more)
    with company_context(large.company.pk):
        give_rules(large, "V0%")
        measure_proposals(f"replenish_{suffix}")


def _scene(base: Base) -> Scene:
    owner = access.create_user(
        actor=None,
        email=f"owner@{base.company.code.lower()}.example",
        name="Owner",
        roles=["owner"],
        companies=[base.company],
    )
    with company_context(base.company.pk), transaction.atomic():
        return Scene(
            company=base.company,
            owner=owner,
            accounts=[],
            journal=ledger.journal_of("general"),
            customer=base.customers[0],
            supplier=base.suppliers[0],
            warehouse=base.warehouse,
            products=list(Product.objects.select_related("unit").order_by("sku")),
        )


def _availability(op: str, scene: Scene, more: dict[str, Any]) -> None:
    def ask() -> None:
        product = random.choice(scene.products)  # noqa: S311 - which one is no secret
        with transaction.atomic():
            available_by_product([product.pk], scene.warehouse.pk)

    samples = alternate({"ours": ask}, times=ROUNDS)
    report(op, samples["ours"], statements=statements(ask), **more)


def _late_cost(op: str, large: Scene, small: Base, more: dict[str, Any]) -> None:
    """Add a cost to one layer, of the product with the longest history here and there."""
    of_large, of_small = _adjusting(large.company.pk), _adjusting(small.company.pk)
    samples = alternate({"ours": of_large, "small": of_small}, times=ROUNDS // 2)
    with company_context(large.company.pk):
        count = statements(of_large)
    report(
        op, samples["ours"], statements=count,
        cost_against_a_hundredth=round(1 / ratio(samples["ours"], samples["small"]), 3), **more,
    )  # fmt: skip


def _adjusting(company: Any) -> Any:
    with company_context(company), transaction.atomic():
        layer = CostLayer.objects.filter(quantity__gt=0).order_by("product__sku", "-pk").first()
        assert layer is not None
        move = ValueLine.objects.get(pk=layer.pk).move_id
        account = ledger.default_account(Purpose.PRICE_VARIANCE)
        day = layer.date

    def adjust() -> None:
        with company_context(company):
            adjusted = stock.adjust_cost(
                actor=None,
                on=day,
                adjustments=[stock.CostAdjustment(None, Decimal("0.50"), move_id=move)],
                from_account=account,
                source_type="bench.bill",
                source_id=uuid4(),
            )
        assert adjusted.entry is not None

    return adjust
