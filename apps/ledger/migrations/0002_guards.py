"""The books never change, always balance, open and close by the rules, and stay inside their company."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    read_only,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = [
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
]
MANUAL_ENTRY_PAIRS = [("draft", "posted"), ("draft", "cancelled"), ("posted", "reversed")]


class Migration(migrations.Migration):
    """Keys first, then what may not change, then the rules across rows."""

    dependencies = [("core", "0002_guards"), ("parties", "0002_guards"), ("ledger", "0001_initial")]

    operations = [
        guard_tables("ledger", unaudited=[*FACTS, "ledger_openitem"]),
        append_only(*FACTS),
        read_only("ledger_openitem", "ledger_seal"),
        sql_object(SQL, "entry_line_key", version=1),
        sql_object(SQL, "calendar", version=1),
        sql_object(SQL, "entry_period", version=1),
        sql_object(SQL, "entry_complete", version=1),
        sql_object(SQL, "open_item", version=1),
        sql_object(SQL, "period_status", version=1),
        sql_object(SQL, "seal", version=1),
        lifecycle("ledger_manualentry", MANUAL_ENTRY_PAIRS),
        frozen("ledger_manualentry"),
        frozen_lines("ledger_manualentryline", parent="ledger_manualentry", key="manual_entry_id"),
    ]
