"""Companies kept apart, references inside one company, changes recorded."""

from django.db import migrations

from apps.core.sql import guard_tables


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("companies", "0002_guards"),
        ("parties", "0001_initial"),
    ]

    operations = [
        guard_tables("parties"),
    ]
