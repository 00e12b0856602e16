"""A lot that has moved keeps its number, also for whoever writes SQL."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("stock", "0005_lots")]

    operations = [sql_object(SQL, "lot_keeps_number", version=1)]
