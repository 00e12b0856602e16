"""A value that goes from one family to another holds both."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("products", "0007_hold")]

    operations = [sql_object(SQL, "family_keeps_values", version=2)]
