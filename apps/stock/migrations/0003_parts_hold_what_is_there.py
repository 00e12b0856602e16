"""Value lines without a warehouse, and those of a change of method, only where the goods are."""

from pathlib import Path

from django.db import migrations, models

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("stock", "0002_guards")]

    operations = [
        sql_object(SQL, "value_applied", version=2),
        sql_object(SQL, "value_adjusted", version=2),
        migrations.RemoveConstraint("valueline", "value_line_without_move_moves_nothing"),
        migrations.AddConstraint(
            "valueline",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("move__isnull", False), models.Q(("kind", "method"), _negated=True)),
                    models.Q(("entry__isnull", False), ("move__isnull", True), ("quantity", 0)),
                    models.Q(("kind", "method"), ("move__isnull", True)),
                    _connector="OR",
                ),
                name="value_line_without_move_moves_nothing",
            ),
        ),
    ]
