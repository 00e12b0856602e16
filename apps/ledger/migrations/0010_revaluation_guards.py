"""A revaluation is the company's own and, once booked, stands still."""

from django.db import migrations

from apps.core.sql import append_only, guard_tables

FACTS = [
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
]


class Migration(migrations.Migration):
    """Keys, then what may not change."""

    dependencies = [("ledger", "0009_revaluation")]

    operations = [
        guard_tables("ledger", unaudited=[*FACTS, "ledger_openitem"]),
        append_only("ledger_revaluation", "ledger_revaluationline"),
    ]
