"""Each check of stock finds what was planted, and nothing else."""

from decimal import Decimal

import pytest
from django.db import transaction

from apps.core.ids import uuid7
from apps.core.prove import registered
from apps.core.testing import plant
from apps.parties.tests.factories import make_party
from apps.products.tests.factories import make_category, make_product, make_unit
from apps.stock import services as stock
from apps.stock.on_hold import receipt_lines_of
from apps.stock.tests.factories import (
    DAY,
    adjust,
    consign,
    make_channel,
    make_place,
    make_quota,
    on_hold,
    receive,
    reserve,
    send,
    ship,
    take_over,
    transfer,
    two_steps,
)
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.django_db(transaction=True)

OFF = "ALTER TABLE {0} DISABLE TRIGGER USER"
FREE = "ALTER TABLE {0} DROP CONSTRAINT {1}"
CRIMES = {
    "stock.levels_are_moves": [["UPDATE stock_level SET on_hand = on_hand + 1"]],
    "stock.levels_within_bounds": [
        [FREE.format("stock_level", "level_reserved_within_on_hand"), "UPDATE stock_level SET on_hand = -1"],
        [FREE.format("stock_level", "level_reserved_within_on_hand"), "UPDATE stock_level SET on_hand = 'NaN'"],
    ],
    "stock.reserved_is_reservations": [
        ["UPDATE stock_level SET reserved = 0"],
        [OFF.format("stock_reservation"), "DELETE FROM stock_reservation"],
    ],
    "stock.quotas_are_reservations": [
        [OFF.format("stock_channelquota"), "UPDATE stock_channelquota SET promised = promised + 1"],
        [OFF.format("stock_reservation"), "UPDATE stock_reservation SET quantity = 1 WHERE channel_id IS NOT NULL"],
        [OFF.format("stock_reservation"), "UPDATE stock_reservation SET channel_id = NULL"],
        [FREE.format("stock_channelquota", "channel_promised_within_quota"),
         "UPDATE stock_channelquota SET quantity = 1"],
    ],
    "stock.pools_are_value_lines": [
        ["UPDATE stock_costpool SET value = value + 1 WHERE quantity > 0"],
        [OFF.format("stock_valueline"), "UPDATE stock_valueline SET value = value + 1"],
    ],
    "stock.parts_are_value_lines": [
        ["UPDATE stock_costpart SET value = value + 1"],
        [OFF.format("stock_valueline"), "UPDATE stock_valueline SET value = value + 1 WHERE lot_id IS NOT NULL"],
    ],
    "stock.parts_fill_their_pool": [
        ["DELETE FROM stock_costpart WHERE lot_id IS NOT NULL"],
        ["UPDATE stock_costpool SET scope = 'company' WHERE scope = 'warehouse'"],
        ["UPDATE stock_costpool SET scope = 'warehouse' WHERE scope = 'lot'"],
    ],
    "stock.parts_hold_what_is_there": [
        ["UPDATE stock_costpart SET quantity = quantity + 1 WHERE warehouse_id IS NOT NULL"],
        ["UPDATE stock_costpart SET quantity = quantity + 1 WHERE lot_id IS NOT NULL"],
    ],
    "stock.layers_fill_their_part": [
        ["UPDATE stock_costlayer SET warehouse_id = NULL WHERE warehouse_id IS NOT NULL"],
    ],
    "stock.pools_hold_what_is_on_hand": [
        ["UPDATE stock_costpool SET quantity = quantity + 1 WHERE quantity > 0"],
    ],
    "stock.nothing_has_no_value": [
        [
            FREE.format("stock_costpool", "cost_pool_empty_has_no_value"),
            FREE.format("stock_costpool", "cost_pool_with_stock_has_method"),
            "UPDATE stock_costpool SET quantity = 0, value = 1",
        ],
        [FREE.format("stock_costpool", "cost_pool_not_negative"), "UPDATE stock_costpool SET value = -1"],
    ],
    "stock.layers_are_value_lines": [["UPDATE stock_costlayer SET value = value + 1 WHERE quantity > 0"]],
    "stock.layers_fill_their_pool": [
        ["UPDATE stock_costpool SET costing_method = 'average' WHERE costing_method = 'fifo'"],
        ["UPDATE stock_costpool SET costing_method = 'fifo' WHERE costing_method = 'average'"],
    ],
    "stock.moves_are_valued": [[OFF.format("stock_move"), "UPDATE stock_move SET value = value + 1"]],
    "stock.value_is_in_the_ledger": [
        [OFF.format("stock_valueline"), "UPDATE stock_valueline SET value = value + 1"],
        [
            "ALTER TABLE ledger_entryline DISABLE TRIGGER USER",
            "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit > 0",
        ],
    ],
    "stock.moves_agree_with_their_lines": [
        [OFF.format("stock_stockdocumentline"), "UPDATE stock_stockdocumentline SET stock_quantity = 99"],
        [OFF.format("stock_move"), "DELETE FROM stock_valueline", "DELETE FROM stock_move"],
        [OFF.format("stock_stockdocument"), "UPDATE stock_stockdocument SET date = date + 1 WHERE status = 'posted'"],
    ],
    "stock.lines_are_in_stock_units": [
        [OFF.format("stock_stockdocumentline"), "UPDATE stock_stockdocumentline SET quantity = quantity * 2"],
        [OFF.format("products_unit"), "UPDATE products_unit SET numerator = 7 WHERE code = 'box'"],
    ],
    "stock.traced_goods_name_their_lot": [
        [OFF.format("products_product"), "UPDATE products_product SET tracking = 'lot' WHERE sku = 'TEA'"],
        [OFF.format("products_product"), "UPDATE products_product SET tracking = 'none' WHERE sku = 'PUMP'"],
    ],
    "stock.held_goods_are_not_promised": [
        [
            "ALTER TABLE warehouses_location DISABLE TRIGGER USER",
            "UPDATE warehouses_location SET is_held = true, is_default = false"
            " WHERE kind = 'storage' AND role = 'storing'",
        ],
    ],
    "stock.consigned_goods_are_not_promised": [
        [
            FREE.format("stock_level", "level_reserved_within_on_hand"),
            "UPDATE stock_level SET reserved = 1"
            " WHERE location_id = (SELECT id FROM warehouses_location WHERE code = 'THEIRS')",
        ],
    ],
    "stock.consignment_goes_its_way": [
        [
            OFF.format("stock_stockdocument"),
            "UPDATE stock_stockdocument SET party_id = NULL WHERE kind = 'receipt'",
        ],
        [
            OFF.format("stock_move"),
            "UPDATE stock_move SET origin_line_id = NULL",
        ],
        [
            OFF.format("stock_move"),
            "UPDATE stock_move SET origin_line_id = gen_random_uuid()",
        ],
        [
            OFF.format("stock_move"),
            "UPDATE stock_move SET from_location_id = (SELECT id FROM warehouses_location WHERE kind = 'adjustment')"
            " WHERE to_location_id = (SELECT id FROM warehouses_location WHERE code = 'THEIRS')",
        ],
    ],
    "stock.returned_within_received": [
        [OFF.format("stock_stockdocumentline"), "UPDATE stock_stockdocumentline SET stock_quantity = 0.5"],
        [
            OFF.format("stock_stockdocument"),
            "UPDATE stock_stockdocument SET status = 'reversed' WHERE kind = 'receipt'",
        ],
    ],
    "stock.on_the_way_is_what_moved": [
        ["UPDATE stock_transitline SET open_quantity = open_quantity + 1"],
        ["DELETE FROM stock_transitline"],
        [
            OFF.format("stock_stockdocumentline"),
            "UPDATE stock_stockdocumentline SET source_line_id = NULL",
        ],
    ],
    "stock.on_the_way_fills_its_place": [
        ["UPDATE stock_level SET on_hand = on_hand + 1"],
        ["DELETE FROM stock_transitline"],
    ],
    "stock.reasons_fit": [
        [OFF.format("stock_reason"), "UPDATE stock_reason SET kind = 'scrap' WHERE code = 'LOSS'"],
        [OFF.format("stock_reason"), "UPDATE stock_reason SET kind = 'gain' WHERE code = 'LOSS'"],
        [
            OFF.format("stock_reason"),
            "UPDATE stock_reason SET account_id = (SELECT id FROM ledger_account WHERE code = '6070')"
            " WHERE code = 'LOSS'",
        ],
        [OFF.format("stock_stockdocument"), FREE.format("stock_stockdocument", "stock_document_reason_of_kind"),
         "UPDATE stock_stockdocument SET reason = 'opening' WHERE kind = 'adjustment'"],
    ],
    "stock.serial_is_one_piece": [["UPDATE stock_level SET on_hand = 2 WHERE lot_id IS NOT NULL"]],
    "stock.reversals_mirror": [
        [
            OFF.format("stock_stockdocument"),
            "UPDATE stock_stockdocument SET status = 'posted' WHERE status = 'reversed'",
        ],
        [OFF.format("stock_move"), "UPDATE stock_move SET quantity = quantity + 1 WHERE reverses_id IS NOT NULL"],
    ],
    **{
        f"stock.{kind}_numbers_gapless": [
            [
                OFF.format("stock_stockdocument"),
                f"UPDATE stock_stockdocument SET number = '{prefix}-2026-00099' WHERE number = '{prefix}-2026-00001'",
            ]
        ]
        for kind, prefix in (
            ("receipt", "RCV"),
            ("shipment", "SHP"),
            ("transfer", "TRF"),
            ("adjustment", "ADJ"),
        )
    },
}  # fmt: skip


