"""Moves and values never change; levels, pools and layers follow them; nothing is promised twice."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    dimensions_of,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    often_analyzed,
    read_only,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer", "stock_costpart")
DOCUMENT_PAIRS = [("draft", "posted"), ("draft", "cancelled"), ("posted", "reversed")]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("stock", "0001_initial"),
    ]

    operations = [
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        append_only(*FACTS),
        read_only(*SUMS),
        lifecycle("stock_stockdocument", DOCUMENT_PAIRS),
        frozen("stock_stockdocument", may_change=["is_posted"]),  # generated from the status
        frozen_lines("stock_stockdocumentline", parent="stock_stockdocument", key="document_id"),
        dimensions_of("stock_stockdocumentline"),
        sql_object(SQL, "move_of_posted_document", version=1),
        sql_object(SQL, "move_applied", version=1),
        sql_object(SQL, "reservation_applied", version=1),
        sql_object(SQL, "value_applied", version=1),
        sql_object(SQL, "value_adjusted", version=1),
        sql_object(SQL, "document_complete", version=1),
        sql_object(SQL, "product_counted", version=1),
        sql_object(SQL, "lot_of_product", version=1),
        sql_object(SQL, "lot_keeps_number", version=1),
        sql_object(SQL, "hold_day", version=1),
        sql_object(SQL, "lock", version=1),
        sql_object(SQL, "reserve", version=1),
        sql_object(SQL, "release", version=1),
        sql_object(SQL, "consume", version=1),
        often_analyzed(*FACTS, "stock_level", "stock_stockdocumentline"),
    ]
