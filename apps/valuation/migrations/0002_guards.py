"""Months of stock value: kept by a trigger on the value lines, filled from those that are there.

Moves are found by their day: they are written day by day, so an index of blocks is enough and costs writing next to nothing.
"""

from pathlib import Path

from django.db import migrations

from apps.core.sql import guard_tables, often_analyzed, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("valuation", "0001_initial"),
    ]

    operations = [
        guard_tables("valuation", unaudited={"valuation_monthsum"}),
        read_only("valuation_monthsum"),
        often_analyzed("valuation_monthsum"),
        sql_object(SQL, "month_summed", version=1),
        migrations.RunSQL(
            "CREATE INDEX valuation_move_by_day ON stock_move USING brin (date)",
            "DROP INDEX IF EXISTS valuation_move_by_day",
        ),
    ]