@pytest.fixture
def some_of_everything(company):
    with transaction.atomic():
        make_place()
        tea = make_product()
        rice = make_product("RICE", method="fifo")
        receive(tea, "2", "10", unit=make_unit("box", numerator=9))
        receive(rice, "10", "3")
        ship(tea, "2")
        ship(rice, "2")
        adjust(tea, "-1")
        adjust(tea, "-1", why="LOSS")
        transfer(tea, "1", make_location(make_warehouse()))
        reserve((uuid7(), tea, "3"))
        make_quota(tea, "5")
        reserve((uuid7(), tea, "2"), channel=make_channel().pk)
        receive(make_product("PUMP", tracking="serial"), "1", "5", lot_text="S1")
        local = make_category("By warehouse", method="fifo", cost_scope="warehouse")
        receive(make_product("SALT", category=local), "3", "2")
        receive(make_product("WINE", method="lot", tracking="lot"), "3", "2", lot_text="W1")
        stock.reverse_shipment(actor=None, pk=ship(tea, "1").pk, on=DAY)
        sent = send(tea, "2", two_steps(make_warehouse("SHOP")))
        line = sent.lines.get()
        held = on_hold(make_product("CHECKED"), "4")
        [came] = receipt_lines_of(held)
        stock.reject_level(
            actor=None, pk=held.pk, receipt_line=came.pk, quantity=Decimal(3), reason="Wet"
        )
        theirs = consign(tea, "3", make_party("Grower", is_supplier=True))
        take_over(theirs, "1")
        stock.receive_transfer(actor=None, pk=sent.pk, on=DAY, quantities={line.pk: Decimal(1)})
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(some_of_everything, owner_sql, check, crime):
    assert plant(owner_sql, check, company=some_of_everything.pk) == []

    off = [
        OFF.format(table)
        for table in (
            "stock_level",
            "stock_costpool",
            "stock_costpart",
            "stock_costlayer",
            "stock_valueline",
        )
    ]
    assert plant(owner_sql, check, *off, *crime, company=some_of_everything.pk)


def test_every_check_of_stock_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("stock.")}

    assert own == set(CRIMES)
