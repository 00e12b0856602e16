"""A span is found by its end: row policies let no containment of days into an index."""

from pathlib import Path

from django.db import migrations, models

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("credit", "0005_dunning_guards")]

    operations = [
        sql_object(SQL, "span_days", version=1),
        migrations.AddIndex(
            model_name="openspan",
            index=models.Index(
                fields=["company", "end", "start"],
                include=(
                    "item",
                    "account",
                    "party",
                    "side",
                    "due_date",
                    "currency",
                    "open_amount",
                    "open_currency",
                ),
                name="open_span_by_end",
            ),
        ),
    ]
