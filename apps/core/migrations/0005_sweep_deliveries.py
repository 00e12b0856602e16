"""A way to delete deliveries made long ago, and no others."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_delivery_made")]

    operations = [sql_object(SQL, "sweep_deliveries", version=1)]
