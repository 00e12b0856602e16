"""Payments kept apart by company; posted ones frozen; matches that settle open items and are never changed."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import append_only, frozen, frozen_lines, guard_tables, lifecycle, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("invoices", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("payments", "0001_initial"),
    ]

    operations = [
        guard_tables("payments", unaudited={"payments_match", "payments_clearing"}),
        append_only("payments_match", "payments_clearing"),
        lifecycle(
            "payments_payment",
            [("draft", "posted"), ("draft", "cancelled"), ("posted", "reversed")],
        ),
        frozen("payments_payment"),
        frozen_lines("payments_paymentallocation", parent="payments_payment", key="payment_id"),
        sql_object(SQL, "hold_items", version=1),
        sql_object(SQL, "match_settles", version=1),
    ]
