"""Dimensions are the company's own, their values are never moved or deleted, and entries keep the rules of accounts."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import dimensions_of, guard_tables, no_delete, sql_object

FACTS = [
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
]
SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    """Keys, then the tree, then what lines may carry, then what the chain covers."""

    dependencies = [("ledger", "0004_dimensions")]

    operations = [
        guard_tables("ledger", unaudited=[*FACTS, "ledger_openitem"]),
        no_delete("ledger_dimension", "ledger_dimensionvalue"),
        sql_object(SQL, "dimension", version=1),
        sql_object(SQL, "dimensions_known", version=1),
        dimensions_of("ledger_manualentryline"),
        sql_object(SQL, "entry_dimensions", version=1),
        sql_object(SQL, "entry_complete", version=2),
        sql_object(SQL, "seal", version=2),
    ]
