"""Bank rows kept apart by company; what banks told us is never changed and follows in an unbroken row."""

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

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ["bank_statementfile", "bank_bankstatement", "bank_bankstatementline"]
PAYMENT_RUN_PAIRS = [
    ("draft", "submitted"),
    ("draft", "cancelled"),
    ("submitted", "approved"),
    ("submitted", "draft"),
    ("submitted", "cancelled"),
    ("approved", "posted"),
    ("approved", "cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("payments", "0002_guards"),
        ("bank", "0001_initial"),
    ]

    operations = [
        guard_tables("bank", unaudited=FACTS),
        append_only(*FACTS),
        lifecycle("bank_reconciliation", [("done", "undone")], initial=["done"]),
        lifecycle("bank_paymentrun", PAYMENT_RUN_PAIRS),
        no_delete(
            "bank_reconciliation",
            "bank_reconciledline",
            "bank_reconciledposting",
            "bank_paymentrun",
        ),
        frozen("bank_reconciliation", editable=["no status"]),
        frozen("bank_paymentrun", may_change=["number", "note", "approved_by_id", "approved_at"]),
        frozen_lines(
            "bank_paymenttransfer",
            parent="bank_paymentrun",
            key="run_id",
            may_change=["payment_id"],
        ),
        frozen_lines(
            "bank_paymentrunline", parent="bank_paymentrun", key="run_id", may_change=["active"]
        ),
        sql_object(SQL, "statement_line_fits", version=1),
        sql_object(SQL, "statement_follows", version=1),
        sql_object(SQL, "reconciliation_balances", version=1),
        sql_object(SQL, "reconciled_stands", version=1),
        sql_object(SQL, "payment_run", version=1),
    ]
