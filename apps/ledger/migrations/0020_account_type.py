"""An account with lines keeps its type, whoever asks."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0019_dimensions_of_parties"),
    ]

    operations = [sql_object(Path(__file__).parents[1] / "sql", "account_type", version=1)]
