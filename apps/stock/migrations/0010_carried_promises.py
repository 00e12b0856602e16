"""What is promised goes along with its goods; what lies free where goods leave from is promised to nobody."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("warehouses", "0007_delivery_steps"),
        ("stock", "0009_channels"),
    ]

    operations = [
        sql_object(SQL, "carry", version=1),
        sql_object(SQL, "move_applied", version=2),
    ]
