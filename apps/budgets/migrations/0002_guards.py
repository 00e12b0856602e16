"""Budgets kept apart by company, their changes recorded."""

from django.db import migrations

from apps.core.sql import guard_tables


class Migration(migrations.Migration):
    """The guards every table has."""

    dependencies = [
        ("core", "0002_guards"),
        ("ledger", "0002_guards"),
        ("budgets", "0001_initial"),
    ]

    operations = [guard_tables("budgets")]
