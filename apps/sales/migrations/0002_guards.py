"""Confirmed orders keep what was agreed; their status moves along its life cycle."""

from django.db import migrations

from apps.core.sql import append_only, dimensions_of, frozen, frozen_lines, guard_tables, lifecycle

PAIRS = [
    ("draft", "confirmed"),
    ("draft", "cancelled"),
    ("confirmed", "closed"),
    ("confirmed", "cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("sales", "0001_initial"),
    ]

    operations = [
        guard_tables("sales", unaudited=["sales_salesorderpart"]),
        append_only("sales_salesorderpart"),
        lifecycle("sales_salesorder", PAIRS),
        frozen("sales_salesorder"),
        frozen_lines("sales_salesorderline", parent="sales_salesorder", key="order_id"),
        dimensions_of("sales_salesorderline"),
    ]
