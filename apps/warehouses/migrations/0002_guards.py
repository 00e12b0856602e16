"""Companies kept apart, changes recorded, locations a tree within one warehouse."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import guard_tables, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("warehouses", "0001_initial"),
    ]

    operations = [
        guard_tables("warehouses"),
        sql_object(SQL, "location_tree", version=1),
    ]
