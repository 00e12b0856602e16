"""Goods do not move where stock is locked."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_locks_and_reopening"), ("stock", "0002_guards")]

    operations = [sql_object(SQL, "move_applied", version=2)]
