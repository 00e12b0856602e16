"""The currency a company keeps its books in is chosen once."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0003_tax"),
    ]

    operations = [sql_object(Path(__file__).parents[1] / "sql", "keep_currency", version=1)]
