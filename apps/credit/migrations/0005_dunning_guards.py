"""Reminders kept apart by company, their life cycle, and letters that stand still once they are sent."""

from django.db import migrations

from apps.core.sql import frozen, frozen_lines, guard_tables, lifecycle, no_delete


class Migration(migrations.Migration):
    dependencies = [("credit", "0004_dunning")]

    operations = [
        guard_tables("credit", unaudited={"credit_openspan"}),
        lifecycle("credit_dunningrun", [("draft", "sent"), ("draft", "cancelled")]),
        frozen("credit_dunningrun"),
        no_delete("credit_dunningrun", "credit_dunninglevel", "credit_dispute"),
        frozen_lines("credit_dunningletter", parent="credit_dunningrun", key="run_id"),
        frozen_lines("credit_dunningline", parent="credit_dunningrun", key="run_id"),
    ]
