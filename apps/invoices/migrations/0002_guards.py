"""Invoices kept apart by company; posted ones and their lines frozen; totals that must add up."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import dimensions_of, frozen, frozen_lines, guard_tables, lifecycle, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("invoices", "0001_initial"),
    ]

    operations = [
        guard_tables("invoices"),
        lifecycle("invoices_invoice", [("draft", "posted"), ("draft", "cancelled")]),
        frozen("invoices_invoice", may_change=["metadata"]),
        frozen_lines("invoices_invoiceline", parent="invoices_invoice", key="invoice_id"),
        frozen_lines("invoices_invoicetax", parent="invoices_invoice", key="invoice_id"),
        dimensions_of("invoices_invoiceline"),
        sql_object(SQL, "invoice_adds_up", version=1),
        sql_object(SQL, "down_payment_adds_up", version=1),
    ]
