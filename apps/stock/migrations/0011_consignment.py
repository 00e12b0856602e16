"""Goods a supplier leaves on consignment: counted, not ours until they are taken over."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("warehouses", "0006_consignment"),
        ("stock", "0010_carried_promises"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="level",
            options={
                "permissions": [
                    ("release_level", "Can release goods on hold"),
                    ("reject_level", "Can send goods on hold back to the supplier"),
                    ("scrap_level", "Can scrap goods on hold"),
                    ("draw_level", "Can take over goods on consignment"),
                    ("return_level", "Can send goods on consignment back to their owner"),
                ],
                "verbose_name": "stock level",
                "verbose_name_plural": "stock levels",
            },
        ),
        sql_object(SQL, "move_applied", version=3),
        sql_object(SQL, "reservation_applied", version=4),
        sql_object(SQL, "receipt_returned", version=2),
        sql_object(SQL, "value_adjusted", version=3),
        sql_object(SQL, "document_complete", version=4),
    ]
