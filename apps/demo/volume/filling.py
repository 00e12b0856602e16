"""The tables, filled from what was drawn: each row like the one that the services made for the pattern."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import psycopg

from apps.demo.volume.base import CATEGORIES, Base, Patterns
from apps.demo.volume.bulk import indexes_rest, insert_like, rules_rest
from apps.stock.choices import NUMBER_PREFIX, DocumentKind

TABLES = (
    "products_product",
    "ledger_entry",
    "ledger_entryline",
    "stock_stockdocument",
    "stock_stockdocumentline",
    "stock_move",
    "stock_valueline",
    "stock_costlayer",
    "stock_costpool",
    "stock_level",
    "valuation_monthsum",
)
_LINE, _MOVE, _DOCUMENT, _ENTRY, _SIDES = "1", "2", "4", "5", ("6", "7")
_LAYER = "31"  # the value line that opened it
_CAME, _GONE = NUMBER_PREFIX[DocumentKind.RECEIPT], NUMBER_PREFIX[DocumentKind.SHIPMENT]
_NUMBER = (
    f"CASE WHEN d.is_out THEN '{_GONE}' ELSE '{_CAME}' END || '-' || d.year || '-'"
    " || lpad(d.number::text, greatest(5, length(d.number::text)), '0')"
)
_LINES = (
    "volume_work w JOIN volume_document d ON d.document = w.document"
    " JOIN volume_product p ON p.product = w.product"
)
_MOVED = f"{_LINES} WHERE w.part = 1 ORDER BY w.document, w.k"
_SUMMED = (
    "(SELECT {1}, false AS is_out, {0} FROM volume_work JOIN"
    " (SELECT day, date_trunc('month', date)::date AS month FROM volume_day) m USING (day) GROUP BY {1}) d"
    " JOIN volume_product p ON p.product = d.product"
)
_MONTH_SUMS = (
    "coalesce(sum(quantity) FILTER (WHERE quantity > 0), 0) AS came,"
    " coalesce(sum(value) FILTER (WHERE quantity > 0), 0) AS came_value,"
    " coalesce(-sum(quantity) FILTER (WHERE quantity < 0), 0) AS gone,"
    " coalesce(-sum(value) FILTER (WHERE quantity < 0), 0) AS gone_value"
)
_SERIES = """
INSERT INTO core_numberseries (id, company_id, code, year, prefix, next_number)
SELECT gen_random_uuid(), %(company)s, CASE WHEN is_out THEN 'stock_shipment' ELSE 'stock_receipt' END, year,
       CASE WHEN is_out THEN %(gone)s ELSE %(came)s END, max(number) + 1
