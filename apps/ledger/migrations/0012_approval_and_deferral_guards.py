"""Above a limit two people post an entry; a template makes one entry a day; the parts of a deferral are its amount."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import dimensions_of, frozen, guard_tables, lifecycle, sql_object

FACTS = [
    "ledger_openitem",
    "ledger_lockoverride",
    "ledger_entry",
    "ledger_entryline",
    "ledger_seal",
    "ledger_periodclosing",
    "ledger_periodbalance",
]
SQL = Path(__file__).resolve().parents[1] / "sql"
MANUAL_ENTRY_PAIRS = [
    ("draft", "posted"),
    ("draft", "submitted"),
    ("draft", "cancelled"),
    ("submitted", "posted"),
    ("submitted", "draft"),
    ("posted", "reversed"),
]
DEFERRAL_PAIRS = [("draft", "running"), ("draft", "cancelled"), ("running", "cancelled")]


class Migration(migrations.Migration):
    """Keys, life cycles, then the rules across rows.

    Facts record themselves: audit triggers that a guard step before this put on them go.
    """

    dependencies = [("ledger", "0011_templates_deferrals_approval")]

    operations = [
        guard_tables("ledger", unaudited=FACTS),
        migrations.RunSQL(
            [
                f"DROP TRIGGER IF EXISTS audit_{operation} ON {table}"
                for table in FACTS
                for operation in ("insert", "update", "delete")
            ],
            migrations.RunSQL.noop,
        ),
        dimensions_of("ledger_entrytemplateline", "ledger_deferral"),
        lifecycle("ledger_manualentry", MANUAL_ENTRY_PAIRS),
        frozen("ledger_manualentry", editable=["draft", "submitted"]),
        sql_object(SQL, "manual_approval", version=1),
        lifecycle("ledger_deferral", DEFERRAL_PAIRS),
        frozen("ledger_deferral"),
        sql_object(SQL, "deferral", version=1),
        sql_object(SQL, "entry_complete", version=3),
    ]
