"""What a reconciliation joins is joined once, balances, and stands until it is undone."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import frozen, guard_tables, lifecycle, no_delete, sql_object

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("ledger", "0002_guards"),
        ("bank", "0003_matching"),
    ]

    operations = [
        guard_tables(
            "bank", unaudited=["bank_statementfile", "bank_bankstatement", "bank_bankstatementline"]
        ),
        lifecycle("bank_reconciliation", [("done", "undone")], initial=["done"]),
        frozen("bank_reconciliation", editable=["no status"]),
        no_delete("bank_reconciliation", "bank_reconciledline", "bank_reconciledposting"),
        sql_object(SQL, "reconciliation_balances", version=1),
        sql_object(SQL, "reconciled_stands", version=1),
    ]
