"""Companies kept apart, changes recorded, ratios of units fixed."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import dimensions_of, guard_tables, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0001_initial"),
    ]

    operations = [
        guard_tables("products"),
        dimensions_of("products_category"),
        sql_object(SQL, "unit_ratio_fixed", version=1),
        sql_object(SQL, "kit_holds_goods", version=1),
    ]
