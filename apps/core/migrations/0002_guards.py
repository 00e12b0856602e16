"""Rights of the application role, the rules shared by all apps, and the guards of core's own tables."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import append_only, guard_tables, no_delete, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    """Grants first: they hold for every table made later."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        sql_object(SQL, "grants", version=1),
        sql_object(SQL, "append_only", version=1),
        sql_object(SQL, "audit", version=1),
        sql_object(SQL, "lifecycle", version=1),
        sql_object(SQL, "frozen", version=1),
        sql_object(SQL, "frozen_lines", version=1),
        guard_tables(
            "core",
            unaudited=[
                "core_event",
                "core_delivery",
                "core_idempotencykey",
                "core_numberseries",
                "core_attachment",
                "core_comment",
                "core_auditrow",
            ],
        ),
        append_only("core_event", "core_attachment", "core_comment", "core_auditrow"),
        read_only("core_auditrow"),
        no_delete("core_delivery", "core_numberseries"),
        sql_object(SQL, "audit_policy", version=1),
        sql_object(SQL, "relay_policy", version=1),
        sql_object(SQL, "series_forward", version=1),
        sql_object(SQL, "sweep_deliveries", version=1),
    ]
