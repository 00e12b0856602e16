"""The books never change, always balance, open and close by the rules, and stay inside their company."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    append_only,
    dimensions_of,
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    no_delete,
    often_analyzed,
    read_only,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = [
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
    "ledger_lockoverride",
]
MANUAL_ENTRY_PAIRS = [
    ("draft", "posted"),
    ("draft", "submitted"),
    ("draft", "cancelled"),
    ("submitted", "posted"),
    ("submitted", "draft"),
    ("posted", "reversed"),
]
DEFERRAL_PAIRS = [("draft", "running"), ("draft", "cancelled"), ("running", "cancelled")]
REOPENING_PAIRS = [("requested", "approved"), ("requested", "declined")]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("parties", "0002_guards"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        guard_tables("ledger", unaudited=[*FACTS, "ledger_openitem"]),
        append_only(*FACTS),
        append_only("ledger_revaluation", "ledger_revaluationline"),
        append_only("ledger_taxreturn", "ledger_taxreturnbox"),
        append_only("ledger_reportrun", "ledger_openingimport", "ledger_closingtick"),
        read_only("ledger_openitem", "ledger_seal", "ledger_lockoverride"),
        lifecycle("ledger_manualentry", MANUAL_ENTRY_PAIRS),
        lifecycle("ledger_deferral", DEFERRAL_PAIRS),
        lifecycle("ledger_reopening", REOPENING_PAIRS, initial=["requested"]),
        no_delete("ledger_dimension", "ledger_dimensionvalue"),
        no_delete("ledger_arealock", "ledger_reopening"),
        frozen("ledger_manualentry", editable=["draft", "submitted"]),
        frozen("ledger_deferral"),
        frozen("ledger_reopening", editable=["requested"]),
        frozen_lines("ledger_manualentryline", parent="ledger_manualentry", key="manual_entry_id"),
        sql_object(SQL, "entry_line_key", version=1),
        sql_object(SQL, "calendar", version=1),
        sql_object(SQL, "dimension", version=1),
        sql_object(SQL, "dimensions_known", version=1),
        dimensions_of("ledger_manualentryline", "ledger_entrytemplateline", "ledger_deferral"),
        dimensions_of("parties_party"),
        sql_object(SQL, "entry_dimensions", version=1),
        sql_object(SQL, "entry_period", version=1),
        sql_object(SQL, "area_lock", version=1),
        sql_object(SQL, "entry_complete", version=1),
        sql_object(SQL, "tax_component", version=1),
        sql_object(SQL, "manual_approval", version=1),
        sql_object(SQL, "deferral", version=1),
        sql_object(SQL, "account_type", version=1),
        sql_object(SQL, "open_item", version=1),
        sql_object(SQL, "period_status", version=1),
        sql_object(SQL, "reopening", version=1),
        sql_object(SQL, "year_closing", version=1),
        sql_object(SQL, "seal", version=1),
        often_analyzed("ledger_entry", "ledger_entryline", "ledger_seal", "ledger_openitem"),
    ]
