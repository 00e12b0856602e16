"""Past open amounts kept apart by company, written by the trigger of the matches alone; those of old matches made now."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import (
    frozen,
    frozen_lines,
    guard_tables,
    lifecycle,
    no_delete,
    read_only,
    sql_object,
)

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("credit", "0001_initial"),
    ]

    operations = [
        guard_tables("credit", unaudited={"credit_openspan"}),
        read_only("credit_openspan"),
        lifecycle("credit_dunningrun", [("draft", "sent"), ("draft", "cancelled")]),
        no_delete("credit_dunningrun", "credit_dunninglevel", "credit_dispute"),
        frozen("credit_dunningrun"),
        frozen_lines("credit_dunningletter", parent="credit_dunningrun", key="run_id"),
        frozen_lines("credit_dunningline", parent="credit_dunningrun", key="run_id"),
        sql_object(SQL, "open_span", version=1),
        sql_object(SQL, "span_days", version=1),
    ]
