"""Landed costs kept apart by company; posted they stand still, add up, and spread a line of a bill once."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    no_delete,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"
PARENT = "landed_landedcost"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("invoices", "0002_guards"),
        ("ledger", "0002_guards"),
        ("stock", "0002_guards"),
        ("landed", "0001_initial"),
    ]

    operations = [
        guard_tables("landed"),
        append_only("landed_landedshare"),
        lifecycle(PARENT, [("draft", "posted"), ("draft", "cancelled"), ("posted", "reversed")]),
        frozen(PARENT, may_change=["undo_entry_id"]),
        frozen_lines("landed_landedcharge", parent=PARENT, key="landed_cost_id"),
        frozen_lines("landed_landedreceipt", parent=PARENT, key="landed_cost_id"),
        frozen_lines("landed_landedshare", parent=PARENT, key="landed_cost_id"),
        no_delete(PARENT),
        sql_object(SQL, "landed_cost_complete", version=1),
    ]
