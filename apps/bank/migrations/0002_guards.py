"""Bank rows kept apart by company; what banks told us is never changed and follows in an unbroken row."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import append_only, guard_tables, sql_object

SQL = Path(__file__).parents[1] / "sql"
FACTS = ["bank_statementfile", "bank_bankstatement", "bank_bankstatementline"]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("ledger", "0002_guards"),
        ("bank", "0001_initial"),
    ]

    operations = [
        guard_tables("bank", unaudited=FACTS),
        append_only(*FACTS),
        sql_object(SQL, "statement_line_fits", version=1),
        sql_object(SQL, "statement_follows", version=1),
    ]
