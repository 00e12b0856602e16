"""A history written in bulk is what the services would have made: every check holds, and a replay comes to the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.companies.tests.factories import make_company
from apps.core.context import company_context
from apps.core.prove import prove
from apps.demo.volume.base import Base
from apps.demo.volume.bulk import NoOwner, as_owner
from apps.demo.volume.drawing import draw
from apps.demo.volume.services import Size, asked, seed_volume
from apps.ledger.models import Entry
from apps.ledger.services import seal_entries
from apps.stock import services as stock
from apps.stock.models import CostLayer, CostPool, Level, Move, StockDocument
from apps.stock.services import LineDraft
from apps.stock.tests.oracle import Oracle
from apps.warehouses.choices import LocationKind

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = Size(products=40, moves=1500, last=date(2026, 3, 31), months=3)


@pytest.fixture(scope="module")
def history(django_db_setup: None, django_db_blocker: Any) -> Iterator[Base]:
    """Return the company of one history that the tests of this module share."""
    with django_db_blocker.unblock():
        yield seed_volume("VOLTEST", SIZE)


def moves_in_order() -> list[Move]:
    rows = Move.objects.select_related("product__category", "from_location", "to_location")
    return list(rows.order_by("pk"))


def test_every_check_holds_over_a_history(history):
    proof = prove([(history.company.pk, history.company.code)])

    assert proof.details == []
    with company_context(history.company.pk), transaction.atomic():
        assert Move.objects.count() == SIZE.moves
        assert Level.objects.count() == SIZE.products
        assert CostLayer.objects.filter(quantity__gt=0).exists()
        assert Entry.objects.count() == StockDocument.objects.count() < SIZE.moves / 3


def test_a_replay_comes_to_the_same_values_and_never_below_nothing(history):
    with company_context(history.company.pk), transaction.atomic():
        moves = moves_in_order()
        pools = {pool.product_id: pool for pool in CostPool.objects.all()}
    plain: dict[Any, Oracle] = {}
    for move in moves:
        method = move.product.category.costing_method
        oracle = plain.setdefault(move.product_id, Oracle(method, Decimal(0)))
        if move.from_location.kind == LocationKind.SUPPLIER:
            oracle.receive(None, move.pk, move.quantity, move.value / move.quantity)
            continue
        assert oracle.quantity >= move.quantity
        taken = oracle.issue(None, move.quantity)
        assert sum(value for _layer, _quantity, value in taken) == move.value
    assert {(oracle.method, len(oracle.parts)) for oracle in plain.values()} == {
        ("average", 1),
        ("fifo", 1),
    }
    for product, oracle in plain.items():
        assert (pools[product].quantity, pools[product].value) == (oracle.quantity, oracle.value)


def test_few_products_make_most_of_the_moves(history):
    with company_context(history.company.pk), transaction.atomic():
        by_product: dict[str, int] = defaultdict(int)
        for move in moves_in_order():
            by_product[move.product.sku] += 1

    counts = sorted(by_product.values(), reverse=True)
    assert by_product["V000001"] == counts[0]
    assert sum(counts[:8]) > SIZE.moves * 0.4


def test_the_services_go_on_where_a_history_ends(history):
    day = date(2026, 3, 31)
    with company_context(history.company.pk):
        with transaction.atomic():
            level = Level.objects.filter(on_hand__gt=2).select_related("product__unit").first()
            last = StockDocument.objects.filter(kind="shipment", date__year=2026).count()
            product = level.product
        draft = stock.create_shipment(
            actor=None, warehouse=history.warehouse, date=day,
            lines=[LineDraft(product, Decimal(2), product.unit)],
        )  # fmt: skip
        posted = stock.post_shipment(actor=None, pk=draft.pk)
        with transaction.atomic():
            seal_entries(full=True)

    assert posted.number == f"SHP-2026-{last + 1:05d}"
    assert prove([(history.company.pk, history.company.code)]).details == []


def test_the_same_seed_draws_the_same_and_another_does_not(history):
    drawn = []
    for seed in (7, 7, 8):
        with as_owner(history.company.pk) as owner:
            draw(owner, asked(history, replace(SIZE, seed=seed)))
            rows = "SELECT n, day, product, part, quantity, value, document FROM volume_work ORDER BY 1, 4"
            drawn.append(owner.execute(rows).fetchall())

    assert drawn[0] == drawn[1] != drawn[2]


def test_writing_in_bulk_needs_the_owners_address(history, monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL")

    with pytest.raises(NoOwner, match="set DATABASE_OWNER_URL"), as_owner(history.company.pk):
        pass


def test_a_company_with_moves_is_refused_and_stays_as_it_is(history):
    with pytest.raises(CommandError, match="goods have moved in VOLTEST already"):
        call_command("seed_volume", company="VOLTEST", products=5, moves=50)
    with pytest.raises(CommandError, match="at least"):
        call_command("seed_volume", company="VOLNONE", moves=0)

    with company_context(history.company.pk), transaction.atomic():
        assert Level.objects.count() == SIZE.products


def test_a_run_that_fails_leaves_no_move_and_its_company_can_be_filled_afterwards(monkeypatch):
    small = Size(products=5, moves=60, last=date(2026, 3, 31), months=1)
    monkeypatch.setattr("apps.demo.volume.filling._sums", lambda: [1 / 0])
    with pytest.raises(ZeroDivisionError):
        seed_volume("VOLHALF", small)
    monkeypatch.undo()

    base = seed_volume("VOLHALF", small)

    assert prove([(base.company.pk, base.company.code)]).details == []
    with company_context(base.company.pk), transaction.atomic():
        assert Move.objects.count() == small.moves


def test_a_company_in_another_currency_is_refused():
    company = make_company(currency="TND", country="TN")

    with pytest.raises(CommandError, match="is in TND"):
        call_command("seed_volume", company=company.code, products=5, moves=50)
