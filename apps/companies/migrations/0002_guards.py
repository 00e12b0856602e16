"""Companies kept apart and changes recorded; currencies are reference data nobody edits while running."""

from pathlib import Path
from typing import Any

from django.db import migrations
from iso4217 import Currency as IsoCurrency

from apps.core.sql import guard_tables, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"

UNITS_OF_ACCOUNT = {
    "BOV",
    "CHE",
    "CHW",
    "COU",
    "MXV",
    "USN",
    "UYI",
    "XAD",
}  # ISO codes that are no money


def load_currencies(apps: Any, schema_editor: Any) -> None:
    """Add every currency of ISO 4217 amounts can be kept in."""
    currency = apps.get_model("companies", "Currency")
    currency.objects.using(schema_editor.connection.alias).bulk_create(
        [
            currency(code=iso.code, name=iso.currency_name, minor_units=iso.exponent)
            for iso in IsoCurrency
            if iso.exponent in (0, 2, 3) and iso.code not in UNITS_OF_ACCOUNT
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0001_initial"),
    ]

    operations = [
        guard_tables("companies", unaudited={"companies_currency"}),
        read_only("companies_currency"),
        migrations.RunPython(load_currencies, migrations.RunPython.noop),
        sql_object(SQL, "keep_currency", version=1),
    ]
