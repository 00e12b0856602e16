"""What lies in places on hold is neither promised nor shipped; no more goes back to a supplier than came in."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("warehouses", "0004_hold"),
        ("stock", "0005_transit"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="level",
            options={
                "permissions": [
                    ("release_level", "Can release goods on hold"),
                    ("reject_level", "Can send goods on hold back to the supplier"),
                    ("scrap_level", "Can scrap goods on hold"),
                ],
                "verbose_name": "stock level",
                "verbose_name_plural": "stock levels",
            },
        ),
        sql_object(SQL, "reserve", version=2),
        sql_object(SQL, "reservation_applied", version=2),
        sql_object(SQL, "location_hold", version=1),
        sql_object(SQL, "receipt_returned", version=1),
        sql_object(SQL, "document_complete", version=3),
    ]
