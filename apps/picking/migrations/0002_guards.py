"""Waves kept apart by company; a shipment in one wave at a time; picked is the sum of picks; places hold what they can."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    no_delete,
    sql_object,
)

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("products", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("picking", "0001_initial"),
    ]

    operations = [
        guard_tables("picking", unaudited=["picking_pick"]),
        append_only("picking_pick"),
        lifecycle(
            "picking_wave",
            [
                ("open", "picking"),
                ("open", "cancelled"),
                ("picking", "done"),
                ("picking", "cancelled"),
            ],
            initial=("open",),
        ),
        frozen("picking_wave", editable=["open", "picking"]),
        frozen_lines(
            "picking_pickline", parent="picking_wave", key="wave_id", editable=["open", "picking"]
        ),
        no_delete("picking_wave", "picking_pickline"),
        sql_object(SQL, "wave_takes_drafts", version=1),
        sql_object(SQL, "pick_applied", version=1),
        sql_object(SQL, "capacity_holds", version=1),
    ]
