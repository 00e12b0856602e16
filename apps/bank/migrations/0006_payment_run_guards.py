"""Payment runs are decided by two, stand still once submitted, and hold an item once."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import frozen, frozen_lines, guard_tables, lifecycle, no_delete, sql_object

SQL = Path(__file__).parents[1] / "sql"
STEPS = [
    ("draft", "submitted"),
    ("draft", "cancelled"),
    ("submitted", "approved"),
    ("submitted", "draft"),
    ("submitted", "cancelled"),
    ("approved", "posted"),
    ("approved", "cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [("bank", "0005_payment_runs")]

    operations = [
        guard_tables(
            "bank", unaudited=["bank_statementfile", "bank_bankstatement", "bank_bankstatementline"]
        ),
        lifecycle("bank_paymentrun", STEPS),
        frozen("bank_paymentrun", may_change=["number", "note", "approved_by_id", "approved_at"]),
        no_delete("bank_paymentrun"),
        frozen_lines(
            "bank_paymenttransfer",
            parent="bank_paymentrun",
            key="run_id",
            may_change=["payment_id"],
        ),
        frozen_lines(
            "bank_paymentrunline", parent="bank_paymentrun", key="run_id", may_change=["active"]
        ),
        sql_object(SQL, "payment_run", version=1),
    ]