FROM volume_document GROUP BY is_out, year
"""


class Step(NamedTuple):
    """What is written into one table: SQL by column, where its rows come from, and which row of the pattern it is."""

    table: str
    changes: Mapping[str, str]
    source: str
    row: int = 0


def kin(row: str, letter: str) -> str:
    """Return SQL of the id of what belongs to ``row``: the same moment, another letter."""
    return f"pg_temp.kin({row}.id, '{letter}')"


def money(cents: str) -> str:
    """Return SQL of an amount."""
    return f"({cents} * 0.01)"


def fill(
    owner: psycopg.Connection[Any],
    base: Base,
    patterns: Patterns,
    say: Callable[[str], None],
) -> None:
    """Write everything, and say so table by table."""
    with rules_rest(owner, TABLES), indexes_rest(owner, TABLES):
        for step in _steps(base):
            came, gone = patterns.receipt[step.table], patterns.shipment[step.table]
            count = insert_like(
                owner, step.table, came[step.row], gone[step.row], step.changes, step.source
            )
            say(f"{count:>12,} rows of {step.table}")
        owner.execute(_SERIES, {"company": base.company.pk, "came": _CAME, "gone": _GONE})
        say("Making indexes and checking references")


def _steps(base: Base) -> Iterator[Step]:
    yield _products(base)
    yield from _entries()
    yield from _documents()
    yield from _values()
    yield from _sums()


def _products(base: Base) -> Step:
    chosen = [
        f"WHEN {n} THEN '{category.pk}'::uuid" for n, category in enumerate(base.categories, 1)
    ]
    named = [f"WHEN {n} THEN '{name}'" for n, name in enumerate(CATEGORIES, 1)]
    changes = {
        "id": "d.id",
        "sku": "'V' || lpad(d.product::text, 6, '0')",
        "name": f"CASE d.category {' '.join(named)} END || ' ' || d.product",
        "category_id": f"CASE d.category {' '.join(chosen)} END",
        "purchase_price": money("d.cost"),
        "sale_price": money("(d.cost * 14 / 10)"),
    }
    return Step("products_product", changes, "(SELECT *, false AS is_out FROM volume_product) d")


def _entries() -> Iterator[Step]:
    yield Step(
        "ledger_entry",
        {
            "id": kin("d", _ENTRY),
            "period_id": "d.period",
            "date": "d.date",
            "document_date": "d.date",
            "reference": _NUMBER,
            "memo": "replace(CASE WHEN d.is_out THEN gone.memo ELSE came.memo END, came.date::text, d.date::text)",
            "total": money("d.value"),
            "source_id": kin("d", _DOCUMENT),
            "created_at": "d.at",
        },
        "volume_document d",
    )
    for row, letter in enumerate(_SIDES):
        amount, is_credit = money("d.value"), ("d.is_out", "NOT d.is_out")[row]
        changes = {
            "id": kin("d", letter),
            "entry_id": kin("d", _ENTRY),
            "date": "d.date",
            "debit": f"CASE WHEN {is_credit} THEN 0 ELSE {amount} END",
            "credit": f"CASE WHEN {is_credit} THEN {amount} ELSE 0 END",
            "amount_currency": f"CASE WHEN {is_credit} THEN -{amount} ELSE {amount} END",
        }
        if row:  # what is not billed yet is somebody's
            changes["party_id"] = "CASE WHEN d.is_out THEN NULL ELSE d.party END"
        yield Step("ledger_entryline", changes, "volume_document d", row)


def _documents() -> Iterator[Step]:
    yield Step(
        "stock_stockdocument",
        {
            "id": kin("d", _DOCUMENT),
            "number": _NUMBER,
            "date": "d.date",
            "party_id": "d.party",
            "entry_id": kin("d", _ENTRY),
            "created_at": "d.at",
            "posted_at": "d.at",
        },
        "volume_document d",
    )
    yield Step(
        "stock_stockdocumentline",
        {
            "id": kin("w", _LINE),
            "document_id": kin("d", _DOCUMENT),
            "position": "w.k - d.k",
            "product_id": "p.id",
            "quantity": "w.moved",
            "stock_quantity": "w.moved",
            "unit_cost": money("w.unit_cost"),
        },
        _MOVED,
    )


def _values() -> Iterator[Step]:
    yield Step(
        "stock_move",
        {
            "id": kin("w", _MOVE),
            "document_id": kin("d", _DOCUMENT),
            "line_id": kin("w", _LINE),
            "product_id": "p.id",
            "quantity": "w.moved",
            "value": money("w.move_value"),
            "date": "d.date",
            "created_at": "d.at",
        },
        _MOVED,
    )
    yield Step(
        "stock_valueline",
        {
            "id": "pg_temp.kin(w.id, '3' || to_hex(w.part))",
            "move_id": kin("w", _MOVE),
            "product_id": "p.id",
            "layer_id": kin("y", _LAYER),
            "quantity": "w.quantity",
            "value": money("w.value"),
            "date": "d.date",
            "entry_id": kin("d", _ENTRY),
            "created_at": "d.at",
        },
        f"{_LINES} LEFT JOIN volume_layer y ON y.layer = w.layer ORDER BY w.document, w.k",
    )


def _sums() -> Iterator[Step]:
    """Return what triggers keep: layers, pools, levels and the sums of the months."""
    yield Step(
        "stock_costlayer",
        {
            "id": kin("d", _LAYER),
            "product_id": "p.id",
            "date": "y.date",
            "received_quantity": "d.received_quantity",
            "received_value": money("d.received_value"),
            "quantity": "d.quantity",
            "value": money("d.value"),
        },
        "(SELECT *, false AS is_out FROM volume_layer) d JOIN volume_product p ON p.product = d.product"
        " JOIN volume_day y ON y.day = d.day ORDER BY d.layer",
    )
    yield Step(
        "stock_costpool",
        {
            "id": "gen_random_uuid()",
            "product_id": "p.id",
            "quantity": "d.quantity",
            "value": money("d.value"),
            "costing_method": "CASE WHEN p.is_fifo THEN 'fifo' ELSE 'average' END",
        },
        _SUMMED.format("sum(quantity) AS quantity, sum(value) AS value", "product"),
    )
    yield Step(
        "stock_level",
        {
            "id": "gen_random_uuid()",
            "product_id": "p.id",
            "on_hand": "d.quantity",
            "since": "to_timestamp(d.ms / 1000.0)",
        },
        _SUMMED.format("sum(quantity) AS quantity, max(ms) FILTER (WHERE began) AS ms", "product"),
    )
    yield Step(
        "valuation_monthsum",
        {
            "id": "gen_random_uuid()",
            "product_id": "p.id",
            "month": "d.month",
            "in_quantity": "d.came",
            "in_value": money("d.came_value"),
            "out_quantity": "d.gone",
            "out_value": money("d.gone_value"),
            "sold_quantity": "d.gone",
            "sold_value": money("d.gone_value"),
        },
        _SUMMED.format(_MONTH_SUMS, "product, month"),
    )
