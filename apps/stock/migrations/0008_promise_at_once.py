"""A promise whose place has enough is written before the level is locked."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("stock", "0007_reasons")]

    operations = [sql_object(SQL, "reserve", version=3)]
