"""What is picked is brought to where it is packed or leaves from, and picked no more then."""

from pathlib import Path

import apps.core.fields
import django.db.models.deletion
from django.db import migrations

from apps.core.sql import guard_tables, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("picking", "0002_guards"),
        ("stock", "0010_carried_promises"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="wave",
            options={
                "permissions": [
                    ("pick_wave", "Can pick the goods of a wave"),
                    ("bring_wave", "Can bring what was picked of a wave to the dock"),
                    ("pack_wave", "Can pack what was picked of a wave"),
                    ("ship_wave", "Can ship what was picked of a wave"),
                    ("finish_wave", "Can finish a wave"),
                    ("cancel_wave", "Can cancel a wave"),
                ],
                "verbose_name": "wave",
                "verbose_name_plural": "waves",
            },
        ),
        migrations.AddField(
            model_name="pickline",
            name="brought",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.stockdocument",
                verbose_name="brought with",
            ),
        ),
        guard_tables("picking", unaudited=["picking_pick"]),
        sql_object(SQL, "pick_applied", version=2),
    ]
