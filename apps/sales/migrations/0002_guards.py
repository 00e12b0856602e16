"""Confirmed orders keep what was agreed; their status moves along its life cycle."""

from django.db import migrations

from apps.core.sql import frozen, frozen_lines, guard_tables, lifecycle

PAIRS = [
    ("draft", "confirmed"),
    ("draft", "cancelled"),
    ("confirmed", "closed"),
    ("confirmed", "cancelled"),
]


class Migration(migrations.Migration):
    """Guards of the tables of sales."""

    dependencies = [
        ("core", "0002_guards"),
        ("ledger", "0002_guards"),
        ("products", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("sales", "0001_initial"),
    ]

    operations = [
        guard_tables("sales"),
        lifecycle("sales_salesorder", PAIRS),
        frozen("sales_salesorder"),
        frozen_lines("sales_salesorderline", parent="sales_salesorder", key="order_id"),
    ]
