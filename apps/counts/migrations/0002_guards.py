"""Count rows kept apart by company; figures come from tallies alone, frozen places take no moves, posted sheets stand."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    no_delete,
    read_only,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"
PAIRS = [
    ("open", "submitted"),
    ("submitted", "approved"),
    ("submitted", "posted"),
    ("approved", "posted"),
    ("submitted", "open"),
    ("approved", "open"),
    ("open", "cancelled"),
    ("submitted", "cancelled"),
    ("approved", "cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("products", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("counts", "0001_initial"),
    ]

    operations = [
        guard_tables("counts", unaudited=["counts_tally", "counts_frozenplace"]),
        append_only("counts_tally"),
        read_only("counts_frozenplace"),
        lifecycle("counts_countsheet", PAIRS, initial=("open",)),
        no_delete("counts_countsheet", "counts_countline", "counts_countplan"),
        frozen("counts_countsheet", editable=["open", "submitted", "approved"]),
        frozen_lines(
            "counts_countline",
            parent="counts_countsheet",
            key="sheet_id",
            editable=["open"],
            may_change=["is_open"],
        ),
        sql_object(SQL, "tally", version=1),
        sql_object(SQL, "freeze", version=1),
        sql_object(SQL, "sheet_decided", version=1),
    ]
