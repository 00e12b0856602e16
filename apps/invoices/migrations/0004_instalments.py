"""An invoice's entry books its total in one line or in several: its instalments."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("invoices", "0003_tax"), ("parties", "0003_instalments")]

    operations = [
        sql_object(SQL, "invoice_adds_up", version=3),
    ]
