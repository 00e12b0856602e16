"""Tasks of the closing are the company's own; what was ticked off stays written down."""

from django.db import migrations

from apps.core.sql import append_only, guard_tables

FACTS = [
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
    "ledger_openitem",
    "ledger_lockoverride",
]


class Migration(migrations.Migration):
    """Keys and audit, then what may not change."""

    dependencies = [("ledger", "0017_accruals_and_closing_tasks")]

    operations = [
        guard_tables("ledger", unaudited=FACTS),
        append_only("ledger_closingtick"),
    ]
