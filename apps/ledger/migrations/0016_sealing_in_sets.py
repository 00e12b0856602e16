"""Seal in sets of entries; the hashes stay as they are."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    """The newest sealer."""

    dependencies = [("ledger", "0015_pinned_guards")]

    operations = [sql_object(SQL, "seal", version=4)]
