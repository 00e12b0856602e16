"""Pinned reports and opening balances are the company's own and stand still."""

from django.db import migrations

from apps.core.sql import append_only, guard_tables

FACTS = [
    "ledger_openitem",
    "ledger_lockoverride",
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
]


class Migration(migrations.Migration):
    """Keys, then what may not change."""

    dependencies = [("ledger", "0014_pinned_reports_and_opening_balances")]

    operations = [
        guard_tables("ledger", unaudited=FACTS),
        append_only("ledger_reportrun", "ledger_openingimport"),
    ]
