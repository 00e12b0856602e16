"""The dimensions a party names are values of the company, each under its dimension."""

from django.db import migrations

from apps.core.sql import dimensions_of


class Migration(migrations.Migration):
    """The rule that keeps a column of an app below."""

    dependencies = [("ledger", "0018_closing_task_guards"), ("parties", "0005_analysis")]

    operations = [dimensions_of("parties_party")]
