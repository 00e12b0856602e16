"""A company that the planner's statistics do not know yet, beside a large one, is read by keys that hold its company."""

from pathlib import Path

from django.db import migrations, models

from apps.core.sql import often_analyzed, sql_object


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0020_account_type"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="entryline", name="entry_line_number_once"),
        migrations.AddConstraint(
            model_name="entryline",
            constraint=models.UniqueConstraint(
                fields=("company", "entry", "line_no"), name="entry_line_number_once"
            ),
        ),
        sql_object(Path(__file__).parents[1] / "sql", "seal", version=5),
        often_analyzed("ledger_entry", "ledger_entryline", "ledger_seal", "ledger_openitem"),
    ]
