"""Exports are facts: each file, and which entries a program has had, stays as it was written."""

from django.db import migrations

from apps.core.sql import append_only, guard_tables

FACTS = [
    "integrations_journalexport",
    "integrations_exportresult",
    "integrations_exportspan",
    "integrations_exportchunk",
]


class Migration(migrations.Migration):
    """Keys first, then what may not change."""

    dependencies = [
        ("core", "0002_guards"),
        ("ledger", "0002_guards"),
        ("integrations", "0001_initial"),
    ]

    operations = [guard_tables("integrations", unaudited=FACTS), append_only(*FACTS)]
