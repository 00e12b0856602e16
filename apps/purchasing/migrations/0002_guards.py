"""Confirmed orders keep what was agreed; their status moves along its life cycle."""

from django.db import migrations

from apps.core.sql import dimensions_of, frozen, frozen_lines, guard_tables, lifecycle

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
        ("purchasing", "0001_initial"),
    ]

    operations = [
        guard_tables("purchasing"),
        lifecycle("purchasing_purchaseorder", PAIRS),
        frozen("purchasing_purchaseorder"),
        frozen_lines(
            "purchasing_purchaseorderline", parent="purchasing_purchaseorder", key="order_id"
        ),
        dimensions_of("purchasing_purchaseorderline"),
    ]
